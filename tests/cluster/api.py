"""Ask an API server over HTTP, and kubectl where it is kubectl that users run."""

import json
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.programs import PATIENCE, program

PLURALS: Mapping[str, str] = {
    "Alertmanager": "alertmanagers",
    "AlertmanagerConfig": "alertmanagerconfigs",
    "ConfigMap": "configmaps",
    "Deployment": "deployments",
    "Namespace": "namespaces",
    "NetworkPolicy": "networkpolicies",
    "Node": "nodes",
    "Pod": "pods",
    "PodMonitor": "podmonitors",
    "Prometheus": "prometheuses",
    "PrometheusRule": "prometheusrules",
    "Role": "roles",
    "RoleBinding": "rolebindings",
    "Secret": "secrets",
    "Service": "services",
    "ServiceAccount": "serviceaccounts",
    "ServiceMonitor": "servicemonitors",
    "StatefulSet": "statefulsets",
    "ValidatingWebhookConfiguration": "validatingwebhookconfigurations",
}


def path_of(api_version: str, kind: str, namespace: str | None, name: str = "") -> str:
    """Return the path of an object, or of a kind's list without a name."""
    start = "/api" if "/" not in api_version else "/apis"
    within = f"/namespaces/{namespace}" if namespace else ""
    return f"{start}/{api_version}{within}/{PLURALS[kind]}{f'/{name}' if name else ''}"


@dataclass(frozen=True, slots=True)
class API:
    """An API server, as its administrator sees it."""

    http: httpx.Client
    kubeconfig: Path

    def apply(self, body: Mapping[str, Any] | str, **query: str) -> httpx.Response:
        """Apply an object from the server's side; text is sent as it is."""
        text = body if isinstance(body, str) else yaml.safe_dump(dict(body))
        parsed = yaml.load(text, Loader=yaml.CSafeLoader) if isinstance(body, str) else body
        metadata = parsed["metadata"]
        path = path_of(
            parsed["apiVersion"], parsed["kind"], metadata.get("namespace"), metadata["name"]
        )
        return self.http.patch(
            path,
            content=text,
            params={"fieldManager": "test", "force": "true", **query},
            headers={"Content-Type": "application/apply-patch+yaml"},
        )

    def create_dry(self, text: str, api_version: str, kind: str, namespace: str) -> httpx.Response:
        """Create an object from YAML as written, strictly, without keeping it."""
        return self.http.post(
            path_of(api_version, kind, namespace),
            content=text,
            params={"dryRun": "All", "fieldValidation": "Strict"},
            headers={"Content-Type": "application/yaml"},
        )

    def get(self, api_version: str, kind: str, namespace: str | None, name: str = "") -> Any:  # noqa: ANN401
        """Return an object, or the list of a kind without a name."""
        response = self.http.get(path_of(api_version, kind, namespace, name))
        assert response.is_success, response.text
        return response.json()

    def kubectl(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run kubectl against this server."""
        command = [str(program("kubectl")), f"--kubeconfig={self.kubeconfig}", *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    def token(self, namespace: str, account: str) -> str:
        """Return a token of a service account."""
        response = self.http.post(
            path_of("v1", "ServiceAccount", namespace, account) + "/token",
            json={"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}},
        )
        assert response.is_success, response.text
        token: str = response.json()["status"]["token"]
        return token


def connect(url: str, folder: Path, token: str) -> API:
    """Return the API at a URL, whose authority is ca.crt in `folder`; write a kubeconfig there."""
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(
        json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "current-context": "test",
                "clusters": [
                    {
                        "name": "test",
                        "cluster": {
                            "server": url,
                            "certificate-authority": str(folder / "ca.crt"),
                        },
                    }
                ],
                "users": [{"name": "admin", "user": {"token": token}}],
                "contexts": [{"name": "test", "context": {"cluster": "test", "user": "admin"}}],
            }
        )
    )
    http = httpx.Client(
        base_url=url,
        verify=ssl.create_default_context(cafile=str(folder / "ca.crt")),
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE,
    )
    return API(http, kubeconfig)
