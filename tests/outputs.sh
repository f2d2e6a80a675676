#!/usr/bin/env bash
# Every kind of file that a picture and a brief become, as other programs see it: twice the same, words found, valid,
# opened, and nothing told of who made it, where or when. Usage: tests/outputs.sh MARZ
set -euo pipefail

marz=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "FAIL: $*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null || { echo "skipped: $1 is not installed"; return 1; }; }

for run in 1 2; do
    mkdir "$work/$run"
    (
        cd "$work/$run"
        "$marz" export --png p.png --pdf p.pdf --svg p.svg --pptx p.pptx --size 1280x720 \
            --window 2025-01-01..2025-12-31 >/dev/null
        "$marz" export --gif m.gif --apng m.png --frames f.png --size 640x360 --step year \
            --window 2015..2025 >/dev/null
        "$marz" export --brief --paper a4 --pdf b.pdf --pptx b.pptx --svg b.svg \
            --window 2025-01-01..2025-12-31 >/dev/null
    )
done
for file in "$work"/1/*; do
    cmp "$file" "$work/2/$(basename "$file")" || fail "$(basename "$file") came out differently"
done
echo "$(find "$work/1" -type f | wc -l) files, twice the same"
[ "$(find "$work/1" -name 'f-*.png' | wc -l)" = 11 ] || fail "eleven years are not eleven frames"

if has pdftotext; then
    pdftotext "$work/1/p.pdf" "$work/p.txt"
    for words in 'Incidents on and along' '1 Jan – 31 Dec 2025' '6 of 60 incidents shown'; do
        [ "$(grep -cF "$words" "$work/p.txt")" = 1 ] || fail "the PDF does not say “$words” once"
    done
    pdftotext "$work/1/b.pdf" "$work/b.txt"
    hash=$(grep -oE 'Version [0-9a-f]{12}' "$work/b.txt" | head -n 1)
    [ -n "$hash" ] || fail "the brief's PDF does not tell the version of the document"
    unzip -p "$work/1/b.pptx" ppt/slides/slide1.xml >"$work/b.xml"
    for words in 'Incidents on and along' '1 Jan – 31 Dec 2025' 'of 60 incidents' "$hash"; do
        for file in b.txt b.xml 1/b.svg; do
            grep -qF "$words" "$work/$file" || fail "$file does not say “$words”"
        done
    done
    grep -qF '6 of 60 incidents' "$work/b.txt" || fail "the brief's PDF does not count six incidents"
fi
if has qpdf; then
    for pdf in "$work"/1/*.pdf; do qpdf --check "$pdf" >/dev/null || fail "qpdf finds faults in $pdf"; done
fi
if has exiftool; then
    exiftool -q -G -s "$work"/1/* | grep -vE '^\[(File|ExifTool)\]' >"$work/told" || true
    ! grep -iE 'creator|author|producer|software|history|host' "$work/told" || fail "a file tells who made it"
fi
for secret in "$(id -un)" "$(hostname)" "$work" "${HOME:-/nowhere}"; do
    # Short names occur by chance among packed bytes.
    [ "${#secret}" -gt 5 ] || continue
    ! grep -rlaF "$secret" "$work/1" || fail "a file holds $secret"
done
if has soffice; then
    for deck in p b; do
        HOME="$work" timeout 180 soffice --headless --convert-to pdf --outdir "$work/deck" "$work/1/$deck.pptx" \
            >/dev/null 2>&1 || fail "LibreOffice does not open $deck.pptx"
        pdftotext "$work/deck/$deck.pdf" "$work/$deck.shown" || fail "pdftotext is needed here"
        grep -qF 'Incidents on and along' "$work/$deck.shown" ||
            fail "LibreOffice does not show the title of $deck.pptx"
    done
fi
echo "outputs: all is well"
