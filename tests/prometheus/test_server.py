"""Running a real Prometheus over a folder of blocks."""

import os
import stat
from pathlib import Path

import httpx
import pytest

from observability.errors import ServerError
from observability.prometheus import server
from tests.programs import PATIENCE, ROOT


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_server_is_ready_inside_the_context(prometheus: Path, tmp_path: Path) -> None:
    """Inside the context the server says that it is ready."""
    with server.running(prometheus, tmp_path) as running:
        assert httpx.get(f"{running.url}/-/ready", timeout=PATIENCE, trust_env=False).is_success


def test_server_is_gone_after_the_context(prometheus: Path, tmp_path: Path) -> None:
    """After the context its process has ended."""
    with server.running(prometheus, tmp_path) as running:
        assert alive(running.pid)
    assert not alive(running.pid)


def test_server_is_gone_after_an_error(prometheus: Path, tmp_path: Path) -> None:
    """An error inside the context stops the server, too, and is passed on."""
    pids: list[int] = []

    def fail_inside() -> None:
        with server.running(prometheus, tmp_path) as running:
            pids.append(running.pid)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_inside()
    assert not alive(pids[0])


def test_two_servers_run_side_by_side(prometheus: Path, tmp_path: Path) -> None:
    """Each server takes a port of its own."""
    with (
        server.running(prometheus, tmp_path / "one") as one,
        server.running(prometheus, tmp_path / "two") as two,
    ):
        assert one.url != two.url


def test_failed_start_shows_the_log(prometheus: Path, tmp_path: Path) -> None:
    """A server that cannot start because of a broken rule says so with its own words."""
    rules = tmp_path / "rules.yaml"
    rules.write_text("groups: [{name: g, rules: [{record: a, expr: 'sum((('}]}]")
    with (
        pytest.raises(ServerError, match=r"(?s)ended with . at its start.*parse error"),
        server.running(prometheus, tmp_path / "data", rules=[rules]),
    ):
        pass


def test_server_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    """A program that runs but does not answer is stopped after its time."""
    silent = tmp_path / "prometheus"
    silent.write_text("#!/bin/sh\nexec sleep 600\n")
    silent.chmod(silent.stat().st_mode | stat.S_IXUSR)
    with (
        pytest.raises(ServerError, match=r"not ready after 0\.3 s"),
        server.running(silent, tmp_path / "data", timeout=0.3),
    ):
        pass


def test_missing_server_says_what_to_do(tmp_path: Path) -> None:
    """Where there is no Prometheus at all, the error names the cure."""
    with pytest.raises(ServerError, match=r"Prometheus is missing.*install it"):
        server.find(root=tmp_path, environment={"PATH": str(tmp_path)})


def test_mistaken_variable_is_not_replaced(tmp_path: Path) -> None:
    """A `$PROMETHEUS_SERVER` that does not exist is an error, though another would be there."""
    with pytest.raises(ServerError, match="nowhere is not a program"):
        server.find(environment={"PROMETHEUS_SERVER": str(tmp_path / "nowhere")})


@pytest.mark.prometheus3
def test_both_releases_are_installed() -> None:
    """`installed` finds the server of both releases, the older one first."""
    assert [path.parent.name for path in server.installed()] == ["prometheus2", "prometheus3"]


def test_own_release_is_found() -> None:
    """Without a wish the server of `.tools/prometheus2` serves."""
    assert server.find(environment={}) == ROOT / ".tools" / "prometheus2" / "prometheus"
