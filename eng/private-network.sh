#!/usr/bin/env bash
# Runs a command where it may open LDAP's ports (389 and 636) on the loopback address. Root may anyway. An ordinary user gets a network of
# the command's own: same user, same rights, only a loopback device, and no reserved ports in it. Where the system forbids that, the
# command runs all the same, and the tests that need a domain controller say why they are skipped.
set -euo pipefail

if [ "$(id -u)" -eq 0 ] || [ "$(uname)" != Linux ]; then
    exec "$@"
fi

inside='ip link set lo up && echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start'
enter=(unshare --user --map-current-user --net --keep-caps --)
if "${enter[@]}" sh -c "$inside" 2>/dev/null; then
    # The capabilities were needed for that only; with them no file mode would stop this user's processes.
    exec "${enter[@]}" sh -c "$inside"' && exec setpriv --ambient-caps=-all --inh-caps=-all -- "$@"' sh "$@"
fi

echo "This system does not let an ordinary user make a network of its own (on Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns)." \
    "Tests against a domain controller will be skipped; as root they run." >&2
exec "$@"
