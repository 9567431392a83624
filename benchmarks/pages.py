"""(e) How soon one continuous fault pages, how often, and until how long after its end.

Events come by chance, and of those of a day a share fails. In a cell: minutes until the first page;
pages; minutes from the fault's end until no page fires. Of several ways that chance goes it is the
median of those that page, the range of pages, and how many page, unless all do.

The arithmetic is that of `observability.evaluation`. One way is also exposed to a real Prometheus,
with our rules and with Sloth's; where ours are not what the arithmetic says, the last line says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial
from statistics import median

from benchmarks.faults import FAILING, FAULTS, PER_HOUR, Fault, events, minutes_judged
from benchmarks.invented import slo
from benchmarks.paged import By, our_rules, paged, sloths_rules
from benchmarks.paging import Paging, paging, simulated
from benchmarks.table import table
from observability import SLO, percent
from observability.catalogue.burn_rates import FEW_EVENTS, MINUTES, STANDARD
from observability.evaluation.detection import detection

SEEDS = range(8)
BY_RATE = slo(0)
BY_EVENTS = replace(BY_RATE, policy=FEW_EVENTS)
BY_MINUTES = replace(BY_RATE, policy=MINUTES, objective=percent(99))

Cells = Callable[[Fraction], str]


def cell(ways: Sequence[Paging | None]) -> str:
    """Return what several ways of one fault set off: first page / pages / reset."""
    paged_ways = [way for way in ways if way is not None]
    if not paged_ways:
        return "–"
    least, most = (pick(way.pages for way in paged_ways) for pick in (min, max))
    pages = str(least) if least == most else f"{least} to {most}"
    first, reset = (
        median(values) for values in zip(*((w.first, w.reset) for w in paged_ways), strict=True)
    )
    some = "" if len(paged_ways) == len(ways) else f" ({len(paged_ways)} of {len(ways)})"
    return f"{first:.0f} / {pages} / {reset:.0f}{some}"


def theory(of: SLO, failing: Fraction) -> str:
    """Return the workbook's time to the first page: threshold x window / share that fails.

    It holds for so much traffic that chance is nothing; the page resets with the short window.
    """
    found = (detection(of, tier, failing).after for tier in of.policy.paging)
    times = [after for after in found if after is not None]
    return f"{min(times) / timedelta(minutes=1):.0f}" if times else "–"


def _rows(name: str, cells: Cells) -> list[str]:
    return [name, *map(cells, FAILING)]


def _by_traffic(of: SLO) -> str:
    def at(per_hour: int) -> Cells:
        def ways(failing: Fraction) -> str:
            fault = Fault(per_hour=per_hour, failing=failing)
            return cell([paging(simulated(of, events(fault, seed))) for seed in SEEDS])

        return ways

    theoretical = _rows("theory", partial(theory, of))
    rows = [_rows(f"{per_hour:,}", at(per_hour)) for per_hour in PER_HOUR]
    return _table("events an hour", [theoretical, *rows])


def _by_minutes() -> str:
    def ways(failing: Fraction) -> str:
        return cell(
            [paging(simulated(BY_MINUTES, minutes_judged(failing, seed))) for seed in SEEDS]
        )

    theoretical = _rows("theory", partial(theory, BY_MINUTES))
    return _table("minutes judged", [theoretical, _rows("each", ways)])


def _served(found: By) -> str:
    def at(per_hour: int) -> Cells:
        return lambda failing: cell([found[Fault(per_hour=per_hour, failing=failing)]])

    return _table("events an hour", [_rows(f"{per_hour:,}", at(per_hour)) for per_hour in PER_HOUR])


def _table(first: str, rows: Iterable[Sequence[str]]) -> str:
    return table([first, *(f"{float(failing):.1%} fail" for failing in FAILING)], rows)


def differences(ours: By, seed: int) -> list[Fault]:
    """Return the faults of which a real Prometheus says another thing than the arithmetic."""
    return [f for f, found in ours.items() if found != paging(simulated(BY_RATE, events(f, seed)))]


def run() -> str:
    """Judge every fault by every policy that pages."""
    seed = SEEDS[0]
    ours, sloths = (paged(FAULTS, seed, rules) for rules in (our_rules, sloths_rules))
    differ = differences(ours, seed)
    agreed = len(FAULTS) - len(differ)
    agreement = f"Prometheus and the arithmetic agree on {agreed} of {len(FAULTS)} faults"
    return "\n\n".join(
        (
            f"### {STANDARD.name}, 99.9 %\n\n{_by_traffic(BY_RATE)}",
            f"### {FEW_EVENTS.name}, 99.9 %\n\n{_by_traffic(BY_EVENTS)}",
            f"### {MINUTES.name}, 99 %\n\n{_by_minutes()}",
            f"### {STANDARD.name}, the first way on Prometheus\n\n{_served(ours)}",
            f"### Sloth, the first way on Prometheus\n\n{_served(sloths)}",
            f"{agreement}{': not on ' if differ else ''}{', '.join(map(str, differ))}.",
        )
    )
