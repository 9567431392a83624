"""What our alerts do on each recording, beside what happened there."""

from pathlib import Path

import pytest

from observability.recordings.timeline import Fault, read_timeline
from tests.programs import ROOT
from tests.replay.conftest import replayed
from tests.replay.story import story

GOLDEN = Path(__file__).parent / "golden"
PROVES = {
    "week": (
        "It proves that outages and bursts of errors page within minutes and end soon after, "
        "that a slow burn opens tickets, and that refused keys, a rollout, a clone storm, "
        "garbage collections and a change of leader wake nobody."
    ),
    "realtime": (
        "It proves, on a real clock with scrapes every 10 s, that failing operations, failing "
        "copies and a slow store are noticed, and that refused keys, a killed frontend, a "
        "killed leader, a clone storm, a filling disk and a flapping node page nobody by way "
        "of an SLO."
    ),
    "month": (
        "It proves that what holds within a week holds within a whole period: bursts page, a "
        "burn of half a day is noticed, a total outage of two minutes pages, and restarts are "
        "silent. It is scraped every 240 s, so alerts come up to 4 minutes later than they "
        "would."
    ),
    "idle": (
        "It proves that with hardly any traffic a few refused keys and a restarted frontend "
        "alert nobody by way of an availability."
    ),
    "real-frontend": (
        "It proves, on GitStratum's own frontend, that a slow auth store is noticed by the "
        "latency of sign-ins. That the auth store was down before is not: upstream counts no "
        "store error."
    ),
}
NO_OPERATOR = (
    "No recording holds the operator, so its targets are missing throughout: TargetDown "
    "and ScrapeCoverage are right about it."
)
SHORT_HISTORY = (
    "Windows longer than the history hold all of it: what fires within the first hours is "
    "judged by them, as it would be after Prometheus was installed."
)
NOTES = {
    "week": (
        NO_OPERATOR,
        SHORT_HISTORY,
        (
            "coordinator-availability: 1,635 of 3,108,988 calls fail (0.053 %), spread evenly; "
            "the objective allows 0.05 %. A ticket is right that the objective is missed."
        ),
        ("No quantiles were recorded, so the latencies are silent."),
    ),
    "realtime": (
        NO_OPERATOR,
        SHORT_HISTORY,
    ),
    "month": (
        NO_OPERATOR,
        SHORT_HISTORY,
        (
            "leader-present in the first minutes: with scrapes every 240 s the leader is not seen "
            "before."
        ),
        (
            "push- and fetch-availability, 9th: 0.6 % is above the steady tier's threshold of "
            "0.56 % by so little that chance ends the page and begins it again."
        ),
        ("slow_store alerts nobody: no quantiles were recorded."),
    ),
    "idle": (
        NO_OPERATOR,
        SHORT_HISTORY,
    ),
    "real-frontend": (
        (
            "One frontend was recorded, so that two are missing, and so is every other component: "
            "TargetDown and ScrapeCoverage are right about them."
        ),
        SHORT_HISTORY,
    ),
}
"""What a reader should know before judging a story."""


def faults(name: str) -> tuple[Fault, ...]:
    """Read what happened in a recording."""
    timeline = ROOT / "recordings" / name / f"{name}.timeline.tsv"
    return read_timeline(timeline) if timeline.is_file() else ()


@pytest.mark.parametrize("name", PROVES)
def test_story(name: str, release: str, *, update_golden: bool) -> None:
    """Each fault sets off the alerts that it should, and nothing else sets off any."""
    told = story(
        name, replayed(name, release), faults(name), proves=PROVES[name], notes=NOTES.get(name, ())
    )
    golden = GOLDEN / f"{name}.txt"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told)
    expected = golden.read_text() if golden.is_file() else ""
    assert told == expected, (
        f"the alerts on the recording {name} are no longer those of {golden.relative_to(ROOT)}. "
        "If the rules were meant to change so, run `pytest tests/replay --update-golden` and read "
        "the difference; if not, the change broke an alert."
    )
