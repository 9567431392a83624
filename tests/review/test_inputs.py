"""The human inputs: what is refused, and what the shipped ones say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from observability import (
    Action,
    DefinitionError,
    PastObjective,
    percent,
    utc,
)
from observability.catalogue.gitstratum import GITSTRATUM
from observability.catalogue.reviews import REVIEWS
from observability.recordings.timeline import read_timeline
from tests.programs import ROOT
from tests.review.shop import NOW, WEEKS, exclusion, incident, inputs, ledger, reviewed, rows

NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T12:10")
TEST = exclusion("load test", "2026-03-10T12:00", "2026-03-10T12:10")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end": NOON.start}, "end must be after start"),
        ({"end": NOON.start - timedelta(hours=1)}, "end must be after start"),
        ({"start": NOON.start.replace(tzinfo=None)}, "times are in UTC"),
        ({"slos": ()}, "name the SLOs that it hurt"),
        ({"cause": " "}, "cause must be given"),
        ({"name": ""}, "name must be given"),
    ],
)
def test_an_impossible_incident_is_refused(changes: dict[str, object], message: str) -> None:
    """An incident without time, class or SLO fails on its own line."""
    with pytest.raises(DefinitionError, match=message):
        replace(NOON, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["reason", "approved_by"])
def test_an_exclusion_wants_a_reason_and_an_approver(field: str) -> None:
    """Nobody excludes events without saying why and who agreed."""
    with pytest.raises(DefinitionError, match=f"{field} must be given"):
        replace(TEST, **{field: ""})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["noon", "2026-03-10T12:00+01:00", "10.03.2026"])
def test_times_are_utc(text: str) -> None:
    """A time with an offset, or what is no time, is refused."""
    with pytest.raises(DefinitionError, match="2026-03-10T12:00|in UTC|is not a time"):
        utc(text)


def test_dates_are_dates() -> None:
    """Actions and past objectives have days that exist."""
    with pytest.raises(DefinitionError, match="'soon' is not a date"):
        Action(what="mend", owner="shop", due="soon")
    with pytest.raises(DefinitionError, match="is not a date"):
        PastObjective(slo="x", objective=percent(99), until="2026-02-30", reason="r")


def test_a_name_is_given_once() -> None:
    """Two incidents of one name could not be told apart."""
    with pytest.raises(DefinitionError, match="two incidents are named noon: rename one"):
        inputs(incidents=(NOON, NOON))


def test_an_unknown_slo_is_refused_with_the_known_ones() -> None:
    """A typing error in an SLO's name would silently lose its incident."""
    wrong = replace(NOON, slos=("orders-acepted",))
    with pytest.raises(DefinitionError, match=r"no SLO 'orders-acepted'; there are: orders-acc"):
        reviewed(ledger(rows(WEEKS.start, NOW)), inputs(incidents=(wrong,)))


@pytest.mark.parametrize("name", sorted(REVIEWS))
def test_the_shipped_inputs_name_slos_that_exist(name: str) -> None:
    """What was reviewed is about the SLOs of the catalogue."""
    REVIEWS[name].check(slo.name for slo in GITSTRATUM.slos)


@pytest.mark.parametrize("name", ["week", "month"])
def test_the_recordings_incidents_are_their_faults(name: str) -> None:
    """Each error burst of a recording's timeline is an incident of its inputs, at its time."""
    faults = read_timeline(ROOT / "recordings" / name / f"{name}.timeline.tsv")
    bursts = {(f.start, f.end) for f in faults if f.kind == "error_burst"}
    listed = {(i.start.timestamp(), i.end.timestamp()) for i in REVIEWS[name].incidents}
    assert bursts <= listed
