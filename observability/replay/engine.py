"""Replay rules on a recording, and keep the result for the next time."""

import hashlib
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from observability.evaluation import episodes, firings
from observability.evaluation.firings import Firing, fired
from observability.formats import json_text, read_json
from observability.recordings import tsdb
from observability.recordings.relabel import NOTHING, Relabelling
from observability.recordings.tsdb import Progress
from observability.replay import alerting, evaluation, order
from observability.replay.evaluation import Span, Tools, evaluate
from observability.replay.rules import Rule

_DATA = "data"
_FOUND = "found.json"
_MADE_BY = (alerting, episodes, evaluation, firings, order, sys.modules[__name__])
"""The modules whose code decides on the result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of rules on a recording.

    Attributes:
        span: the time over which the rules were evaluated: from the first sample until the first
            scrape that is missing after the last.
        firings: each time that an alert fired, in the order of time.
        not_judged: the names of the alerts of which the recording has no series, a name for each
            rule; they are left out.
        storage: blocks with the recording, all that the rules recorded, and `ALERTS`. They are
            shared: `serving` runs a server on a copy.

    """

    span: Span
    firings: tuple[Firing, ...]
    storage: Path
    not_judged: tuple[str, ...] = ()


def replay(  # noqa: PLR0913 - two have a default that serves
    recording: Path,
    rules: Sequence[Rule],
    cache: Path,
    *,
    tools: Tools,
    relabelling: Relabelling = NOTHING,
    progress: Progress = lambda _doing: None,
) -> Replay:
    """Return what the rules would have recorded, and which alerts would have fired.

    Args:
        recording: OpenMetrics text, plain or `.gz`.
        rules: what to evaluate.
        cache: the folder to keep the result in, such as `.tools/cache`; it is made if need be.
        tools: the programs that evaluate.
        relabelling: what our monitors would have changed in the recording.
        progress: is told what is being done.

    Raises:
        RecordingError: the recording is damaged or empty, or the cache cannot be written.
        ReplayError: the rules read nothing that is there, depend on each other in a circle, or one
            cannot be evaluated.
        ServerError: Prometheus does not start.
        PromtoolError: promtool cannot import the recording, or what was recorded.

    """
    blocks = tsdb.imported(
        recording, cache, promtool=tools.promtool, relabelling=relabelling, progress=progress
    )
    made_with = {
        "blocks": blocks.name,
        "code": [hashlib.sha256(Path(str(m.__file__)).read_bytes()).hexdigest() for m in _MADE_BY],
        # Their order decides on nothing.
        "rules": sorted(json_text(asdict(rule)) for rule in rules),
    }

    def make(folder: Path) -> None:
        storage = shutil.copytree(blocks, folder / _DATA)
        evaluated = evaluate(storage, rules, tools=tools, progress=progress)
        for path in storage.iterdir():
            if not (path / "meta.json").is_file():
                _remove(path)
        result = {
            "span": asdict(evaluated.covered),
            "firings": [_as_data(firing) for firing in evaluated.firings],
            "not_judged": [rule.alert for rule in evaluated.not_judged],
        }
        (folder / _FOUND).write_text(json_text(result), encoding="utf-8")

    folder = tsdb.cached(cache, recording, made_with, make)
    result = read_json(folder / _FOUND)
    return Replay(
        span=Span(**result["span"]),
        firings=tuple(fired(**body) for body in result["firings"]),
        storage=folder / _DATA,
        not_judged=tuple(result["not_judged"]),
    )


def _as_data(firing: Firing) -> dict[str, object]:
    return {
        "labels": dict(firing.labels),
        "pending_at": firing.pending_at,
        "firing_at": firing.firing_at,
        "resolved_at": firing.resolved_at,
    }


def _remove(path: Path) -> None:
    """Remove what a server left beside its blocks: its log of writes, its lock."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
