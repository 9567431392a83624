"""Mutants that no test can notice, since they are the same rule or figure in other words.

`equivalent.yaml`, here for rules and in `pages/` for figures, names them one by one, those of one
argument together, and is reviewed.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import yaml

from tests.mutation.verdict import Named, Verdict

LIST = Path(__file__).with_name("equivalent.yaml")


class StaleError(Exception):
    """The list names what is no mutant or is killed, names it twice or without an argument."""


def read(path: Path = LIST) -> dict[str, str]:
    """Return the argument for each mutant that is listed, by its name.

    Raises:
        StaleError: an entry has no argument, or a mutant is listed twice.

    """
    arguments: dict[str, str] = {}
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        because = entry.get("because", "").strip()
        names = [
            f"{file}: {rule}: {change}"
            for file, rules in entry["mutants"].items()
            for rule, changes in rules.items()
            for change in changes
        ]
        for name in names:
            if not because:
                raise StaleError(f"{path.name}: {name}: say why it is equivalent (`because:`)")
            if name in arguments:
                raise StaleError(f"{path.name}: {name} is listed twice")
            arguments[name] = because
    return arguments


def check_named(arguments: Collection[str], mutants: Iterable[Named]) -> None:
    """See that each mutant that is listed exists among all mutants.

    Raises:
        StaleError: some do not; the message names them.

    """
    gone = sorted(set(arguments) - {mutant.name for mutant in mutants})
    if gone:
        raise StaleError(
            "listed as equivalent is what is no mutant any more; take it off the list:\n"
            + "\n".join(gone)
        )


def check(arguments: Mapping[str, str], verdicts: Iterable[Verdict]) -> None:
    """See that no mutant that is listed was noticed.

    Raises:
        StaleError: some were; the message names them with the case that noticed each.

    """
    noticed = [
        f"{verdict.mutant.name}: noticed by {verdict.killed_by!r}"
        for verdict in verdicts
        if verdict.killed_by is not None and verdict.mutant.name in arguments
    ]
    if noticed:
        raise StaleError(
            "listed as equivalent is what is noticed; take it off the list:\n" + "\n".join(noticed)
        )
