"""A dashboard with its queries written out, before it becomes Grafana's JSON."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from observability.model.panel import View
from observability.model.quantity import Unit


class Colour(StrEnum):
    """What a value means."""

    FINE = "green"
    WARNING = "orange"
    CRITICAL = "red"
    QUIET = "text"
    """Neither good nor bad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """PromQL with Grafana's variables. `legend` names its series, with {{label}} for a label."""

    expression: str
    legend: str = ""
    reads: tuple[str, ...] = ()
    """The series that it reads, by name."""
    exemplars: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `value` on (None: from the beginning), a value has this colour."""

    value: Decimal | None
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is written instead of a number."""

    value: int
    text: str
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """What is written instead of `limit` and of every number below it."""

    limit: int
    text: str
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a panel or a page; paths begin with `/d/`."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: a label's value, or the value of the query of that number."""

    title: str
    label: str = ""
    query: int | None = None
    width: int
    """Pixels: Grafana's own choice, 150 for each, is too wide for some and cuts others."""
    shows: str = ""
    """What is written in place of a label's value: the words of a link."""
    unit: Unit = Unit.COUNT
    steps: tuple[Step, ...] = ()
    words: tuple[Word | AtMost, ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Newest values in rows, joined where all labels of `key` are equal."""

    columns: tuple[Column, ...]
    sort_by: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Markdown that never changes."""

    markdown: str


Form = View | Table | Text
"""How a panel is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePanel:
    """A panel with its queries.

    `description` is the question that it answers, `unanswered` why there may be no data, and
    `absent` what a number says then: Grafana shrinks more than a dozen letters until they fit.
    """

    title: str
    description: str
    form: Form
    queries: tuple[Query, ...] = ()
    unit: Unit = Unit.COUNT
    unanswered: str = ""
    absent: str = "no data"
    steps: tuple[Step, ...] = ()
    draws_limits: bool = False
    """Whether steps are drawn as lines on a chart."""
    words: tuple[Word | AtMost, ...] = ()
    colour: Colour | None = None
    """Of a chart's series, in shades; None: each name has its own."""
    reference: tuple[str, ...] = ()
    """Legends that begin with these are drawn dashed: what a value is compared with."""
    shows_name: bool = False
    """Whether a stat shows the name of its series instead of the value."""
    shortest_step: timedelta | None = None
    """Values of a shorter time say nothing; None: any step will do."""
    since: timedelta | None = None
    """How far back it looks, whatever time the page shows; None: the page's time."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    links: tuple[Link, ...] = ()
    width: int = 8
    height: int = 7

    @property
    def sources(self) -> tuple[str, ...]:
        """The series that it reads, by name."""
        return tuple(sorted({name for query in self.queries for name in query.reads}))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """Panels under a heading (none: no heading)."""

    title: str
    panels: tuple[PagePanel, ...]
    collapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A choice at the top of a page: the values of a label of a metric."""

    name: str
    label: str
    query: str
    default: str = ""
    hidden: bool = False
    many: bool = False
    """Whether several values, or all, may be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Marks on every chart of a page, where the query has a value."""

    name: str
    expression: str
    title: str
    text: str
    colour: str
    shown: bool = True
    """Whether they are shown before anybody asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A dashboard."""

    uid: str
    title: str
    description: str
    since: str
    """The beginning of the time that it shows at first, such as now-6h."""
    variables: tuple[Variable, ...]
    rows: tuple[PageRow, ...]
    links: tuple[Link, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    tags: tuple[str, ...] = ()
    made_from: str
