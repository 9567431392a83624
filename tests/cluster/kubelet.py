"""Pretends to be a node: every pod is bound to it, gets an address and is ready."""

import threading
from itertools import count
from types import TracebackType
from typing import Any, Self

from tests.cluster.api import API, path_of

NODE = "node-1"
_POLL_SECONDS = 0.2
_STARTED = "2026-01-01T00:00:00Z"
_PATCH = {"Content-Type": "application/strategic-merge-patch+json"}


class Kubelet:
    """A node in a thread, for as long as the context lasts."""

    def __init__(self, api: API) -> None:
        """Take the node's part towards this API server."""
        self._api = api
        self._addresses = count(10)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kubelet")

    def _run(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            for pod in self._api.get("v1", "Pod", None)["items"]:
                if not pod["status"].get("podIP"):
                    self._take(pod)

    def _take(self, pod: Any) -> None:  # noqa: ANN401
        path = path_of("v1", "Pod", pod["metadata"]["namespace"], pod["metadata"]["name"])
        binding = {
            "apiVersion": "v1",
            "kind": "Binding",
            "metadata": {"name": pod["metadata"]["name"]},
            "target": {"apiVersion": "v1", "kind": "Node", "name": NODE},
        }
        self._api.http.post(f"{path}/binding", json=binding)
        address = f"10.244.0.{next(self._addresses)}"
        ready = {"type": "Ready", "status": "True", "lastTransitionTime": _STARTED}
        containers = [
            {
                "name": container["name"],
                "image": container["image"],
                "imageID": "",
                "ready": True,
                "restartCount": 0,
                "state": {"running": {"startedAt": _STARTED}},
            }
            for container in pod["spec"]["containers"]
        ]
        status = {
            "phase": "Running",
            "podIP": address,
            "podIPs": [{"ip": address}],
            "hostIP": "192.0.2.1",
            "conditions": [ready, ready | {"type": "ContainersReady"}],
            "containerStatuses": containers,
        }
        self._api.http.patch(f"{path}/status", json={"status": status}, headers=_PATCH)

    def __enter__(self) -> Self:
        """Make the node and begin."""
        node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": NODE}}
        response = self._api.apply(node)
        assert response.is_success, response.text
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End."""
        self._ended.set()
        self._thread.join()
