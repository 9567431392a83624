# shellcheck shell=sh
# For the scripts beside it, each of which puts one third-party tool into .tools/.
# A program is made in $workshop and then moved into place: a broken run leaves no half of one.

cd "$(dirname "$0")/.." || exit
mkdir -p .tools
workshop=$(mktemp -d "$PWD/.tools/work.XXXXXX")
trap 'rm -rf "$workshop"' EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 2
}

# put DIRECTORY PROGRAM...: move programs out of the workshop into DIRECTORY.
put() {
    directory=$1
    shift
    mkdir -p "$directory"
    for program; do
        # A package keeps the dates of its files; make wants ours newer than the script.
        touch "$workshop/$program"
        chmod 755 "$workshop/$program"
        mv -f "$workshop/$program" "$directory/"
    done
}

# from_debian PACKAGE PROGRAM...: take programs out of a Debian package.
# With package lists of our own it needs no root, and no `apt-get update` beforehand.
from_debian() {
    package=$1
    shift
    if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
        say "This is not Debian: no apt-get to fetch $package with."
        return 1
    fi
    say "Fetching Debian's $package ..."
    mkdir -p "$workshop/lists/partial" "$workshop/cache/archives/partial" "$workshop/root"
    if ! (
        cd "$workshop" && apt update && apt download "$package" &&
            dpkg-deb -x "$package"_*.deb root && for program; do mv "root/usr/bin/$program" . || exit; done
    ) >&2; then
        say "Debian's $package could not be fetched."
        return 1
    fi
}

apt() {
    apt-get -qq -o "Dir::State::lists=$workshop/lists" -o "Dir::Cache=$workshop/cache" \
        -o Dir::State::status=/var/lib/dpkg/status -o Acquire::Languages=none \
        -o "APT::Sandbox::User=$(id -un)" "$@"
}

# from_go NAME [FLAG...]: build the programs that tools/NAME/go.mod lists as tools.
# Its go.sum pins their sources; a newer Go is fetched if go.mod asks for one.
from_go() {
    name=$1
    shift
    if ! command -v go >/dev/null; then
        say "Go is not installed, and $name has to be built: install Go 1.21 or newer."
        return 1
    fi
    say "Building $name from source, once; this can take minutes ..."
    if ! (
        cd "tools/$name" &&
            GOFLAGS='-mod=readonly -buildvcs=false' GOTOOLCHAIN=auto GOWORK=off \
                go build "$@" -o "$workshop/" tool
    ) >&2; then
        say "Go could not build tools/$name."
        return 1
    fi
}
