"""Run unit tests of rules, and remember those that passed.

What promtool says of a test file follows from the file, from the rule files that it names and from
promtool alone. So a proof that passed is not run again until one of them changes, which makes the
second `make test` half as long. `.tools/cache/proven/` holds an empty file for each.
"""

import functools
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from observability.prometheus.promtool import Promtool, Verdict, run_tests
from tests.programs import CACHE, PATIENCE

REMEMBERED = Verdict(passed=True, output="It passed before.")


def proven(promtool: Promtool, tests: Sequence[Path], memory: Path = CACHE / "proven") -> Verdict:
    """Return what promtool says of test files, or that it had nothing against them before."""
    passed = memory / _digest(promtool, tests)
    if passed.exists():
        return REMEMBERED
    verdict = run_tests(promtool, tests, timeout=PATIENCE)
    if verdict.passed:
        memory.mkdir(parents=True, exist_ok=True)
        passed.touch()
    return verdict


def _digest(promtool: Promtool, tests: Sequence[Path]) -> str:
    digest = hashlib.sha256(_program(promtool.path))
    for path in tests:
        for part in _parts(path):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _parts(test: Path) -> Iterator[bytes]:
    text = test.read_bytes()
    yield text
    for rules in yaml.load(text, yaml.CSafeLoader)["rule_files"]:
        yield (test.parent / rules).read_bytes()


@functools.cache
def _program(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
