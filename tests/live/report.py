"""The table: what each fault does to the rows of each SLI, on both generations. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from tests.live.slis import SLI
from tests.live.verdicts import Cell, Verdict

GENERATIONS = {"prometheus2": "2.42", "prometheus3": "3.x"}
KINDS = {
    "Ratio": "events",
    "TimeSlice": "time slices",
    "Boolean": "boolean",
    "Coverage": "scrapes",
}
MOST_INCONCLUSIVE = 0.2
"""A run of which a larger share says nothing has proven nothing."""

_TELLING = (Verdict.INCONCLUSIVE, Verdict.EXACT, Verdict.AS_PROMISED, Verdict.WRONG)

Key = tuple[str, str, str]
"""A fault, an SLO and a generation."""


def by_key(cells: Iterable[Cell]) -> dict[Key, list[Cell]]:
    """Return the cells of each fault, SLO and generation: one for each world it happened in."""
    grouped: dict[Key, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault((cell.fault, cell.sli.slo, cell.generation), []).append(cell)
    return grouped


def telling(cells: Sequence[Cell]) -> Cell:
    """Return the cell that counts: a wrong one before any other, an inconclusive one last."""
    return max(cells, key=lambda cell: _TELLING.index(cell.verdict))


def inconclusive(grouped: Mapping[Key, Sequence[Cell]]) -> list[Key]:
    """Return the cells to which no world gave an answer."""
    return [key for key, cells in grouped.items() if telling(cells).verdict is Verdict.INCONCLUSIVE]


def table(cells: Iterable[Cell]) -> str:
    """Return all verdicts as a table in Markdown; the generations of a fault stand together.

    Figures are "recorded · due · truth", and one figure where these are the same.
    """
    grouped = by_key(cells)
    faults = list(dict.fromkeys(fault for fault, _, _ in grouped))
    lines = sorted(grouped, key=lambda key: (faults.index(key[0]), key[1], key[2]))
    names = ("fault", "SLI", "Prometheus", "valid", "bad", "began to fire", "verdict")
    head = (f"| {' | '.join(names)} |", "|---|---|---|--:|--:|---|---|")
    return "\n".join((*head, *(_line(grouped[key]) for key in lines))) + "\n"


def reasons(cells: Iterable[Cell]) -> str:
    """Return why cells are wrong or say nothing, a line for each reason, a few for each cell."""
    return "".join(
        f"{cell.fault} · {cell.sli.slo} · {cell.generation} · world {cell.world} · "
        f"{cell.verdict}: {reason}\n"
        for cell in cells
        if cell.verdict in {Verdict.WRONG, Verdict.INCONCLUSIVE}
        for reason in cell.reasons[:3]
    )


def _line(cells: Sequence[Cell]) -> str:
    cell = telling(cells)
    said = sum(other.verdict is not Verdict.INCONCLUSIVE for other in cells)
    happened = (None, None) if cell.truth is None else (cell.truth.valid, cell.truth.bad)
    figures = (
        _figure(f"{recorded:g}", str(due), "?" if true is None else f"{true:g}")
        for recorded, due, true in zip(cell.recorded, cell.due, happened, strict=True)
    )
    columns = (
        cell.fault,
        f"{cell.sli.slo} ({_kind(cell.sli)})",
        GENERATIONS[cell.generation],
        *figures,
        "; ".join(cell.alerts) or "–",
        ": ".join((f"{cell.verdict} ({said} of {len(cells)} runs tell)", *cell.reasons[:1])),
    )
    return f"| {' | '.join(columns)} |"


def _figure(recorded: str, due: str, true: str) -> str:
    return recorded if recorded == due and true in {due, "?"} else f"{recorded} · {due} · {true}"


def _kind(sli: SLI) -> str:
    return KINDS[type(sli).__name__]
