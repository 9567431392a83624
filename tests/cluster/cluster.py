"""A Kubernetes cluster without nodes: real API server, controllers, Operator and its webhook."""

import base64
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.cluster import certificates
from tests.cluster.api import API, connect
from tests.cluster.emitted import ROOT
from tests.cluster.kubelet import Kubelet
from tests.cluster.processes import Processes, eventually, free_port
from tests.programs import PATIENCE

TOKEN = "test-administrator"  # noqa: S105 (of a server that lives as long as the tests)
_CONTROLLERS = (
    "deployment-controller,replicaset-controller,statefulset-controller,"
    "endpoints-controller,endpointslice-controller"
)


def programs() -> Path:
    """Return the folder that `make cluster-tools` fills."""
    return ROOT / ".tools" / "cluster"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that runs."""

    api: API
    url: str
    folder: Path
    processes: Processes


def _etcd(processes: Processes, folder: Path) -> str:
    client, peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    processes.start(
        "etcd",
        programs() / "etcd",
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",
    )
    return client


def _api_server(processes: Processes, folder: Path, etcd: str) -> str:
    port = free_port()
    (folder / "tokens.csv").write_text(f"{TOKEN},admin,admin,system:masters\n")
    processes.start(
        "kube-apiserver",
        programs() / "kube-apiserver",
        f"--etcd-servers={etcd}",
        "--bind-address=127.0.0.1",
        f"--secure-port={port}",
        "--tls-cert-file=server.crt",
        "--tls-private-key-file=server.key",
        "--client-ca-file=ca.crt",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=sa.key",
        "--service-account-signing-key-file=sa.key",
        "--token-auth-file=tokens.csv",
        "--authorization-mode=RBAC",
        # No controller of ours makes the default account that it asks for.
        "--disable-admission-plugins=ServiceAccount",
    )
    return f"https://127.0.0.1:{port}"


def _definitions(api: API) -> None:
    command = [str(programs() / "operator"), "crds"]
    printed = subprocess.run(command, capture_output=True, check=True)
    path = api.kubeconfig.with_name("crds.yaml")
    path.write_bytes(printed.stdout)
    applied = api.kubectl("apply", "--server-side", f"--filename={path}")
    assert applied.returncode == 0, applied.stderr
    waited = api.kubectl(
        "wait", "--for=condition=Established", "crd", "--all", f"--timeout={PATIENCE:g}s"
    )
    assert waited.returncode == 0, waited.stderr


def _webhook(processes: Processes, api: API, folder: Path) -> None:
    port = free_port()
    processes.start(
        "admission-webhook",
        programs() / "admission-webhook",
        f"-web.listen-address=127.0.0.1:{port}",
        "-web.enable-tls=true",
        "-web.cert-file=server.crt",
        "-web.key-file=server.key",
    )
    authority = base64.b64encode((folder / "ca.crt").read_bytes()).decode()
    webhooks = [
        {
            "name": f"{plural}.monitoring.coreos.com",
            "clientConfig": {
                "url": f"https://127.0.0.1:{port}/admission-{plural}/validate",
                "caBundle": authority,
            },
            "rules": [
                {
                    "apiGroups": ["monitoring.coreos.com"],
                    "apiVersions": ["*"],
                    "operations": ["CREATE", "UPDATE"],
                    "resources": [plural],
                }
            ],
            "failurePolicy": "Fail",
            "sideEffects": "None",
            "admissionReviewVersions": ["v1"],
        }
        for plural in ("prometheusrules", "alertmanagerconfigs")
    ]
    registered = api.apply(
        {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingWebhookConfiguration",
            "metadata": {"name": "prometheus-operator"},
            "webhooks": webhooks,
        }
    )
    assert registered.is_success, registered.text


def _controllers(processes: Processes, api: API, url: str) -> None:
    processes.start(
        "kube-controller-manager",
        programs() / "kube-controller-manager",
        f"--kubeconfig={api.kubeconfig}",
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        f"--secure-port={free_port()}",
        "--authentication-skip-lookup=true",
        f"--controllers={_CONTROLLERS}",
    )
    processes.start(
        "operator",
        programs() / "operator",
        f"-apiserver={url}",
        "-ca-file=ca.crt",
        "-cert-file=admin.crt",
        "-key-file=admin.key",
        f"-web.listen-address=127.0.0.1:{free_port()}",
        "-feature-gates=StatusForConfigurationResources=true",
    )


def _is_ready(api: API) -> bool | None:
    with suppress(httpx.TransportError):
        return api.http.get("/readyz").is_success or None
    return None


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Run a cluster in a folder for as long as the context lasts."""
    certificates.make(folder)
    with Processes(folder) as processes:
        url = _api_server(processes, folder, _etcd(processes, folder))
        api = connect(url, folder, TOKEN)
        with closing(api.http):
            eventually("the API server", lambda: _is_ready(api))
            _definitions(api)
            _webhook(processes, api, folder)
            _controllers(processes, api, url)
            with Kubelet(api):
                yield Cluster(api, url, folder, processes)
