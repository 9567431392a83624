"""`observability doctor --prometheus`: a real Prometheus that scrapes what goes wrong."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml

from tests.cluster.processes import Processes, eventually, free_port
from tests.doctor.test_metrics import BODY, refused, report, served, states
from tests.programs import EACH_RELEASE, NEWEST, PATIENCE, prometheus

NAMESPACE = "gitstratum-system"
RULES = {
    "groups": [
        {
            "name": "gitstratum:prod:sign-in-latency",
            "interval": "1s",
            "rules": [{"record": "slo:valid:increase1m", "expr": "vector(1) and on () (up + up)"}],
        },
        {
            "name": "gitstratum:prod:broken",
            "interval": "1s",
            "rules": [{"record": "x", "expr": "up * on (namespace) up"}],
        },
    ]
}


def _job(name: str, targets: dict[str, str], **more: object) -> dict[str, object]:
    groups = [
        {"targets": [address], "labels": {"namespace": NAMESPACE, "pod": pod}}
        for pod, address in targets.items()
    ]
    return {"job_name": name, "static_configs": groups, **more}


@pytest.fixture(name="url", scope="module", params=EACH_RELEASE)
def _url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus of each release over one good target and one of each fault."""
    folder = tmp_path_factory.mktemp("doctor")
    text = "text/plain; version=0.0.4"
    with (
        served(BODY.read_bytes(), Content_Type=text) as good,
        served(BODY.read_bytes()) as unlabelled,
        served(b"", Content_Type=text) as silent,
        socket.socket() as refusing,
        Processes(folder) as processes,
    ):
        refusing.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{refusing.getsockname()[1]}"
        sound, blank, empty = (
            url.removeprefix("http://").removesuffix("/metrics")
            for url in (good, unlabelled, silent)
        )
        port = free_port()
        (folder / "rules.yaml").write_text(yaml.safe_dump(RULES))
        config = {
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": ["rules.yaml"],
            "scrape_configs": [
                _job("gitstratum-frontend", {"frontend-1": sound, "frontend-2": blank}),
                _job("gitstratum-object", {"object-0": empty, "object-1": empty}),
                _job("gitstratum-metadata", {f"metadata-{n}": nobody for n in range(3)}),
                _job("kubernetes-pods", {"frontend-1": sound}),
                _job("prometheus", {"prometheus-0": f"127.0.0.1:{port}"}),
            ],
        }
        (folder / "prometheus.yaml").write_text(yaml.safe_dump(config))
        processes.start(
            "prometheus",
            prometheus(request.param),
            "--config.file=prometheus.yaml",
            "--storage.tsdb.path=data",
            f"--web.listen-address=127.0.0.1:{port}",
        )
        url = f"http://127.0.0.1:{port}"
        eventually("all targets scraped, and the rules of them", lambda: _all_seen(url))
        yield url


def _all_seen(url: str) -> bool | None:
    try:
        targets = httpx.get(f"{url}/api/v1/targets", timeout=PATIENCE).json()["data"]
        rules = httpx.get(f"{url}/api/v1/rules", timeout=PATIENCE).json()["data"]
    except (httpx.HTTPError, ValueError):
        return None
    active = targets["activeTargets"]
    scraped = {target["health"] for target in active}
    evaluated = {rule["health"] for group in rules["groups"] for rule in group["rules"]}
    # On a busy machine a scrape may take longer than the second that it has.
    late = any("deadline exceeded" in target["lastError"] for target in active)
    # The broken rule does not fail before there is something to join.
    return (
        bool(active) and not late and "unknown" not in scraped | evaluated and "err" in evaluated
    ) or None


@pytest.fixture(name="found", scope="module")
def _found(url: str) -> dict[str, Any]:
    """Return what the doctor says while no scrape is late."""

    def undisturbed() -> dict[str, Any] | None:
        found = report("--prometheus", url)
        return found if _all_seen(url) else None

    return eventually("a report while no scrape is late", undisturbed)


def _whats(found: dict[str, Any], about: str) -> list[str]:
    return [finding["what"] for finding in found["findings"] if finding["about"] == about]


def _cures(found: dict[str, Any], about: str) -> str:
    return " ".join(f["cure"] for f in found["findings"] if f["about"] == about)


def test_a_port_that_refuses_is_told(found: dict[str, Any]) -> None:
    """With what upstream has to change."""
    assert "connection refused" in " ".join(_whats(found, "gitstratum-metadata"))
    assert "upstream.md" in _cures(found, "gitstratum-metadata")


@pytest.mark.parametrize(
    "url", [pytest.param(NEWEST, marks=pytest.mark.prometheus3)], indirect=True
)
def test_a_blank_content_type_is_told(found: dict[str, Any]) -> None:
    """Prometheus 3 refuses it, and there is a field that helps; Prometheus 2 takes it."""
    assert "blank Content-Type" in " ".join(_whats(found, "gitstratum-frontend"))
    assert "fallbackScrapeProtocol" in _cures(found, "gitstratum-frontend")


def test_a_component_without_targets_is_found(found: dict[str, Any]) -> None:
    """No target is worse than one that is down, and looks better."""
    assert _whats(found, "gitstratum-control-plane") == [
        "No target is discovered in gitstratum-system; 3 are declared."
    ]


def test_fewer_targets_than_declared_are_found(found: dict[str, Any]) -> None:
    """A pod that is not even discovered is missed."""
    assert "2 targets are discovered; 3 are declared." in _whats(found, "gitstratum-frontend")


def test_a_pod_that_is_scraped_twice_is_found(found: dict[str, Any]) -> None:
    """Both jobs are named."""
    assert _whats(found, "frontend-1") == [
        "It is scraped 2 times, by: gitstratum-frontend, kubernetes-pods."
    ]


def test_empty_bodies_are_found(found: dict[str, Any]) -> None:
    """Targets that are up and say nothing."""
    assert "2 targets answer with an empty body." in _whats(found, "gitstratum-object")


def test_failing_rules_are_found(found: dict[str, Any]) -> None:
    """Of our own groups, with the error."""
    (what,) = _whats(found, "gitstratum:prod:broken x")
    assert "many-to-many" in what or "duplicate series" in what


def test_a_short_retention_is_found(found: dict[str, Any]) -> None:
    """Prometheus's own 15 days are fewer than the windows' 28."""
    assert _whats(found, "retention") == ["Prometheus keeps 15d; windows are up to 28d."]


def test_states_follow_from_what_is_stored(found: dict[str, Any]) -> None:
    """The sign-in families are there, so their SLO is live."""
    assert "sign-in-latency" in states(found)["live"]
    assert "blind" not in states(found)


def test_findings_come_worst_first(found: dict[str, Any]) -> None:
    """Errors, then warnings, then notes."""
    levels = [finding["level"] for finding in found["findings"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_rules_that_are_not_loaded_are_found(url: str) -> None:
    """An environment whose rules this Prometheus does not evaluate."""
    found = report("--prometheus", url, "--environment", "staging")
    assert "No rule group gitstratum:staging:… is evaluated here." in _whats(found, "staging")


def test_a_server_that_is_no_prometheus_is_refused() -> None:
    """Its URL is named, and what was expected."""
    with served(b"<html></html>", Content_Type="text/html") as page:
        assert "not JSON" in refused("--prometheus", page)


def test_a_half_answer_is_refused() -> None:
    """An answer that Prometheus would never give is not taken for "nothing is wrong"."""
    body = json.dumps({"status": "success", "data": {}}).encode()
    with served(body, Content_Type="application/json") as half:
        assert "invalid Prometheus API response" in refused("--prometheus", half)


def test_an_unreachable_server_is_refused() -> None:
    """Nobody listens there."""
    assert "cannot be reached" in refused("--prometheus", f"http://127.0.0.1:{free_port()}")


def test_no_url_is_refused() -> None:
    """Something else than a URL."""
    assert "not an HTTP URL" in refused("--prometheus", "prometheus")
