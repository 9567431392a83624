"""Play the scenario: the program, a Prometheus of each generation in each world, the clock."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path

from observability.prometheus.binaries import RELEASES
from tests.cluster.processes import eventually
from tests.live import phases, rules
from tests.live.prometheus import Prometheus, steady_port
from tests.live.worlds import Action, Away, Relabel, RenameComponent, World, times
from tests.programs import ROOT

SETTING_UP = 30
"""Seconds that all programs have to start in."""
MINUTE, ROLL_UP = 60, 300
"""How often groups are evaluated, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What runs.

    Attributes:
        start: the run's start, in seconds of Unix time.
        truth: the program's log.
        servers: a Prometheus of each generation in each world.

    """

    start: float
    truth: Path
    servers: tuple[Prometheus, ...]


@contextmanager
def stage(worlds: Sequence[World], emitted: Path, folder: Path) -> Iterator[Stage]:
    """Start the program and all servers; end them with the context, whatever happens.

    Args:
        worlds: which are played.
        emitted: the folder of the emitted rule files.
        folder: where all files of the run go.

    """
    start, port, log = time.time() // 1 + SETTING_UP, steady_port(), folder / "truth.jsonl"
    servers = tuple(
        Prometheus(
            generation,
            world,
            folder / world.name / generation,
            port=steady_port(),
            program_port=port,
        )
        for world in worlds
        for generation in RELEASES
    )
    with ExitStack() as stack:
        stack.enter_context(_terminated_as_interrupted())
        stack.enter_context(_program(port, log, start))
        stack.callback(_end, servers)
        for server in servers:
            server.configure(place_rules(server, emitted, start))
            server.discover(0)
            server.start()
        for server in servers:
            server.wait_until_ready()
        took = time.time() - start + SETTING_UP
        assert took < SETTING_UP, f"it took {took:.0f} s to start: the machine is too busy"
        yield Stage(start=start, truth=log, servers=servers)


@contextmanager
def _program(port: int, log: Path, start: float) -> Iterator[None]:
    """Run the program that is scraped."""
    command = [sys.executable, "-m", "tests.live.program", str(port), str(log), str(start)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        eventually("the program's log", lambda: log.is_file() or None)
        yield
    finally:
        process.kill()
        process.wait()


def _end(servers: Sequence[Prometheus]) -> None:
    for server in servers:
        server.send(signal.SIGTERM)
    for server in servers:
        server.wait_until_ended()


def play(played: Stage, until: float) -> None:
    """Do everything when its time has come; return at the time `until`."""
    events = sorted(
        (at, number, server)
        for number, server in enumerate(played.servers)
        for at in _moments(server.world)
        if 0 < at < until
    )
    for at, _, server in events:
        time.sleep(max(0.0, played.start + at - time.time()))
        server.discover(at)
        for action in server.world.actions:
            if at in times(action):
                _do(action, at, server)
    time.sleep(max(0.0, played.start + until - time.time()))


def place_rules(server: Prometheus, emitted: Path, start: float) -> list[Path]:
    """Copy the emitted rule files, so that rows are due when the world wants it."""
    placed = []
    for files in rules.together(emitted):
        texts = {file.name: file.read_text() for file in files}
        groups = {name: rules.group(text) for name, text in texts.items()}
        fits = partial(_fits, server=server, groups=groups, start=start)
        home = phases.folder(server.folder / "rules", fits)
        home.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (home / name).write_text(text)
            placed.append(home / name)
    return placed


def _fits(
    folder: str, *, server: Prometheus, groups: Mapping[str, tuple[str, int]], start: float
) -> bool:
    """Tell whether an SLO's files, in a folder, make its rows due when the world wants it."""
    due = {
        interval: (phases.due(server.generation, f"{folder}/{file}", group, interval) - start)
        % interval
        for file, (group, interval) in groups.items()
    }
    return len(due) == 1 or server.world.due(due[MINUTE], due[ROLL_UP])


def _moments(world: World) -> set[float]:
    """Return when something is to be done in a world."""
    listings = {
        at for pod in world.pods for span in (*pod.listed, *pod.listed_twice) for at in span
    }
    return (listings | {at for action in world.actions for at in times(action)}) - {-inf, inf}


def _do(action: Action, at: float, server: Prometheus) -> None:
    match action:
        case Away(span=(gone, _)) if at == gone:
            server.send(action.signal)
        case Away():
            server.wait_until_ended()
            server.start()
        case Relabel():
            server.relabel(action.label, action.value)
        case RenameComponent():
            server.rename_component(action.old, action.new)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Let SIGTERM end what runs, as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
