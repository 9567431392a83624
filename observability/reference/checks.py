"""The page of the checks, docs/reference/checks.md, made of their docstrings."""

from observability.artefact import MARKUP, Artefact
from observability.checks.listing import all_checks

_INTRODUCTION = """\
# Checks

`observability check` looks for what is unwise in definitions or wrong in emitted files, without a
server. It reports all problems at once; errors make it exit 1, warnings do not. A check is one
file of `observability/checks/`, and its page is that file's docstring.
"""


def checks_reference() -> Artefact:
    """Return the page of all checks."""
    sections = [
        f"## {name}\n\n{(module.__doc__ or '').strip()}\n" for name, module in all_checks().items()
    ]
    body = "\n".join([_INTRODUCTION, *sections])
    return Artefact("docs/reference/checks.md", body, "observability/checks/", comment=MARKUP)
