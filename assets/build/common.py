"""Shared helpers of the Marz basemap build: paths, boxes, GeoJSON output."""
import gzip
import json
import math
import os
import tempfile
from pathlib import Path

import shapely
from shapely.geometry import box, mapping

BUILD = Path(__file__).resolve().parent            # assets/build
ASSETS = BUILD.parent                               # assets
OUT = ASSETS / "basemap"
FONTS = ASSETS / "fonts"
WORK = Path(os.environ.get("MARZ_BASEMAP_WORK", os.path.join(tempfile.gettempdir(), "marz-basemap")))
SRC = WORK / "x"                                    # unpacked sources

# Full-detail area (W, S, E, N) and the slightly larger area we compute in,
# so that nothing is damaged at the cut.
AREA = (64.0, 34.0, 78.0, 42.0)
AREA_BOX = box(*AREA)
WORK_BOX = box(AREA[0] - 1, AREA[1] - 1, AREA[2] + 1, AREA[3] + 1)

# One degree of longitude in degrees of latitude at 38 N, and km per degree.
KX = math.cos(math.radians(38))
KM = 111.2


def km(lon1, lat1, lon2, lat2):
    """Flat-earth distance in km, good enough inside the area."""
    return math.hypot((lon1 - lon2) * math.cos(math.radians((lat1 + lat2) / 2)), lat1 - lat2) * KM


def line_parts(geom):
    """All non-trivial LineStrings of any geometry."""
    if geom.is_empty:
        return []
    if geom.geom_type == "LineString":
        return [geom]
    if hasattr(geom, "geoms"):
        return [p for g in geom.geoms for p in line_parts(g)]
    return []


def poly_parts(geom):
    """All Polygons of any geometry."""
    if geom.is_empty:
        return []
    if geom.geom_type == "Polygon":
        return [geom]
    if hasattr(geom, "geoms"):
        return [p for g in geom.geoms for p in poly_parts(g)]
    return []


def merge(geom):
    """Join touching lines into the longest possible ones."""
    parts = line_parts(geom)
    if not parts:
        return []
    merged = shapely.line_merge(shapely.union_all(parts))
    return line_parts(merged)


def _round(c, nd):
    if isinstance(c[0], (int, float)):
        return [round(c[0], nd), round(c[1], nd)]
    out = [_round(p, nd) for p in c]
    if isinstance(out[0][0], (int, float)):         # a ring or line: drop repeats
        keep = [out[0]] + [b for a, b in zip(out, out[1:]) if a != b]
        return keep if len(keep) > 1 else out
    return out


def write_layer(name, features, nd=5):
    """Write [(geometry, properties)] as reproducible gzipped GeoJSON.

    Properties that are None are left out.  Exterior rings run
    counter-clockwise (RFC 7946)."""
    fs = []
    for geom, props in features:
        if geom.geom_type in ("Polygon", "MultiPolygon"):
            geom = shapely.orient_polygons(geom)
        m = mapping(geom)
        fs.append({
            "type": "Feature",
            "properties": {k: v for k, v in props.items() if v is not None},
            "geometry": {"type": m["type"], "coordinates": _round(m["coordinates"], nd)},
        })
    OUT.mkdir(parents=True, exist_ok=True)
    raw = json.dumps({"type": "FeatureCollection", "features": fs},
                     ensure_ascii=False, separators=(",", ":")).encode()
    data = bytearray(gzip.compress(raw, 9, mtime=0))
    data[9] = 255                                   # OS byte: "unknown", same everywhere
    (OUT / f"{name}.geojson.gz").write_bytes(data)
    print(f"{name:10s} {len(fs):5d} features  {len(raw):9d} B  {len(data):8d} B gz")


def read_layer(name):
    """Read a delivered layer back as [(geometry, properties)]."""
    fc = json.loads(gzip.decompress((OUT / f"{name}.geojson.gz").read_bytes()))
    return [(shapely.geometry.shape(f["geometry"]), f["properties"]) for f in fc["features"]]
