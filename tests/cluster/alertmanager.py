"""Alertmanager's configuration from an AlertmanagerConfig, as the Operator makes it; its routes.

`make test-cluster` holds this against what the Operator itself writes.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.programs import program

NOBODY_OF_THE_STACK = "null"


def _matchers(matchers: list[dict[str, str]], *more: str) -> list[str]:
    given = [f'{m["name"]}{m["matchType"]}"{m["value"]}"' for m in matchers]
    return [*given, *more]


def configuration(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration: every name gets a prefix, every match the object's namespace."""
    namespace, name = config["metadata"]["namespace"], config["metadata"]["name"]
    own = f'namespace="{namespace}"'
    spec = config["spec"]

    def receiver(given: str) -> str:
        return f"{namespace}/{name}/{given}"

    def route(given: Mapping[str, Any], *more: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "receiver": receiver(given["receiver"]),
            "matchers": _matchers(given.get("matchers", []), *more),
            "routes": [route(child) for child in given.get("routes", [])],
        }
        times = {"groupWait": "group_wait", "repeatInterval": "repeat_interval"}
        names = times | {"groupBy": "group_by", "groupInterval": "group_interval"}
        return made | {names[key]: given[key] for key in names if key in given}

    return {
        "route": {
            "receiver": NOBODY_OF_THE_STACK,
            "routes": [route(spec["route"], own) | {"continue": True}],
        },
        "inhibit_rules": [
            {
                "source_matchers": _matchers(rule["sourceMatch"], own),
                "target_matchers": _matchers(rule["targetMatch"], own),
                "equal": rule["equal"],
            }
            for rule in spec["inhibitRules"]
        ],
        "receivers": [
            {"name": NOBODY_OF_THE_STACK},
            *({"name": receiver(given["name"])} for given in spec["receivers"]),
        ],
    }


def amtool(*arguments: str) -> str:
    """Run amtool and return what it prints."""
    run = subprocess.run(
        [program("amtool"), *arguments], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def write(config: Mapping[str, Any], folder: Path) -> Path:
    """Write the configuration of an AlertmanagerConfig; amtool finds nothing wrong with it."""
    path = folder / "alertmanager.yaml"
    path.write_text(yaml.safe_dump(configuration(config)))
    amtool("check-config", str(path))
    return path


def told(path: Path, labels: Mapping[str, str]) -> str:
    """Return the receiver of an alert with these labels, without its prefix."""
    pairs = [f"{name}={value}" for name, value in labels.items()]
    out = amtool("config", "routes", "test", f"--config.file={path}", *pairs)
    return out.strip().rsplit("/", 1)[-1]
