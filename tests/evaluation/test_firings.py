"""What people hear of alerts that fire."""

from observability.evaluation.firings import AlertCounts, Firing, alert_counts, fired, notifications


def firing(
    start: float, end: float | None, tier: str = "fast", severity: str = "critical", **more: str
) -> Firing:
    """Return a tier of an alert that fired."""
    labels = {"alertname": "Burns", "slo": "orders", "severity": severity, "burn_tier": tier}
    return fired(labels | more, firing_at=start, resolved_at=end)


def times(*firings: Firing) -> list[tuple[float, float | None, tuple[str, ...]]]:
    """Return the notifications: from when to when, and of which tiers."""
    return [(one.firing_at, one.resolved_at, one.tiers) for one in notifications(firings)]


def test_tiers_that_fire_at_the_same_time_are_one() -> None:
    """From the first that fires to the last that is resolved, and the tiers as they began."""
    assert times(
        firing(120, 300, "steady"), firing(60, 180), firing(290, 400), firing(460, 520)
    ) == [(60, 400, ("fast", "steady")), (460, 520, ("fast",))]


def test_a_tier_that_takes_over_at_once_goes_on() -> None:
    """At every evaluation one of them fired: nobody is told that it is over."""
    assert times(firing(60, 180), firing(180, 300, "steady")) == [(60, 300, ("fast", "steady"))]
    assert len(times(firing(60, 180), firing(240, 300, "steady"))) == 2


def test_a_tier_goes_on_with_the_last_notification() -> None:
    """Not with one that was over before it."""
    assert times(firing(60, 180), firing(300, 420), firing(360, 480, "steady")) == [
        (60, 180, ("fast",)),
        (300, 480, ("fast", "steady")),
    ]


def test_one_that_still_fires_has_no_end() -> None:
    """Whatever began while it fired is a part of it."""
    assert times(firing(60, None), firing(500, 600, "steady")) == [(60, None, ("fast", "steady"))]


def test_severities_and_subjects_stay_apart() -> None:
    """A page and a ticket are two notifications; so are alerts on two SLOs."""
    assert len(times(firing(60, 180), firing(60, 180, severity="warning"))) == 2
    assert len(times(firing(60, 180), firing(60, 180, slo="payments"))) == 2
    assert len(times(firing(60, 180, component="a"), firing(60, 180, component="b"))) == 2


def test_pages_and_tickets_are_counted_by_severity() -> None:
    """What informs is neither."""
    assert alert_counts(
        [
            firing(60, 180),
            firing(60, 180, "steady"),
            firing(600, 660),
            firing(60, None, "slow", "warning"),
            firing(60, 180, severity="info"),
        ]
    ) == AlertCounts(pages=2, tickets=1)


def test_an_alert_without_tiers_has_none() -> None:
    """One on a target that is down, for one."""
    assert fired({"alertname": "TargetDown"}, firing_at=60, resolved_at=120).tiers == ()
