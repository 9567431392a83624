"""Show and make the changes of an overlay, by server-side apply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from observability.cluster.kubectl import kubectl

_DIFFERENT = 1
_OBJECT = '{{.kind}}|{{.metadata.namespace}}|{{.metadata.name}}{{"\\n"}}'
_TEMPLATE = (
    f"{{{{if .items}}}}{{{{range .items}}}}{_OBJECT}{{{{end}}}}"
    f"{{{{else if .metadata.name}}}}{_OBJECT}{{{{end}}}}"
)


@dataclass(frozen=True, slots=True, order=True)
class Id:
    """Which object."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{self.kind} {self.namespace}/{self.name}"


def context() -> str:
    """Return the name of kubectl's context, that is, which cluster is meant."""
    return kubectl("config", "current-context").stdout.strip()


def rendered(overlay: Path) -> frozenset[Id]:
    """Return the objects of an overlay."""
    return _ids("create", "--dry-run=client", f"--kustomize={overlay}")


def _ids(*arguments: str) -> frozenset[Id]:
    """Return which objects kubectl prints; `create` prints one after the other, `get` a list."""
    printed = kubectl(*arguments, f"--output=go-template={_TEMPLATE}").stdout
    return frozenset(Id(*line.split("|")) for line in printed.splitlines() if line)


def obsolete(overlay: Path, where: Mapping[str, str], kinds: Iterable[str]) -> list[Id]:
    """Return the objects in the cluster that the overlay has no more.

    Args:
        overlay: the overlay's folder.
        where: label selectors of what is ours, by namespace.
        kinds: every kind of object that may be ours.

    """
    live = frozenset(
        live_id
        for namespace, selector in where.items()
        for live_id in _ids(
            "get", ",".join(kinds), f"--namespace={namespace}", f"--selector={selector}"
        )
    )
    return sorted(live - rendered(overlay))


def difference(overlay: Path, manager: str) -> str:
    """Return how the cluster would change, as a diff; nothing if it would not.

    `manager` is who we are to the API server: fields that others set stay theirs.
    """
    run = kubectl(
        "diff",
        "--server-side",
        f"--field-manager={manager}",
        f"--kustomize={overlay}",
        ok_codes=(0, _DIFFERENT),
    )
    # kubectl ends with 1 for a difference and for some failures; only a difference is printed.
    if run.returncode == _DIFFERENT and not run.stdout.strip():
        kubectl("apply", "--server-side", "--dry-run=server", f"--kustomize={overlay}")
    return run.stdout


def apply(overlay: Path, manager: str) -> str:
    """Apply an overlay; return what kubectl says of each object.

    The API server refuses, and changes nothing of an object, where somebody else has set a field
    that we set to something else.
    """
    return kubectl(
        "apply",
        "--server-side",
        "--validate=strict",
        f"--field-manager={manager}",
        f"--kustomize={overlay}",
    ).stdout


def delete(objects: Iterable[Id]) -> None:
    """Delete objects, one by one; one that is gone already is no error."""
    for item in objects:
        kubectl(
            "delete",
            item.kind,
            item.name,
            f"--namespace={item.namespace}",
            "--ignore-not-found",
        )
