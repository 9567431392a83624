"""What is shown on a terminal. Text of definitions is shown as it is, and never obeyed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDTH_OF_FILES = 160
"""Columns where nobody tells, as in a file or a pipe."""


def printable(text: str) -> str:
    r"""Return text on one line, with whatever a terminal would obey written out: \n, \x1b."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def console() -> "Console":
    """Return where tables are printed to; rich is slow to import, so only then."""
    from rich.console import Console  # noqa: PLC0415

    width = None if sys.stdout.isatty() else _WIDTH_OF_FILES
    return Console(width=width, highlight=False, markup=False, emoji=False)


def words(text: str, style: str = "") -> "Text":
    """Return text for a console, in which nothing is markup."""
    from rich.text import Text  # noqa: PLC0415

    return Text(printable(text), style=style, overflow="fold")


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
