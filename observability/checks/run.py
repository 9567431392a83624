"""Run all checks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from observability.checks.listing import all_checks
from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject
from observability.errors import FilesError, ToolError


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All problems, errors first, and why checks could not be made, by their names."""

    problems: tuple[Problem, ...]
    failures: dict[str, str]


def run(subject: Subject) -> Outcome:
    """Return what all checks find; one that cannot be made does not stop the others."""
    problems: list[Problem] = []
    failures: dict[str, str] = {}
    for name, module in all_checks().items():
        check: Callable[[Subject], Iterable[Problem]] = module.check
        try:
            problems += check(subject)
        except (ToolError, FilesError) as error:
            failures[name] = str(error)
    problems.sort(key=lambda problem: (problem.level is not Level.ERROR, problem.check))
    return Outcome(problems=tuple(problems), failures=failures)
