"""What if an SLO promised something else, or alerted by another policy?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from observability.alerts.plain import plain_rules
from observability.artefact import Artefact
from observability.evaluation.firings import AlertCounts, Firing, alert_counts
from observability.model.burn_rate import BurnRatePolicy
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.slo import SLO


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The promises of an environment with some of them changed.

    Attributes:
        rules: the environment's rules, as they would be emitted.
        before: the SLOs as they hold there.
        after: the same, in the same order, as they would hold.

    """

    rules: tuple[Artefact, ...]
    before: tuple[SLO, ...]
    after: tuple[SLO, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An SLO as it is and as it would be, and what its alerts send in each case."""

    before: SLO
    after: SLO
    sent_before: AlertCounts
    sent_after: AlertCounts


def what_if(
    catalogue: Catalogue,
    environment: Environment,
    *,
    objectives: Mapping[str, Decimal],
    policies: Mapping[str, BurnRatePolicy],
    policy: BurnRatePolicy | None,
) -> WhatIf:
    """Return the rules of an environment in which some SLOs are changed.

    Args:
        catalogue: the definitions.
        environment: where the promises hold.
        objectives: other objectives as ratios, by SLO name.
        policies: other policies, by SLO name.
        policy: a policy for all other SLOs; None leaves theirs.

    Raises:
        DefinitionError: an SLO is unknown, or could not hold so.

    """
    for name in (*objectives, *policies):
        catalogue.slo(name)
    before = catalogue.promises(environment)
    after = tuple(
        # At once, for an objective may be possible with the other policy only.
        replace(
            slo,
            objective=objectives.get(slo.name, slo.objective),
            policy=policies.get(slo.name, policy or slo.policy),
        )
        for slo in before
    )
    # What differs in the environment is in the SLOs already.
    alone = replace(environment, objectives={}, windows={})
    rules = plain_rules(replace(catalogue, slos=after, environments=(alone,), primary=alone), alone)
    return WhatIf(rules=tuple(rules), before=before, after=after)


def differences(
    what_if: WhatIf, before: Sequence[Firing], after: Sequence[Firing]
) -> tuple[Difference, ...]:
    """Return each SLO that was changed, with the pages and tickets of its alerts that fired."""
    return tuple(
        Difference(
            before=old,
            after=new,
            sent_before=_of(old, before),
            sent_after=_of(new, after),
        )
        for old, new in zip(what_if.before, what_if.after, strict=True)
        if old != new
    )


def _of(slo: SLO, firings: Iterable[Firing]) -> AlertCounts:
    return alert_counts(firing for firing in firings if firing.slo == slo.name)
