"""YAML and JSON as text: the only module that knows either."""

import functools
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import yaml

from observability.errors import FilesError


class _Scalars(yaml.representer.SafeRepresenter, yaml.resolver.Resolver):
    """How a value that holds no others is written: blocks for text of several lines."""


def _text(scalars: _Scalars, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return scalars.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Scalars.add_representer(str, _text)
_SCALARS = _Scalars()


def _scalar(value: object) -> yaml.ScalarEvent:
    """Return a value's event, which says whether its type is clear without and with quotes."""
    node = cast("yaml.ScalarNode", _SCALARS.represent_data(value))
    plain, quoted = (
        _SCALARS.resolve(yaml.ScalarNode, node.value, implicit) == node.tag  # type: ignore[no-untyped-call]
        for implicit in ((True, False), (False, True))
    )
    return yaml.ScalarEvent(None, node.tag, (plain, quoted), node.value, style=node.style)


# Most text is the name of a field or a label, which is in the file a thousand times.
_TEXT = functools.cache(_scalar)
_MAPPING = yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
_MAPPING_END = yaml.MappingEndEvent()
_SEQUENCE = yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
_SEQUENCE_END = yaml.SequenceEndEvent()


def _events(value: object, emit: Callable[[yaml.Event], None]) -> None:
    if isinstance(value, dict):
        emit(_MAPPING)
        for key, item in value.items():
            _events(key, emit)
            _events(item, emit)
        emit(_MAPPING_END)
    elif isinstance(value, list | tuple):
        emit(_SEQUENCE)
        for item in value:
            _events(item, emit)
        emit(_SEQUENCE_END)
    else:
        emit(_TEXT(value) if type(value) is str else _scalar(value))


def yaml_text(body: object) -> str:
    """Return `body` as YAML, without aliases, which are hard to review.

    It is what PyYAML would write. We give its emitter the events, since PyYAML's own way there
    takes six times as long: most of a run (docs/decisions/0040).
    """
    text = io.StringIO()
    emitter = yaml.CSafeDumper(text, width=1_000_000, allow_unicode=True)
    emitter.emit(yaml.StreamStartEvent())
    emitter.emit(yaml.DocumentStartEvent(explicit=False))
    _events(body, emitter.emit)
    emitter.emit(yaml.DocumentEndEvent(explicit=False))
    emitter.emit(yaml.StreamEndEvent())
    return text.getvalue()


def read_yaml(path: Path) -> object:
    """Return what a YAML file holds.

    Raises:
        FilesError: it cannot be read, or is no YAML.

    """
    try:
        return yaml.load(_bytes(path), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise FilesError(f"{path}: not YAML: {error}") from error


def json_text(
    value: object, *, indent: int | None = None, sort_keys: bool = False, escaped: bool = True
) -> str:
    """Return plain data as JSON; `escaped`, it holds nothing that a terminal would obey."""
    return json.dumps(value, indent=indent, sort_keys=sort_keys, ensure_ascii=escaped)


def parsed_json(text: str | bytes, *, exact: bool = False) -> Any:  # noqa: ANN401  JSON has no types
    """Return what JSON holds; `exact` reads fractions as they are written, as decimals.

    Raises:
        ValueError: it is none.

    """
    return json.loads(text, parse_float=Decimal if exact else None)


def read_json(path: Path, *, exact: bool = False) -> Any:  # noqa: ANN401  JSON has no types
    """Return what a JSON file holds, as `parsed_json`.

    Raises:
        FilesError: it cannot be read, or is no JSON.

    """
    try:
        return parsed_json(_bytes(path), exact=exact)
    except ValueError as error:
        raise FilesError(f"{path}: not JSON: {error}") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FilesError(f"{path}: cannot be read: {error.strerror or error}") from error
