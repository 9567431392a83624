"""Run kubectl."""

import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from observability.errors import ClusterError
from observability.formats import parsed_json

TIMEOUT_SECONDS = 120


def kubectl(*arguments: str, ok_codes: Sequence[int] = (0,)) -> subprocess.CompletedProcess[str]:
    """Run kubectl with the user's own configuration; `ok_codes` are exit codes that are no error.

    Raises:
        ClusterError: kubectl is missing, hangs, or ends with another code.

    """
    program = shutil.which("kubectl")
    if program is None:
        raise ClusterError("kubectl is not installed: install it, or put it on PATH")
    try:
        run = subprocess.run(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise ClusterError(
            f"kubectl {arguments[0]} took more than {TIMEOUT_SECONDS} s: is the cluster reachable?"
        ) from None
    if run.returncode not in ok_codes:
        said = run.stderr.strip() or run.stdout.strip()
        raise ClusterError(f"kubectl {arguments[0]} failed:\n{said}{_advice(said)}")
    return run


def _advice(said: str) -> str:
    if "forbidden" in said.lower():
        return "\nYou lack the rights for this: ask for them, or use another context."
    if "refused" in said or "no configuration" in said or "Unable to connect" in said:
        return "\nNo cluster answers: choose a context (kubectl config use-context NAME)."
    return ""


def kubectl_json(*arguments: str) -> dict[str, Any]:
    """Run kubectl and return the JSON object that it prints.

    Raises:
        ClusterError: as `kubectl`, or what it prints is no JSON object.

    """
    printed = kubectl(*arguments, "--output=json").stdout
    try:
        value = parsed_json(printed)
    except ValueError as error:
        raise ClusterError(f"kubectl {arguments[0]} printed no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ClusterError(f"kubectl {arguments[0]} printed {printed[:80]!r}: expected an object")
    return value
