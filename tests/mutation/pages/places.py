"""The places: which modules make the figures, and which tests hold each."""

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Place:
    """What is changed, and the tests that must notice it, the quickest first.

    `parts` are the functions, classes and constants that make a figure; all if it is empty.
    """

    tests: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The tests, from the project's root."""
        return tuple(f"tests/{test}.py" for test in self.tests)


def _evaluation(*tests: str) -> tuple[str, ...]:
    return tuple(f"evaluation/test_{test}" for test in tests)


def _review(*tests: str) -> tuple[str, ...]:
    return tuple(f"review/test_{test}" for test in tests)


PLACES = {
    "expressions.quantities": Place(("expressions/test_quantities",)),
    "expressions.budget": Place(("expressions/test_budget", "expressions/test_states")),
    "expressions.states": Place(("expressions/test_states",)),
    "model.burn_rate": Place(
        ("model/test_burn_rate", *_evaluation("tiers")),
        ("_SHORTEST_PAGE", "BurnRateTier"),
    ),
    "model.windows": Place(
        ("model/test_windows", *_evaluation("budget", "burns"), "expressions/test_budget")
    ),
    "evaluation.states": Place(
        (*_evaluation("states"), "expressions/test_states", *_review("figures")),
        ("WHOLE", "FEW_EVENTS", "COMPARISONS", "Comparison", "rules", "state"),
    ),
    "evaluation.rows": Place(_evaluation("rows", "tiers", "burns"), ("Count", "Rows")),
    "evaluation.tiers": Place(_evaluation("tiers", "burns")),
    "evaluation.episodes": Place(
        _evaluation("episodes", "burns"), ("_LATE", "kept_for", "episodes")
    ),
    "evaluation.burns": Place((*_evaluation("burns", "tiers"), *_review("proposals"))),
    "evaluation.budget": Place((*_evaluation("budget", "tiers", "burns"), *_review("figures"))),
    "evaluation.excess": Place(_evaluation("excess")),
    "evaluation.coverage": Place((*_evaluation("coverage", "rows"), *_review("figures", "inputs"))),
    "evaluation.detection": Place(_evaluation("detection", "traffic")),
    "evaluation.traffic": Place((*_evaluation("traffic"), "alerts/test_traffic")),
    "evaluation.firings": Place(
        (*_evaluation("firings"), *_review("proposals")),
        ("fired", "notifications", "alert_counts"),
    ),
    "evaluation.quality": Place(
        (*_evaluation("quality"), *_review("alert_quality")),
        ("ATTRIBUTION_WINDOW", "attribute", "quality", "_quality", "_median"),
    ),
    "review.figures": Place(_review("figures", "consequences")),
    "review.consequences": Place(_review("consequences", "quarter")),
    "review.decisions": Place(_review("decisions", "consequences")),
    "review.incidents": Place(_review("incidents", "consequences", "quarter")),
    "review.quarter": Place(_review("quarter", "incidents")),
    "review.earlier": Place(
        _review("earlier", "quarter"), ("EarlierSLO", "KnownEvents", "known_events", "trend")
    ),
    "review.proposals": Place(_review("proposals")),
    "review.alert_quality": Place(_review("alert_quality")),
    "review.contributors": Place(_review("contributors")),
    "review.sections.summary": Place(
        _review("summary"), ("ranked", "scoreboard", "_table", "_left", "_outage", "_trends")
    ),
    "review.sections.budgets": Place(_review("budgets")),
    "review.sections.classes": Place(_review("budgets")),
    "review.sections.slos": Place(_review("slos"), ("slos", "_by_day")),
    "review.sections.contributors": Place(_review("slos")),
    "review.sections.outlook": Place(
        _review("summary", "alert_quality"), ("alerts", "targets", "debt")
    ),
    "review.wording": Place(_review("wording", "figures")),
    "dashboards.overview": Place(
        (
            "dashboards/test_stats",
            "dashboards/test_states",
            "dashboards/test_alerts",
            "dashboards/test_verdict",
        ),
        (
            "_HOUR",
            "_or_zero",
            "_alerts_firing",
            "_answers",
            "_own_rules",
            "_components",
        ),
    ),
    "dashboards.verdict": Place(
        ("dashboards/test_verdict",),
        ("_UNKNOWN", "_targets", "missing_targets", "_some_answer", "_unknown", "hurt", "unseen"),
    ),
    "dashboards.slo": Place(
        ("dashboards/test_stats", "dashboards/test_states"),
        ("_period", "_answers", "_burns", "_traffic"),
    ),
    "dashboards.tables": Place(
        ("dashboards/test_stats", "dashboards/test_states"), ("_HOUR", "slo_table")
    ),
    "dashboards.contributors": Place(
        ("dashboards/test_contributors",), ("_while_chosen", "_bad_by", "_by_operation", "_by_pod")
    ),
}
"""By module of `observability`."""


def text(module: str) -> str:
    """Return a module's text."""
    return (PROJECT / f"observability/{module.replace('.', '/')}.py").read_text(encoding="utf-8")
