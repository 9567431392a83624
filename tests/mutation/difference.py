"""What differs between two expressions, on one short line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.:]+|[<>=!~]+|\S')
_CONTEXT = 4
_LONG = 64
_TIGHT_AFTER = frozenset("([{,=")
_TIGHT_BEFORE = frozenset(")]},{[")
_MATCHES = frozenset({"=", "!=", "=~", "!~"})
_WORDS = frozenset({"on", "ignoring", "by", "or", "and", "unless"})


def _spaced(tokens: Sequence[str]) -> str:
    text = ""
    for before, after in zip(("(", *tokens), tokens, strict=False):
        tight = before in _TIGHT_AFTER or after in _TIGHT_BEFORE or {before, after} & _MATCHES
        called = after == "(" and re.match(r"\w", before) and before not in _WORDS
        text += after if tight or called else f" {after}"
    return text


def _short(tokens: Sequence[str]) -> str:
    text = _spaced(tokens)
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]}…{text[-_LONG // 2 :]}"


def _alike(before: Iterable[str], after: Iterable[str]) -> int:
    """Return how many tokens are the same from the start."""
    pairs = zip(before, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _places(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    # Nearly all is the same, and the matcher takes the longer the more there is.
    head = _alike(before, after)
    tail = _alike(reversed(before[head:]), reversed(after[head:]))
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        tokens = {*old[start:end], *new[other_start:other_end]}
        # Brackets alone hold together what the change has loosened.
        if kind != "equal" and not tokens <= {"(", ")"}:
            yield head + start, head + end, head + other_start, head + other_end


def difference(before: str, after: str) -> str:
    """Return `context «old» → «new» context`, once for each place in which the two differ."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    places = [
        f"{_spaced(old[max(0, start - _CONTEXT) : start])} "
        f"«{_short(old[start:end])}» → «{_short(new[other_start:other_end])}» "
        f"{_spaced(old[end : end + _CONTEXT])}".strip()
        for start, end, other_start, other_end in _places(old, new)
    ]
    return " … ".join(places)
