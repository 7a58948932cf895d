# shellcheck shell=bash
# Sourced by run and test: finds the SDK, a home that can be written, and a place for what is built. Sets `dotnet` and `artifacts`.
# Everything built goes below artifacts/, or to the user's cache folder where that is not this user's: somebody else's checkout, or one in
# which somebody else (root) built first.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

find_dotnet() {
    local candidate
    for candidate in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$(command -v dotnet || true)" "${HOME:-}/.dotnet/dotnet" \
        /usr/lib/dotnet/dotnet /usr/share/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        [ -n "$candidate" ] && [ -x "$candidate" ] && printf '%s' "$candidate" && return
    done
    return 1
}

# A folder of this user alone, made if needed.
own_folder() {
    (umask 077 && mkdir -p -- "$1") 2>/dev/null && [ -O "$1" ] && [ -w "$1" ]
}

user=$(id -un 2>/dev/null || id -u)
if ! { [ -n "${HOME:-}" ] && [ -d "$HOME" ] && [ -w "$HOME" ]; }; then
    HOME=${TMPDIR:-/tmp}/syncengine-home-$user
    own_folder "$HOME" || fail "The home folder cannot be written, and neither can $HOME. Set HOME to a folder of your own."
    export HOME
    unset XDG_DATA_HOME XDG_CACHE_HOME XDG_CONFIG_HOME
fi
: "${NUGET_PACKAGES:=$HOME/.nuget/packages}"
: "${DOTNET_CLI_HOME:=$HOME}"
export NUGET_PACKAGES DOTNET_CLI_HOME DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# Nothing is left running behind a script, and a build depends on no other one's processes.
export MSBUILDDISABLENODEREUSE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1
# Names are compared in their Unicode normal form, which needs ICU.
unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT

dotnet=$(find_dotnet) || fail "The .NET SDK 10 is not installed (looked for dotnet on the PATH and in the usual folders)." \
    "On Debian and Ubuntu: apt-get install dotnet-sdk-10.0, where the release has it; elsewhere see the .NET documentation."
sdk=$("$dotnet" --version 2>/dev/null) || fail "$dotnet cannot run the SDK that global.json asks for. $("$dotnet" --version 2>&1 | head -n 3)"
DOTNET_ROOT=$(dirname -- "$(readlink -f -- "$dotnet")")
PATH=$DOTNET_ROOT:$PATH
export PATH DOTNET_ROOT # what is built and run here finds the same one

artifacts=${SYNCENGINE_ARTIFACTS:-$repository/artifacts}
if ! own_folder "$artifacts"; then
    [ -z "${SYNCENGINE_ARTIFACTS:-}" ] || fail "SYNCENGINE_ARTIFACTS is $artifacts, which is no folder of this user's."
    artifacts=${XDG_CACHE_HOME:-$HOME/.cache}/syncengine/build/$(printf %s "$repository" | cksum | tr ' ' '-')
    own_folder "$artifacts" || fail "Nothing can be built: neither $repository/artifacts nor $artifacts can be written." \
        "Set SYNCENGINE_ARTIFACTS to a folder of your own."
fi

build_options=(--nologo -c Release --artifacts-path "$artifacts")
if [ "${CI:-}" = true ]; then
    build_options+=(--disable-build-servers)
    # Exactly the locked packages, once every project has its lock file.
    if [ -z "$(find "$repository/src" "$repository/tests" -name '*.csproj' -execdir test ! -e packages.lock.json \; -print -quit)" ]; then
        build_options+=(-p:RestoreLockedMode=true)
    fi
fi

# build WHAT PROJECT: builds quietly, shows the output only when it fails.
build() {
    local log=$artifacts/build.log start=$SECONDS
    printf 'Building %s with .NET SDK %s ...' "$1" "$sdk" >&2
    if "$dotnet" build "$repository/$2" "${build_options[@]}" -v quiet >"$log" 2>&1; then
        printf ' %s s\n' "$((SECONDS - start))" >&2
    else
        printf ' failed\n' >&2
        cat -- "$log" >&2
        return 1
    fi
}
