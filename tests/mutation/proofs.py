"""The emitted tests of a rule file, case by case, and which mutants they notice.

All mutants of a rule are tried together, a case at a time and the quickest first, and those that
a case notices are done with. Each is a test file of its own; one promtool runs many of them.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, repeat
from pathlib import Path
from time import monotonic
from typing import Any

import yaml

from observability.errors import PromtoolError
from observability.prometheus.promtool import Promtool, check_rules, run_tests
from tests.mutation.reach import expects_something, needed, reached_of, readers
from tests.mutation.rules import Mutant, Rule, read
from tests.mutation.verdict import Verdict

_SECONDS = 60
"""How long promtool may take for a mutant and a case: the slowest takes two on an idle core."""
_AT_ONCE = 20
"""How many mutants one promtool tries."""
_FILE = re.compile(r"^(?:Processing test file|Unit Testing):\s+(\S+)$", re.MULTILINE)


class BrokenProofsError(Exception):
    """The emitted tests do not pass on the emitted rules, so no mutant can be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as promtool reads it, and what its test file says besides its cases."""

    test: Mapping[str, Any]
    head: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the case says of itself."""
        return str(self.test["name"])

    def text(self, rules: str) -> str:
        """Return the case as a test file of `rules`."""
        return _yaml({**self.head, "rule_files": [rules], "tests": [self.test]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """The rules of a file and the cases that prove them, the quickest first."""

    rules: Sequence[Rule]
    cases: Sequence[Case]
    promtools: Sequence[Promtool]
    """A mutant that passes on the first must pass on all to survive."""


def _yaml(body: object) -> str:
    return yaml.dump(body, Dumper=yaml.CSafeDumper, sort_keys=False)


def _rules_text(rules: Iterable[Rule | None]) -> str:
    body = [rule for rule in rules if rule is not None]
    return _yaml({"groups": [{"name": "mutant", "rules": body}]})


def _cases(rules: Path) -> Iterator[Case]:
    """Return the cases of the test files that name `rules`."""
    for path in sorted(rules.parent.glob(f"{rules.name.split('.')[0]}*.test.yaml")):
        body = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        if body["rule_files"] == [rules.name]:
            head = {key: value for key, value in body.items() if key != "tests"}
            for test in body["tests"]:
                yield Case(test=test, head=head)


def proofs(rules: Path, promtools: Sequence[Promtool]) -> Proofs:
    """Return the proofs of a rule file, after seeing them pass.

    Raises:
        BrokenProofsError: a case fails on the rules as they are, or there is none.

    """
    timed: list[tuple[float, Case]] = []
    with tempfile.TemporaryDirectory(prefix="mutation-") as place:
        copy, test = Path(place, "rules.yaml"), Path(place, "test.yaml")
        copy.write_text(_rules_text(read(rules)), encoding="utf-8")
        for case in _cases(rules):
            test.write_text(case.text(copy.name), encoding="utf-8")
            begun = monotonic()
            for promtool in promtools:
                if not run_tests(promtool, [test], timeout=_SECONDS).passed:
                    raise BrokenProofsError(
                        f"{rules.name}: the case {case.name!r} fails on {promtool.path} with no "
                        "change made; mend it first"
                    )
            timed.append((monotonic() - begun, case))
    if not timed:
        raise BrokenProofsError(f"{rules} has no test file beside it that names it")
    timed.sort(key=lambda pair: pair[0])
    return Proofs(rules=read(rules), cases=[case for _, case in timed], promtools=promtools)


def accepted(mutants: Sequence[Mutant], promtool: Promtool) -> list[Mutant]:
    """Return the mutants that promtool takes for rules at all, found by halving."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as place:
        files = [Path(place, f"{at}.yaml") for at in range(len(mutants))]
        for file, mutant in zip(files, mutants, strict=True):
            file.write_text(_rules_text([mutant.body]), encoding="utf-8")
        if not files or check_rules(promtool, files, lint=False).passed:
            return list(mutants)
    if len(mutants) == 1:
        return []
    half = len(mutants) // 2
    return [*accepted(mutants[:half], promtool), *accepted(mutants[half:], promtool)]


def _failed(promtool: Promtool, tests: Sequence[Path]) -> set[Path]:
    """Return the test files that fail; one that hangs or breaks promtool has noticed nothing."""
    try:
        verdict = run_tests(promtool, tests, timeout=_SECONDS * len(tests))
        output = verdict.output
    except PromtoolError:
        output = ""
    # name, what promtool says of it, name, …
    _, *parts = _FILE.split(output)
    said = dict(zip(map(Path, parts[::2]), parts[1::2], strict=True))
    if said.keys() == set(tests):
        return {test for test, words in said.items() if "FAILED" in words}
    half = len(tests) // 2
    return _failed(promtool, tests[:half]) | _failed(promtool, tests[half:]) if half else set()


def _noticed(
    case: Case, mutants: Sequence[Mutant], texts: Mapping[Mutant, str], promtool: Promtool
) -> list[Mutant]:
    with tempfile.TemporaryDirectory(prefix="mutation-") as place:
        tests = {}
        for at, mutant in enumerate(mutants):
            rules, test = Path(place, f"{at}.rules.yaml"), Path(place, f"{at}.test.yaml")
            rules.write_text(texts[mutant], encoding="utf-8")
            test.write_text(case.text(rules.name), encoding="utf-8")
            tests[test] = mutant
        files = list(tests)
        chunks = (files[at : at + _AT_ONCE] for at in range(0, len(files), _AT_ONCE))
        return [tests[test] for chunk in chunks for test in _failed(promtool, chunk)]


def _of_rule(at: int, mutants: Sequence[Mutant], of: Proofs) -> dict[str, str]:
    """Return which case notices each mutant of the rule at a place, by the mutant's name."""
    reach = readers(of.rules, at)
    kept = sorted(needed(of.rules, reach))
    texts = {
        mutant: _rules_text(mutant.body if i == at else of.rules[i] for i in kept)
        for mutant in mutants
    }
    reached = [of.rules[i] for i in sorted(reach)]
    parts = ((case, reached_of(case.test, reached)) for case in of.cases)
    cases = [Case(test=test, head=case.head) for case, test in parts if test is not None]
    cases.sort(key=lambda case: not expects_something(case.test))
    killed: dict[str, str] = {}
    for promtool in of.promtools:
        for case in cases:
            alive = [mutant for mutant in mutants if mutant.name not in killed]
            if alive:
                noticed = _noticed(case, alive, texts, promtool)
                killed |= {mutant.name: case.name for mutant in noticed}
    return killed


def verdicts(mutants: Sequence[Mutant], of: Proofs, jobs: int) -> list[Verdict]:
    """Return what becomes of the mutants of a file, in the order given; several rules at a time."""
    by_rule = {at: list(some) for at, some in groupby(mutants, key=lambda mutant: mutant.at)}
    with ThreadPoolExecutor(jobs) as pool:
        found = list(pool.map(_of_rule, by_rule.keys(), by_rule.values(), repeat(of)))
    killed = {name: case for part in found for name, case in part.items()}
    return [Verdict(mutant=m, killed_by=killed.get(m.name)) for m in mutants]
