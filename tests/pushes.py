"""A Prometheus that holds two hours of pushes and the ledger's rows of them, to be asked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

from observability.cli import cli
from observability.project import VARIABLE
from observability.prometheus import promtool, server
from tests import programs
from tests.project import CATALOGUE

NOON = 1_768_219_200
"""2026-01-12 12:00 UTC, in the middle of them."""
_TIMES = ("--since", "2026-01-12T11:00", "--until", "2026-01-12T13:00")
_PUSHES = ("--slo", "push-availability")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "record": (*_PUSHES, *_TIMES, "--output", "out.om.gz"),
    "review": ("--period", "2026-01", "--output", "out"),
    "doctor": (),
    "preview": ("--dashboard", "gitstratum-overview", "--output", "out/preview.html"),
    "backfill": (*_PUSHES, *_TIMES, "--output", "out"),
}
"""The commands that ask a Prometheus, with words that suit these pushes."""


def ask(command: str, url: str, *words: str | Path) -> Result:
    """Run one of those commands in the folder where we are."""
    patient = ("--timeout", str(programs.PATIENCE))
    arguments = [command, "--prometheus", url, *patient, *COMMANDS[command], *map(str, words)]
    environment = programs.named_by_environment() | {VARIABLE: CATALOGUE}
    return CliRunner(env=environment).invoke(cli, arguments)


def said(result: Result) -> str:
    """Return what a command that could not said, on one line."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2, result.output
    return " ".join(result.output.split())


def stored(folder: Path) -> Path:
    """Import them into a folder, one failure in 1,000; return the blocks."""
    target = 'job="gitstratum-frontend",namespace="gitstratum-system",instance="a:9090"'
    name = "gitstratum_frontend_git_operations"
    row = 'slo="push-availability",component="frontend",environment="prod"'
    lines = [f"up{{{target}}} 1 {NOON + 60 * n}" for n in range(-60, 61)]
    for counter, each in ((f"{name}_total", 1000), (f"{name}_failed_total", 1)):
        series = f'{counter}{{{target},operation="push"}}'
        lines += [f"{series} {each * (n + 60)} {NOON + 60 * n}" for n in range(-60, 61)]
    for series, each in (("slo:valid:increase5m", 5000), ("slo:bad:increase5m", 5)):
        lines += [f"{series}{{{row}}} {each} {NOON + 300 * n}" for n in range(-11, 13)]
    (folder / "pushes.om").write_text("\n".join([*lines, "# EOF", ""]))
    promtool.create_blocks(programs.promtool(), folder / "pushes.om", folder / "data")
    return folder / "data"


@contextmanager
def serving(folder: Path, *flags: str) -> Iterator[str]:
    """Run a Prometheus that holds them, with more flags of its own; yield its URL."""
    with server.running(programs.prometheus(), stored(folder), flags=flags) as running:
        yield running.url
