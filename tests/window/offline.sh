#!/usr/bin/env bash
# Offline is the default, proved from outside: the real window under strace connects to nothing but local sockets, and
# in a namespace without any network it works the same. `.ci/run` runs it.
#
# usage: tests/window/offline.sh [PROGRAM]      default: target/release/marz
set -euo pipefail
cd "$(dirname "$0")/../.."

# shellcheck source=tests/window/display.sh
. tests/window/display.sh
export MARZ_CACHE_DIR=$work/cache

# Looks around in the window as a user does: selects, zooms, pans, opens what tells of the network, paints a picture.
look_around() {
    xdotool windowactivate --sync "$window" windowsize --sync "$window" 1400 860 windowmove "$window" 0 0
    eval "$(xdotool getwindowgeometry --shell "$window")"
    sleep 1
    xdotool mousemove $((X + WIDTH / 2)) $((Y + HEIGHT / 2)) click --repeat 4 --delay 150 4
    for pressed in j j b 4 period ctrl+shift+o ctrl+shift+o ctrl+k Escape ctrl+e Escape F1 Escape; do
        key "$pressed"
    done
    sleep 1
}

if ! command -v strace >/dev/null; then
    echo "skipped: strace is not installed, so what the program connects to cannot be watched"
elif ! strace -o /dev/null true 2>/dev/null; then
    echo "skipped: strace may not watch programs here"
else
    # The control: a program that does connect is seen to. Nothing listens there.
    strace -f -e trace=connect,sendto -o "$work/control" \
        python3 -c 'import socket; socket.socket().connect_ex(("127.0.0.1", 9))'
    grep -q 'connect(.*AF_INET' "$work/control" || fail "the watch sees no connection where there is one"
    ok "the watch sees a connection where there is one"

    strace -f -e trace=connect,sendto -o "$work/trace" env PATH= "$program" >>"$work/marz.log" 2>&1 &
    tracer=$!
    marz=$tracer
    pids+=("$tracer")
    wait_for 120 "a window under strace" window
    look_around
    shot offline_traced
    key ctrl+q
    wait_for 60 "the program ends" gone
    calls=$(grep -c 'connect(' "$work/trace" || true)
    if grep -E '(connect|sendto)\(.*(AF_INET|AF_INET6|AF_NETLINK|AF_PACKET|sin_port|sin6_port)' "$work/trace"; then
        fail "the program reached for the network"
    fi
    grep 'connect(' "$work/trace" | grep -v 'sa_family=AF_UNIX' | grep -v 'resumed>' && fail "a connection that is not local"
    ok "under strace: $calls connections, all of them to local sockets"
fi

# A namespace of its own has no network but a loopback that is down; the display is a local socket and stays.
if ! unshare -rn true 2>/dev/null; then
    echo "skipped: this machine allows no namespace without a network"
    exit 0
fi
unshare -rn env PATH= "$program" >>"$work/marz.log" 2>&1 &
marz=$!
pids+=("$marz")
wait_for 120 "a window without a network" window
look_around
shot offline_without_network
[ "$(colours "$shots/offline_without_network.png")" -gt 500 ] || fail "the window is empty without a network"
key ctrl+q
wait_for 60 "the program ends" gone
wait "$marz" || fail "the program ended with code $?"
ok "without any network the window shows its map, and all goes on as always"
