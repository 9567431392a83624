"""How to sign in at a Prometheus: a bearer token, a name and password, certificates to trust."""

import ssl
from collections.abc import Callable
from pathlib import Path

import httpx

from observability.prometheus.client import TIMEOUT_SECONDS
from observability.prometheus.errors import PrometheusError


def signed_in(
    *, token_file: Path | None, user: str | None, password_file: Path | None, ca_file: Path | None
) -> Callable[[], httpx.Client]:
    """Return what makes the HTTP client. Secrets come from files: no process list shows them.

    Raises:
        PrometheusError: a file cannot be read, or holds no certificates.

    """
    headers = {} if token_file is None else {"Authorization": f"Bearer {_secret(token_file)}"}
    password = "" if password_file is None else _secret(password_file)
    auth = None if user is None else httpx.BasicAuth(user, password)
    try:
        trust = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError as error:
        raise PrometheusError(f"{ca_file} holds no certificates to trust: {error}") from None
    return lambda: httpx.Client(timeout=TIMEOUT_SECONDS, headers=headers, auth=auth, verify=trust)


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PrometheusError(f"{path} cannot be read: {error}") from None
