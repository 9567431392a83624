"""A burn-rate tier with a factor below 1: it tickets an SLO that meets its objective.

10 % of a budget of 28 days within 3 days is 14/15 of the rate that would just spend the budget by
its end. That is an early warning, and a choice; this says who gets it. It fails nothing.
"""

from collections.abc import Iterator
from fractions import Fraction

from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Return the tiers, each once, with the SLOs that it concerns."""
    slos_of: dict[tuple[str, str, str, Fraction], dict[str, None]] = {}
    for environment in subject.catalogue.environments:
        for slo in subject.catalogue.promises(environment):
            for tier in slo.policy.tiers:
                factor = tier.factor(slo.window)
                if factor < 1:
                    key = (slo.policy.origin, slo.policy.name, tier.name, factor)
                    slos_of.setdefault(key, {})[slo.name] = None
    for (file, policy, tier_name, factor), slos in slos_of.items():
        yield Problem(
            check="alerts/eager",
            file=file,
            name=f"policy {policy!r}, tier {tier_name!r}",
            what=f"the tier alerts at {factor} of the rate that would just spend the budget",
            consequence=f"an SLO that meets its objective may be ticketed: {', '.join(slos)}",
            cure="keep it as an early warning, or give the tier a larger share or a shorter window",
            level=Level.WARNING,
        )
