"""`observability prove`: run the committed unit tests of the rules with every promtool found."""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import click

from observability.alerts import plain
from observability.errors import FilesError
from observability.formats import json_text
from observability.options import with_project
from observability.project import Project
from observability.prometheus import promtool
from observability.prometheus.promtool import Promtool, Verdict
from observability.terminal import printable

SUFFIX = ".test.yaml"
_FILE_SECONDS = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One file of unit tests, and what one promtool said of it."""

    file: Path
    promtool: Promtool
    verdict: Verdict


def proofs(folder: Path, slos: Sequence[str]) -> tuple[Path, ...]:
    """Return the test files of a folder, of all SLOs or of those named, sorted.

    A file is `<SLO>.<what>.test.yaml`; what is no SLO's (targets, rule health) is named likewise.

    Raises:
        FilesError: there is none, or none of an SLO.

    """
    files = tuple(sorted(folder.glob(f"*{SUFFIX}")))
    if not files:
        raise FilesError(
            f"{folder}: no tests: expected files *{SUFFIX}; run `observability generate alerts`, "
            "or give --folder"
        )
    names = {path.name.partition(".")[0] for path in files}
    unknown = sorted(set(slos) - names)
    if unknown:
        raise FilesError(
            f"no tests of {printable(', '.join(unknown))}; there are tests of: "
            + ", ".join(sorted(names))
        )
    return tuple(path for path in files if not slos or path.name.partition(".")[0] in slos)


def promtools(root: Path) -> tuple[Promtool, ...]:
    """Return the promtool of each release in `.tools/`, or else the one of $PROMTOOL or $PATH.

    $PROMTOOL wins, as everywhere.
    """
    if os.environ.get("PROMTOOL"):
        return (promtool.find(root=root),)
    return promtool.installed(root=root) or (promtool.find(root=root),)


def proven(tools: Iterable[Promtool], files: Iterable[Path]) -> tuple[Proof, ...]:
    """Run all tests with all promtools, as many at once as there are cores."""

    def prove(pair: tuple[Promtool, Path]) -> Proof:
        tool, file = pair
        verdict = promtool.run_tests(tool, [file], timeout=_FILE_SECONDS)
        return Proof(file=file, promtool=tool, verdict=verdict)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return tuple(pool.map(prove, product(tools, files)))


def as_data(proof: Proof) -> dict[str, Any]:
    """Return a proof as plain data; promtool's words only where it failed."""
    return {
        "file": proof.file.as_posix(),
        "prometheus": proof.promtool.release,
        "passed": proof.verdict.passed,
        "output": "" if proof.verdict.passed else proof.verdict.output,
    }


def _print(done: Sequence[Proof]) -> None:
    failed = [proof for proof in done if not proof.verdict.passed]
    for proof in failed:
        click.echo(
            f"{click.style('failed', fg='red', bold=True)}: {printable(str(proof.file))} "
            f"(Prometheus {proof.promtool.release})"
        )
        for line in proof.verdict.output.strip().splitlines():
            click.echo(f"    {printable(line)}")
    files = len({proof.file for proof in done})
    releases = sorted({proof.promtool.release for proof in done})
    with_what = " and ".join(f"Prometheus {release}" for release in releases)
    click.echo(f"{files} test files with {with_what}: {len(failed)} of {len(done)} runs failed")


@click.command()
@with_project
@click.argument("slos", nargs=-1, metavar="[SLO]...")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The rules and their tests (the project's alerts/promtool).",
)
@click.option("--json", "as_json", is_flag=True, help="Print each run as JSON.")
def command(project: Project, slos: tuple[str, ...], folder: Path | None, *, as_json: bool) -> None:
    """Run the unit tests of the emitted rules (all, or those of SLOs); exit 1 if any fails."""
    files = proofs(folder or project.path(plain.FOLDER), slos)
    done = proven(promtools(project.root), files)
    if as_json:
        click.echo(json_text([as_data(proof) for proof in done], indent=2))
    else:
        _print(done)
    if any(not proof.verdict.passed for proof in done):
        raise click.exceptions.Exit(1)
