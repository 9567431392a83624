# shellcheck shell=sh
# For the scripts beside it. Each is named after a third-party tool, puts its programs into .tools/,
# and says in a function `fetch` how they come into $workshop: as Debian's package, or built.
#
# What was fetched is kept in the user's cache folder, named by the hash of all that it was made from;
# .tools/ links to it. So a second clone on a machine fetches and builds nothing.

name=$(basename "$0" .sh)
cd "$(dirname "$0")/.." || exit
workshop=
heart=
pulse=15 # seconds between two signs of life
trap 'tidy' EXIT
trap 'exit 130' INT TERM

tidy() {
    still
    [ -z "$workshop" ] || rm -rf "$workshop"
}

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 2
}

# patiently COMMAND...: run it, and say now and then that it still runs.
patiently() {
    (
        passed=0
        # Without our output: who waits for its end must not wait for a sleep that outlives us.
        while sleep "$pulse" >/dev/null 2>&1; do
            passed=$((passed + pulse))
            say "... $name: $passed s"
        done
    ) &
    heart=$!
    status=0
    "$@" || status=$?
    still
    return "$status"
}

still() {
    [ -z "$heart" ] || kill "$heart" 2>/dev/null || :
    heart=
}

# provide DIRECTORY PROGRAM...: link programs into DIRECTORY, after fetching those that no clone has.
provide() {
    directory=$1
    shift
    kept=$(cache)
    kept=$kept/$name-$(recipe)
    are_in "$kept" "$@" || {
        # Beside the place that they are moved to: a broken run, or two at once, leave no half of one.
        mkdir -p "$kept" || die "$kept cannot be written: set XDG_CACHE_HOME to a folder that can."
        workshop=$(mktemp -d "$kept/work.XXXXXX")
        fetch
        for program; do
            chmod 755 "$workshop/$program"
            mv -f "$workshop/$program" "$kept/"
        done
    }
    mkdir -p "$directory"
    for program; do
        # make follows links, and wants what they lead to newer than the script.
        touch "$kept/$program"
        link "$kept/$program" "$directory/$program"
    done
}

# link TO FROM: in the place of whatever is there.
link() {
    rm -rf "$2"
    ln -s "$1" "$2"
}

# wrap PROGRAM NAME: have .tools/NAME run a program that was installed.
# No link: make would see the date of its package, which may be older than the script.
wrap() {
    mkdir -p .tools
    rm -f ".tools/$2"
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$1" >".tools/$2"
    chmod 755 ".tools/$2"
}

are_in() {
    folder=$1
    shift
    for program; do
        [ -x "$folder/$program" ] || return 1
    done
}

cache() {
    # The standard says that a relative path is to be ignored.
    case ${XDG_CACHE_HOME:-} in
    /*) printf '%s' "$XDG_CACHE_HOME" ;;
    *) printf '%s' "${HOME:?is not set: set it, or XDG_CACHE_HOME, to a folder to keep tools in}/.cache" ;;
    esac
    printf '/observability-tools'
}

# The hash of the script and of the sources that it pins, and of the machine's kind.
recipe() {
    {
        cat "tools/$name.sh"
        [ ! -d "tools/$name" ] || cat "tools/$name/go.mod" "tools/$name/go.sum"
        uname -sm
    } | sha256sum | cut -c 1-16
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
    if ! patiently unpacked "$package" "$@" >&2; then
        say "Debian's $package could not be fetched."
        return 1
    fi
}

unpacked() (
    package=$1
    shift
    cd "$workshop" && apt update && apt download "$package" &&
        dpkg-deb -x "$package"_*.deb root && for program; do mv "root/usr/bin/$program" . || exit; done
)

apt() {
    apt-get -qq -o "Dir::State::lists=$workshop/lists" -o "Dir::Cache=$workshop/cache" \
        -o Dir::State::status=/var/lib/dpkg/status -o Acquire::Languages=none \
        -o "APT::Sandbox::User=$(id -un)" "$@"
}

# from_go NAME [FLAG...]: build the programs that tools/NAME/go.mod lists as tools.
# Its go.sum pins their sources; a newer Go is fetched if go.mod asks for one.
from_go() {
    if ! command -v go >/dev/null; then
        say "Go is not installed, and $1 has to be built: install Go 1.21 or newer."
        return 1
    fi
    say "Building $1 from source, once for all clones on this machine; this can take minutes ..."
    if ! patiently built "$@" >&2; then
        say "Go could not build tools/$1."
        return 1
    fi
}

built() (
    cd "tools/$1" || exit
    shift
    GOFLAGS='-mod=readonly -buildvcs=false' GOTOOLCHAIN=auto GOWORK=off \
        go build "$@" -o "$workshop/" tool
)
