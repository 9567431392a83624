"""What promtool finds in the emitted files: `promtool check rules --lint=all --lint-fatal`.

Prometheus's own reader has the last word on what a rule file may be; its lint finds duplicates.
The plain files are given to it, since it does not read PrometheusRules; they hold every rule.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from observability.artefact import Artefact
from observability.checks.emitted import is_plain
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.files import serialise
from observability.prometheus import promtool


def _complaint(output: str, folder: str) -> str:
    """Return what promtool said, without the lines that only name a file and where it lay."""
    lines = [line.strip().replace(f"{folder}/", "") for line in output.splitlines()]
    return " ".join(x for x in lines if x and not x.startswith(("Checking", "SUCCESS", "FAILED")))


def check(subject: Subject) -> Iterator[Problem]:
    """Return what promtool says of each file that it does not pass.

    Raises:
        PromtoolError: promtool is missing, or hangs.

    """
    plain = [artefact for artefact in subject.artefacts if is_plain(artefact)]
    if not plain:
        return
    program = promtool.find(root=subject.root)
    with tempfile.TemporaryDirectory(prefix="observability-check-") as folder:
        files: list[tuple[Artefact, Path]] = []
        for artefact in plain:
            file = Path(folder, artefact.path.rsplit("/", 1)[-1])
            file.write_text(serialise(artefact), encoding="utf-8")
            files.append((artefact, file))
        if promtool.check_rules(program, [file for _, file in files]).passed:
            return
        for artefact, file in files:
            verdict = promtool.check_rules(program, [file])
            if not verdict.passed:
                yield Problem(
                    check="promql/lint",
                    file=artefact.path,
                    name=artefact.made_from,
                    what=f"promtool does not pass the file: {_complaint(verdict.output, folder)}",
                    consequence="Prometheus may refuse the file, or evaluate a rule twice",
                    cure=f"mend what is defined in {artefact.made_from}",
                )
