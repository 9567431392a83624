"""How `observability check` shows problems."""

from dataclasses import replace

from observability.checks.problem import Level, Problem
from observability.commands.check import drawn, merged

PROBLEM = Problem(
    check="alerts/unreachable",
    file="alerts/dev/x.yaml",
    name="x: GitStratumX",
    what="this burn-rate alert can never fire",
    consequence="13.44 * 0.10 = 1.344, and an error ratio cannot exceed 1",
    cure="raise the objective",
)


def test_a_problem_is_drawn_as_a_compiler_does() -> None:
    """What, where, what will come of it, how to mend it."""
    assert drawn(PROBLEM, ["alerts/dev/x.yaml", "alerts/prod/x.yaml"]).replace(
        "\x1b[31m\x1b[1merror\x1b[0m", "error"
    ) == (
        "error: this burn-rate alert can never fire  [alerts/unreachable]\n"
        "  --> alerts/dev/x.yaml  x: GitStratumX\n"
        "      alerts/prod/x.yaml\n"
        "   |  13.44 * 0.10 = 1.344, and an error ratio cannot exceed 1\n"
        "   =  raise the objective"
    )


def test_environments_that_share_a_fault_share_a_problem() -> None:
    """Three environments, one definition, one thing to mend."""
    other = replace(PROBLEM, file="alerts/prod/x.yaml")
    warning = replace(PROBLEM, level=Level.WARNING)
    assert [files for _, files in merged([PROBLEM, other, warning])] == [
        ["alerts/dev/x.yaml", "alerts/prod/x.yaml"],
        ["alerts/dev/x.yaml"],
    ]


def test_names_are_text() -> None:
    """An escape sequence in a definition does not reach the terminal."""
    text = drawn(replace(PROBLEM, name="\x1b]0;x\x07 \u202e[red]"), ["x"])
    assert r"\x1b]0;x\x07 \u202e[red]" in text
