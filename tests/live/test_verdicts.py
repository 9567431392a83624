"""A verdict is made of rows, scrapes and truth; a busy machine makes none.

One pod of metadata gets a request a second, and each second one fails. It is scraped every 30 s
from 0 s on, and rows of a minute are due at 70, 130 and 190 s.
"""

from collections.abc import Mapping
from dataclasses import replace
from signal import SIGTERM

import pytest

from tests.live.busy import late_scrapes
from tests.live.evidence import Answer, Evidence, Firing, Up
from tests.live.exposition import exposed
from tests.live.ledger import Emitted
from tests.live.oracle import Scrape
from tests.live.pods import Life, Pod, Traffic
from tests.live.report import by_key, inconclusive, reasons, table, telling
from tests.live.slis import JOBS, METADATA
from tests.live.verdicts import OUTAGE, Cell, Verdict, cells
from tests.live.worlds import Away, Fault, Page, World

POD = Pod(
    component="metadata",
    name="metadata-0",
    lives=(Life(start=-100, traffic=Traffic(rate=1, bad_in_ten=5)),),
)
FAULT = Fault(name="nothing", span=(65, 200), slis=(METADATA,))
WORLD = World(name="world", own_pods=(POD,), faults=(FAULT,))
TIMES = tuple(30.0 * n for n in range(8))
EMITTED = Emitted(
    delay=0,
    roll_up_delay=0,
    minute=frozenset({"slo:valid:increase1m", "slo:bad:increase1m"}),
    roll_up=frozenset({"slo:valid:increase5m", "slo:bad:increase5m"}),
    groups=("minute", "roll-up"),
)
RIGHT = {
    "slo:valid:increase1m": {70.0: 60.0, 130.0: 60.0, 190.0: 60.0},
    "slo:bad:increase1m": {70.0: 30.0, 130.0: 30.0, 190.0: 30.0},
    "slo:valid:increase5m": {195.0: 180.0},
    "slo:bad:increase5m": {195.0: 90.0},
}


def evidence(
    rows: Mapping[str, Mapping[float, float]] = RIGHT,
    scraped: tuple[float, ...] = TIMES,
    failed: tuple[float, ...] = (),
    missed: tuple[float, ...] = (0, 0, 0),
) -> Evidence:
    """Return what a Prometheus holds that scraped at these times."""
    answers = []
    for time in scraped:
        counts = POD.lives[0].counts(time)
        answers.append(
            Answer(
                time=time,
                stored=time,
                instance=POD.instance,
                pod=POD.name,
                life=0,
                requests=counts.begun,
                failed=counts.failed,
                slow=False,
                samples=tuple((s.name, s.labels, s.value) for s in exposed(POD, 0, time)),
            )
        )
    ups = [(time, float(time not in failed)) for time in sorted({*scraped, *failed})]
    return Evidence(
        answers=tuple(answers),
        scrapes=tuple(
            Scrape(time=a.time, instance=POD.instance, samples=a.samples) for a in answers
        ),
        ups=(Up(job=JOBS["metadata"], instance=POD.instance, samples=tuple(ups)),),
        rows={METADATA.slo: rows},
        firings=(
            Firing(
                name="Fast critical",
                slo=METADATA.slo,
                component="metadata",
                since=(130.0,),
                until=190.0,
            ),
            Firing(name="Other", slo="other", component="metadata", since=(130.0,), until=190.0),
        ),
        missed={"roll-up": tuple(zip((60, 120, 180), missed, strict=True))},
    )


def judged(held: Evidence, world: World = WORLD) -> Cell:
    """Return the verdict on the only fault."""
    return next(cells(world, "prometheus2", held, {METADATA.slo: EMITTED}, 240))


def changed(name: str, time: float, value: float) -> Mapping[str, Mapping[float, float]]:
    """Return the right rows with one of them changed."""
    return {**RIGHT, name: {**RIGHT[name], time: value}}


def test_right_rows_are_exact() -> None:
    """60 valid and 30 bad events in each of three minutes."""
    cell = judged(evidence())
    assert cell.verdict is Verdict.EXACT
    assert cell.alerts == ("Fast critical after 65 s",)
    assert cell.recorded == (180, 90)


@pytest.mark.parametrize(
    "rows",
    [
        changed("slo:valid:increase1m", 130, 59),
        changed("slo:bad:increase1m", 70, 31),
        changed("slo:bad:increase1m", 190, float("nan")),
        changed("slo:valid:increase5m", 195, 120),
        {**RIGHT, "slo:bad:increase1m": {}},
    ],
    ids=["one valid less", "one bad more", "no number", "roll-up short of a minute", "no bad rows"],
)
def test_wrong_rows_are_wrong(rows: Mapping[str, Mapping[float, float]]) -> None:
    """A single event in a single row is told, and so is a roll-up that misses a minute."""
    assert judged(evidence(rows)).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (evidence(scraped=(*TIMES[:3], *TIMES[5:])), "metadata-0:9090 was not scraped for 90 s"),
        (evidence(scraped=TIMES[:4] + TIMES[5:], failed=(120,)), "a scrape of metadata-0:9090"),
        (evidence(missed=(0, 1, 1)), "1 evaluations were skipped by 120"),
        (evidence({}), "no row was recorded"),
    ],
    ids=["a late scrape", "a failed scrape", "a skipped evaluation", "nothing at all"],
)
def test_a_busy_machine_makes_no_verdict(held: Evidence, reason: str) -> None:
    """What the scenario did not ask for is neither right nor wrong."""
    cell = judged(held)
    assert cell.verdict is Verdict.INCONCLUSIVE
    assert cell.reasons[0].startswith(reason)


@pytest.mark.parametrize(("seconds", "doubts"), [(34, 0), (36, 1)])
def test_a_scrape_may_come_a_little_late(seconds: float, doubts: int) -> None:
    """Of 30 s scrapes, one that comes 5 s after its slot is early enough."""
    up = Up(job=JOBS["metadata"], instance=POD.instance, samples=((0, 1), (seconds, 1)))
    assert len(list(late_scrapes([up], {POD.instance: POD}, (), (0, 100)))) == doubts


def test_more_than_the_truth_is_never_allowed() -> None:
    """Rows hold 180 events, and the program says that there were none: no reason excuses it."""
    held = evidence()
    idle = tuple(replace(answer, requests=0, failed=0) for answer in held.answers)
    fault = replace(FAULT, may_miss="why")
    cell = judged(replace(held, answers=idle), replace(WORLD, faults=(fault,)))
    assert cell.verdict is Verdict.WRONG


@pytest.mark.parametrize(("may_miss", "verdict"), [("", "WRONG"), ("why", "as promised")])
def test_a_minute_without_a_row_is_missed(may_miss: str, verdict: str) -> None:
    """Prometheus is away at 130 s: rows hold 120 of 180 events, which a fault must allow."""
    away = Away(span=(120, 140), signal=SIGTERM)
    fault = replace(FAULT, actions=(away,), may_miss=may_miss)
    rows = {
        "slo:valid:increase1m": {70.0: 60.0, 190.0: 60.0},
        "slo:bad:increase1m": {70.0: 30.0, 190.0: 30.0},
    }
    cell = judged(evidence(rows), replace(WORLD, faults=(fault,)))
    assert cell.truth is not None
    assert (cell.truth.valid, cell.truth.bad) == (180, 90)
    assert cell.verdict == verdict


@pytest.mark.parametrize(
    ("page", "fired", "verdict"),
    [
        (Page(begins=(120, 140)), (130, 240), Verdict.EXACT),
        (Page(begins=(120, 140), ends=(200, 220)), (130, 210), Verdict.EXACT),
        (Page(begins=(120, 140)), None, Verdict.WRONG),
        (Page(begins=(120, 140)), (150, 240), Verdict.WRONG),
        (Page(begins=(120, 140)), (130, 170), Verdict.WRONG),
        (Page(begins=(120, 140), ends=(200, 220)), (130, 240), Verdict.WRONG),
        (None, (130, 240), Verdict.WRONG),
    ],
    ids=["lasts", "ends", "none", "late", "ends by itself", "does not end", "for nothing"],
)
def test_an_outage_is_paged_for_in_time(
    page: Page | None, fired: tuple[float, float] | None, verdict: Verdict
) -> None:
    """The page of an outage begins when it must, fires as long as it must, and never else."""
    firing = (
        Firing(name=OUTAGE, slo="", component="metadata", since=fired[:1], until=fired[1])
        if fired is not None
        else Firing(name=OUTAGE, slo="", component="frontend", since=(130.0,), until=240.0)
    )
    held = replace(evidence(), firings=(firing,))
    cell = judged(held, replace(WORLD, faults=(replace(FAULT, outage=page),)))
    assert cell.verdict is verdict


def test_a_verdict_of_another_world_stands_in() -> None:
    """A fault that one world leaves open is closed by another; a wrong one is never hidden."""
    exact, wrong = judged(evidence()), judged(evidence(changed("slo:bad:increase1m", 70, 31)))
    silent = judged(evidence({}))
    assert telling([silent, exact]) is exact
    assert telling([exact, wrong, silent]) is wrong
    assert inconclusive(by_key([silent, exact])) == []
    assert inconclusive(by_key([silent])) == [("nothing", METADATA.slo, "prometheus2")]


def test_the_table() -> None:
    """A line for each fault, SLI and generation: recorded, due and true, or one if all agree."""
    cell = judged(evidence(changed("slo:bad:increase1m", 70, 31)))
    assert table([cell]).splitlines()[2] == (
        "| nothing | metadata-availability (events) | 2.42 | 180 | 91 · 90 · 90 "
        "| Fast critical after 65 s | WRONG (1 of 1 runs tell): at 70 bad is 31, due is 30 |"
    )
    assert reasons([cell]).splitlines()[0] == (
        "nothing · metadata-availability · prometheus2 · world world · WRONG: "
        "at 70 bad is 31, due is 30"
    )
