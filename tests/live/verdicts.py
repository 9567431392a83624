"""Hold what was recorded against what is due: a verdict on each fault and SLI. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from tests.live import busy
from tests.live.evidence import Evidence, Firing
from tests.live.ledger import Emitted, Ledger
from tests.live.oracle import MINUTE, NOTHING, Job, Range, Sample, expected
from tests.live.pods import Span, within
from tests.live.slis import INTERVALS, JOBS, SLI, Boolean
from tests.live.truth import Truth, leaderless, truth
from tests.live.worlds import Fault, World

OUTAGE = "GitStratumOutage critical"
"""The page that a component does not answer."""


class Verdict(StrEnum):
    """What became of a fault in the rows of an SLI."""

    EXACT = "exact"
    """Each row holds what it must, and together they hold the truth."""
    AS_PROMISED = "as promised"
    """Each row holds what it must, which is less than the truth for the reason that is given."""
    WRONG = "WRONG"
    INCONCLUSIVE = "inconclusive"
    """The machine was too busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A fault in the rows of an SLI, in one world and on one generation.

    Attributes:
        fault: the fault's name.
        sli: the SLI.
        generation: `prometheus2` or `prometheus3`.
        world: where it happened.
        rows: how many evaluations there were.
        due: valid and bad events that the rows must hold together.
        recorded: what they hold together.
        truth: what happened; None if nobody can say.
        alerts: which alerts began to fire, and how many seconds after the fault began.
        verdict: what is to be made of it.
        reasons: rows that differ, or why the machine was too busy.

    """

    fault: str
    sli: SLI
    generation: str
    world: str
    rows: int
    due: tuple[Range, Range]
    recorded: tuple[float, float]
    truth: Truth | None
    alerts: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[str, ...]


def cells(
    world: World, generation: str, evidence: Evidence, emitted: Mapping[str, Emitted], until: float
) -> Iterator[Cell]:
    """Yield a verdict on each fault of a world and each SLI that it may disturb."""
    nobody_led = leaderless(world.pods, until)
    for fault in world.faults:
        for sli in fault.slis:
            job = stored(evidence, world, sli.component, nobody_led)
            ledger = Ledger(
                emitted[sli.slo],
                evidence.rows.get(sli.slo, {}),
                fault.span,
                busy.off(world.actions),
                until,
            )
            yield _cell(world, generation, evidence, fault, sli, job, ledger)


def stored(evidence: Evidence, world: World, component: str, nobody_led: tuple[Span, ...]) -> Job:
    """Return what a Prometheus stored of a component, as the oracle reads it."""
    names = {pod.instance for pod in world.pods if pod.component == component}
    ups: dict[str, list[Sample]] = {}
    for up in evidence.ups:
        if up.job == JOBS[component]:
            ups.setdefault(up.instance, []).extend(up.samples)
    return Job(
        interval=INTERVALS[component],
        scrapes=tuple(scrape for scrape in evidence.scrapes if scrape.instance in names),
        ups={instance: tuple(sorted(samples)) for instance, samples in ups.items()},
        leaderless=nobody_led,
    )


def _cell(
    world: World,
    generation: str,
    evidence: Evidence,
    fault: Fault,
    sli: SLI,
    job: Job,
    ledger: Ledger,
) -> Cell:
    times = ledger.times
    ends = [time - ledger.emitted.delay for time in times]
    due = [expected(sli, job, end) for end in ends]
    total = (sum((d.valid for d in due), NOTHING), sum((d.bad for d in due), NOTHING))
    pods = {pod.name: pod for pod in world.pods}
    happened = truth(sli, evidence.answers, pods, ends, job.leaderless) if ends else None
    # When an election or a loss counts is the oracle's business: it is no whole number of minutes.
    missed = "" if isinstance(sli, Boolean) else _missed(total, happened)
    wrong = [*ledger.wrong_minutes(due), *ledger.wrong_roll_ups()]
    if missed and not (fault.may_miss and missed == "less"):
        wrong.append(f"what is due is {missed} than the truth")
    wrong += _outage(evidence.firings, fault, sli, ledger.until)
    doubts = list(_doubts(world, evidence, fault, sli, ledger))
    return Cell(
        fault=fault.name,
        sli=sli,
        generation=generation,
        world=world.name,
        rows=len(times),
        due=total,
        recorded=(sum(map(ledger.valid, times)), sum(map(ledger.bad, times))),
        truth=happened,
        alerts=tuple(_alerts(evidence.firings, fault, sli)),
        verdict=_verdict(doubts, wrong, missed),
        reasons=tuple(doubts or wrong or ([fault.may_miss] if missed else [])),
    )


def _doubts(
    world: World, evidence: Evidence, fault: Fault, sli: SLI, ledger: Ledger
) -> Iterator[str]:
    """Yield why the machine may have been too busy."""
    pods = {pod.instance: pod for pod in world.pods}
    ups = [up for up in evidence.ups if up.job == JOBS[sli.component]]
    span = (fault.span[0] - MINUTE, fault.span[1])
    yield from busy.late_scrapes(ups, pods, world.actions, span)
    yield from busy.failed_scrapes(ups, pods, world.actions, span)
    for group in ledger.emitted.groups:
        yield from busy.skipped_evaluations(evidence.missed.get(group, ()), span)
    if not ledger.times:
        yield "no row was recorded"


def _verdict(doubts: Sequence[str], wrong: Sequence[str], missed: str) -> Verdict:
    if doubts:
        return Verdict.INCONCLUSIVE
    if wrong:
        return Verdict.WRONG
    return Verdict.AS_PROMISED if missed else Verdict.EXACT


def _missed(due: tuple[Range, Range], happened: Truth | None) -> str:
    """Tell whether rows as they are due hold `less` or `more` than the truth; "" if neither."""
    if happened is None:
        return ""
    pairs = zip(due, (happened.valid, happened.bad), strict=True)
    beside = [
        (value - wanted.high, value - wanted.low) for wanted, value in pairs if value not in wanted
    ]
    if not beside:
        return ""
    return "less" if all(above > 0 for above, _ in beside) else "more"


def _outage(firings: Iterable[Firing], fault: Fault, sli: SLI, until: float) -> Iterator[str]:
    """Yield what is wrong with the page that the SLI's component does not answer."""
    began = {
        since: firing.until
        for firing in firings
        if firing.name == OUTAGE and firing.component == sli.component
        for since in firing.since
        if within(since, (fault.span,))
    }
    if fault.outage is None:
        yield from (f"{OUTAGE} began at {since:.0f} s: there is no outage" for since in began)
        return
    page = fault.outage
    ends = page.ends or (until - MINUTE, inf)
    if not any(
        within(since, (page.begins,)) and within(end, (ends,)) for since, end in began.items()
    ):
        yield f"{OUTAGE} fired at {began}: expected it from {page.begins} until {ends}"


def _alerts(firings: Iterable[Firing], fault: Fault, sli: SLI) -> Iterator[str]:
    for firing in firings:
        if firing.slo == sli.slo or (not firing.slo and firing.component == sli.component):
            for since in firing.since:
                if fault.span[0] < since <= fault.span[1]:
                    yield f"{firing.name} after {since - fault.span[0]:.0f} s"
