"""Every command that asks a Prometheus signs in at a real one, and tells no secret."""

import base64
import json
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import trustme
from click.testing import CliRunner

from observability.cli import cli
from observability.project import VARIABLE
from observability.prometheus import server
from tests import programs
from tests.cluster.processes import Processes, eventually, free_port
from tests.project import CATALOGUE
from tests.proxy import Answer, Asked, proxy, wants
from tests.pushes import COMMANDS, ask, said, stored

SECRET = "s3cret-word"  # noqa: S105
HASHED = "$2b$05$abcdefghijklmnopqrstuuEpHRRKIlpAGo.iP7Bpa.htQEJMAAnRe"
"""The same by bcrypt, as Prometheus wants it."""


def answered(command: str, url: str, *words: str | Path) -> None:
    """Expect that a command gets its answers, and tells no secret."""
    result = ask(command, url, *words)
    # The doctor got his answers when he has findings: here nothing is scraped.
    assert result.exit_code == (1 if command == "doctor" else 0), result.output
    assert "Error:" not in result.output
    assert SECRET not in result.output
    kept = (path for path in Path().rglob("out/**/*") if path.is_file())
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]


def refused(command: str, url: str, *words: str | Path) -> str:
    """Expect that a command gets no answer and writes nothing; return what it says."""
    result = ask(command, url, *words)
    assert SECRET not in result.output
    assert not list(Path().rglob("out/**/*.*"))
    return said(result)


every = pytest.mark.parametrize("command", COMMANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What a user has been given, as files."""

    secret: Path
    wrong: Path
    authority: Path
    stranger: Path
    certificate: Path
    strange_certificate: Path


@pytest.fixture(name="files", scope="module")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Write secrets, two authorities, and a certificate of each for the user."""
    folder = tmp_path_factory.mktemp("files")
    ours, strange = trustme.CA(), trustme.CA()
    for name, authority in (("ours", ours), ("strange", strange)):
        authority.cert_pem.write_to_path(folder / f"{name}.pem")
        user = authority.issue_cert("user@example.org")
        user.private_key_and_cert_chain_pem.write_to_path(folder / f"user-{name}.pem")
    host = ours.issue_cert("127.0.0.1")
    host.private_key_pem.write_to_path(folder / "host.key")
    host.cert_chain_pems[0].write_to_path(folder / "host.pem")
    (folder / "secret").write_text(f"{SECRET}\n")
    (folder / "wrong").write_text(f"{SECRET}-of-yesterday\n")
    return Files(
        secret=folder / "secret",
        wrong=folder / "wrong",
        authority=folder / "ours.pem",
        stranger=folder / "strange.pem",
        certificate=folder / "user-ours.pem",
        strange_certificate=folder / "user-strange.pem",
    )


@pytest.fixture(name="storage", scope="module")
def _storage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import two hours of pushes."""
    return stored(tmp_path_factory.mktemp("storage"))


@contextmanager
def guarded(
    storage: Path,
    folder: Path,
    scheme: str,
    config: object,
    http: httpx.Client,
    release: str = programs.OLDEST,
) -> Iterator[str]:
    """Run a Prometheus with a `--web.config.file`; `http` may ask it."""
    copy = shutil.copytree(storage, folder / "data")
    (folder / "prometheus.json").write_text("{}")
    (folder / "web.json").write_text(json.dumps(config))
    port = free_port()
    url = f"{scheme}://127.0.0.1:{port}"
    with Processes(folder) as processes, http:
        processes.start(
            "prometheus",
            programs.prometheus(release),
            "--config.file=prometheus.json",
            f"--storage.tsdb.path={copy}",
            "--storage.tsdb.retention.time=100y",
            "--web.config.file=web.json",
            f"--web.listen-address=127.0.0.1:{port}",
        )

        def ready() -> bool | None:
            try:
                return http.get(f"{url}/-/ready").is_success or None
            except httpx.HTTPError:
                return None

        eventually("Prometheus ready", ready)
        yield url


@pytest.fixture(name="by_password", scope="module")
def _by_password(storage: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus that wants a name and a password."""
    http = httpx.Client(auth=("reader", SECRET), trust_env=False, timeout=programs.PATIENCE)
    config = {"basic_auth_users": {"reader": HASHED}}
    with guarded(storage, tmp_path_factory.mktemp("password"), "http", config, http) as url:
        yield url


def trusting(files: Files) -> ssl.SSLContext:
    """Return what trusts our own authority, without any code of the project."""
    return ssl.create_default_context(cafile=str(files.authority))


def tls_config(files: Files, **more: object) -> dict[str, object]:
    """Return the `--web.config.file` of a Prometheus that speaks TLS."""
    host = files.authority.with_name("host.pem"), files.authority.with_name("host.key")
    return {"tls_server_config": {"cert_file": str(host[0]), "key_file": str(host[1]), **more}}


@pytest.fixture(name="by_tls", scope="module")
def _by_tls(files: Files, storage: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus whose certificate is of an authority of our own."""
    folder = tmp_path_factory.mktemp("tls")
    http = httpx.Client(verify=trusting(files), trust_env=False, timeout=programs.PATIENCE)
    with guarded(storage, folder, "https", tls_config(files), http) as url:
        yield url


@pytest.fixture(name="by_certificate", scope="module", params=programs.EACH_RELEASE)
def _by_certificate(
    request: pytest.FixtureRequest,
    files: Files,
    storage: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Run a Prometheus that wants the user's certificate, too."""
    config = tls_config(
        files,
        client_auth_type="RequireAndVerifyClientCert",
        client_ca_file=str(files.authority),
    )
    tls = trusting(files)
    tls.load_cert_chain(files.certificate)
    http = httpx.Client(verify=tls, trust_env=False, timeout=programs.PATIENCE)
    folder = tmp_path_factory.mktemp("certificate")
    with guarded(storage, folder, "https", config, http, request.param) as url:
        yield url


@pytest.fixture(name="by_token", scope="module")
def _by_token(storage: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus behind a proxy that wants a bearer token: it does not know any itself."""
    copy = shutil.copytree(storage, tmp_path_factory.mktemp("token") / "data")
    with (
        server.running(programs.prometheus(), copy) as running,
        proxy(running.url, wants(f"Bearer {SECRET}")) as url,
    ):
        yield url


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def with_name(url: str, secret: str) -> str:
    """Return a URL that holds a name and a password."""
    return url.replace("://", f"://reader:{secret}@")


@every
def test_a_password_from_a_file_opens(command: str, by_password: str, files: Files) -> None:
    """A name, and a password from a file."""
    answered(command, by_password, "--user", "reader", "--password-file", files.secret)


@every
def test_a_password_in_the_url_opens_and_is_not_shown(command: str, by_password: str) -> None:
    """It works as people know it from curl, and is in no output and no report."""
    answered(command, with_name(by_password, SECRET))


@every
def test_a_missing_password_is_asked_for(command: str, by_password: str) -> None:
    """The error names the options that sign in."""
    told = refused(command, by_password)
    assert "requires a sign-in (401 Unauthorized)" in told
    assert "give --bearer-token-file, or --user with --password-file" in told


@every
def test_a_wrong_password_is_told(command: str, by_password: str, files: Files) -> None:
    """From a file or in the URL: it was refused, and is not shown."""
    words = ("--user", "reader", "--password-file", files.wrong)
    assert "refuses the sign-in (401 Unauthorized)" in refused(command, by_password, *words)
    url = with_name(by_password, f"{SECRET}-of-yesterday")
    assert "refuses the sign-in (401 Unauthorized)" in refused(command, url)


@every
def test_a_token_opens(command: str, by_token: str, files: Files) -> None:
    """A bearer token from a file."""
    answered(command, by_token, "--bearer-token-file", files.secret)


@every
def test_a_wrong_token_is_told(command: str, by_token: str, files: Files) -> None:
    """Without one, and with that of yesterday."""
    assert "give --bearer-token-file" in refused(command, by_token)
    told = refused(command, by_token, "--bearer-token-file", files.wrong)
    assert "refuses the sign-in (401 Unauthorized)" in told


def test_what_a_refusal_says_is_quoted() -> None:
    """Mimir says so of a missing tenant, which no token helps."""
    answers = [Answer(status=401, body=b"no org id\n"), Answer(status=403, body=b"not yours")]
    with proxy("http://127.0.0.1:1", lambda asked: answers[asked.number - 1]) as url:
        told = refused("doctor", url)
        assert "requires a sign-in (401 Unauthorized) and says 'no org id'" in told
        told = refused("doctor", url)
        assert "forbids it (403 Forbidden) and says 'not yours': may this user" in told


@every
def test_an_authority_of_our_own_is_trusted_when_told(
    command: str, by_tls: str, files: Files
) -> None:
    """With --ca-file the certificate is good."""
    answered(command, by_tls, "--ca-file", files.authority)


@every
def test_an_unknown_authority_is_told(command: str, by_tls: str, files: Files) -> None:
    """Without --ca-file, and with that of a stranger, the error names the option."""
    for words in ((), ("--ca-file", files.stranger)):
        told = refused(command, by_tls, *words)
        assert "shows a certificate that is not trusted" in told
        assert "with --ca-file" in told


@every
def test_a_certificate_of_ours_opens(command: str, by_certificate: str, files: Files) -> None:
    """Certificate and key are in one file here."""
    words = ("--ca-file", files.authority, "--cert-file", files.certificate)
    answered(command, by_certificate, *words)


@every
def test_a_missing_certificate_of_ours_is_asked_for(
    command: str, by_certificate: str, files: Files
) -> None:
    """The error names both options."""
    told = refused(command, by_certificate, "--ca-file", files.authority)
    assert "requires a" in told
    assert "give --cert-file and --key-file" in told


def test_a_strange_certificate_of_ours_is_told(by_certificate: str, files: Files) -> None:
    """It is of an authority that the server does not know."""
    words = ("--ca-file", files.authority, "--cert-file", files.strange_certificate)
    told = refused("doctor", by_certificate, *words)
    assert "requires a client certificate that it trusts" in told


def test_a_certificate_of_another_name_is_told(by_tls: str, files: Files) -> None:
    """The authority is right, so --ca-file is not what helps."""
    url = by_tls.replace("127.0.0.1", "localhost")
    told = refused("doctor", url, "--ca-file", files.authority)
    assert "shows a certificate of another name" in told
    assert "--ca-file" not in told


def test_tls_where_there_is_none_is_told(by_token: str) -> None:
    """And the other way round."""
    url = by_token.replace("http://", "https://")
    assert "is it http:// there, not https://?" in refused("doctor", url)


def test_http_where_there_is_tls_is_told(by_tls: str) -> None:
    """In the words of the server, or in ours where it hangs up first."""
    url = by_tls.replace("https://", "http://")
    assert "https" in refused("doctor", url).lower()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--user", "reader"), "give --user and --password-file together"),
        (("--password-file", "secret"), "give --user and --password-file together"),
        (
            ("--user", "reader", "--password-file", "secret", "--bearer-token-file", "secret"),
            "give one of --bearer-token-file and --user, not both",
        ),
        (("--key-file", "locked.pem"), "--key-file is the key of --cert-file: give both"),
        (("--bearer-token-file", "missing"), "missing cannot be read: No such file"),
        (("--bearer-token-file", "two-lines"), "two-lines holds no token: expected one word"),
        (("--bearer-token-file", "two-words"), "two-words holds no token: expected one word"),
        (("--bearer-token-file", "empty"), "empty holds no token"),
        (("--bearer-token-file", "binary"), "binary cannot be read: expected text in UTF-8"),
        (("--ca-file", "missing"), "missing holds no certificates to trust: No such file"),
        (("--ca-file", "secret"), "secret holds no certificates to trust"),
        (("--cert-file", "missing"), "missing and no key file are not a certificate with its key"),
        (("--cert-file", "secret"), "secret and no key file are not a certificate with its key"),
        (("--cert-file", "host.pem", "--key-file", "locked.pem"), "a key without a passphrase"),
    ],
)
def test_files_that_cannot_serve_are_named(
    words: tuple[str, ...], message: str, files: Files
) -> None:
    """Before anything is asked, and without a word of what is in them."""
    shutil.copy(files.authority.with_name("host.pem"), "host.pem")
    Path("secret").write_text(SECRET)
    Path("two-lines").write_text(f"{SECRET}\n{SECRET}\n")
    Path("two-words").write_text(f"Bearer {SECRET}")
    Path("empty").write_text("")
    Path("binary").write_bytes(SECRET.encode() + b"\xff")
    Path("locked.pem").write_bytes(locked(files.authority.with_name("host.key").read_bytes()))
    for command in COMMANDS:
        assert message in refused(command, "http://127.0.0.1:1", *words)


def locked(key: bytes) -> bytes:
    """Return a key under a passphrase."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    return serialization.load_pem_private_key(key, None).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(SECRET.encode()),
    )


def test_a_page_that_echoes_the_sign_in_is_quoted_without_it(files: Files) -> None:
    """Some proxies show what they were sent: a token, or a password in base64."""
    encoded = base64.b64encode(f"reader:{SECRET}".encode()).decode()

    def echo(asked: Asked) -> Answer:
        return Answer(status=502, body=f"you sent {asked.headers['Authorization']}".encode())

    with proxy("http://127.0.0.1:1", echo) as url:
        for words in (
            ("--bearer-token-file", files.secret),
            ("--user", "reader", "--password-file", files.secret),
        ):
            for command in COMMANDS:
                told = refused(command, url, *words)
                assert "you sent B" in told
                assert encoded not in told


def test_the_doctor_shows_no_password_of_a_metrics_url() -> None:
    """A URL of metrics may hold a secret, too."""
    with proxy("http://127.0.0.1:1", lambda _: Answer(status=404)) as url:
        for place in (with_name(url, SECRET), f"http://reader:{SECRET}@127.0.0.1:x/metrics"):
            result = CliRunner().invoke(cli, ["doctor", "--metrics", place])
            assert result.exit_code == 2
            assert SECRET not in result.output


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """Take traces, and yield the URL and the bodies."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as taking:
        thread = threading.Thread(target=taking.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{taking.server_port}", bodies
        finally:
            taking.shutdown()
            thread.join()


@pytest.mark.parametrize("command", ["review", "record"])
def test_no_secret_is_in_traces(command: str, by_password: str, files: Files) -> None:
    """Neither of a run that goes well nor of one that fails, whose error is in the trace."""
    usual = COMMANDS[command]
    inherited = {
        "PYTHONPATH": str(programs.ROOT),
        VARIABLE: CATALOGUE,
        **programs.named_by_environment(),
    }
    wrong = f"{SECRET}-of-yesterday"
    attempts = (
        (with_name(by_password, SECRET),),
        (with_name(by_password, wrong),),
        (by_password, "--user", "reader", "--password-file", str(files.secret)),
        (by_password, "--bearer-token-file", str(files.secret)),
    )
    ends = []
    with collector() as (url, bodies):
        for attempt in attempts:
            done = subprocess.run(
                [sys.executable, "-m", "observability", command, "--prometheus", *attempt, *usual],
                env=inherited | {"OTEL_EXPORTER_OTLP_ENDPOINT": url},
                capture_output=True,
                check=False,
                timeout=programs.PATIENCE,
            )
            ends.append(done.returncode)
            assert SECRET.encode() not in done.stdout + done.stderr
    assert ends == [0, 2, 0, 2]
    assert any(b"refuses the sign-in" in body for body in bodies)
    assert not [body for body in bodies if SECRET.encode() in body]
