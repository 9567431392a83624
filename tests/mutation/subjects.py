"""Which of the emitted rule files are mutated: each kind of SLI and each policy once.

The others are compiled by the same code and differ in data only. A five-minute group depends on
the policy and not on the kind of SLI, so that one of each policy is enough.
"""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "alerts" / "promtool"

SUBJECTS = {
    "frontend.targets.rules.yaml": "targets of a component",
    "health.rules.yaml": "our own rules",
    "frontend-scrape-coverage.rules.yaml": "scrape SLI",
    "push-availability.rules.yaml": "ratio of valid and bad, policy standard",
    "coordinator-availability.rules.yaml": "ratio of valid and good, policy standard",
    "sign-in-availability.rules.yaml": "ratio of good and bad, policy few-events",
    "sign-in-latency.rules.yaml": "time slices, policy minutes",
    "leader-present.rules.yaml": "boolean, policy minutes",
    "frontend-scrape-coverage.period.rules.yaml": "policy tickets",
    "push-availability.period.rules.yaml": "policy standard",
    "sign-in-availability.period.rules.yaml": "policy few-events",
    "sign-in-latency.period.rules.yaml": "policy minutes",
}
"""What each file stands for."""
