#!/usr/bin/env bash
# Once for real: the program in a window under Xvfb, with mouse and keys. `.ci/run` runs it.
#
# usage: tests/window/real_window.sh [PROGRAM]      default: target/release/marz
#
# Opens a copy of the example, edits a title, saves, steps the window, exports a picture and quits; then checks the
# file and the picture. Screenshots stay in target/window/.
set -euo pipefail
cd "$(dirname "$0")/../.."

title='Edited in a real window'
# shellcheck source=tests/window/display.sh
. tests/window/display.sh

cp "$sample" "$work/real.geojson"
started=$(date +%s%N)
start "$work/real.geojson"
ok "the window opens after $(((($(date +%s%N) - started) / 1000000))) ms"
wait_for 60 "the file is open" named 'real.geojson*Marz'
ok "the file of the command line is open"
xdotool windowactivate --sync "$window" windowsize --sync "$window" 1400 860 windowmove "$window" 0 0
eval "$(xdotool getwindowgeometry --shell "$window")"
sleep 1
shot 1_opened
[ "$(colours "$shots/1_opened.png")" -gt 500 ] || fail "the window is empty"
ok "the window shows a map ($(colours "$shots/1_opened.png") colours)"

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
properties = new["features"][place]["properties"]
noted = properties.pop("history")
assert len(noted) == 1 and [change["path"] for change in noted[0]["set"]] == ["/title"], noted
assert noted[0]["set"][0]["new"] == sys.argv[3] and noted[0]["at"].endswith("Z"), noted
properties["title"] = old["features"][place]["properties"]["title"]
assert old == new, "more than the title and its history differs"
PYTHON
ok "in the saved file one title differs, its history says so, and nothing else does"

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
