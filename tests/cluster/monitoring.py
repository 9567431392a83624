"""The monitoring stack of each environment on the test cluster, and what it makes of our work."""

import base64
import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from observability.model.environment import Environment, version
from tests.cluster.cluster import Cluster
from tests.cluster.emitted import ROOT
from tests.cluster.gitstratum import MONITORING
from tests.cluster.processes import Processes, eventually, free_port
from tests.programs import PATIENCE

V1 = "monitoring.coreos.com/v1"
NEWEST = ROOT / ".tools" / "prometheus3"
"""A Prometheus that was built with Kubernetes's discovery, which Debian leaves out of its own."""

_QUIET_SECONDS = 2.0


def tools(environment: Environment) -> Path:
    """Return the folder with the Prometheus and the promtool of an environment's release."""
    major = version(environment.monitoring.prometheus_version)[0]
    return ROOT / ".tools" / f"prometheus{major}"


def service_account(name: str) -> dict[str, Any]:
    """Return a service account of the stack."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": name, "namespace": MONITORING},
    }


def prometheus(
    cluster: Cluster,
    environment: Environment,
    name: str,
    selector: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the Prometheus of an environment as its stack has it, run from outside the cluster."""
    monitoring = environment.monitoring
    numbers = (*version(monitoring.prometheus_version), 0, 0)[:3]
    wanted = monitoring.selector_labels if selector is None else selector
    where = {"matchLabels": {"kubernetes.io/metadata.name": environment.namespace}}
    selectors: dict[str, Any] = {}
    for kind in ("serviceMonitor", "podMonitor", "rule"):
        selectors[f"{kind}Selector"] = {"matchLabels": dict(wanted)} if wanted else {}
        selectors[f"{kind}NamespaceSelector"] = where
    credentials = cluster.folder / f"{name}.token"
    credentials.write_text(cluster.api.token(MONITORING, monitoring.service_account))
    return {
        "apiVersion": V1,
        "kind": "Prometheus",
        "metadata": {"name": name, "namespace": MONITORING},
        "spec": {
            "replicas": 1,
            "version": "v" + ".".join(map(str, numbers)),
            "serviceAccountName": monitoring.service_account,
            "serviceDiscoveryRole": "EndpointSlice",
            "apiserverConfig": {
                "host": cluster.url,
                "tlsConfig": {"caFile": str(cluster.folder / "ca.crt")},
                "authorization": {"type": "Bearer", "credentialsFile": str(credentials)},
            },
            **selectors,
        },
    }


ALERTMANAGER: dict[str, Any] = {
    "apiVersion": V1,
    "kind": "Alertmanager",
    "metadata": {"name": "main", "namespace": MONITORING},
    "spec": {
        "replicas": 1,
        "alertmanagerConfigSelector": {},
        "alertmanagerConfigNamespaceSelector": {},
    },
}


def _unpacked(secret: Mapping[str, Any], key: str) -> str:
    return gzip.decompress(base64.b64decode(secret["data"][key])).decode()


def generated_alertmanager(cluster: Cluster, *wanted: str) -> str:
    """Return the configuration that the Operator wrote, once it holds all that is wanted."""

    def attempt() -> str | None:
        secret = cluster.api.get("v1", "Secret", MONITORING, "alertmanager-main-generated")
        text = _unpacked(secret, "alertmanager.yaml.gz")
        return text if all(part in text for part in wanted) else None

    return eventually("Alertmanager's configuration", attempt)


def generated_prometheus(cluster: Cluster, name: str, jobs: int, rule_files: int = 0) -> Path:
    """Write down the configuration that the Operator made, once it is whole; return its path."""
    # The Operator spreads them over several, as one holds a megabyte at most.
    rules_of = f"prometheus-{name}-rulefiles-"

    def attempt() -> tuple[str, dict[str, str]] | None:
        secret = cluster.api.get("v1", "Secret", MONITORING, f"prometheus-{name}")
        text = _unpacked(secret, "prometheus.yaml.gz")
        held: dict[str, str] = {}
        for config_map in cluster.api.get("v1", "ConfigMap", MONITORING)["items"]:
            part = config_map["metadata"]["name"]
            if part.startswith(rules_of):
                files = config_map.get("data", {})
                held |= {f"{part}/{file}": content for file, content in files.items()}
        is_whole = text.count("job_name:") == jobs and len(held) >= rule_files
        return (text, held) if is_whole else None

    text, held = eventually(f"{jobs} jobs and {rule_files} rule files of {name}", attempt)
    folder = cluster.folder / name
    rules = folder / "rules"
    rules.mkdir(parents=True, exist_ok=True)
    for file, content in held.items():
        (rules / file).parent.mkdir(exist_ok=True)
        (rules / file).write_text(content)
    # The Operator's side-car fills these in, and mounts the rules there.
    for placeholder, value in (("$(SHARD)", "0"), ("$(POD_NAME)", f"prometheus-{name}-0")):
        text = text.replace(placeholder, value)
    path = folder / "prometheus.yaml"
    path.write_text(text.replace("/etc/prometheus/rules", str(rules)))
    return path


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A scrape target that a real Prometheus discovered."""

    job: str
    pod: str
    address: str
    labels: tuple[tuple[str, str], ...]


def discovered(configuration: Path, programs: Path, wanted: int) -> list[Target]:
    """Return the targets that a Prometheus finds: as many as wanted, and those soon after them."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with Processes(configuration.parent) as processes:
        processes.start(
            "prometheus",
            programs / "prometheus",
            f"--config.file={configuration}",
            f"--storage.tsdb.path={configuration.parent / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        )
        last: list[Target] = []
        since = time.monotonic()
        end = since + PATIENCE
        while time.monotonic() < end:
            time.sleep(0.3)
            found = _asked(url)
            if found != last:
                last, since = found, time.monotonic()
            if last and len(last) >= wanted and time.monotonic() - since > _QUIET_SECONDS:
                break
            if not last and "forbidden" in processes.log("prometheus"):
                break
        return last


def _asked(url: str) -> list[Target]:
    try:
        answer = httpx.get(f"{url}/api/v1/targets", params={"state": "active"})
    except httpx.TransportError:
        return []
    if not answer.is_success:
        return []
    return sorted(
        Target(
            target["labels"].get("job", ""),
            target["labels"].get("pod", ""),
            target["scrapeUrl"].removeprefix("http://").partition("/")[0],
            tuple(sorted(target["labels"].items())),
        )
        for target in answer.json()["data"]["activeTargets"]
    )
