"""A burn-rate policy that does not fit an SLO's traffic, in words: for `check` and for `doctor`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from observability.evaluation.traffic import OUTAGE, PARTIAL, fits, noticed
from observability.expressions.promql import duration
from observability.model.burn_rate import Basis, BurnRatePolicy
from observability.model.slo import SLO


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A policy that does not fit: what is so, what comes of it, and which policy would be better.

    `never_pages` is whether not even a total outage pages.
    """

    what: str
    consequence: str
    cure: str
    never_pages: bool


def misfit(slo: SLO, policies: Iterable[BurnRatePolicy], per_day: Fraction) -> Misfit | None:
    """Return how an SLO's policy does not fit its traffic; None if it does.

    Args:
        slo: the SLO, with its policy.
        policies: which there are; those by events are for little traffic.
        per_day: the SLO's valid events a day, more than none.

    """
    if fits(slo, per_day):
        return None
    offered = [
        replace(slo, policy=policy)
        for policy in policies
        if policy.basis is Basis.EVENTS and policy.paging and policy != slo.policy
    ]
    better = min(offered, key=lambda other: _soonest(other, per_day), default=None)
    cure = "give it a policy by events, with a smaller floor, or have a probe make more events"
    if better is not None and _soonest(better, per_day) < _soonest(slo, per_day):
        cure = f"give it the policy {better.policy.name!r}: {_pages(better, per_day)}"
    return Misfit(
        what=f"{float(per_day):.3g} valid events a day are few for the policy {slo.policy.name!r}",
        consequence=_pages(slo, per_day) + _ticket(slo, per_day),
        cure=cure,
        never_pages=noticed(slo, slo.policy.paging, per_day) is None,
    )


def _soonest(slo: SLO, per_day: Fraction) -> timedelta:
    return noticed(slo, slo.policy.paging, per_day) or timedelta.max


def _pages(slo: SLO, per_day: Fraction) -> str:
    outage, partial = (
        noticed(slo, slo.policy.paging, per_day, failing) for failing in (OUTAGE, PARTIAL)
    )
    if outage is None:
        return "a total outage pages nobody"
    after = "pages nobody" if partial is None else f"after {duration(partial)}"
    return f"a total outage pages after {duration(outage)}, one event of ten failing {after}"


def _ticket(slo: SLO, per_day: Fraction) -> str:
    if noticed(slo, slo.policy.paging, per_day) is not None:
        return ""
    ticket = noticed(slo, slo.policy.tiers, per_day)
    return f", and opens {'no ticket' if ticket is None else f'a ticket after {duration(ticket)}'}"
