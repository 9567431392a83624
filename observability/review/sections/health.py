"""Data health: what the numbers rest on, before anybody concludes anything."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from observability.evaluation.states import NO_DATA, NOT_RECORDED, PARTIAL, WHOLE
from observability.model.sli import RawSLI
from observability.review.assembly import Review
from observability.review.document import Block, Cell, Link, Paragraph, Section, table
from observability.review.wording import NOTHING, counted, events, exactly, percentage, when

_MOST = 20


def health(review: Review) -> Section:
    """Return what is wrong with the data, or that nothing is."""
    blocks = [
        *_warnings(review),
        *_coverage(review),
        *_blemishes(review),
        *_changes(review),
        *_waiting(review),
        *_changed(review),
        *_hatches(review),
    ]
    if not blocks:
        blocks = [Paragraph("Every row of every SLO is there, whole and paired.")]
    return Section(title="Data health", anchor="health", blocks=tuple(blocks))


def _first(rows: Sequence[object]) -> str:
    return f" (the first {_MOST} of {len(rows)})" if len(rows) > _MOST else ""


def _warnings(review: Review) -> list[Block]:
    found: list[Block] = [
        Paragraph(f"Prometheus warns, so a part may be missing: {text}", "warning")
        for text in review.ledger.warnings
    ]
    period = review.period
    if not period.is_over:
        found.append(
            Paragraph(
                f"The period is not over: it ends {when(period.end)}, and the ledger was read "
                f"until {when(period.reached)}.",
                "warning",
            )
        )
    found += [
        Paragraph(
            f"{one.slo.name}: a part of the period is told by earlier reviews "
            f"({', '.join(one.borrowed)}), since the ledger no longer holds it. Days, charts and "
            "burn rates show the ledger's part only."
        )
        for one in review.figures
        if one.borrowed
    ]
    return found


def _coverage(review: Review) -> list[Block]:
    rows = [
        (one.slo.name, percentage(one.coverage), when(gap.start), when(gap.end))
        for one in review.figures
        for gap in review.gaps.get(one.slo.name, ())
    ]
    found: list[Block] = []
    partial = [one for one in review.figures if one.state is PARTIAL]
    if partial:
        found.append(
            Paragraph(
                f"{counted(len(partial), 'SLO is', 'SLOs are')} PARTIAL: less than "
                f"{percentage(WHOLE)} of the period's rows are there, so no verdict is given. "
                "What was counted is shown as it is, and nothing is extrapolated.",
                "warning",
            )
        )
    if rows:
        found.append(
            table(
                "Times without rows" + _first(rows),
                ("SLO", "coverage", "from", "until"),
                rows[:_MOST],
                ("coverage",),
            )
        )
    return found


def _blemishes(review: Review) -> list[Block]:
    rows = [
        (
            slo,
            events(one.unpaired),
            events(one.not_whole),
            events(one.beyond),
            events(one.doubled),
        )
        for slo, one in sorted(review.ledger.blemishes.items())
    ]
    columns = ("SLO", "unpaired", "not whole", "bad > valid", "second series")
    caption = (
        "Rows that were left out: without their other half, no whole numbers, more bad than valid "
        "events, and series of another replica"
    )
    return [table(caption, columns, rows, columns[1:])] if rows else []


def _waiting(review: Review) -> list[Block]:
    waiting = [one for one in review.figures if not one.slo.is_live]
    absent = [one for one in waiting if one.state is NOT_RECORDED]
    found: list[Block] = []
    if len(waiting) > len(absent):
        found.append(
            Paragraph(
                f"{counted(len(waiting) - len(absent), 'SLO is', 'SLOs are')} judged here although "
                "the running system does not record their metrics yet: the rows come from a "
                "recording, or from a version that does.",
            )
        )
    if absent:
        found.append(
            table(
                "Not recorded: upstream must do this first",
                ("SLO", "waits for"),
                [(one.slo.name, "; ".join(one.slo.waits_for)) for one in absent],
            )
        )
    silent = [one.slo.name for one in review.figures if one.state is NO_DATA]
    if silent:
        found.append(
            Paragraph(
                f"No valid event, although it could be counted: {', '.join(silent)}. That is "
                "neither good nor bad.",
                "warning",
            )
        )
    return found


def _changes(review: Review) -> list[Block]:
    """Return deploys, which people tell, and restarts, which metrics show."""
    period, restarts = review.period, review.ledger.restarts
    deploys = [one for one in review.inputs.deploys if period.start < one.at <= period.reached]
    rows: list[tuple[Cell, ...]] = [
        *(
            (
                when(one.at),
                str(one.component),
                f"deploy of {one.version}",
                Link("change", one.link) if one.link else NOTHING,
            )
            for one in deploys
        ),
        *(
            (
                f"{when(one.start)} – {one.end:%H:%M}",
                one.component,
                f"restart of {counted(one.targets, 'target', 'targets')}",
                NOTHING,
            )
            for one in restarts or ()
        ),
    ]
    found: list[Block] = []
    if rows:
        found.append(
            table(
                "Deploys that people listed, and restarts that metrics show, within five minutes"
                + _first(rows),
                ("time (UTC)", "component", "what", "link"),
                sorted(rows, key=lambda row: str(row[0]))[:_MOST],
            )
        )
    if not deploys:
        found.append(
            Paragraph(
                "No deploys were given for this period, so none is marked: list them in "
                "the inputs of the review.",
                "missing",
            )
        )
    if restarts is None:
        return [*found, Paragraph("Which targets restarted is unknown.", "missing")]
    return [*found, *_restart_coverage(review, {one.component for one in restarts})]


_SHOWN = 0.99
"""From this share of its targets' time on, a component would show a restart."""


def _restart_coverage(review: Review, restarted: Collection[str]) -> Iterator[Block]:
    """Yield where no restart is seen although it would be, and where it could be missed."""
    coverage = review.ledger.restart_coverage
    steady = [
        name
        for name, one in coverage.items()
        if one.shown >= _SHOWN and not one.appeared and name not in restarted
    ]
    if steady:
        yield Paragraph(f"No target of {', '.join(steady)} restarted.")
    unseen = [
        f"{name} ({percentage(Decimal(one.shown))})" if one.shown else name
        for name, one in coverage.items()
        if one.shown < _SHOWN
    ]
    if unseen:
        yield Paragraph(
            f"A restart of {', '.join(unseen)} could go unseen: no metric that is here would show "
            "it (in brackets the share of the targets’ time in which one would).",
            "missing",
        )
    appeared = [f"{name} ({one.appeared})" for name, one in coverage.items() if one.appeared]
    if appeared:
        yield Paragraph(
            "Targets appeared, or came back after more than 15 minutes, and may have restarted "
            f"unseen: {', '.join(appeared)}.",
            "missing",
        )


def _changed(review: Review) -> list[Block]:
    past = [
        (one.slo, exactly(one.objective), one.until, one.reason)
        for one in review.inputs.past_objectives
    ]
    caption = "Objectives that held before; the time until then is judged by them"
    return [table(caption, ("SLO", "objective", "until", "why it changed"), past)] if past else []


def _hatches(review: Review) -> list[Block]:
    raw = [one.slo.name for one in review.figures if isinstance(one.slo.sli, RawSLI)]
    if not raw:
        return []
    return [Paragraph(f"Counted by raw PromQL, the escape hatch: {', '.join(raw)}.")]
