"""`observability doctor --metrics`: what is exposed, against what the catalogue says."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from observability.catalogue.gitstratum import GITSTRATUM
from observability.cli import cli

ROOT = Path(__file__).parents[2]
REAL = ROOT / "recordings" / "real-frontend"
BODY = REAL / "1795514911.txt"


def doctor(*arguments: str) -> Result:
    """Run the doctor."""
    return CliRunner().invoke(cli, ["doctor", *arguments])


def report(*arguments: str) -> dict[str, Any]:
    """Run the doctor and return its JSON."""
    result = CliRunner().invoke(cli, ["doctor", *arguments, "--json"])
    assert result.exit_code in (0, 1), result.output
    loaded: dict[str, Any] = json.loads(result.output)
    return loaded


def refused(*arguments: str) -> str:
    """Run the doctor, which cannot; return what it says."""
    result = doctor(*arguments)
    assert result.exit_code == 2
    return result.output


def states(found: dict[str, Any]) -> dict[str, set[str]]:
    """Return the SLOs by state."""
    by_state: dict[str, set[str]] = {}
    for slo in found["slos"]:
        by_state.setdefault(slo["state"], set()).add(slo["slo"])
    return by_state


@contextmanager
def served(body: bytes, status: int = 200, **headers: str) -> Iterator[str]:
    """Serve one body for as long as the context lasts; yield its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", headers.get("length", str(len(body))))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/metrics"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_says_what_is_true_of_gitstratum_today() -> None:
    """Of the real frontend, only the SSH sign-in families are there: one SLO of users is live."""
    found = report("--metrics", str(REAL))
    by_state = states(found)
    coverage = {f"{target.component}-scrape-coverage" for target in GITSTRATUM.targets}
    assert by_state["live"] == {"sign-in-latency"} | coverage
    assert "blind" not in by_state
    assert len(by_state["waiting"]) == len(GITSTRATUM.slos) - len(by_state["live"])
    assert [f["what"] for f in found["findings"]] == ["Never seen: method='pat'."] * 2


def test_what_an_slo_waits_for_is_named() -> None:
    """A waiting SLO says what upstream must do."""
    needs = {slo["slo"]: slo["needs"] for slo in report("--metrics", str(BODY))["slos"]}
    assert needs["push-availability"][0].startswith("Frontend program: construct")


def test_a_note_is_no_reason_to_fail() -> None:
    """Nothing but notes: exit 0."""
    assert CliRunner().invoke(cli, ["doctor", "--metrics", str(REAL)]).exit_code == 0


def test_a_missing_metric_makes_its_slo_blind(tmp_path: Path) -> None:
    """A recorded metric that nobody exposes is an error, and its SLO is blind."""
    body = tmp_path / "body.txt"
    body.write_text(BODY.read_text().replace("auth_duration_seconds", "authentication_seconds"))
    found = report("--metrics", str(body))
    assert states(found)["blind"] == {"sign-in-latency"}
    missing = next(f for f in found["findings"] if f["about"] == "gitstratum_auth_duration_seconds")
    assert "Was it renamed to gitstratum_authentication_seconds?" in missing["what"]


def test_another_type_is_found(tmp_path: Path) -> None:
    """The day that upstream configures buckets, the summary is a histogram."""
    body = tmp_path / "body.txt"
    body.write_text(
        "# TYPE gitstratum_auth_attempts_total counter\n"
        'gitstratum_auth_attempts_total{method="ssh",status="success"} 1\n'
        "# TYPE gitstratum_auth_duration_seconds histogram\n"
        'gitstratum_auth_duration_seconds_bucket{method="ssh",le="0.1"} 1\n'
        'gitstratum_auth_duration_seconds_bucket{method="ssh",le="+Inf"} 1\n'
        'gitstratum_auth_duration_seconds_sum{method="ssh"} 0.05\n'
        'gitstratum_auth_duration_seconds_count{method="ssh"} 1\n'
    )
    whats = [f["what"] for f in report("--metrics", str(body))["findings"]]
    assert "It is exposed as a histogram, and the catalogue says summary." in whats


def test_a_label_that_the_catalogue_does_not_know_is_an_error(tmp_path: Path) -> None:
    """Rules would count one tenant's failures and leave those of the others out."""
    body = tmp_path / "body.txt"
    body.write_text(
        "# TYPE gitstratum_auth_attempts_total counter\n"
        'gitstratum_auth_attempts_total{method="ssh",status="failure",tenant="a"} 1\n'
        'gitstratum_auth_attempts_total{method="ssh",status="failure",tenant="b"} 2\n'
    )
    findings = report("--metrics", str(body))["findings"]
    levels = {f["what"]: f["level"] for f in findings}
    assert levels["It has a label more: tenant."] == "error"


def test_a_metric_that_is_there_after_all_is_found() -> None:
    """What is exposed and not known to be, lets an SLO stop waiting."""
    scrape = ROOT / "recordings" / "realtime" / "scrapes" / "object-1.baseline.txt"
    found = report("--metrics", str(scrape))
    about = {f["about"] for f in found["findings"] if "says defined" in f["what"]}
    assert "gitstratum_object_replications_total" in about


def test_all_recorded_programs_together_know_every_family() -> None:
    """The recorded scrapes hold no metric, type or label that the catalogue does not know."""
    folder = ROOT / "recordings" / "realtime" / "scrapes"
    sources = [f"--metrics={path}" for path in sorted(folder.glob("*.baseline.txt"))]
    findings = report(*sources)["findings"]
    wrong = [f["what"] for f in findings if f["level"] != "note"]
    assert [what for what in wrong if "says defined" not in what] == []


def test_a_url_without_a_content_type_is_found() -> None:
    """What Prometheus 3 would refuse is said, with the cure."""
    with served(BODY.read_bytes()) as url:
        whats = [f["what"] for f in report("--metrics", url)["findings"]]
    assert "It answers without a Content-Type." in whats


def test_an_empty_body_is_found() -> None:
    """A program that answers with nothing looks well from outside."""
    with served(b"", Content_Type="text/plain") as url:
        whats = [f["what"] for f in report("--metrics", url)["findings"]]
    assert "It answers with an empty body." in whats


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"gitstratum_auth_attempts_total 1\ngitstratum_auth", "cut off"),
        (b"\x1f\x8b\x08\x00\xff", "binary from byte 1"),
        (b"a_total 1\n\0\n", "NUL"),
        (b"<html><body>Sign in</body></html>", "looks like HTML"),
        (b'{"status": "success"}\n', "looks like JSON"),
        (b'a_total 1\nb_total{x="} 2\n', "line 2"),
        (b"a_total one\n", "line 1"),
        (b"#" * (64 * 1024 * 1024 + 1), "larger than 64 MiB"),
    ],
    ids=["cut-off", "binary", "nul", "html", "json", "bad-label", "bad-value", "huge"],
)
def test_what_is_no_exposition_is_refused(tmp_path: Path, body: bytes, said: str) -> None:
    """A file of another kind is named, with what was expected."""
    path = tmp_path / "body.txt"
    path.write_bytes(body)
    message = refused("--metrics", str(path))
    assert said in message
    assert str(path) in message


def test_a_file_that_is_not_there_is_refused() -> None:
    """A missing file is no empty one."""
    assert "cannot be read: No such file" in refused("--metrics", "nowhere.txt")


def test_a_folder_without_bodies_is_refused(tmp_path: Path) -> None:
    """Neither is a folder."""
    assert "holds no *.txt" in refused("--metrics", str(tmp_path))


def test_a_port_that_refuses_is_refused() -> None:
    """Nobody listens: the URL is named."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/metrics"
        assert f"{url} cannot be fetched" in refused("--metrics", url)


def test_a_half_answer_is_refused() -> None:
    """A connection that breaks off in the middle of the body is no body."""
    with served(b"a_total 1\n", length="100") as url:
        assert "cannot be fetched" in refused("--metrics", url)


def test_another_status_is_refused() -> None:
    """A page that is not found is not exposition."""
    with served(b"no such page\n", 404) as url:
        assert "answered 404" in refused("--metrics", url)


def test_nothing_to_look_at_is_wrong_use() -> None:
    """Without any source there is nothing to say."""
    assert "give --metrics" in refused()


def measured(path: Path) -> dict[str, float]:
    """Return the values of a textfile by name, and by level or state where there is one."""
    return {
        " ".join((sample.name.removeprefix("observability_doctor_"), *list(labels.values()))): value
        for family in text_string_to_metric_families(path.read_text(encoding="utf-8"))
        for sample in family.samples
        for labels, value in [(_but_environment(sample.labels), sample.value)]
    }


def _but_environment(labels: dict[str, str]) -> dict[str, str]:
    assert labels["environment"] == "prod"
    return {name: value for name, value in labels.items() if name != "environment"}


def test_a_run_leaves_metrics_for_the_textfile_collector(tmp_path: Path) -> None:
    """How often each level was found, the states of SLOs, and when it went well."""
    path = tmp_path / "doctor.prom"
    began = time.time()
    found = report("--metrics", str(REAL), "--textfile", str(path))
    ended = time.time()
    left = measured(path)
    assert left["findings note"] == len(found["findings"])
    assert left["findings error"] == left["findings warning"] == 0
    assert {state: left[f"slos {state}"] for state in ("live", "waiting", "blind")} == {
        state: float(len(states(found).get(state, ()))) for state in ("live", "waiting", "blind")
    }
    assert began <= left["last_success_timestamp_seconds"] <= ended
    assert left["duration_seconds"] > 0


def test_findings_are_no_failure_of_the_run(tmp_path: Path) -> None:
    """The doctor exits 1, and what it found is in the textfile all the same."""
    body, path = tmp_path / "body.txt", tmp_path / "doctor.prom"
    body.write_text(BODY.read_text().replace("auth_duration_seconds", "authentication_seconds"))
    arguments = ["--metrics", str(body), "--textfile", str(path)]
    assert CliRunner().invoke(cli, ["doctor", *arguments]).exit_code == 1
    assert measured(path)["findings error"] > 0
    assert measured(path)["slos blind"] == 1


def test_a_run_that_cannot_look_leaves_the_previous_textfile(tmp_path: Path) -> None:
    """The time of the last success stays, so that it grows old."""
    path = tmp_path / "doctor.prom"
    path.write_text("the previous run\n")
    assert "cannot be read" in refused("--metrics", "nowhere.txt", "--textfile", str(path))
    assert [file.name for file in tmp_path.iterdir()] == ["doctor.prom"]
    assert path.read_text() == "the previous run\n"


def test_nothing_is_said_of_slos_whose_metrics_nobody_looked_at(tmp_path: Path) -> None:
    """Of a Prometheus object alone no SLO's state follows: absent is not 0."""
    object_, path = tmp_path / "prometheus.json", tmp_path / "doctor.prom"
    object_.write_text(json.dumps({"kind": "Prometheus", "metadata": {"name": "k8s"}, "spec": {}}))
    report("--prometheus-object", str(object_), "--textfile", str(path))
    assert not [name for name in measured(path) if name.startswith("slos")]


def test_a_textfile_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Its folder is not there: the file is named."""
    path = tmp_path / "nowhere" / "doctor.prom"
    assert f"cannot write {path}: " in refused("--metrics", str(BODY), "--textfile", str(path))
