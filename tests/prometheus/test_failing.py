"""Every command that asks a Prometheus, when that is slow, says no, or answers in part."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from observability.recordings import openmetrics
from tests.proxy import Answer, Asked, Meddle, after, asleep, bad_gateway, cut_off, proxy, warning
from tests.pushes import COMMANDS, ask, said, serving

QUICK = ("--timeout", "1")
PART = "2 of 3 stores did not answer <b>"

every = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture(name="url", scope="module")
def _url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus that holds two hours of pushes."""
    with serving(tmp_path_factory.mktemp("pushes")) as url:
        yield url


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


@every
def test_a_server_that_sleeps_is_given_up(command: str, url: str) -> None:
    """After the time of --timeout, and the error says that there is such an option."""
    with proxy(url, asleep) as slow:
        told = said(ask(command, slow, *QUICK))
    assert "did not answer within 1 s" in told
    assert "Allow it more time (--timeout), or ask for less" in told


@every
def test_a_server_that_drips_is_given_up(command: str, url: str) -> None:
    """Each byte comes in time, and all of them together do not."""

    def drip(asked: Asked) -> Answer:
        return Answer(body=asked.forward().body, drip=0.1)

    with proxy(url, drip) as slow:
        assert "did not answer within 1 s" in said(ask(command, slow, *QUICK))


@every
@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_a_time_limit_is_a_number_of_seconds(command: str, seconds: str, url: str) -> None:
    """Anything else is wrong use."""
    result = ask(command, url, "--timeout", seconds)
    assert result.exit_code == 2
    assert "--timeout" in result.output


@every
def test_half_an_answer_is_none(command: str, url: str) -> None:
    """The body is shorter than was announced."""
    with proxy(url, cut_off) as half:
        assert "gave no whole answer" in said(ask(command, half))


@every
def test_a_page_of_a_proxy_is_no_answer(command: str, url: str) -> None:
    """The error tells the status, and that it is not Prometheus who says so."""
    with proxy(url, bad_gateway) as page:
        told = said(ask(command, page))
    assert "answered 502 Bad Gateway" in told
    assert "a proxy answered in its place; is Prometheus up, and ready?" in told


@every
def test_who_says_when_to_come_again_is_asked_again(command: str, url: str) -> None:
    """A proxy that is busy for a moment costs a moment."""

    def busy(asked: Asked) -> Answer:
        if asked.number % 3:
            return Answer(status=503, body=b"busy", headers={"Retry-After": "0"})
        return asked.forward()

    with proxy(url, busy) as moody:
        result = ask(command, moody)
    assert result.exit_code == (1 if command == "doctor" else 0), result.output
    assert "503" not in result.output


@pytest.mark.parametrize(("wait", "times"), [("0", 3), ("3600", 1), ("Mon, 12 Jan 2026", 1)])
def test_who_stays_busy_is_given_up(wait: str, times: int) -> None:
    """It is asked three times, and not at all again if it wants an hour."""
    numbers = []

    def busy(asked: Asked) -> Answer:
        numbers.append(asked.number)
        return Answer(status=503, body=b"busy", headers={"Retry-After": wait})

    with proxy("http://127.0.0.1:1", busy) as moody:
        assert "answered 503 Service Unavailable" in said(ask("review", moody))
    assert len(numbers) == times


@every
def test_a_limit_of_samples_is_told(command: str, tmp_path: Path) -> None:
    """Prometheus's own words, and which flag of its own helps."""
    with serving(tmp_path, "--query.max-samples=1") as strict:
        told = said(ask(command, strict))
    assert "answered 422 Unprocessable Entity, execution: " in told
    assert "too many samples into memory" in told
    assert "raise its --query.max-samples, or ask for less" in told


@every
def test_a_limit_of_time_is_told(command: str, tmp_path: Path) -> None:
    """A query that Prometheus itself gives up."""
    with serving(tmp_path, "--query.timeout=0s") as strict:
        told = said(ask(command, strict))
    assert "query timed out" in told or "context deadline exceeded" in told
    assert "raise its --query.timeout, or ask for less" in told


@pytest.mark.parametrize("meddle", [asleep, cut_off, bad_gateway])
@pytest.mark.parametrize("answered", [0, 1, 2])
def test_a_review_that_fails_leaves_the_one_before(
    meddle: Meddle, answered: int, url: str, tmp_path: Path
) -> None:
    """Not a byte, and no time, of what was written before is changed; nor of its metrics."""
    words = ("--textfile", "out/review.prom")
    assert ask("review", url, *words).exit_code == 0
    (tmp_path / "out" / "notes.txt").write_text("of the meeting")

    def kept() -> dict[str, tuple[bytes, int]]:
        return {
            str(path): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in Path().rglob("*")
            if path.is_file()
        }

    before = kept()
    assert len(before) == 5
    with proxy(url, after(answered, meddle)) as failing:
        said(ask("review", failing, *QUICK, *words))
    assert kept() == before


@pytest.mark.parametrize("meddle", [cut_off, bad_gateway, warning(PART)])
def test_a_record_that_fails_goes_on_where_it_was(meddle: Meddle, url: str) -> None:
    """The first of two hours is kept; asked again, only the second one is asked for."""
    numbers: list[int] = []
    failing = True

    def moody(asked: Asked) -> Answer:
        numbers.append(asked.number)
        # What it is, three questions for the first hour, and the first one for the second.
        return meddle(asked) if failing and len(numbers) > 4 else asked.forward()

    with proxy(url, moody) as broken:
        said(ask("record", broken))
        assert not Path("out.om.gz").exists()
        assert [path.name for path in Path().rglob("*.gz")] == ["000000.gz"]
        failing = False
        numbers.clear()
        assert ask("record", broken).exit_code == 0
    assert len(numbers) == 4
    resumed = list(openmetrics.read(Path("out.om.gz")))
    assert ask("record", url).exit_code == 0
    assert resumed == list(openmetrics.read(Path("out.om.gz")))
    assert len(resumed) == 3 * 120
    assert not list(Path().glob(".out*"))


@pytest.mark.parametrize("command", ["record", "backfill"])
def test_a_part_is_not_kept(command: str, url: str) -> None:
    """What a warning says is missing would pass for silence for ever."""
    with proxy(url, warning(PART)) as partial:
        told = said(ask(command, partial))
    assert f"answers a part only: {PART}" in told
    assert not Path("out").exists()
    assert not Path("out.om.gz").exists()


def test_a_review_of_a_part_says_so_before_any_figure(url: str) -> None:
    """At the head of the page and of the Markdown, in data health, and in the data."""
    with proxy(url, warning(PART)) as partial:
        assert ask("review", partial).exit_code == 0
    head = "Prometheus warned that a part may be missing: see Data health"
    page, text = (Path("out", f"review.{kind}").read_text() for kind in ("html", "md"))
    for document, figures in ((page, "Scoreboard</h2>"), (text, "## Scoreboard")):
        assert document.index(head) < document.index(figures)
        assert "Prometheus warns, so a part may be missing: 2 of 3 stores" in document
    assert "<b>" not in page
    assert json.loads(Path("out", "review.json").read_text())["warnings"] == [PART]


def test_a_whole_review_says_nothing_of_parts(url: str) -> None:
    """Remarks of Prometheus 3 (`infos`) are no warnings."""

    def remarks(asked: Asked) -> Answer:
        answer = json.loads(asked.forward().body)
        return Answer(body=json.dumps(answer | {"infos": [PART]}).encode())

    with proxy(url, remarks) as talkative:
        assert ask("review", talkative).exit_code == 0
    assert "part may be missing" not in Path("out", "review.html").read_text()
    assert json.loads(Path("out", "review.json").read_text())["warnings"] == []


def test_a_preview_of_a_part_says_so(url: str) -> None:
    """To whoever draws it."""
    with proxy(url, warning(PART)) as partial:
        assert f"so a part may be missing: {PART}" in ask("preview", partial).output


def test_the_doctor_finds_that_answers_are_a_part(url: str) -> None:
    """For what looks as if it were missing may be there."""
    with proxy(url, warning(PART)) as partial:
        result = ask("doctor", partial, "--json")
    (finding,) = (f for f in json.loads(result.output)["findings"] if f["about"] == "answers")
    assert finding["level"] == "warning"
    assert PART in finding["what"]
