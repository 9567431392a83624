#!/bin/sh
# .venv with the locked packages and this project; $PYTHON names the Python to use.
set -eu
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

is_supported() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

make_venv() {
    for python in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
        is_supported "$python" || continue
        say "Making .venv with $python ..."
        "$python" -m venv --clear .venv ||
            die "$python cannot make .venv. Debian keeps that apart: apt-get install python3-venv"
        return
    done
    die "No Python 3.11 or newer was found: install it, or set PYTHON to it."
}

installed() { .venv/bin/python -m pip --quiet --disable-pip-version-check install "$@"; }

is_supported .venv/bin/python || make_venv
say "Installing the $(grep -c == requirements.lock) packages of requirements.lock into .venv ..."
patiently installed --require-hashes -r requirements.lock ||
    die "The packages of requirements.lock could not be installed. The cause is above."
installed --no-deps --no-build-isolation --editable . ||
    die "This project could not be installed into .venv. The cause is above."
