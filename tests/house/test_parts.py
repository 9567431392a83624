"""The registry of parts is what the Makefile, the documents and the emitted files say it is."""

import re

import pytest

from observability.artefact import Artefact
from observability.catalogue.gitstratum import GITSTRATUM
from observability.generate import KINDS, PARTS, folders, generate
from observability.part import Part
from tests.programs import ROOT
from tests.shop import SHOP


def test_the_makefile_writes_each_part() -> None:
    """By its name, with its folder and purpose as the line of help; and no other."""
    targets = re.findall(
        r"^(\S+): \$\(installed\) ## (.+)\n\t@\$\(bin\)/observability generate (\S+)$",
        (ROOT / "Makefile").read_text(),
        re.MULTILINE,
    )
    expected = [(p.name, f"Write {p.folder}/: {p.purpose}", p.name) for p in PARTS]
    assert sorted(targets) == sorted(expected)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_writes_into_its_folder_only(part: Part) -> None:
    """What lies there and is made no more is removed, so nothing else may be made elsewhere."""
    paths = [artefact.path for artefact in part.artefacts(GITSTRATUM)]
    assert paths
    assert [path for path in paths if not path.startswith(f"{part.folder}/")] == []


def _named(kind: str, api_version: str) -> str:
    """Return a kind as kubectl names it: in the plural, with its group."""
    plural = re.sub(r"y$", "ie", kind.lower()) + "s"
    return ".".join([plural, *api_version.split("/")[:-1]])


def _kinds(artefact: Artefact) -> set[str]:
    body = artefact.body
    if not isinstance(body, dict) or body.get("kind", "Kustomization") == "Kustomization":
        generated = isinstance(body, dict) and "configMapGenerator" in body
        return {"configmaps"} if generated else set()
    return {_named(body["kind"], body["apiVersion"])}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_names_the_kinds_that_it_writes(part: Part) -> None:
    """`apply` looks for obsolete objects of these kinds: one that is not named stays for ever."""
    written = {kind for artefact in part.artefacts(GITSTRATUM) for kind in _kinds(artefact)}
    assert written == set(part.kinds)
    assert written <= set(KINDS)


def test_an_overlay_lists_the_folder_of_each_part_with_objects() -> None:
    """But for its own: an environment gets all that is made for it."""
    [overlay] = [a for a in generate(SHOP) if a.path == "overlays/prod/kustomization.yaml"]
    assert isinstance(overlay.body, dict)
    listed = {resource.removeprefix("../../") for resource in overlay.body["resources"]}
    applied = [part for part in PARTS if part.kinds and part.name != "overlays"]
    assert listed == {
        "alertmanagerconfig.yaml",
        *(f"{p.folder}/prod" if p.shared is None else p.folder for p in applied),
    }


@pytest.mark.parametrize("document", ["README.md", "docs/glossary.md"])
def test_documents_name_each_generated_folder(document: str) -> None:
    """In a row of a table that says that it is generated."""
    rows = [line for line in (ROOT / document).read_text().splitlines() if "generated" in line]
    missing = [f for f in folders() if not any(f"`{f}/" in row for row in rows)]
    assert missing == []
