"""An SLO whose burn-rate policy does not fit the traffic that its definition names.

A floor of bad events takes time to be reached: 5 of 20 valid events a day take six hours, and of
fewer than that a total outage pages nobody. `observability doctor --prometheus` says how many valid
events a day there are; write them as `events_per_day=`, and this check holds the policy to them.
"""

from collections.abc import Iterator
from fractions import Fraction

from observability.alerts.traffic import misfit
from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Return the SLOs whose policy is for more traffic than they have."""
    catalogue = subject.catalogue
    for slo in catalogue.slos:
        if slo.events_per_day is None:
            continue
        found = misfit(slo, catalogue.known_policies, Fraction(slo.events_per_day))
        if found is not None:
            yield Problem(
                check="slos/traffic",
                file=slo.origin,
                name=slo.name,
                what=found.what,
                consequence=found.consequence,
                cure=found.cure,
                level=Level.WARNING,
            )
