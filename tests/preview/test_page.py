"""The page: self-contained, and in a browser every panel is drawn and nothing complains."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html  # type: ignore[import-untyped]

from observability.cli import cli
from observability.drawing.markup import printable
from observability.preview.answers import PanelAnswer, Time
from observability.preview.html import Drawn, page
from tests.browser import opened, too_wide
from tests.hostile import MARKUP
from tests.programs import PATIENCE

TIME = Time(start=0, end=600, step=60, scrape_interval=15)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw all dashboards on the realtime recording."""
    output = Path(tmp_path_factory.mktemp("preview"), "preview.html")
    result = CliRunner().invoke(cli, ["preview", "--output", str(output)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return output


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Reader()
    reader.feed(text)
    return reader.tags


def test_the_page_fetches_nothing(drawn: Path) -> None:
    """No script, no frame, no picture, no style sheet from elsewhere."""
    text = drawn.read_text()
    for tag, attributes in _tags(text):
        assert tag not in {"script", "iframe", "img", "object", "embed"}
        assert tag != "link" or attributes["href"] == "data:,"
    assert "@import" not in text
    assert "url(" not in text


def test_every_panel_shows_something(drawn: Path) -> None:
    """A chart, a number, a table, a text, or words on why there is nothing."""
    bodies = re.findall(r'<section class="panel.*?</section>', drawn.read_text(), re.DOTALL)
    assert len(bodies) > 100
    for body in bodies:
        assert re.search(r'<svg|class="values"|<table|class="unanswered"|class="scroll"><', body), (
            body[:300]
        )


def test_two_runs_draw_the_same_page(drawn: Path, tmp_path: Path) -> None:
    """A reviewer can compare two previews."""
    again = tmp_path / "again.html"
    CliRunner().invoke(cli, ["preview", "--output", str(again)], catch_exceptions=False)
    assert again.read_bytes() == drawn.read_bytes()


@pytest.mark.parametrize("words", [*MARKUP, "{{x}}${y}"])
def test_signs_of_html_and_templates_are_shown_as_text(words: str) -> None:
    """In titles, questions and Markdown: there is no element that others do not make."""
    wild, tame = (html.document_fromstring(_of_text(each)) for each in (words, "words"))
    titles = ("h2", "h4", "p[@class='question']")
    assert [wild.xpath(f"string(//{title})") for title in titles] == [
        printable(text) for text in (words, words, words.partition("\n\n")[0])
    ]
    allowed = {each.tag for each in tame.iter()} | {"table", "thead", "tr", "th", "em", "strong"}
    assert {each.tag for each in wild.iter()} <= allowed
    assert not wild.xpath("//@*[starts-with(name(), 'on') or starts-with(., 'javascript')]")


def _of_text(words: str) -> str:
    """Return a page with one panel of text, in which everything is these words."""
    panel = {
        "id": 1,
        "type": "text",
        "title": words,
        "description": f"{words}\n\nSource: {words}.",
        "gridPos": {"x": 0, "y": 0, "w": 24, "h": 4},
        "options": {"content": words},
    }
    dashboard = {"uid": "a", "title": words, "description": words, "panels": [panel]}
    drawn = Drawn(dashboard=dashboard, answers=[PanelAnswer(panel, ())], values={})
    return page([drawn], TIME, words)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--slo", "push", "there is no SLO 'push'; there are: "),
        ("--environment", "moon", "there is no environment 'moon'; there are: dev"),
        ("--dashboard", "none", "there is no dashboard 'none'; there are: gitstratum-overview"),
    ],
)
def test_what_does_not_exist_is_refused(
    option: str, value: str, words: str, tmp_path: Path
) -> None:
    """With what there is, and nothing is written."""
    output = tmp_path / "preview.html"
    result = CliRunner().invoke(cli, ["preview", option, value, "--output", str(output)])
    assert result.exit_code == 2
    assert words in result.output
    assert not output.exists()


def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    """One sentence and exit 2, before the recording is looked at, which is damaged."""
    recording = tmp_path / "x.om"
    recording.write_text("up{ 1\n")
    for folder in (Path("/proc/nowhere"), recording):
        options = ["--recording", str(recording), "--output", str(folder / "p.html")]
        done = subprocess.run(
            [sys.executable, "-m", "observability", "preview", *options],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 2
        assert re.fullmatch(f"error: cannot write into {folder}: [A-Za-z ]+\n", done.stderr)


def test_a_damaged_recording_is_refused(tmp_path: Path) -> None:
    """And nothing is written."""
    recording, output = tmp_path / "x.om", tmp_path / "preview.html"
    recording.write_text("up{ 1\n")
    options = ["--recording", str(recording), "--output", str(output)]
    result = CliRunner().invoke(cli, ["preview", *options])
    assert result.exit_code == 2
    assert str(recording) in result.output
    assert not output.exists()


def test_a_recording_of_another_environment_is_refused(tmp_path: Path) -> None:
    """Rules of staging read nothing of prod: a page without data would look like good news."""
    output = tmp_path / "preview.html"
    options = ["--environment", "staging", "--output", str(output)]
    result = CliRunner().invoke(cli, ["preview", *options])
    assert result.exit_code == 2
    assert "the recording has no series that the rules read" in result.output
    assert 'namespace="gitstratum-staging"' in result.output
    assert not output.exists()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_draws_it_without_complaint(scheme: str, drawn: Path, tmp_path: Path) -> None:
    """Every panel has a size, text does not run out of the page, the console stays empty."""
    text = drawn.read_text()
    probe = tmp_path / "probe.html"
    probe.write_text(text.replace("</body>", f"<script>{_PROBE}</script></body>"))
    done = opened(
        tmp_path,
        "--window-size=1480,1200",
        f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
        "--dump-dom",
        probe.as_uri(),
    )
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []
    report = re.search(r'data-probe="(\d+) (\d+) (\d+) (\w+)"', done.stdout)
    assert report is not None
    panels, empty, beyond, seen = report.groups()
    assert int(panels) > 100
    assert (int(empty), int(beyond), seen) == (0, 0, scheme)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390])
def test_the_page_is_no_wider_than_a_phone(width: int, drawn: Path, tmp_path: Path) -> None:
    """Wide tables scroll in their own place, and long words are broken."""
    assert too_wide(drawn, width, tmp_path) == 0


_PROBE = """
const panels = [...document.querySelectorAll('.panel')];
const empty = panels.filter(p => {
  const box = p.getBoundingClientRect();
  const body = p.lastElementChild.getBoundingClientRect();
  return box.height < 60 || box.width < 60 || body.height < 8;
});
const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth;
const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
document.body.dataset.probe = `${panels.length} ${empty.length} ${Math.max(0, beyond)} ${dark}`;
"""
