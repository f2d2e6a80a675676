#!/usr/bin/env bash
# Fuzzes every reader, or the ones that are named: tests/fuzz/run.sh [SECONDS] [TARGET…]
# No input may crash it, take longer than a second, or need more than 512 MiB. Seeds: the project's own documents and,
# where the folder is there, the corpora.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-600}
[ $# = 0 ] || shift
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(ls targets | sed 's/\.rs$//')
corpora=$(cd ../../.. && pwd)/shared/corpora
work=${MARZ_FUZZ_WORK:-$(mktemp -d)}

# seeds TARGET FOLDER…: copies small files to begin from.
seeds() {
    mkdir -p "$work/$1"
    local folder
    for folder in "${@:2}"; do
        [ -d "$folder" ] || continue
        find -L "$folder" -type f -size -40k -not -name '*.md' | head -n 400 | while read -r file; do
            cp "$file" "$work/$1/$(sha256sum "$file" | cut -c 1-16)"
        done
    done
}
# lines TARGET FILE…: each line is a seed.
lines() {
    mkdir -p "$work/$1"
    cat "${@:2}" 2>/dev/null | head -n 600 | (cd "$work/$1" && split -l 1 -a 4 - line) || true
}
seeds native "$corpora"/geojson-* "$corpora/json-minefield" "$corpora/names-blns" ../library/samples
head -n 8 ../../assets/incidents/frontier.geojson | sed '$s/,$//' >"$work/native/example" 2>/dev/null || true
echo ']}' >>"$work/native/example"
seeds settings "$corpora/json-minefield"
lines dates "$corpora"/dates-edtf/*
lines coordinates "$corpora"/coords-*/*
lines cells "$corpora"/names-blns/* "$corpora"/dates-edtf/*
lines report_text "$corpora"/names-blns/*
seeds report_text "$corpora"/csv-papaparse
seeds package "$corpora/hostile/kmz"
seeds shapes "$corpora"/geojson-* "$corpora"/kml-* "$corpora"/gpx-* "$corpora"/shp-* "$corpora"/hostile/kml "$corpora"/hostile/kmz
# Of FlatGeobuf the corpora have none.
if command -v ogr2ogr >/dev/null; then
    for file in "$corpora"/geojson-gdal/geojson/*json; do
        ogr2ogr -f FlatGeobuf "$work/shapes/$(basename "$file").fgb" "$file" >"$work/ogr2ogr.log" 2>&1 || true
    done
fi
seeds geopackage "$corpora"/gpkg-*
seeds photo ../../assets "$corpora/hostile/tiles"
seeds tile "$corpora/hostile/tiles" ../../assets
lines tile_source "$corpora"/names-blns/*

failed=()
for target in "${targets[@]}"; do
    mkdir -p "$work/$target" "$work/artifacts"
    echo "== $target, $seconds s"
    cargo +nightly fuzz run --fuzz-dir . --sanitizer none "$target" "$work/$target" -- \
        -max_total_time="$seconds" -timeout=1 -rss_limit_mb=512 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$work/artifacts/$target-" >"$work/$target.log" 2>&1 || failed+=("$target")
    grep -E "number_of_executed_units|peak_rss_mb|slowest_unit" "$work/$target.log" || tail -n 20 "$work/$target.log"
done
[ ${#failed[@]} = 0 ] || { echo "FAIL: ${failed[*]}; inputs in $work/artifacts"; exit 1; }
echo "no crash, no input over a second, none over 512 MiB"
