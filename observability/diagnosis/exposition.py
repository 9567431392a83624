"""Read what a program exposes at /metrics: text in Prometheus's format 0.0.4."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

from observability.errors import ExpositionError

MAX_BYTES = 64 * 1024 * 1024
"""A scrape of this size is a hundred thousand series and more: it is no scrape, or ill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A metric family as it was exposed.

    `type` is "" where nothing says it; `labels` are the sets of label names of its samples, and
    `values` every pair of a label's name and value among them.
    """

    name: str
    type: str
    labels: frozenset[frozenset[str]] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()


Families = Mapping[str, Family]


def families(body: bytes, where: str) -> dict[str, Family]:
    """Return the families of a body by name; an empty body has none.

    Raises:
        ExpositionError: the body is cut off, binary, too large or in another format.

    """
    if len(body) > MAX_BYTES:
        raise ExpositionError(
            f"{where} is larger than {MAX_BYTES // 2**20} MiB: expected one scrape of one program"
        )
    if not body:
        return {}
    text = _text(body, where)
    try:
        exposed = list(text_string_to_metric_families(text))
    except (ValueError, KeyError, IndexError) as error:
        raise ExpositionError(
            f"{where}: line {_bad_line(text)} is not Prometheus text ({str(error)[:100]}): "
            'expected name{label="value"} value'
        ) from error
    return {
        name: Family(
            name=name,
            type=family.type.replace("unknown", ""),
            labels=frozenset(
                frozenset(sample.labels) - {"quantile", "le"} for sample in family.samples
            ),
            values=frozenset(pair for sample in family.samples for pair in sample.labels.items()),
        )
        for family in exposed
        for name in (_name(family.type, family.name),)
    }


def _name(kind: str, name: str) -> str:
    """Return a family's name as the text has it: the parser cuts a counter's `_total` off."""
    return name + "_total" if kind == "counter" else name


def _text(body: bytes, where: str) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise ExpositionError(
            f"{where} is binary from byte {error.start} on: expected text; "
            "ask for `Accept: text/plain`, or unpack it first"
        ) from None
    if "\0" in text:
        raise ExpositionError(f"{where} holds NUL bytes: expected text")
    start = text.lstrip()[:1]
    if start in {"<", "{", "["}:
        kind = "HTML" if start == "<" else "JSON"
        raise ExpositionError(
            f"{where} looks like {kind}: expected Prometheus text, which /metrics serves"
        )
    if not text.endswith("\n"):
        last = text.rsplit("\n", 1)[-1]
        raise ExpositionError(
            f"{where} is cut off: its last line {last[:60]!r} does not end; fetch it again"
        )
    return text


def _bad_line(text: str) -> int:
    """Return the number of the first line that does not parse by itself, or the last one's."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            list(text_string_to_metric_families(line + "\n"))
        except (ValueError, KeyError, IndexError):
            return number
    return len(lines)


def merged(many: Iterable[Families]) -> dict[str, Family]:
    """Return the families of several programs as one set."""
    union: dict[str, Family] = {}
    for families in many:
        for name, family in families.items():
            before = union.get(name)
            union[name] = Family(
                name=name,
                type=(before.type if before else "") or family.type,
                labels=family.labels | (before.labels if before else frozenset()),
                values=family.values | (before.values if before else frozenset()),
            )
    return union
