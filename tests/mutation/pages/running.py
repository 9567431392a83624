"""Run the tests of a mutant, each in a process of its own that holds the changed module."""

import importlib.util
import multiprocessing
import os
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[3]
_HEAVY = (
    "_hypothesis_pytestplugin",
    "click",
    "google.protobuf",
    "grafanalib.core",
    "httpx",
    "hypothesis",
    "msgspec",
    "opentelemetry.sdk.trace",
    "prometheus_client",
    "promql_parser",
    "pytest",
    "rich",
    "yaml",
)
"""What every test needs and nobody changes: it is loaded once."""
_OURS = ("observability", "tests")
_SECONDS = 300
"""How long a mutant's tests may run before they hang: what hangs is noticed."""
_OF_A_PROCESSOR = 30
"""Seconds of a processor that they may take: tells an endless loop however busy the machine is."""
_MEMORY = 4 << 30
_SLOW = "prometheus3 or browser or cluster or live"


class _Changed(MetaPathFinder, InspectLoader):
    """Loads one module from another text."""

    def __init__(self, module: str, text: str) -> None:
        self._module, self._text = module, text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname != self._module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin="a mutant")

    def get_source(self, fullname: str) -> str:
        del fullname
        return self._text


class _First:
    """The first test that fails; those that noticed other mutants are asked before the others."""

    def __init__(self, killers: Sequence[str]) -> None:
        self._turn = {test: turn for turn, test in enumerate(killers)}
        self.name: str | None = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self._turn.get(item.nodeid, len(self._turn)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.name is None:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.name is None:
            self.name = f"{report.nodeid} is not collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """What is run: some tests, with a module that has another text.

    Attributes:
        module: its whole name.
        text: what it is loaded from.
        tests: the test files, from the project's root.
        killers: names of tests that come first.
        compiled: the folder that keeps what Python compiles, from one process to the next.

    """

    module: str
    text: str
    tests: Sequence[str]
    killers: Sequence[str]
    compiled: str


def _run(trial: _Trial, answer: Connection) -> None:
    for loaded in [name for name in sys.modules if name.split(".")[0] in _OURS]:
        del sys.modules[loaded]
    sys.dont_write_bytecode, sys.pycache_prefix = False, trial.compiled
    sys.meta_path.insert(0, _Changed(trial.module, trial.text))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_OF_A_PROCESSOR, _OF_A_PROCESSOR))
    os.chdir(PROJECT)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    first = _First(trial.killers)
    plugins = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:anyio"]
    options = ["-x", "--tb=no", "-m", f"not ({_SLOW})"]
    rewriting = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    code = pytest.main([*plugins, *options, *rewriting, *trial.tests], plugins=[first])
    answer.send(first.name or (None if code == 0 else f"pytest ends with {code}"))


def _noticed_by(trial: _Trial) -> str | None:
    """Return the first test that fails; None if all pass."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_HEAVY))
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(trial, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(_SECONDS):
            return f"nothing within {_SECONDS} s"
        result: str | None = ours.recv()
    except EOFError:
        return "the process ends"
    else:
        return result
    finally:
        process.kill()
        process.join()


def all_noticed(
    module: str, texts: Sequence[str], tests: Sequence[str], jobs: int
) -> list[str | None]:
    """Return the first test that fails with each of some texts of a module; None if all pass.

    What noticed the text before is asked first: mutants of one place mostly fail the same test.
    """
    killers: dict[str, None] = {}

    with TemporaryDirectory() as compiled, ThreadPoolExecutor(jobs) as pool:

        def noticed_by(text: str) -> str | None:
            trial = _Trial(
                module=module,
                text=text,
                tests=tests,
                killers=list(killers)[::-1],
                compiled=compiled,
            )
            if killer := _noticed_by(trial):
                killers.pop(killer, None)
                killers[killer] = None
            return killer

        return list(pool.map(noticed_by, texts))
