"""Our own look at manifests finds what a cluster would trip over, without a cluster."""

import pytest
import yaml

from tests.cluster.emitted import ENVIRONMENTS, ROOT, files
from tests.cluster.faults import DUPLICATE_KEY, FAULTS, Fault, manifest, valid
from tests.cluster.gitstratum import PORTS
from tests.cluster.objections import objections

GENERATED = [path for environment in ENVIRONMENTS for path in files(environment)]
PORT_NAMES = frozenset(name for ports in PORTS.values() for name in ports)


def test_nothing_is_wrong_with_a_generated_object() -> None:
    """A generated file holds one object, and nothing is wrong with it."""
    assert GENERATED
    found = {path.relative_to(ROOT).as_posix(): objections(path.read_text()) for path in GENERATED}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what.replace(" ", "-"))
def test_each_fault_is_found(fault: Fault) -> None:
    """An object with one fault in it is objected to."""
    found = objections(manifest(fault), PORT_NAMES)
    assert found, f"nothing is said about it: {fault.what}"


@pytest.mark.parametrize("of", sorted({fault.of for fault in FAULTS}), ids="-".join)
def test_without_the_fault_nothing_is_found(of: tuple[str, str]) -> None:
    """What is objected to is the fault, since the same object without it is fine."""
    assert objections(yaml.safe_dump(valid(of)), PORT_NAMES) == []


def test_a_repeated_key_is_found() -> None:
    """The second of two equal keys would silently win."""
    assert objections(DUPLICATE_KEY) == ["key 'a.txt' is given 2 times"]


def test_something_else_is_no_object_of_ours() -> None:
    """A kind that we do not generate is not checked, and said to be none."""
    assert objections("kind: Pod\n") == ["kind 'Pod' is none that we generate"]
