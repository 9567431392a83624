"""Certificates for an API server, its webhook and the Operator that signs in to it."""

import subprocess
from pathlib import Path

_NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"


def _openssl(folder: Path, *arguments: str) -> None:
    command = ["openssl", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def make(folder: Path) -> None:
    """Write ca.crt, server.crt and .key, admin.crt and .key, and sa.key into a folder."""
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    authority = ("-x509", "-days", "2", "-subj", "/CN=test-ca")
    _openssl(folder, *new, *authority, "-keyout", "ca.key", "-out", "ca.crt")
    for name, subject, purpose in (
        ("server", "/CN=localhost", "serverAuth"),
        ("admin", "/O=system:masters/CN=admin", "clientAuth"),
    ):
        extensions = folder / f"{name}.ext"
        extensions.write_text(f"{_NAMES}\nextendedKeyUsage={purpose}\n")
        request = ("-subj", subject, "-keyout", f"{name}.key", "-out", f"{name}.csr")
        _openssl(folder, *new, *request)
        signed = ("-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
        files = ("-in", f"{name}.csr", "-out", f"{name}.crt", "-extfile", extensions.name)
        _openssl(folder, "x509", "-req", *files, *signed)
    _openssl(folder, "genrsa", "-out", "sa.key", "2048")
