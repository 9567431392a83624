"""Any PromQL tree that gives an instant vector, for tests with hypothesis."""

from datetime import timedelta

from hypothesis import strategies as st

from observability.expressions.promql import (
    Aggregate,
    Binary,
    Call,
    Expression,
    Matching,
    Negative,
    Number,
    Series,
    String,
    Subquery,
)
from observability.model.metric import Matcher, MatchOp

_NAMES = st.sampled_from(["a", "slo:bad:increase1m", "a_rather_long_name_of_a_metric_total"])
_LABELS = st.lists(st.sampled_from(["job", "le", "pod"]), unique=True, max_size=3).map(tuple)
_TIMES = st.integers(1, 10**9).map(lambda value: timedelta(milliseconds=value))
_OFFSETS = st.none() | _TIMES | _TIMES.map(lambda value: -value)
_NUMBERS = st.integers(-9, 9).map(lambda value: Number(str(value)))
_MATCHERS = st.lists(
    st.builds(
        Matcher,
        st.sampled_from(["job", "le", "pod"]),
        st.sampled_from([MatchOp.EQUAL, MatchOp.NOT_EQUAL]),
        st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), min_size=1, max_size=9),
    ),
    max_size=3,
).map(lambda matchers: tuple(sorted(matchers, key=lambda m: (m.label, m.op, m.value))))

_INSTANTS = st.builds(Series, _NAMES, _MATCHERS, st.none(), _OFFSETS)
_RANGES = st.builds(Series, _NAMES, _MATCHERS, _TIMES, _OFFSETS)


def _matchings(*, may_be_many: bool) -> st.SearchStrategy[Matching | None]:
    plain = st.builds(Matching, _LABELS, is_ignored=st.booleans())
    many = st.builds(
        Matching,
        _LABELS,
        is_ignored=st.booleans(),
        many=st.sampled_from(["left", "right"]),
        include=st.sampled_from([(), ("version",), ("node", "zone")]),
    )
    return st.none() | (plain | many if may_be_many else plain)


def _larger(vectors: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    calculations = st.sampled_from(["+", "-", "*", "/", "%", "atan2", "^"])
    comparisons = st.sampled_from(["==", "!=", ">", "<", ">=", "<="])
    sets = st.sampled_from(["or", "and", "unless"])
    return st.one_of(
        st.builds(Negative, vectors),
        st.builds(lambda vector: Call("abs", (vector,)), vectors),
        st.builds(lambda vector: Call("label_join", (vector, *map(String, "ab,c"))), vectors),
        st.builds(lambda series: Call("rate", (series,)), _RANGES),
        st.builds(Subquery, vectors, _TIMES, st.none() | _TIMES, _OFFSETS).map(
            lambda subquery: Call("max_over_time", (subquery,))
        ),
        st.builds(Aggregate, st.just("sum"), vectors, by=_LABELS),
        st.builds(Aggregate, st.just("max"), vectors, without=_LABELS),
        st.builds(Aggregate, st.just("topk"), vectors, by=_LABELS, parameter=_NUMBERS),
        st.builds(Binary, vectors, sets, vectors, match=_matchings(may_be_many=False)),
        st.builds(Binary, vectors, calculations, vectors, match=_matchings(may_be_many=True)),
        st.builds(Binary, vectors, comparisons, vectors, returns_bool=st.booleans()),
        st.builds(Binary, vectors, calculations | comparisons, _NUMBERS),
        st.builds(Binary, _NUMBERS, calculations, vectors),
    )


VECTORS: st.SearchStrategy[Expression] = st.recursive(_INSTANTS, _larger, max_leaves=12)
