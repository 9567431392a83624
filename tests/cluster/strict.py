"""The API server's schemas, made as strict as the server is when it is asked to be."""

import functools
import json
from pathlib import Path

from jsonschema import Draft7Validator

SCHEMAS = Path(__file__).parent / "schemas"


def strict(schema: object) -> object:
    """Return a schema that refuses what an API server drops or refuses, unknown fields above all.

    Kubernetes writes "number or text" in ways of its own, and some patterns as only Go reads them.
    """
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    made = {key: strict(value) for key, value in schema.items()}
    properties = made.get("properties")
    if (
        isinstance(properties, dict)
        and "type" in made
        and not made.get("x-kubernetes-preserve-unknown-fields")
    ):
        made.setdefault("additionalProperties", False)
    pattern = made.get("pattern")
    if isinstance(pattern, str) and "(?i)" in pattern:
        made["pattern"] = "(?i)" + pattern.replace("(?i)", "")
    return made


def _read(kind: str) -> dict[str, object]:
    schema: dict[str, object] = json.loads((SCHEMAS / f"{kind}.json").read_text())
    return schema


@functools.cache
def validator(kind: str) -> Draft7Validator:
    """Return the strict validator of a kind; a CRD's metadata is what every object's is."""
    schema = _read(kind)
    if "definitions" not in schema:
        definitions = _read("ConfigMap")["definitions"]
        properties = schema["properties"]
        assert isinstance(properties, dict)
        metadata = {"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}
        schema |= {"definitions": definitions, "properties": properties | {"metadata": metadata}}
    made = strict(schema)
    assert isinstance(made, dict)
    return Draft7Validator(made)


def kinds() -> frozenset[str]:
    """Return the kinds of which there is a schema."""
    return frozenset(path.stem for path in SCHEMAS.glob("*.json"))
