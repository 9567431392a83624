"""When a budget burns too fast, and what follows when it is spent."""

from observability import (
    BurnRatePolicy,
    BurnRateTier,
    ErrorBudgetPolicy,
    Severity,
    days,
    hours,
    percent,
)

FAST = BurnRateTier(
    name="fast",
    severity=Severity.CRITICAL,
    budget_share=percent(2),
    long_window=hours(1),
)
SLOW = BurnRateTier(
    name="slow",
    severity=Severity.WARNING,
    budget_share=percent(10),
    long_window=days(1),
)

PAGES = BurnRatePolicy(
    name="pages",
    tiers=(FAST, SLOW),
    min_bad_events=5,
    source="Google SRE workbook, chapter 5, table 5-8",
)
"""A page for what spends the budget within two days, a ticket for what spends it within ten."""

TICKETS = BurnRatePolicy(
    name="tickets",
    tiers=(SLOW,),
    min_bad_events=10,
    source="Google SRE workbook, chapter 5, table 5-8, its ticket tier",
)
"""For promises that wake nobody."""

ERROR_BUDGET_POLICY = ErrorBudgetPolicy(
    source="Google SRE workbook, appendix B",
    at_risk_share=percent(75),
    incident_share=percent(20),
    class_share=percent(20),
    freeze="no releases but fixes until the window is within budget again",
    exemptions=("an outage of the payment provider",),
    decides="the shop keeper",
)
