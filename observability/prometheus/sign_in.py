"""How to sign in at a Prometheus: a token, a name and password, certificates; and how to wait."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from observability.errors import PrometheusError
from observability.prometheus.client import TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What Prometheus, or a proxy before it, wants to see. Secrets are in files.

    Attributes:
        token_file: holds a bearer token.
        user: a name, for basic authentication.
        password_file: holds the user's password.
        ca_file: certificates of authorities to trust, PEM, instead of the system's.
        cert_file: our own certificate, PEM, for a server that wants one; its key may be in it.
        key_file: the key of our certificate, PEM, without a passphrase.
        seconds: how long an answer may take.

    """

    token_file: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    seconds: float = TIMEOUT_SECONDS


def signed_in(sign_in: SignIn) -> Callable[[], httpx.Client]:
    """Return what makes the HTTP client.

    Raises:
        PrometheusError: that does not fit together, or a file cannot be read, or holds something
            else than it should.

    """
    if (sign_in.user is None) != (sign_in.password_file is None):
        raise PrometheusError("give --user and --password-file together")
    if sign_in.user is not None and sign_in.token_file is not None:
        raise PrometheusError("give one of --bearer-token-file and --user, not both")
    if sign_in.key_file is not None and sign_in.cert_file is None:
        raise PrometheusError("--key-file is the key of --cert-file: give both")
    headers = {}
    if sign_in.token_file is not None:
        headers["Authorization"] = f"Bearer {_token(sign_in.token_file)}"
    password = "" if sign_in.password_file is None else _secret(sign_in.password_file)
    auth = None if sign_in.user is None else httpx.BasicAuth(sign_in.user, password)
    tls = _tls(sign_in)
    return lambda: httpx.Client(timeout=sign_in.seconds, headers=headers, auth=auth, verify=tls)


def _tls(sign_in: SignIn) -> ssl.SSLContext:
    ca, certificate, key = sign_in.ca_file, sign_in.cert_file, sign_in.key_file
    try:
        tls = ssl.create_default_context(cafile=None if ca is None else str(ca))
    except OSError as error:
        raise PrometheusError(
            f"{ca} holds no certificates to trust: {_reason(error)}; expected PEM"
        ) from None
    if certificate is not None:
        try:
            # Without a passphrase OpenSSL would stop and ask for it on the terminal.
            tls.load_cert_chain(certificate, key, password="")
        except OSError as error:
            raise PrometheusError(
                f"{certificate} and {key or 'no key file'} are not a certificate with its key: "
                f"{_reason(error)}; expected PEM, and a key without a passphrase"
            ) from None
    return tls


def _reason(error: OSError) -> str:
    return str(getattr(error, "reason", None) or error.strerror or error)


def _token(path: Path) -> str:
    token = _secret(path)
    # Anything else would break the header, and the error would quote it.
    if not (token.isascii() and token.isprintable() and token and " " not in token):
        raise PrometheusError(f"{path} holds no token: expected one word on one line")
    return token


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PrometheusError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        # Its reason would quote what it read.
        raise PrometheusError(f"{path} cannot be read: expected text in UTF-8") from None
