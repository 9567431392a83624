"""Read YAML as an API server does."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml


class _Loader(yaml.CSafeLoader):
    """YAML in which a key that is given twice is an error, and a lone `=` is text."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    for key, count in Counter(key.value for key, _ in node.value).items():
        if count > 1:
            raise yaml.MarkedYAMLError(problem=f"key {key!r} is given {count} times")
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


def documents(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a manifest."""
    yield from yaml.load_all(text, Loader=_Loader)
