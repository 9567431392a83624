"""Find promtool and run it: check rules, test rules, import a recording.

Which release a promtool is shows in what it can do, not in what it says: a promtool that was built
by `go install` prints an empty version.
"""

import functools
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from observability.errors import PromtoolError
from observability.prometheus.binaries import bundled, is_program, located

OLDEST = "2.42"
"""The oldest release that we support."""

_CURE = f"install Prometheus {OLDEST} or newer, or set PROMTOOL to its promtool"
_PROBE_SECONDS = 30.0

_RARELY_COLLECTING = {"GOGC": "400"}
"""Its garbage collector takes a fifth less of its time so, and 400 MB of memory at most."""

_PROBE_RULES = """\
groups:
  - name: probe
    rules:
      - alert: Probe
        expr: up == 0
        keep_firing_for: 1m
"""
"""`keep_firing_for` came with 2.42; an older promtool refuses the field."""

_PROBE_TEST = """\
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: probe
        values: 1x4
    promql_expr_test:
      - expr: count_over_time(probe[1m])
        eval_time: 2m
        exp_samples:
          - value: 1
"""
"""From 3.0 on a range is left-open: a minute of samples a minute apart holds one, before two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promtool:
    """A promtool that was tried and can do what we need.

    Attributes:
        path: the program.
        release: the major version that it behaves like.

    """

    path: Path
    release: Literal[2, 3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What promtool said.

    Attributes:
        passed: whether promtool found nothing wrong.
        output: what it printed, standard output and standard error together.

    """

    passed: bool
    output: str


def find(
    explicit: Path | None = None,
    *,
    root: Path = Path(),
    environment: Mapping[str, str] = os.environ,
) -> Promtool:
    """Return the promtool to use, after trying it.

    That is the explicit path, else `$PROMTOOL`, else the one in `.tools/prometheus2` below the
    root, else the one in `$PATH`.

    Raises:
        PromtoolError: there is none, it does not run, it hangs, or it is older than 2.42.

    """
    path = located("promtool", explicit, root=root, environment=environment)
    if path is None:
        raise PromtoolError(
            "promtool is missing: neither $PROMTOOL nor $PATH names one, and there is none at "
            f"{root / '.tools/prometheus2/promtool'}; {_CURE}"
        )
    return tried(path)


def installed(*, root: Path = Path()) -> tuple[Promtool, ...]:
    """Return the promtool of each release that is in `.tools/`, oldest release first.

    Raises:
        PromtoolError: one of them does not work.

    """
    return tuple(tried(path) for path in bundled("promtool", root=root))


@functools.cache
def tried(path: Path, *, timeout: float = _PROBE_SECONDS) -> Promtool:
    """Return the promtool at that path after trying what it can do; each path is tried once.

    Args:
        path: the program.
        timeout: seconds that each of the two trials may take.

    Raises:
        PromtoolError: it is missing, does not run, hangs, or is older than 2.42.

    """
    if not is_program(path):
        raise PromtoolError(f"{path} is not a program: expected promtool there; {_CURE}")
    with tempfile.TemporaryDirectory(prefix="promtool-probe-") as folder:
        rules, test = Path(folder, "rules.yaml"), Path(folder, "test.yaml")
        rules.write_text(_PROBE_RULES)
        test.write_text(_PROBE_TEST)
        checked = _run(path, ["check", "rules", str(rules)], timeout=timeout)
        # The words, too, for there are programs that end well whatever they are asked.
        if not checked.passed or "1 rules found" not in checked.output:
            raise PromtoolError(
                f"{path} is older than {OLDEST}, or no promtool: it does not know the field "
                f"keep_firing_for. It calls itself {_version(path, timeout)!r} and answered:\n"
                f"{checked.output.strip()}\nTo mend it, {_CURE}"
            )
        left_open = _run(path, ["test", "rules", str(test)], timeout=timeout).passed
    return Promtool(path=path, release=3 if left_open else 2)


def check_rules(
    promtool: Promtool, files: Sequence[Path], *, lint: bool = True, timeout: float = 60
) -> Verdict:
    """Check rule files: their form, their PromQL and, with `lint`, what promtool finds unwise.

    Args:
        promtool: the promtool to run.
        files: rule files as Prometheus reads them (not PrometheusRule objects).
        lint: run all of promtool's lints, and let each of their findings fail the check.
        timeout: seconds until promtool counts as hanging.

    Raises:
        PromtoolError: no file was given, one does not exist, or promtool hangs.

    """
    flags = ["--lint=all", "--lint-fatal"] if lint else []
    return _run(promtool.path, ["check", "rules", *flags, *_existing(files)], timeout=timeout)


def run_tests(promtool: Promtool, files: Sequence[Path], *, timeout: float = 300) -> Verdict:
    """Run unit tests of rules.

    Args:
        promtool: the promtool to run.
        files: test files; the rule files that they name are relative to them.
        timeout: seconds until promtool counts as hanging.

    Raises:
        PromtoolError: no file was given, one does not exist, or promtool hangs.

    """
    return _run(promtool.path, ["test", "rules", *_existing(files)], timeout=timeout)


def create_blocks(
    promtool: Promtool, openmetrics: Path, storage: Path, *, timeout: float = 600
) -> None:
    """Write the samples of an OpenMetrics text into a folder of TSDB blocks.

    Args:
        promtool: the promtool to run.
        openmetrics: the text, with timestamps, not packed.
        storage: the folder, as for Prometheus's `--storage.tsdb.path`; it is made if need be.
        timeout: seconds until promtool counts as hanging.

    Raises:
        PromtoolError: promtool refused the text, made no block, or hangs.

    """
    command = ["tsdb", "create-blocks-from", "openmetrics"]
    # Without the flag promtool reads the whole text once for each 2 h of data: 30 days take minutes
    # instead of seconds.
    command += ["--quiet", "--max-block-duration=800h", *_existing([openmetrics]), str(storage)]
    verdict = _run(promtool.path, command, timeout=timeout)
    if not verdict.passed:
        raise PromtoolError(
            f"{promtool.path} could not import {openmetrics}:\n{verdict.output.strip()}"
        )
    if not any(storage.glob("*/meta.json")):
        raise PromtoolError(
            f"{promtool.path} made no block of {openmetrics}: expected samples with timestamps"
        )


def _existing(files: Sequence[Path]) -> list[str]:
    # Without a file promtool reads its standard input.
    if not files:
        raise PromtoolError("promtool was given no file: expected at least one")
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise PromtoolError(f"promtool was given files that do not exist: {', '.join(missing)}")
    return [str(file) for file in files]


def _version(path: Path, timeout: float) -> str:
    lines = _run(path, ["--version"], timeout=timeout).output.splitlines()
    return lines[0] if lines else ""


def _run(path: Path, arguments: Sequence[str], *, timeout: float) -> Verdict:
    try:
        done = subprocess.run(
            [str(path), *arguments],
            env={**_RARELY_COLLECTING, **os.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PromtoolError(
            f"`{path} {' '.join(arguments[:2])}` did not end within {timeout:g} s and was stopped: "
            "try it by hand, or allow it more time"
        ) from None
    except OSError as error:
        raise PromtoolError(f"{path} cannot be run: {error.strerror}; {_CURE}") from error
    return Verdict(passed=done.returncode == 0, output=done.stdout.decode(errors="replace"))
