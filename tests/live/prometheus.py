"""A Prometheus of one generation in one world: its files, its process, what is done to it."""

import json
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from tests import programs
from tests.live.pods import Pod, within
from tests.live.program import path
from tests.live.slis import INTERVALS, JOBS, NAMESPACE
from tests.live.worlds import World

_READY_SECONDS = 30.0
_STOP_SECONDS = 10.0


class Prometheus:
    """A real Prometheus that scrapes the pods of a world and evaluates rules."""

    def __init__(
        self, generation: str, world: World, folder: Path, *, port: int, program_port: int
    ) -> None:
        """Prepare its folder; nothing runs yet.

        Args:
            generation: `prometheus2` or `prometheus3`, a folder of `.tools/`.
            world: whose pods it scrapes.
            folder: where its files are.
            port: where it answers.
            program_port: where the program answers that it scrapes.

        """
        self.generation = generation
        self.world = world
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._address = f"127.0.0.1:{port}"
        self._program = f"127.0.0.1:{program_port}"
        self._rules: tuple[Path, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "targets").mkdir(parents=True)

    def configure(self, rules: Sequence[Path]) -> None:
        """Write the configuration that it starts with."""
        self._rules = tuple(rules)
        self._write_configuration([])

    def relabel(self, label: str, value: str) -> None:
        """Give every target a label more."""
        self._write_configuration([{"target_label": label, "replacement": value}])
        self.send(signal.SIGHUP)

    def rename_component(self, old: str, new: str) -> None:
        """Load the rules of a component's SLOs with another name of the component."""
        for file in self._rules:
            text = file.read_text()
            for label in ("component: {}", 'component="{}"'):
                text = text.replace(label.format(old), label.format(new))
            file.write_text(text)
        self.send(signal.SIGHUP)

    def _write_configuration(self, relabelling: list[dict[str, str]]) -> None:
        own = {
            "job_name": "prometheus",
            "scrape_interval": "15s",
            "static_configs": [{"targets": [self._address]}],
            "metric_relabel_configs": [
                {"source_labels": ["__name__"], "regex": "prometheus_rule_.*", "action": "keep"}
            ],
        }
        # JSON is YAML.
        configuration = {
            "global": {"evaluation_interval": "1m", "scrape_timeout": "10s"},
            "rule_files": [str(file) for file in self._rules],
            "scrape_configs": [*(self._job(component, relabelling) for component in JOBS), own],
        }
        _write(self.folder / "prometheus.json", configuration)

    def _job(self, component: str, relabelling: list[dict[str, str]]) -> dict[str, Any]:
        return {
            "job_name": JOBS[component],
            "scrape_interval": f"{INTERVALS[component]}s",
            "file_sd_configs": [
                {"files": [str(self._targets(component))], "refresh_interval": "5s"}
            ],
            "relabel_configs": relabelling,
        }

    def _targets(self, component: str) -> Path:
        return self.folder / "targets" / f"{component}.json"

    def discover(self, time: float) -> None:
        """Write down the pods that are listed at a time of the run."""
        for component in JOBS:
            groups = [
                self._target(pod, labels)
                for pod in self.world.pods
                if pod.component == component
                for labels in _listings(pod, time)
            ]
            _write(self._targets(component), groups)

    def _target(self, pod: Pod, labels: dict[str, str]) -> dict[str, Any]:
        described = {
            "__metrics_path__": path(self.generation, self.world.name, pod.name),
            "instance": pod.instance,
            "namespace": NAMESPACE,
            "pod": pod.name,
        }
        return {"targets": [self._program], "labels": described | labels}

    def start(self) -> None:
        """Start it; it is not ready yet."""
        with (self.folder / "prometheus.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(programs.prometheus(self.generation)),
                    f"--config.file={self.folder / 'prometheus.json'}",
                    f"--storage.tsdb.path={self.folder / 'data'}",
                    f"--web.listen-address={self._address}",
                    "--log.level=warn",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"GOMAXPROCS": "1"},
            )

    def wait_until_ready(self) -> None:
        """Return once it is ready.

        Raises:
            AssertionError: it ended, or was not ready in time; with the end of its log.

        """
        deadline = time.monotonic() + _READY_SECONDS
        with httpx.Client(trust_env=False, timeout=5) as http:
            while time.monotonic() < deadline and self._runs():
                with suppress(httpx.HTTPError):
                    ready = http.get(f"{self.url}/-/ready").is_success
                    # A stranger who took the port must not pass for our server.
                    if ready and self._runs():
                        return
                time.sleep(0.1)
        raise AssertionError(
            f"{self.generation} of world {self.world.name} did not start: {self.log()[-2000:]}"
        )

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self._process is not None:
            self._process.send_signal(number)

    def wait_until_ended(self) -> None:
        """Wait until it has ended after a signal, or kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log(self) -> str:
        """Return what it has logged."""
        return (self.folder / "prometheus.log").read_text(errors="replace")


def steady_port() -> int:
    """Return a port that nobody listens on, and that no connection will be given.

    What the system gives to connections begins at 32768: a port from there may be taken when its
    Prometheus starts again.
    """
    while True:
        port = random.randrange(10_000, 32_000)  # noqa: S311  no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _listings(pod: Pod, time: float) -> Iterator[dict[str, str]]:
    """Yield the labels of each time that discovery lists a pod."""
    if within(time, pod.listed):
        yield {}
        if within(time, pod.listed_twice):
            yield {"replica": "b"}


def _write(file: Path, content: object) -> None:
    """Replace a file at once: a Prometheus may be reading it."""
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(content))
    draft.replace(file)
