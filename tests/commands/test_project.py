"""Which catalogue a run is about, where its files are, and what is said if it cannot be loaded."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from observability.errors import CatalogueError
from observability.project import load
from tests.programs import ROOT
from tests.project import CATALOGUE
from tests.shop import SHOP

SHOP_NAME = "tests.shop:SHOP"


@pytest.fixture(autouse=True)
def _imports(tmp_path: Path) -> Iterator[None]:
    """Forget which roots were added to the import path, and what was imported from there."""
    before = list(sys.path)
    yield
    sys.path[:] = before
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(str(tmp_path)):
            del sys.modules[name]


def named(folder: Path, lines: str) -> Path:
    """Write a pyproject.toml with our table; return its folder."""
    (folder / "pyproject.toml").write_text(f"[tool.observability]\n{lines}\n")
    return folder


def refusal(given: str | None, folder: Path) -> str:
    """Return why no project can be loaded."""
    with pytest.raises(CatalogueError) as error:
        load(given, folder)
    return str(error.value)


def test_the_nearest_pyproject_names_catalogue_and_root(tmp_path: Path) -> None:
    """From the folder upwards; one without our table is passed by."""
    named(tmp_path, f'catalogue = "{SHOP_NAME}"')
    below = tmp_path / "src" / "deep"
    below.mkdir(parents=True)
    (tmp_path / "src" / "pyproject.toml").write_text('[project]\nname = "inner"\n')
    project = load(None, below)
    assert project.catalogue is SHOP
    assert project.root == tmp_path
    assert project.cache == tmp_path / ".tools" / "cache"


def test_a_catalogue_that_is_given_wins_and_the_root_stays(tmp_path: Path) -> None:
    """Another catalogue may be tried on the files that are there."""
    named(tmp_path, 'catalogue = "nowhere:NOTHING"')
    project = load(SHOP_NAME, tmp_path)
    assert (project.catalogue, project.root) == (SHOP, tmp_path)


def test_without_a_pyproject_the_root_is_where_we_are(tmp_path: Path) -> None:
    """A catalogue that is given needs no file."""
    assert load(SHOP_NAME, tmp_path).root == tmp_path


def test_the_recording_is_below_the_root(tmp_path: Path) -> None:
    """What `preview` draws may be named, too."""
    named(tmp_path, f'catalogue = "{SHOP_NAME}"\nrecording = "recordings/day.om"')
    assert load(None, tmp_path).recording == tmp_path / "recordings" / "day.om"
    assert load(SHOP_NAME, ROOT).recording == ROOT / "recordings/realtime/realtime.om.gz"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "no catalogue is named: write catalogue = "),
        ("catalogue = 3", "catalogue below [tool.observability] is 3: write a text"),
        ('catalog = "x:Y"', "has an unknown entry 'catalog'; known are: catalogue, recording"),
        ("catalogue = ", "cannot be read: "),
        ('catalogue = "shop"', "catalogue 'shop' ({path}): expected package.module:NAME"),
        ('catalogue = "shop.slos:"', "expected package.module:NAME, like shop.catalogue:SHOP"),
        (
            'catalogue = "no_such_shop.catalogue:SHOP"',
            "there is no module no_such_shop, neither below {folder} nor among",
        ),
        (
            'catalogue = "tests.shop:SHOPS"',
            "tests.shop has no SHOPS; its catalogues are: SHOP",
        ),
        (
            'catalogue = "tests.shop:PROD"',
            "PROD is not a Catalogue but a value of type Environment; its catalogues are: SHOP",
        ),
        (
            'catalogue = "json:loads"',
            "loads is not a Catalogue but a value of type function; it holds no Catalogue",
        ),
    ],
)
def test_a_catalogue_that_cannot_be_loaded_is_told(tmp_path: Path, lines: str, words: str) -> None:
    """What is wrong, in which file, and what would be right."""
    said = refusal(None, named(tmp_path, lines))
    assert words.format(folder=tmp_path, path=tmp_path / "pyproject.toml") in said
    assert str(tmp_path) in said


def test_without_any_name_all_three_places_are_told(tmp_path: Path) -> None:
    """The file, the option and the variable."""
    said = refusal(None, tmp_path)
    assert f"no pyproject.toml from {tmp_path} upwards has [tool.observability]" in said
    assert "or give --catalogue or $OBSERVABILITY_CATALOGUE" in said


@pytest.mark.parametrize(
    ("name", "files", "site"),
    [
        ("bakery.catalogue:B", ("bakery/__init__.py", "bakery/catalogue.py"), "catalogue.py:2"),
        ("dairy.catalogue:D", ("dairy/catalogue.py", "dairy/__init__.py"), "__init__.py:2"),
        ("butchery:B", ("butchery.py",), "butchery.py:2"),
    ],
)
def test_a_definition_that_raises_is_named_in_any_package(
    tmp_path: Path, name: str, files: tuple[str, ...], site: str
) -> None:
    """By file and line below the root; the last of the files raises."""
    for file in files:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("")
    (tmp_path / files[-1]).write_text("from observability import percent\npercent('many')\n")
    said = refusal(None, named(tmp_path, f'catalogue = "{name}"'))
    place = Path(files[-1]).with_name(site)
    assert said == f"{place}: 'many' is not a number: write it like 99.9"


def _run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "observability", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_option_wins_over_the_variable_and_both_over_the_file(tmp_path: Path) -> None:
    """As on most command lines."""
    named(tmp_path, 'catalogue = "of_the_file:X"')
    for words, variable, wanted in (
        (("--catalogue", SHOP_NAME), "of_the_variable:X", "orders-accepted"),
        ((), SHOP_NAME, "orders-accepted"),
        ((), "of_the_variable:X", "no module of_the_variable"),
        ((), "", "no module of_the_file"),
    ):
        done = _run(tmp_path, "list", *words, OBSERVABILITY_CATALOGUE=variable)
        assert wanted in done.stdout + done.stderr


def test_every_command_takes_a_catalogue(tmp_path: Path) -> None:
    """One that cannot be loaded is refused by each but `init`, which makes one, with exit 2."""
    listed = _run(tmp_path, "--help").stdout.partition("Commands:")[2]
    verbs = {line.split()[0] for line in listed.splitlines() if line.strip()} - {"init"}
    for verb in sorted(verbs):
        done = _run(tmp_path, verb, "--catalogue", "nowhere:X")
        assert (verb, done.returncode) == (verb, 2)
        assert "there is no module nowhere" in done.stderr


def test_files_are_those_of_the_root_from_any_folder_below() -> None:
    """From docs/ nothing differs, and nothing is written there."""
    done = _run(ROOT / "docs", "generate", "--check", "--catalogue", CATALOGUE)
    assert done.stdout.endswith("0 differ\n")
