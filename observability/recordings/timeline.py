"""Read which faults were simulated while a recording was made: its `.timeline.tsv`."""

from dataclasses import dataclass
from pathlib import Path

from observability.errors import RecordingError

_COLUMNS = ("start_utc_s", "end_utc_s", "start", "kind", "target", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault.

    Attributes:
        kind: what happened, such as `error_burst` or `node_kill`.
        target: whom it struck: a component (`frontend`), one node of it (`frontend-0`) or `all`.
        start: when it began, in seconds of Unix time.
        end: when it ended, in seconds of Unix time; equal to `start` for what happens at once.
        value: how hard, in the unit of its kind (mostly a share from 0 to 1, or a factor), or None.

    """

    kind: str
    target: str
    start: float
    end: float
    value: float | None


def read_timeline(path: Path) -> tuple[Fault, ...]:
    """Return the faults in the order of time.

    Raises:
        RecordingError: the file cannot be read or a line is not of the form that its first line
            announces.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordingError(f"{path}: cannot be read: {error}") from error
    if not lines or tuple(lines[0].split("\t")) != _COLUMNS:
        raise RecordingError(
            f"{path}: line 1: expected the columns {' '.join(_COLUMNS)}, separated by tabs"
        )
    faults = (_fault(path, number, line) for number, line in enumerate(lines[1:], start=2))
    return tuple(
        sorted(faults, key=lambda fault: (fault.start, fault.end, fault.kind, fault.target))
    )


def _fault(path: Path, number: int, line: str) -> Fault:
    fields = line.split("\t")
    try:
        start, end, _, kind, target, value = fields
        fault = Fault(
            kind=kind,
            target=target,
            start=float(start),
            end=float(end),
            value=float(value) if value else None,
        )
    except ValueError:
        raise RecordingError(
            f"{path}: line {number}: expected {len(_COLUMNS)} fields separated by tabs, "
            f"start, end and value being numbers; found {line!r}"
        ) from None
    if fault.end < fault.start:
        raise RecordingError(
            f"{path}: line {number}: the fault ends before it starts; found {line!r}"
        )
    return fault
