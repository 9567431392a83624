"""The figures: of the mutants that are not equivalent, which share some emitted test notices."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tests.mutation.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of the mutants of a rule file or module, or of several."""

    file: str
    invalid: int
    """Refused by promtool as no rules; not counted as mutants."""
    killed: int
    equivalent: int
    survivors: tuple[Verdict, ...]

    @property
    def mutants(self) -> int:
        """How many mutants were judged."""
        return self.killed + self.equivalent + len(self.survivors)

    @property
    def share(self) -> float:
        """Killed, of those that are not equivalent; 1 where there is none."""
        telling = self.killed + len(self.survivors)
        return self.killed / telling if telling else 1.0


def figures(
    file: str, verdicts: Sequence[Verdict], equivalent: Collection[str], invalid: int
) -> Figures:
    """Return the figures of one rule file."""
    alive = [verdict for verdict in verdicts if verdict.killed_by is None]
    survivors = tuple(v for v in alive if v.mutant.name not in equivalent)
    return Figures(
        file=file,
        invalid=invalid,
        killed=len(verdicts) - len(alive),
        equivalent=len(alive) - len(survivors),
        survivors=survivors,
    )


def total(parts: Iterable[Figures]) -> Figures:
    """Return the figures of several rule files together."""
    parts = list(parts)
    return Figures(
        file="all",
        invalid=sum(part.invalid for part in parts),
        killed=sum(part.killed for part in parts),
        equivalent=sum(part.equivalent for part in parts),
        survivors=tuple(verdict for part in parts for verdict in part.survivors),
    )


HEADING = f"{'':44} {'mutants':>8} {'killed':>8} {'equivalent':>11} {'survivors':>10} {'share':>8}"


def line(of: Figures) -> str:
    """Return figures as a line of the table."""
    # Rounded down, so that 100 % means all.
    share = int(of.share * 10_000) / 100
    return (
        f"{of.file:44} {of.mutants:8} {of.killed:8} {of.equivalent:11} "
        f"{len(of.survivors):10} {share:6.2f} %"
    )
