"""What most SLOs share until their first review."""

from observability import days, percent

WINDOW = days(28)
"""Four whole weeks: every window holds as many week-ends as the next."""

OWNER = "git-platform"
PROPOSED = "nobody yet: proposed for the first SLO review"
REVIEW_BY = "2027-06-30"

SCRAPE_COVERAGE = "A declared target of the component is scraped, so that what it does is counted."
SCRAPE_OBJECTIVE = percent(99)
SCRAPE_RATIONALE = (
    "1 target-minute in 100 may be lost to restarts, rollouts and node drains; more, and the "
    "other SLOs count a part of the traffic for the whole. Tickets only: users are not hurt."
)
