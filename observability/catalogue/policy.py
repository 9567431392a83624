"""The error-budget policy: what follows when a budget is spent, and who decides."""

from observability import ErrorBudgetPolicy, percent

ERROR_BUDGET_POLICY = ErrorBudgetPolicy(
    source="Google SRE workbook, appendix B, over the SLO's window of 28 days",
    at_risk_share=percent(75),
    incident_share=percent(20),
    class_share=percent(20),
    freeze="no changes but urgent ones and security fixes until the window is within budget again",
    exemptions=(
        "an outage of a network or service that is not ours",
        "a service of another team that has frozen its own releases for it",
        "load that the promise was not made for, such as load tests",
        "events that were counted wrongly",
    ),
    decides="the head of git-platform",
)
