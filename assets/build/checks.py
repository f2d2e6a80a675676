"""Checks of the delivered layers; prints the sha256 list for assets/README.md."""
import hashlib
import json
import gzip
import zipfile

import numpy as np
import shapely
from shapely.geometry import Point

from borders import countries
from common import ASSETS, FONTS, KM, OUT, read_layer

c = countries()
# 1. every place lies in its country; how close to the frontier
border = shapely.union_all([g for g, p in read_layer("borders") if p["focus"]])
near = 0
for g, p in read_layer("places"):
    assert c[p["country"]].contains(g), p
    near += border.distance(g) * KM < 40
print(f"places: all in their own country; {near} within 40 km of the frontier")
# 2. the frontier is the OSM line itself: every delivered vertex is an OSM vertex
osm = shapely.STRtree(shapely.points(shapely.get_coordinates(c["TJ"].boundary)))
own = shapely.points(np.vstack([shapely.get_coordinates(g) for g, p in read_layer("borders") if p["focus"]]))
d = osm.query_nearest(own, return_distance=True, all_matches=False)[1] * KM * 1000
print(f"AF-TJ: {len(own)} vertices, at most {d.max():.2f} m from the OSM vertex (rounding)")
# 3. districts form a clean coverage and every TJ/AF place is in a district of its country
ds = read_layer("districts")
print("districts overlap-free:", bool(shapely.coverage_is_valid([g for g, _ in ds], gap_width=0)))
miss = [p["name"] for g, p in read_layer("places") if p["country"] == "TJ" and
        not any(d.contains(g) for d, q in ds if q["country"] == "TJ")]
print("Tajik places outside every district:", miss)
# 4. tiles
for f in sorted(OUT.glob("*.zip")):
    with zipfile.ZipFile(f) as z:
        n = z.namelist()
        print(f.name, len(n), "tiles", {k: sum(x.startswith(f"{k}/") for x in n) for k in range(3, 10)})
# 5. properties per layer
for f in sorted(OUT.glob("*.geojson.gz")):
    fc = json.loads(gzip.decompress(f.read_bytes()))
    keys = sorted({k for x in fc["features"] for k in x["properties"]})
    print(f.name, len(fc["features"]), "features:", ", ".join(keys))
print()
for f in sorted([*OUT.iterdir(), *FONTS.iterdir()]):
    print(hashlib.sha256(f.read_bytes()).hexdigest(), f.relative_to(ASSETS.parent), f.stat().st_size)
