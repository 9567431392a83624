"""Data health: what the numbers rest on, before anybody concludes anything."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from math import floor

from observability.evaluation.states import CONTRADICTED, NO_DATA, NOT_RECORDED, PARTIAL, WHOLE
from observability.model.sli import RawSLI
from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.document import Block, Cell, Link, Paragraph, Section, table
from observability.review.wording import NOTHING, counted, events, percentage, when

_MOST = 20


def health(review: Review) -> Section:
    """Return what is wrong with the data, or that nothing is."""
    blocks = [
        *_warnings(review),
        *_coverage(review),
        *_rejected_rows(review),
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
    blocks: list[Block] = [
        Paragraph(f"Prometheus warns, so a part may be missing: {text}", "warning")
        for text in review.ledger.warnings
    ]
    period = review.period
    if not period.is_over:
        blocks.append(
            Paragraph(
                f"The period is not over: it ends {when(period.end)}, and the ledger was read "
                f"until {when(period.reached)}.",
                "warning",
            )
        )
    blocks += [
        Paragraph(
            f"{figures.slo.name}: a part of the period is counted by earlier reviews "
            f"({', '.join(figures.from_earlier_reviews)}), since the ledger no longer holds it. "
            "Days, charts and burn rates show the ledger's part only."
        )
        for figures in review.figures
        if figures.from_earlier_reviews
    ]
    retired = [
        f"{slo.name} ({slo.retired})"
        for slo in review.catalogue.slos
        if not slo.is_promised(period.last_day)
    ]
    if retired:
        blocks.append(Paragraph(f"Retired, so that there is no verdict: {', '.join(retired)}."))
    return blocks


def _coverage(review: Review) -> list[Block]:
    rows = [
        (figures.slo.name, percentage(figures.coverage), when(gap.start), when(gap.end))
        for figures in review.figures
        for gap in review.gaps.get(figures.slo.name, ())
    ]
    blocks: list[Block] = []
    partial = [figures for figures in review.figures if figures.state is PARTIAL]
    if partial:
        blocks.append(
            Paragraph(
                f"{counted(len(partial), 'SLO is', 'SLOs are')} PARTIAL: less than "
                f"{percentage(WHOLE)} of the period's rows are there, so no verdict is given. "
                "What was counted is shown as it is, and nothing is extrapolated.",
                "warning",
            )
        )
    if rows:
        blocks.append(
            table(
                "Times without rows" + _first(rows),
                ("SLO", "coverage", "from", "until"),
                rows[:_MOST],
                ("coverage",),
            )
        )
    return blocks


def _rejected_rows(review: Review) -> list[Block]:
    rows = [
        (
            slo,
            events(rejected.unpaired),
            events(rejected.not_whole),
            events(rejected.duplicate_series),
        )
        for slo, rejected in sorted(review.ledger.rejected_rows.items())
    ]
    columns = ("SLO", "unpaired", "not whole", "second series")
    caption = (
        "Rows that were left out: without their other half, no whole numbers, and series of "
        "another replica"
    )
    return [table(caption, columns, rows, columns[1:])] if rows else []


def _waiting(review: Review) -> list[Block]:
    waiting = [figures for figures in review.figures if not figures.slo.is_live]
    absent = [figures for figures in waiting if figures.state is NOT_RECORDED]
    blocks: list[Block] = []
    if len(waiting) > len(absent):
        blocks.append(
            Paragraph(
                f"{counted(len(waiting) - len(absent), 'SLO is', 'SLOs are')} judged here although "
                "the running system does not record their metrics yet: the rows come from a "
                "recording, or from a version that does.",
            )
        )
    if absent:
        blocks.append(
            table(
                "Not recorded: upstream must do this first",
                ("SLO", "waits for"),
                [(figures.slo.name, "; ".join(figures.slo.waits_for)) for figures in absent],
            )
        )
    contradicted = [
        f"{figures.slo.name} by {events(floor(figures.excess))}"
        for figures in review.figures
        if figures.state is CONTRADICTED
    ]
    if contradicted:
        blocks.append(
            Paragraph(
                "Counters contradict each other: bad events are above the valid ones or below 0. "
                f"No verdict is given of {', '.join(contradicted)}.",
                "warning",
            )
        )
    silent = [figures.slo.name for figures in review.figures if figures.state is NO_DATA]
    if silent:
        blocks.append(
            Paragraph(
                f"No valid event, although it could be counted: {', '.join(silent)}. That is "
                "neither good nor bad.",
                "warning",
            )
        )
    return blocks


def _changes(review: Review) -> list[Block]:
    """Return deploys, which people tell, and restarts, which metrics show."""
    period, restarts = review.period, review.ledger.restarts
    deploys = [
        deploy for deploy in review.inputs.deploys if period.start < deploy.at <= period.reached
    ]
    rows: list[tuple[Cell, ...]] = [
        *(
            (
                when(deploy.at),
                str(deploy.component),
                f"deploy of {deploy.version}",
                Link("change", deploy.link) if deploy.link else NOTHING,
            )
            for deploy in deploys
        ),
        *(
            (
                f"{when(restart.start)} – {restart.end:%H:%M}",
                restart.component,
                f"restart of {counted(restart.targets, 'target', 'targets')}",
                NOTHING,
            )
            for restart in restarts or ()
        ),
    ]
    blocks: list[Block] = []
    if rows:
        blocks.append(
            table(
                "Deploys that people listed, and restarts that metrics show, within five minutes"
                + _first(rows),
                ("time (UTC)", "component", "what", "link"),
                sorted(rows, key=lambda row: str(row[0]))[:_MOST],
            )
        )
    if not deploys:
        blocks.append(
            Paragraph(
                "No deploys were given for this period, so none is marked: list them in "
                "the inputs of the review.",
                "missing",
            )
        )
    if restarts is None:
        return [*blocks, Paragraph("Which targets restarted is unknown.", "missing")]
    return [*blocks, *_restart_coverage(review, {restart.component for restart in restarts})]


_SHOWN = 0.99
"""From this share of its targets' time on, a component would show a restart."""


def _restart_coverage(review: Review, restarted: Collection[str]) -> Iterator[Block]:
    """Yield where no restart is seen although it would be, and where it could be missed."""
    coverage = review.ledger.restart_coverage
    steady = [
        name
        for name, targets in coverage.items()
        if targets.shown >= _SHOWN and not targets.appeared and name not in restarted
    ]
    if steady:
        yield Paragraph(f"No target of {', '.join(steady)} restarted.")
    unseen = [
        f"{name} ({percentage(Decimal(targets.shown))})" if targets.shown else name
        for name, targets in coverage.items()
        if targets.shown < _SHOWN
    ]
    if unseen:
        yield Paragraph(
            f"A restart of {', '.join(unseen)} could go unseen: no metric that is here would show "
            "it (in brackets the share of the targets’ time in which one would).",
            "missing",
        )
    appeared = [
        f"{name} ({targets.appeared})" for name, targets in coverage.items() if targets.appeared
    ]
    if appeared:
        yield Paragraph(
            "Targets appeared, or came back after more than 15 minutes, and may have restarted "
            f"unseen: {', '.join(appeared)}.",
            "missing",
        )


def _changed(review: Review) -> list[Block]:
    past = [
        (past.slo, exactly(past.objective), past.until, past.reason)
        for past in review.inputs.past_objectives
    ]
    caption = "Objectives that held before; the time until then is judged by them"
    return [table(caption, ("SLO", "objective", "until", "why it changed"), past)] if past else []


def _hatches(review: Review) -> list[Block]:
    raw = [figures.slo.name for figures in review.figures if isinstance(figures.slo.sli, RawSLI)]
    if not raw:
        return []
    return [Paragraph(f"Counted by raw PromQL, the escape hatch: {', '.join(raw)}.")]
