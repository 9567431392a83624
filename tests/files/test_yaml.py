"""The YAML that we write is, byte for byte, what PyYAML's own dumper would write."""

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from observability import files
from observability.artefact import Artefact
from observability.generate import folders
from tests.programs import ROOT


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  PyYAML passes it
        return True


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def by_pyyaml(body: object) -> str:
    """Return what PyYAML makes of a body, block text for several lines and no aliases."""
    return yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


def ours(body: object) -> str:
    """Return what we make of it, without the line that says who made it."""
    return files.serialise(Artefact("x.yaml", body, "x")).split("\n", 1)[1]


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
bodies = st.recursive(
    scalars | st.sampled_from(["yes", "1", "1e3", "~", "- x", "a: b", " a\n b\n\n", "#"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(bodies)
def test_any_data_is_written_as_pyyaml_writes_it(body: object) -> None:
    """Numbers that are text get quotes, empty lists stay in line, odd text is escaped: as there."""
    assert ours(body) == by_pyyaml(body)


def test_equal_numbers_of_other_types_stay_apart() -> None:
    """True, 1 and 1.0 are equal to Python, as are 0.0 and -0.0, and written as what they are."""
    body = [True, 1, 1.0, "1", 0.0, -0.0]
    assert ours(body) == by_pyyaml(body) == "- true\n- 1\n- 1.0\n- '1'\n- 0.0\n- -0.0\n"


def test_committed_files_are_what_pyyaml_writes() -> None:
    """Each generated file, read and written by PyYAML, is the same again below its first line."""
    paths = [path for folder in folders() for path in Path(ROOT, folder).rglob("*.yaml")]
    assert paths
    for path in paths:
        text = path.read_text().split("\n", 1)[1]
        assert by_pyyaml(yaml.load(text, Loader=yaml.CSafeLoader)) == text, path
