#!/usr/bin/env bash
# A record coded from a pasted report in a real window, with the keyboard alone. Says how many keystrokes it took.
# `.ci/run` runs it.
#
# usage: tests/window/coding.sh [PROGRAM]      default: target/release/marz
#
# Needs xclip beside what display.sh needs. Screenshots stay in target/window/.
set -euo pipefail
cd "$(dirname "$0")/../.."

more_tools=xclip
# shellcheck source=tests/window/display.sh
. tests/window/display.sh

# Written for this test in the manner of a news agency; nothing in it happened.
report='Two border guards killed in shooting near Khorog
Example News Agency, 28 November 2025
https://news.example/2025/11/28/shooting-near-khorog

Two border guards were killed and three were wounded on 26 November 2025 when gunmen opened fire near Khorog.'

strokes=0
# Keys that a person presses, counted: a chord is one.
press() { strokes=$((strokes + $#)); key "$@"; }
type_in() { strokes=$((strokes + ${#1})); write "$1"; }

start
xdotool windowactivate --sync "$window" windowsize --sync "$window" 1400 860 windowmove "$window" 0 0
sleep 1
key ctrl+n
wait_for 20 "an empty document" named 'Untitled*'
printf '%s' "$report" | xclip -selection clipboard -in >/dev/null 2>&1
shot coding_1_empty

# From here on every key counts.
press ctrl+v
wait_for 20 "a record has begun" named '• Untitled*'
sleep 1
shot coding_2_offers
# Each offer keeps its number while others are taken.
for number in 1 2 3 4 5 6 7 8 9; do
    press "alt+$number"
done
sleep 1
shot coding_3_taken
press F2
type_in 'Two border guards killed near Khorog'
press Return
shot coding_4_titled
press ctrl+Return
sleep 0.5
shot coding_5_accepted
counted=$strokes

key ctrl+s
sleep 1
key ctrl+a
write "$work/coded.geojson"
key Return
wait_for 30 "the record is saved" test -s "$work/coded.geojson"
wait_for 20 "the title bar says so" named 'coded.geojson*'
key ctrl+q
wait_for 20 "the program ends" gone

python3 - "$work/coded.geojson" <<'PYTHON' || fail "the record is not what the report says"
import json, sys

features = json.load(open(sys.argv[1], encoding="utf-8"))["features"]
assert len(features) == 1, f"{len(features)} records"
record = features[0]["properties"]
print("      " + json.dumps({k: v for k, v in record.items() if k != "history"}, ensure_ascii=False))
assert record["title"] == "Two border guards killed near Khorog", record
assert record["date_start"] == record["date_end"] == "2025-11-26", record
assert record["killed_best"] == 2 and record["wounded_best"] == 3, record
assert record["place"] == "Khorog" and features[0]["geometry"]["type"] == "Point", record
assert record["status"] == "for_review", record
assert record["sources"], record
assert len(record["history"]) > 5, record
PYTHON
ok "a record with date, place, tolls, title, source and status took $counted keystrokes"
! grep -qi 'panicked' "$work/marz.log" || fail "something panicked"
