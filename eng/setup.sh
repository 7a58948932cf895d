#!/usr/bin/env bash
# Installs what is missing on Debian and Ubuntu: `setup.sh run` the PostgreSQL server and ICU, `setup.sh test` also a Samba domain
# controller and the tools around it, `setup.sh bench` also OpenLDAP's server. Does nothing, quickly, when all is there. Elsewhere, and
# without the rights to install, it says what is missing and the command that installs it, and ends with 1.
set -euo pipefail

oldest=15 # major version of PostgreSQL
job=${1:-run}

say() { printf '%s\n' "$*" >&2; }

has_postgres() {
    local folder version
    [ -n "${SYNCENGINE_PG_BIN:-}" ] && return
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin "$(dirname -- "$(command -v postgres || echo /none/none)")"; do
        if ! [ -x "$folder/initdb" ] || ! [ -x "$folder/pg_ctl" ]; then continue; fi
        version=$("$folder/postgres" --version 2>/dev/null | sed 's/[^0-9]*\([0-9]*\).*/\1/')
        [ "${version:-0}" -ge "$oldest" ] && return
    done
    return 1
}

has_icu() {
    local library
    for library in /usr/lib/*/libicuuc.so.* /usr/lib/libicuuc.so.* /usr/lib64/libicuuc.so.*; do
        [ -e "$library" ] && return
    done
    [ "$(uname)" != Linux ]
}

has_samba() {
    command -v samba >/dev/null && command -v ldapsearch >/dev/null && command -v openssl >/dev/null && command -v zstd >/dev/null \
        && command -v unshare >/dev/null \
        && [ -e /usr/share/samba/setup/provision.ldif ] && compgen -G '/usr/lib*/python3*/*-packages/samba/provision' >/dev/null
}

PATH=$PATH:/usr/sbin:/sbin

# Samba's ports are reserved: an ordinary user's tests give it a user and network namespace of its own.
if [ "$job" != run ] && [ "$(id -u)" -ne 0 ] && command -v unshare >/dev/null && ! unshare -Urn true 2>/dev/null; then
    say "This system forbids user namespaces to ordinary users (on Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0 allows them)." \
        "The tests against a domain controller will fail; as root they run."
fi

missing=()
has_postgres || missing+=(postgres)
has_icu || missing+=(icu)
[ "$job" = run ] || has_samba || missing+=(samba)
[ "$job" != bench ] || command -v slapd >/dev/null || missing+=(slapd)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    say "This machine lacks what SyncEngine needs here, and it is no Debian or Ubuntu, where it would be installed now:"
    for what in "${missing[@]}"; do
        case $what in
            postgres) say "- the PostgreSQL server, version $oldest or newer (or its programs' folder in SYNCENGINE_PG_BIN)" ;;
            icu) say "- the ICU libraries (libicu)" ;;
            slapd) say "- for the measurements: OpenLDAP's server, slapd" ;;
            samba) say "- for the tests: Samba with its domain controller and Python modules, ldapsearch, ldapmodify, openssl, zstd, unshare" ;;
        esac
    done
    exit 1
fi

# The name of the ICU package changes with every release of the system.
icu_package() {
    apt-cache --names-only search '^libicu[0-9]+$' | sed 's/ .*//' | sort -V | tail -n 1
}

packages_of() {
    case $1 in
        postgres) echo postgresql ;;
        icu) icu_package ;;
        slapd) echo slapd ldap-utils ;;
        samba) echo samba samba-ad-dc samba-ad-provision samba-dsdb-modules python3-samba ldap-utils openssl zstd util-linux ;;
    esac
}

# Ubuntu has no package of its own for each part of Samba.
known() {
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    elif command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ]; then
        as_root=(sudo)
    else
        as_root=(none)
    fi
fi

list() {
    packages=()
    local what package
    for what in "${missing[@]}"; do
        for package in $(packages_of "$what"); do
            if [ "$1" = all ] || known "$package"; then packages+=("$package"); fi
        done
    done
}

if [ "${as_root[*]}" = none ]; then
    list all
    say "Missing packages, and no right to install them. As root:"
    say "  apt-get update && apt-get install -y --no-install-recommends ${packages[*]}"
    exit 1
fi

# shellcheck disable=SC2016 # the script is for the other shell
install_script='
set -eu
undo=
trap "eval \"\$undo\"" EXIT

# No server is wanted as a service: not a PostgreSQL cluster "main", not Samba or OpenLDAP on this machine'"'"'s network.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    undo="$undo rm -f /usr/sbin/policy-rc.d;"
fi
cluster=/etc/postgresql-common/createcluster.d/syncengine-setup.conf
mkdir -p "${cluster%/*}"
echo "create_main_cluster = false" >"$cluster"
undo="$undo rm -f $cluster;"
samba=$(dpkg-query -W -f "\${db:Status-Abbrev}" samba 2>/dev/null || true)
slapd=$(dpkg-query -W -f "\${db:Status-Abbrev}" slapd 2>/dev/null || true)

DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null

if [ "${samba%% *}" != ii ] && [ -d /run/systemd/system ]; then
    systemctl disable --quiet smbd nmbd winbind samba-ad-dc 2>/dev/null || true
fi
if [ "${slapd%% *}" != ii ] && [ -d /run/systemd/system ]; then
    systemctl disable --quiet slapd 2>/dev/null || true
fi
'

log=$(mktemp)
trap 'rm -f -- "$log"' EXIT
update() {
    say "Reading the system's package lists ..."
    "${as_root[@]}" apt-get update >"$log" 2>&1 || { cat -- "$log" >&2; say "apt-get update failed."; exit 1; }
}
install() {
    say "Installing ${packages[*]} ..."
    "${as_root[@]}" sh -c "$install_script" sh "${packages[@]}" >"$log" 2>&1
}

if ! known postgresql || ! known samba; then update; fi
list known
if [ ${#packages[@]} -eq 0 ] || ! install; then
    update # lists may be older than what is served
    list known
    install || { cat -- "$log" >&2; say "Installing ${packages[*]} failed."; exit 1; }
fi

has_postgres || { say "This release's PostgreSQL is older than $oldest. Install a newer one and name its programs' folder in SYNCENGINE_PG_BIN."; exit 1; }
has_icu || { say "The ICU libraries are still missing."; exit 1; }
[ "$job" = run ] || has_samba || { say "Samba's domain controller is still missing parts."; exit 1; }
