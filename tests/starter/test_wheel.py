"""The example from a wheel, in a clean environment and a folder of its own, all the way."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import programs
from tests.programs import ROOT
from tests.starter.example import files
from tests.starter.recording import FAILED, MINUTES, ORDERS, OUTAGE, REFUSED

EMITTED = ("alerts", "dashboards", "docs", "overlays", "servicemonitors")


def _python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=True
    )


@pytest.fixture(name="installed", scope="module")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, and install it into an environment that sees the locked packages only.

    They come by a line in a .pth file, which Python does not follow any further: the checkout that
    is installed beside them stays unseen. So nothing is fetched.
    """
    folder = tmp_path_factory.mktemp("wheel")
    _python(ROOT, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    _python(folder, "-m", "venv", "--without-pip", "clean")
    program = folder / "clean" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    pip = ("-m", "pip", "--python", str(program), "install", "--quiet", "--no-index", "--no-deps")
    _python(folder, *pip, str(wheel))
    (packages,) = folder.glob("clean/lib/*/site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "clean" / "bin" / "observability"


@pytest.fixture(name="project", scope="module")
def _project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the example to where nothing of this repository is."""
    folder = tmp_path_factory.mktemp("project")
    for name, content in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def _run(installed: Path, project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the wheel, which knows nothing of the folder that the tests run in."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "OBSERV"))}
    return subprocess.run(
        [str(installed), *words],
        cwd=project,
        env=inherited | programs.named_by_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _objects(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.rglob("*.yaml")):
        yield from (body for body in yaml.safe_load_all(path.read_text()) if body)


def test_the_wheel_is_used_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    """And it tells editors and type checkers that it has types."""
    where = "import observability, pathlib; print(pathlib.Path(observability.__file__).parent)"
    done = subprocess.run(
        [str(installed.with_name("python")), "-c", where],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    package = Path(done.stdout.strip())
    assert package.is_relative_to(installed.parents[1])
    assert (package / "py.typed").is_file()


def test_a_new_project_is_the_example(installed: Path, tmp_path: Path) -> None:
    """`init`, then `generate`: every file of the example, and nothing else."""
    assert _run(installed, tmp_path, "init", "new").returncode == 0
    new = tmp_path / "new"
    assert _run(installed, new, "generate").returncode == 0
    made = {
        path.relative_to(new).as_posix(): path.read_bytes()
        for path in new.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    example = files()
    assert made.keys() == example.keys()
    assert [name for name in made if made[name] != example[name]] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("generate", "--check"), "0 differ"),
        (("check",), "no problems"),
        (("prove",), "0 of 13 runs failed"),
        (("preview",), "3 dashboards"),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_the_example_can_be(
    installed: Path, project: Path, words: tuple[str, ...], said: str
) -> None:
    """Generated, checked, proven and previewed."""
    done = _run(installed, project, *words)
    assert said in done.stdout, done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (0, "")


def test_the_example_is_reviewed(installed: Path, project: Path) -> None:
    """With the numbers that its recording was made with, and with its incident."""
    done = _run(
        installed, project, "review", "--recording", "recordings/morning.om.gz", "--output", "out"
    )
    assert (done.returncode, done.stderr) == (0, "")
    review = json.loads((project / "out" / "review.json").read_text())
    orders = {slo["name"]: slo for slo in review["slos"]}["orders-accepted"]
    # Before the first row nothing was scraped, and the last is not rolled up when it ends.
    assert orders["valid"] == 2 * (ORDERS - REFUSED) * (MINUTES - 2)
    assert orders["bad"] == 2 * FAILED * len(OUTAGE)
    assert "the order database restarted" in (project / "out" / "review.md").read_text()


def test_nothing_that_is_emitted_names_our_own_system(project: Path) -> None:
    """Neither a name, a label, a link, nor a text."""
    emitted = [p for folder in EMITTED for p in (project / folder).rglob("*") if p.is_file()]
    assert len(emitted) > 40
    assert [path for path in emitted if "gitstratum" in path.read_text().lower()] == []


def test_monitors_and_policies_select_its_own_pods(project: Path) -> None:
    """The labels are those of its manifests: the Service's, and those of the pods."""
    labels: dict[str, list[Mapping[str, str]]] = {"Service": [], "Pod": []}
    for body in _objects(project / "manifests"):
        if body["kind"] == "Service":
            labels["Service"].append(body["metadata"]["labels"])
        else:
            labels["Pod"].append(body["spec"]["template"]["metadata"]["labels"])
    selected = {"ServiceMonitor": "Service", "PodMonitor": "Pod", "NetworkPolicy": "Pod"}
    counted = dict.fromkeys(selected, 0)
    for body in _objects(project / "servicemonitors"):
        if body["kind"] in selected:
            selector = body["spec"].get("selector") or body["spec"]["podSelector"]
            wanted = selector["matchLabels"].items()
            matched = [own for own in labels[selected[body["kind"]]] if wanted <= own.items()]
            assert len(matched) == 1, body["metadata"]["name"]
            counted[body["kind"]] += 1
    assert counted == {"ServiceMonitor": 1, "PodMonitor": 1, "NetworkPolicy": 2}


def test_it_stands_in_its_own_namespace_under_its_own_labels(project: Path) -> None:
    """So that two systems in one cluster do not take each other's objects for their own."""
    objects = [
        body
        for folder in ("alerts/live", "servicemonitors", "overlays")
        for body in _objects(project / folder)
        if body["kind"] != "Kustomization"
    ]
    assert len(objects) > 8
    for body in objects:
        metadata = body["metadata"]
        assert metadata["namespace"] == "shop"
        assert metadata["name"].startswith("shop")
        assert metadata["labels"] == {
            "app.kubernetes.io/managed-by": "shop-observability",
            "app.kubernetes.io/part-of": "shop",
            "observability.shop.example.org/environment": "live",
            "team": "shop",
        }
