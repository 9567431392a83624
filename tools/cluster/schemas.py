"""Write tests/cluster/schemas/: what an API server knows of the kinds of object that we generate.

The schemas of the Prometheus Operator's kinds come from its CRDs, those of Kubernetes' own from its
OpenAPI document, of the versions in go.mod; descriptions are left out. Run it after a change of
those versions: `.venv/bin/python tools/cluster/schemas.py`. It needs Go, to fetch the two modules.
"""

import json
import os
import subprocess
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SCHEMAS = HERE.parents[1] / "tests" / "cluster" / "schemas"
OPERATOR = "github.com/prometheus-operator/prometheus-operator"
CRDS = ("alertmanagerconfigs", "podmonitors", "prometheusrules", "servicemonitors")
OWN = {
    "ConfigMap": "io.k8s.api.core.v1.ConfigMap",
    "NetworkPolicy": "io.k8s.api.networking.v1.NetworkPolicy",
    "Role": "io.k8s.api.rbac.v1.Role",
    "RoleBinding": "io.k8s.api.rbac.v1.RoleBinding",
}


class Loader(yaml.CSafeLoader):
    """YAML as the CRDs have it: their lone `=` is text, and no tag of YAML 1.1."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


def module(path: str) -> Path:
    """Return the folder of a Go module in the version of go.mod."""
    environment = {**os.environ, "GOWORK": "off", "GOFLAGS": "-mod=mod"}
    run = subprocess.run(  # noqa: S603
        ["go", "list", "-m", "-f", "{{.Dir}}", path],  # noqa: S607
        cwd=HERE,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return Path(run.stdout.strip())


def bare(schema: object, *, named: bool = False) -> object:
    """Return a schema without descriptions; `named` where keys are names of properties."""
    if isinstance(schema, list):
        return [bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: bare(value, named=not named and key in ("properties", "definitions"))
        for key, value in schema.items()
        if named or key != "description"
    }


def referenced(schema: object, definitions: dict[str, object], found: dict[str, object]) -> None:
    """Collect into `found` the definitions that a schema refers to, however far away."""
    if isinstance(schema, list):
        for item in schema:
            referenced(item, definitions, found)
    elif isinstance(schema, dict):
        name = str(schema.get("$ref", "")).removeprefix("#/definitions/")
        if name and name not in found:
            found[name] = definitions[name]
            referenced(definitions[name], definitions, found)
        for value in schema.values():
            referenced(value, definitions, found)


def write(kind: str, schema: object) -> None:
    """Write the schema of a kind."""
    text = json.dumps(bare(schema), sort_keys=True, separators=(",", ":"))
    (SCHEMAS / f"{kind}.json").write_text(text + "\n")


def main() -> None:
    """Write the schemas."""
    SCHEMAS.mkdir(parents=True, exist_ok=True)
    folder = module(OPERATOR) / "example" / "prometheus-operator-crd"
    for plural in CRDS:
        text = (folder / f"monitoring.coreos.com_{plural}.yaml").read_text()
        crd = yaml.load(text, Loader=Loader)["spec"]  # noqa: S506 (it is a safe loader)
        write(crd["names"]["kind"], crd["versions"][0]["schema"]["openAPIV3Schema"])
    openapi = module("k8s.io/kubernetes") / "api" / "openapi-spec" / "swagger.json"
    definitions = json.loads(openapi.read_text())["definitions"]
    for kind, name in OWN.items():
        found: dict[str, object] = {}
        referenced(definitions[name], definitions, found)
        write(kind, definitions[name] | {"definitions": found})


main()
