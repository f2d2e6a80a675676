#!/usr/bin/env bash
# Once for real: the program in a window under Xvfb, with mouse and keys. `.ci/run` runs it.
#
# usage: tests/window/real_window.sh [PROGRAM]      default: target/release/marz
#
# Needs Xvfb, openbox, xdotool, ImageMagick and python3. Opens a copy of the example, edits a title, saves, steps the
# window, exports a picture and quits; then checks the file and the picture. Screenshots stay in target/window/.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=$(realpath "${1:-target/release/marz}")
shots=$PWD/target/window
sample=$PWD/assets/incidents/frontier.geojson
title='Edited in a real window'
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

for tool in Xvfb openbox xdotool import identify compare convert python3; do
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
openbox >"$work/openbox.log" 2>&1 &
pids+=($!)
wait_for 20 "a window manager" sh -c 'xdotool get_num_desktops'

cp "$sample" "$work/real.geojson"
# Without a PATH there is no zenity either: the program needs none.
started=$(date +%s%N)
env PATH= "$program" "$work/real.geojson" >"$work/marz.log" 2>&1 &
marz=$!
pids+=("$marz")
runs() { kill -0 "$marz" 2>/dev/null || fail "the program is gone"; }
window() { window=$(xdotool search --onlyvisible --class marz | tail -1) && [ -n "$window" ]; }
named() { runs && [[ $(xdotool getwindowname "$window") == $1 ]]; }
wait_for 60 "a window" window
ok "the window opens after $(((($(date +%s%N) - started) / 1000000))) ms"
wait_for 60 "the file is open" named 'real.geojson*Marz'
ok "the file of the command line is open"
xdotool windowactivate --sync "$window" windowsize --sync "$window" 1400 860 windowmove "$window" 0 0
eval "$(xdotool getwindowgeometry --shell "$window")"
sleep 1
shot 1_opened
[ "$(colours "$shots/1_opened.png")" -gt 500 ] || fail "the window is empty"
ok "the window shows a map ($(colours "$shots/1_opened.png") colours)"

key() { runs; xdotool key --clearmodifiers --delay 60 "$@"; sleep 0.4; }
write() { xdotool type --clearmodifiers --delay 15 "$1"; sleep 0.4; }
differ() { [ "$(compare -metric AE "$shots/$1.png" "$shots/$2.png" null: 2>&1)" != 0 ]; }

# The mouse: the wheel zooms the map, a drag pans it.
xdotool mousemove $((X + WIDTH / 2)) $((Y + HEIGHT / 2)) click --repeat 3 --delay 120 4
sleep 1
xdotool mousedown 1
for step in 1 2 3 4 5 6; do xdotool mousemove_relative -- -15 8; sleep 0.05; done
sleep 0.3
xdotool mouseup 1
sleep 1
shot 2_zoomed
differ 1_opened 2_zoomed || fail "wheel and drag change nothing"
ok "wheel and drag move the map"
cmp -s "$work/real.geojson" "$sample" || fail "looking around wrote the file"
named '•*' && fail "looking around changed the document"
key b

# The keys: select, edit, save.
key j
key Return
key ctrl+a
write "$title"
key Return
wait_for 10 "the change is marked" named '• real.geojson*'
shot 3_edited
ok "the title bar marks the change"
cmp -s "$work/real.geojson" "$sample" || fail "the file was written before it was saved"
key ctrl+s
wait_for 20 "the change is saved" named 'real.geojson*'
ok "the change is saved"

# Time: years, two steps.
key 4
key period
key period
shot 4_stepped
differ 3_edited 4_stepped || fail "the step changes nothing"
ok "the time window steps"
key 0

# The picture, by the keyboard alone: the last three buttons are Save, Copy and Cancel.
key ctrl+e
sleep 4
shot 5_preview
key shift+Tab
key shift+Tab
key shift+Tab
key space
sleep 1
shot 6_path
key ctrl+a
write "$work/picture.png"
key Return
wait_for 60 "the picture is written" test -s "$work/picture.png"
ok "the picture is written"
sleep 1
shot 7_exported

key ctrl+q
gone() { ! kill -0 "$marz" 2>/dev/null; }
wait_for 20 "the program ends" gone
wait "$marz" || fail "the program ended with code $?"
ok "Ctrl+Q ends it with code 0"

python3 - "$sample" "$work/real.geojson" "$title" <<'PYTHON' || fail "the saved file is not the example with one title changed"
import json, sys

old, new = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
assert old != new, "nothing was saved"
changed = [(a, b) for a, b in zip(old.split("\n"), new.split("\n")) if a != b]
assert len(old.split("\n")) == len(new.split("\n")), "lines came or went"
assert len(changed) == 1, f"{len(changed)} lines differ"
old, new = json.loads(old), json.loads(new)
titles = [f["properties"]["title"] for f in new["features"]]
assert titles.count(sys.argv[3]) == 1, titles
place = titles.index(sys.argv[3])
new["features"][place]["properties"]["title"] = old["features"][place]["properties"]["title"]
assert old == new, "more than the title differs"
PYTHON
ok "in the saved file one title differs and nothing else"

cp "$work/picture.png" "$shots/picture.png"
size=$(identify -format '%wx%h' "$work/picture.png")
[ "$size" = 1920x1080 ] || fail "the picture is $size"
place=0
for found in $(convert "$work/picture.png" -crop 3x3@ +repage -format '%k ' info:); do
    place=$((place + 1))
    [ "$found" -gt 200 ] || fail "part $place of 9 of the picture is nearly empty: $found colours"
done
[ "$place" = 9 ] || fail "the picture has $place parts"
ok "the picture is $size and each ninth of it has content"

# Nothing typed is lost: a change that no file holds survives a kill, and the next start goes on with it.
cp "$work/real.geojson" "$work/before.geojson"
lost='Kept through a kill'
start() {
    env PATH= "$program" "$@" >>"$work/marz.log" 2>&1 &
    marz=$!
    pids+=("$marz")
    wait_for 60 "a window" window
}
start "$work/real.geojson"
wait_for 60 "the file is open again" named 'real.geojson*Marz'
xdotool windowactivate --sync "$window"
sleep 1
key j
key Return
key ctrl+a
write "$lost"
key Return
wait_for 10 "the second change is marked" named '• real.geojson*'
sleep 1
kill -9 "$marz"
wait "$marz" 2>/dev/null || true
cmp -s "$work/real.geojson" "$work/before.geojson" || fail "the kill changed the file"
start
wait_for 60 "the killed session goes on" named '• real.geojson*'
xdotool windowactivate --sync "$window"
sleep 1
shot 8_recovered
key ctrl+s
wait_for 20 "what was recovered is saved" named 'real.geojson*'
grep -q "$lost" "$work/real.geojson" || fail "the recovered change is not in the file"
key ctrl+q
wait_for 20 "the program ends" gone
[ -z "$(find "$MARZ_STATE_DIR" -name '*.journal*' -not -path '*/discarded/*' 2>/dev/null)" ] || fail "a finished journal was left"
ok "a change outlives kill -9, and the next start goes on with it"

[ -s "$MARZ_CONFIG_DIR/settings.json" ] || fail "no settings were written"
python3 -c 'import json, sys; s = json.load(open(sys.argv[1])); assert s["recent_files"][0].endswith("real.geojson"), s' \
    "$MARZ_CONFIG_DIR/settings.json" || fail "the file is not among the recent ones"
ok "the settings remember the file"
[ -z "$(find "$work" -maxdepth 1 -name '.*geojson*' -o -maxdepth 1 -name '*.tmp')" ] || fail "a save left litter behind"
! grep -qi 'panicked' "$work/marz.log" || fail "something panicked"
ok "nothing panicked, no litter"
