"""Frontend: what hurts users that no SLO of theirs sees."""

from observability import Cause, Present, Severity, below, minutes
from observability.catalogue.causes.defaults import OWNER, port_closed
from observability.catalogue.system import FRONTEND

FRONTENDS_GONE = Cause(
    name="frontends-gone",
    component=FRONTEND,
    question="Can anybody reach Git?",
    when=below(Present(component=FRONTEND), 1),
    lasting=minutes(2),
    severity=Severity.CRITICAL,
    consequence="Nobody can clone, fetch or push.",
    action="Describe a frontend pod: its events say why none is ready.",
    rationale=(
        "Without a frontend no operation is counted, so no SLO burns. Two minutes outlast a failed "
        "scrape of kube-state-metrics; a rollout keeps all pods available (surge 1, unavailable 0)."
    ),
    owner=OWNER,
)

CAUSES = (FRONTENDS_GONE, port_closed(FRONTEND))
