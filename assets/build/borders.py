"""borders: the exact international boundaries around the frontier."""
import pickle

import shapely
from shapely.geometry import Polygon

from common import AREA_BOX, WORK, WORK_BOX, merge, write_layer

# ISO code -> OSM time zones that together make up the country inside our area.
ZONES = {
    "TJ": ["Asia/Dushanbe"], "AF": ["Asia/Kabul"], "KG": ["Asia/Bishkek"],
    "UZ": ["Asia/Tashkent", "Asia/Samarkand"], "PK": ["Asia/Karachi"],
    "CN": ["Asia/Urumqi", "Asia/Shanghai"], "TM": ["Asia/Ashgabat"],
    "IN": ["Asia/Kolkata"],
    "KZ": ["Asia/Almaty", "Asia/Qyzylorda", "Asia/Qostanay", "Asia/Aqtobe"],
}


def countries():
    """OSM country polygons, clipped to WORK_BOX (cached: other scripts use them)."""
    cache = WORK / "countries.pkl"
    if cache.exists():
        return pickle.loads(cache.read_bytes())
    from timezonefinder import TimezoneFinder
    tf = TimezoneFinder()
    out = {}
    for iso, zones in ZONES.items():
        parts = []
        for z in zones:
            if z not in tf.timezone_names:
                continue
            for poly in tf.get_geometry(tz_name=z, coords_as_pairs=True):
                p = shapely.make_valid(Polygon(poly[0], poly[1:]))
                if p.intersects(WORK_BOX):
                    parts.append(p.intersection(WORK_BOX))
        out[iso] = shapely.union_all(parts)
    cache.write_bytes(pickle.dumps(out))
    return out


def shared_borders(c):
    """{pair: [LineString]}: stretches where two country polygons share their edge."""
    isos = sorted(c)
    out = {}
    for i, a in enumerate(isos):
        for b in isos[i + 1:]:
            common = shapely.intersection(c[a].boundary, c[b].boundary)
            lines = [l for l in merge(common) if l.length > 0.004]
            if lines:
                out[f"{a}-{b}"] = lines
    return out


def main():
    c = countries()
    pairs = shared_borders(c)
    feats = []
    for pair, lines in pairs.items():
        clipped = merge(shapely.union_all([shapely.intersection(l, AREA_BOX) for l in lines]))
        for l in sorted(clipped, key=lambda l: -l.length):
            if l.length > 0.004:
                if not {"TJ", "AF"} & set(pair.split("-")):
                    l = l.simplify(0.0002)          # 20 m; the frontier's neighbours stay exact
                feats.append((l, {"pair": pair, "focus": pair == "AF-TJ"}))
    write_layer("borders", feats)


if __name__ == "__main__":
    main()
