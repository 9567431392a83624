"""The first lines of the overview: are users hurt, and would we see it?

Each is one number with a sentence for each of its values, so that it says in words what a sum of
alerts does not. Where no target answers, nothing can be judged, and neither line is good news.
"""

from observability.dashboards.conventions import (
    OF_CHOSEN_COMPONENTS,
    RULES_MISSING,
    alerts_firing,
    runbook_of,
)
from observability.dashboards.page import Colour, Link, PagePanel, Word
from observability.dashboards.promql import OF_ALL, one_by_one, query_of
from observability.expressions import names
from observability.expressions.budget import newest
from observability.expressions.promql import Aggregate, Expression, join, number
from observability.expressions.scope import scope
from observability.model import naming
from observability.model.burn_rate import Severity
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher, MatchOp
from observability.model.panel import View
from observability.model.sli import ScrapeSLI

_UNKNOWN = -1
"""The value of both lines where no target answers, so that nothing can be judged."""


def _scrapes(catalogue: Catalogue) -> list[str]:
    return [slo.name for slo in catalogue.slos if isinstance(slo.sli, ScrapeSLI)]


def of_scrapes(catalogue: Catalogue) -> Matcher:
    """Return what chooses the series of the SLOs on what we see."""
    return Matcher(names.SLO_LABEL, MatchOp.REGEX, one_by_one(_scrapes(catalogue)))


def to_users(catalogue: Catalogue) -> Matcher:
    """Return what chooses the series of all other SLOs: they are promises to users."""
    return Matcher(names.SLO_LABEL, MatchOp.NOT_REGEX, one_by_one(_scrapes(catalogue)))


def _targets(catalogue: Catalogue, name: str) -> Expression:
    return Aggregate("sum", OF_ALL(name, of_scrapes(catalogue)))


def missing_targets(catalogue: Catalogue) -> Expression:
    """Return how many of the declared targets do not answer."""
    return _targets(catalogue, names.BAD_MINUTE)


def _some_answer(catalogue: Catalogue) -> Expression:
    """Return how many targets answer; nothing where none does."""
    declared = _targets(catalogue, names.VALID_MINUTE)
    return join(">", join("-", declared, missing_targets(catalogue)), number(0))


def _unknown() -> Expression:
    """Return _UNKNOWN where rules are loaded."""
    nothing = join("*", number(0), Aggregate("count", newest(OF_ALL(names.INFO))))
    return join("+", nothing, number(_UNKNOWN))


def _hurting(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of the alerts that say that users are hurt."""
    system = catalogue.system
    return (
        naming.alert(system, naming.OUTAGE),
        naming.alert(system, naming.TRAFFIC_STOPPED),
        *(
            naming.burn_alert(system, slo)
            for slo in catalogue.slos
            if not isinstance(slo.sli, ScrapeSLI)
        ),
        *(
            naming.cause_alert(system, cause)
            for cause in catalogue.causes
            if cause.is_live and cause.severity is Severity.CRITICAL
        ),
    )


def hurt(catalogue: Catalogue) -> Expression:
    """Return how many promises or components fail for users, as alerts say; or _UNKNOWN."""
    hurting = Matcher("alertname", MatchOp.REGEX, one_by_one(sorted(set(_hurting(catalogue)))))
    alerts = alerts_firing(hurting, OF_CHOSEN_COMPONENTS)
    by = (names.COMPONENT_LABEL, names.SLO_LABEL)
    failing = Aggregate("count", Aggregate("max", alerts, by=by))
    none = join("*", number(0), _some_answer(catalogue))
    return join("or", failing, none, _unknown())


def unseen(catalogue: Catalogue) -> Expression:
    """Return how many targets do not answer while others do; or _UNKNOWN."""
    some = join("and", missing_targets(catalogue), _some_answer(catalogue))
    return join("or", some, _unknown())


def _words(sentences: tuple[str, str, str, str], most: int, colour: Colour) -> tuple[Word, ...]:
    """Return a sentence for each value: of _UNKNOWN, 0, 1, and, with its number at {}, of more."""
    unknown, none, single, several = sentences
    more = [(value, several.format(value), colour) for value in range(2, most + 1)]
    return tuple(
        Word(value=value, text=text, colour=tone)
        for value, text, tone in (
            (_UNKNOWN, unknown, Colour.QUIET),
            (0, none, Colour.FINE),
            (1, single, colour),
            *more,
        )
    )


def _line(title: str, question: str, expression: Expression, **more: object) -> PagePanel:
    return PagePanel(
        title=title,
        description=question,
        form=View.STAT,
        queries=(query_of(expression),),
        unanswered=RULES_MISSING,
        absent="no rules",
        width=12,
        height=3,
        **more,  # type: ignore[arg-type]
    )


def verdict(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    """Return the line about users, and the line about what we see."""
    most = max(
        sum(scope(environment, target).declared for target in catalogue.targets)
        for environment in catalogue.environments
    )
    down = naming.alert(catalogue.system, naming.TARGET_DOWN)
    return (
        _line(
            "Users",
            "Are users hurt now? It counts the promises and components on which an alert on a "
            "promise to users, an outage or a page on a cause fires: the tables below name them. "
            "What waits for upstream does not count: nobody is told of it.",
            hurt(catalogue),
            words=_words(
                (
                    "nothing can be judged: no target answers",
                    "no live promise to users fails now",
                    "1 live promise to users fails now",
                    "{} live promises to users fail now",
                ),
                len(catalogue.slos) + len(catalogue.targets),
                Colour.CRITICAL,
            ),
        ),
        _line(
            "Sight",
            "Would we see it? It counts the declared targets that do not answer. The link leads "
            "to the runbook.",
            unseen(catalogue),
            words=_words(
                (
                    f"no target answers: read the runbook {down}",
                    "every target answers",
                    "1 target does not answer",
                    "{} targets do not answer",
                ),
                most,
                Colour.WARNING,
            ),
            links=(Link(title="The runbook", url=runbook_of(catalogue, down)),),
        ),
    )
