"""The example of a new part in CONTRIBUTING.md works as it stands."""

import re
from typing import Any

import pytest

from observability import generate as registry
from observability.files import serialise
from observability.part import Part
from tests.programs import ROOT
from tests.shop import SHOP


@pytest.fixture(name="part")
def _part(monkeypatch: pytest.MonkeyPatch) -> Part:
    """Return the part of the example, registered."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    section = text.partition("\n## A part\n")[2].partition("\n## ")[0]
    folder, entry = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    module: dict[str, Any] = {"Part": Part}
    exec(folder, module)  # noqa: S102  text of our own
    part: Part = eval(entry, module)  # noqa: S307  text of our own
    monkeypatch.setattr(registry, "PARTS", (*registry.PARTS, part))
    return part


def test_a_part_is_generated_by_its_name(part: Part) -> None:
    """Its file, with the owner of each promise, in its folder."""
    [artefact] = registry.generate(SHOP, part.name)
    assert artefact.path.startswith(f"{part.folder}/")
    lines = serialise(artefact).splitlines()
    assert [f"{slo.name}: {slo.owner}" in lines for slo in SHOP.slos] == [True] * len(SHOP.slos)


def test_the_folder_of_a_part_is_ours_to_tidy(part: Part) -> None:
    """What lies there and is made no more is removed, by the entry alone."""
    assert registry.folders(part.name) == [part.folder]
