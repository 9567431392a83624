#!/bin/sh
# Write requirements.lock: each package of pyproject.toml, and what it needs, by hash.
# What is locked stays at its version; `tools/lock.sh --upgrade` takes the newest of all.
# It names no index, so that everyone installs from the one that their machine is set up for.
set -eu
cd "$(dirname "$0")/.."

[ -x .tools/uv/bin/uv ] || {
    .venv/bin/python -m venv .tools/uv
    .tools/uv/bin/python -m pip --quiet --disable-pip-version-check install uv==0.13.9
}
.tools/uv/bin/uv pip compile pyproject.toml --extra dev --universal "$@" \
    --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock
