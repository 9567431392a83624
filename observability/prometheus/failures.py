"""Why a Prometheus gave no answer, in words that say what to do. Pure; no word holds a secret."""

import ssl
from collections.abc import Iterator, Mapping

import httpx

from observability.prometheus.answers import Answer

_SIGN_IN = "--bearer-token-file, or --user with --password-file"
_LESS = "ask for less: a shorter time, fewer SLOs"
_OTHER_NAME = (62, 64)
"""What OpenSSL calls a certificate for another host, and for another address."""
_GATEWAY = (429, 502, 503, 504)
_EXCERPT = 100
_CURES: Mapping[str, str] = {
    "too many samples": f"raise its --query.max-samples, or {_LESS}",
    "deadline exceeded": f"raise its --query.timeout, or {_LESS}",
    "timed out": f"raise its --query.timeout, or {_LESS}",
}
"""What helps against an error of Prometheus's that has these words."""


_EXPECTED = {
    "histogram": "native histograms are not numbers; ask for a sum, a count or a quantile",
    "resultType": "expected vector, matrix or scalar",
}
"""What an answer should hold, by a word of what is wrong with it."""


def unanswered(error: httpx.HTTPError, shown: str, seconds: float | None) -> str:
    """Return why nothing, or only a part, came back.

    Args:
        error: what the HTTP client raised.
        shown: the URL without its secrets.
        seconds: how long an answer could take.

    """
    if isinstance(error, httpx.TimeoutException):
        limit = "in time" if seconds is None else f"within {seconds:g} s"
        return (
            f"{shown} did not answer {limit}: is it overloaded? Allow it more time (--timeout), or "
            f"{_LESS}"
        )
    tls = next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLError)), None)
    if tls is not None:
        return f"{shown} {_of_tls(tls)}"
    if isinstance(error, httpx.LocalProtocolError):
        # Its reason would quote the header, which may be the sign-in.
        return f"{shown} was not asked: a header of the sign-in cannot be sent"
    if isinstance(error, httpx.ConnectError):
        return f"{shown} cannot be reached: {error}; is Prometheus running there?"
    # A server that wants TLS may hang up before it says so.
    tls_wanted = ", or is it https:// there?" if shown.startswith("http://") else ""
    return f"{shown} gave no whole answer: {error}; ask again{tls_wanted}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = error.verify_message.rstrip(".")
        if error.verify_code in _OTHER_NAME:
            return f"shows a certificate of another name: {reason}; give the URL with that name"
        return (
            f"shows a certificate that is not trusted: {reason}; give the certificate of the "
            "authority that signed it, with --ca-file"
        )
    # Not all have a reason: an alert that came late is text only.
    reason = error.reason or str(error)
    if "CERTIFICATE_REQUIRED" in reason or "HANDSHAKE_FAILURE" in reason:
        return "requires a client certificate: give --cert-file and --key-file"
    if "ALERT" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason):
        # Prometheus 2 says of no certificate that it is bad.
        return (
            f"requires a client certificate that it trusts ({reason}): give --cert-file and "
            "--key-file, valid and signed by an authority that it trusts"
        )
    return f"cannot be spoken to by TLS ({reason}): is it http:// there, not https://?"


def refused(response: httpx.Response, body: bytes, shown: str) -> str | None:
    """Return why a response is none of Prometheus's making; None if it may be.

    Args:
        response: what came back.
        body: its body.
        shown: the URL without its secrets.

    """
    status = status_of(response)
    if response.is_redirect:
        target = shown_of(response.headers.get("location", ""))
        return (
            f"{shown} sends us elsewhere ({status}, to {target}): is that a sign-in page? "
            "Give the URL at which Prometheus itself answers"
        )
    said = f"({status}) and says {_excerpt(response, body)!r}"
    if response.status_code == httpx.codes.UNAUTHORIZED:
        if "authorization" in response.request.headers:
            return f"{shown} refuses the sign-in {said}: is the token or password right?"
        return f"{shown} requires a sign-in {said}: give {_SIGN_IN}"
    if response.status_code == httpx.codes.FORBIDDEN:
        return f"{shown} forbids it {said}: may this user or token query? Give {_SIGN_IN}"
    return None


def unreadable(response: httpx.Response, body: bytes, shown: str) -> str:
    """Return what to say of a response that is not JSON."""
    said = f"{shown} answered {status_of(response)} with something that is not JSON: "
    if response.status_code in _GATEWAY:
        cure = "a proxy answered in its place; is Prometheus up, and ready? Ask again later"
    else:
        cure = "is this the URL of Prometheus, with the prefix that a proxy gives it?"
    return f"{said}{_excerpt(response, body)!r}; {cure}"


def declined(response: httpx.Response, answer: Answer, shown: str) -> str:
    """Return why Prometheus itself calls an answer an error, and what helps."""
    reason = answer.error or f"no reason given, status {answer.status!r}"
    cure = next((f"; {cure}" for words, cure in _CURES.items() if words in reason), "")
    return f"{shown} answered {status_of(response)}, {answer.error_type}: {reason}{cure}"


def invalid(error: Exception) -> str:
    """Return what is wrong with the data of an answer, and where."""
    reason = str(error).replace("`$", "`data")
    if "`data" not in reason:
        reason += " - at `data`"
    cure = next((f": {cure}" for words, cure in _EXPECTED.items() if words in reason), "")
    return f"{reason}{cure}"


def status_of(response: httpx.Response) -> str:
    """Return a response's status as people know it: `502 Bad Gateway`."""
    return f"{response.status_code} {response.reason_phrase}".strip()


def without_secrets(url: httpx.URL) -> str:
    """Return a URL without its parts that may hold a secret."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def shown_of(url: str) -> str:
    """Return the text of a URL without its parts that may hold a secret."""
    try:
        return without_secrets(httpx.URL(url))
    except httpx.InvalidURL:
        return "an unreadable URL"


def _excerpt(response: httpx.Response, body: bytes) -> str:
    """Return how a body begins; one that echoes what was sent tells no secret."""
    text = body.decode(errors="replace")
    secret = response.request.headers.get("authorization", "").partition(" ")[2]
    return (text.replace(secret, "…") if secret else text)[:_EXCERPT].strip()
