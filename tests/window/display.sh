# What every run in a real window needs: a display of its own, the program in it, keys, screenshots. To be sourced, with
# the path of the program.
#
# Needs Xvfb, openbox, xdotool, ImageMagick and python3. Screenshots stay in target/window/.

program=$(realpath "${1:-target/release/marz}")
shots=$PWD/target/window
sample=$PWD/assets/incidents/frontier.geojson
work=$(mktemp -d)
pids=()
mkdir -p "$shots"

finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

ok() { echo "ok    $*"; }
fail() {
    echo "FAIL  $*" >&2
    [ -z "${DISPLAY:-}" ] || shot failed || true
    [ ! -s "$work/marz.log" ] || sed 's/^/      marz: /' "$work/marz.log" >&2
    exit 1
}
# Waits until a command succeeds, at most so many seconds.
wait_for() {
    local seconds=$1 what=$2 tries
    shift 2
    for ((tries = 0; tries < seconds * 5; tries++)); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        sleep 0.2
    done
    fail "waited $seconds s in vain: $what"
}
shot() { import -silent -window root "$shots/$1.png"; }
colours() { identify -format '%k' "$1"; }

for tool in Xvfb openbox xdotool import identify compare convert python3 ${more_tools:-}; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
done
[ -x "$program" ] || fail "there is no program at $program"

# A display of its own, on the first free number; a new home; no session bus, so that paths are asked in the window.
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY WAYLAND_SOCKET DISPLAY
export HOME=$work/home XDG_RUNTIME_DIR=$work/run MARZ_CONFIG_DIR=$work/config MARZ_STATE_DIR=$work/state LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
Xvfb -displayfd 3 -screen 0 1420x900x24 -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
pids+=($!)
wait_for 20 "Xvfb starts" test -s "$work/display"
DISPLAY=:$(cat "$work/display")
export DISPLAY
manage_windows() {
    xdotool get_num_desktops && return 0
    # One that began before the display took connections has ended: another is begun.
    kill -0 "$manager" || { openbox >>"$work/openbox.log" & manager=$!; pids+=("$manager"); }
    return 1
}
openbox >"$work/openbox.log" 2>&1 &
manager=$!
pids+=("$manager")
wait_for 20 "a window manager" manage_windows

runs() { kill -0 "$marz" 2>/dev/null || fail "the program is gone"; }
gone() { ! kill -0 "$marz" 2>/dev/null; }
window() { window=$(xdotool search --onlyvisible --class marz | tail -1) && [ -n "$window" ]; }
named() { runs && [[ $(xdotool getwindowname "$window") == $1 ]]; }
# Without a PATH there is no zenity either: the program needs none.
start() {
    env PATH= "$program" "$@" >>"$work/marz.log" 2>&1 &
    marz=$!
    pids+=("$marz")
    wait_for 60 "a window" window
}
key() { runs; xdotool key --clearmodifiers --delay 60 "$@"; sleep 0.4; }
write() { xdotool type --clearmodifiers --delay 15 "$1"; sleep 0.4; }
differ() { [ "$(compare -metric AE "$shots/$1.png" "$shots/$2.png" null: 2>&1)" != 0 ]; }
