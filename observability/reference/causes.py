"""The page docs/reference/causes.md: what alerts beside the SLOs, and why."""

from collections.abc import Iterator

from observability.artefact import MARKUP, Artefact
from observability.expressions.promql import duration
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.cause import Cause
from observability.model.condition import in_words

_INTRODUCTION = """\
# Causes

What alerts beside the SLOs: what is wrong in the system itself, and what to do about it. The
severity is that of an environment that pages. `declared` is how many pods a component should have,
`majority` more than half of them (docs/decisions/0070). `observability explain NAME` shows a cause
with its PromQL.

| cause | question | fires when | for | severity | owner | status |
|---|---|---|---|---|---|---|"""


def causes_reference(catalogue: Catalogue) -> Artefact:
    """Return the page."""
    body = "\n".join([_INTRODUCTION, *map(_row, catalogue.causes), "", *_reasons(catalogue)])
    return Artefact("docs/reference/causes.md", body, catalogue.origin, comment=MARKUP)


def _row(cause: Cause) -> str:
    status = "live" if cause.is_live else "waiting"
    cells = (
        cause.name,
        cause.question,
        in_words(cause.when),
        duration(cause.lasting),
        str(cause.severity),
        cause.owner,
        status,
    )
    return f"| {' | '.join(cells)} |"


def _reasons(catalogue: Catalogue) -> Iterator[str]:
    yield "## Reasons\n"
    for cause in catalogue.causes:
        yield f"- **{cause.name}** ({naming.cause_alert(catalogue.system, cause)})"
        yield f"  {cause.consequence} {cause.rationale}"
        for reason in cause.waits_for:
            yield f"  Waits for: {reason}."
    yield ""
