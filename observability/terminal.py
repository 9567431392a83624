"""What is shown on a terminal. Text of definitions is shown as it is, and never obeyed."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Cell = str | tuple[str, str]
"""Text, or text and its style."""
_WIDTH_OF_FILES = 160
"""Columns where nobody tells, as in a file or a pipe."""


def printable(text: str) -> str:
    r"""Return text on one line, with whatever a terminal would obey written out: \n, \x1b."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _console() -> "Console":
    """Return where tables are printed to; rich is slow to import, so only then."""
    from rich.console import Console  # noqa: PLC0415

    width = None if sys.stdout.isatty() else _WIDTH_OF_FILES
    return Console(width=width, highlight=False, markup=False, emoji=False)


def _words(cell: Cell) -> "Text":
    """Return text for a console, in which nothing is markup."""
    from rich.text import Text  # noqa: PLC0415

    text, style = (cell, "") if isinstance(cell, str) else cell
    return Text(printable(text), style=style, overflow="fold")


def say(text: str, style: str = "") -> None:
    """Print a line in a style of rich, such as `yellow`; a long one is folded."""
    _console().print(_words((text, style)))


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str | None = None,
    numeric: Collection[str] = (),
) -> None:
    """Print a table; the columns that are named `numeric` are aligned to the right."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, title=title)
    for column in columns:
        table.add_column(column, justify="right" if column in numeric else "left")
    for row in rows:
        table.add_row(*map(_words, row))
    _console().print(table)


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print names and what they are, one below the other."""
    from rich.table import Table  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    for name, text in facts:
        table.add_row(_words((name, "dim")), _words(text))
    _console().print(table)


@contextmanager
def working() -> Iterator[Callable[[str], None]]:
    """Show what is being done, and for how long; only where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _doing: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("")
        yield lambda doing: shown.update(task, description=printable(doing))
