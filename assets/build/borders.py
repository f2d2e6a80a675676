"""borders + world: international boundaries, coarse surrounding world, country labels."""
import json
import pickle

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from common import AREA, AREA_BOX, SRC, WORK, WORK_BOX, line_parts, merge, poly_parts, write_layer

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


# --- world ------------------------------------------------------------------

def topology(path):
    """Decode a TopoJSON file into (list of arcs, objects)."""
    t = json.loads(path.read_text())
    s, o = np.array(t["transform"]["scale"]), np.array(t["transform"]["translate"])
    arcs = [np.cumsum(np.array(a), axis=0) * s + o for a in t["arcs"]]
    return arcs, t["objects"]


def ring(arcs, ids):
    pts = []
    for i in ids:
        a = arcs[i] if i >= 0 else arcs[~i][::-1]
        pts.extend(map(tuple, a if not pts else a[1:]))
    return pts


def geom_polys(arcs, g):
    if g["type"] == "GeometryCollection":
        return [p for s in g["geometries"] for p in geom_polys(arcs, s)]
    polys = g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]]
    return [Polygon(ring(arcs, p[0]), [ring(arcs, h) for h in p[1:]]) for p in polys]


def inner_arcs(arcs, objects):
    """Arcs used by two countries: the land borders (arc, {ids})."""
    users = {}
    for g in objects["countries"]["geometries"]:
        polys = g.get("arcs", [])
        polys = polys if g["type"] == "MultiPolygon" else [polys]
        for p in polys:
            for r in p:
                for i in r:
                    users.setdefault(i if i >= 0 else ~i, set()).add(g["properties"]["name"])
    return [LineString(arcs[i]) for i, u in users.items() if len(u) > 1]


def warp_to_seam(lines, anchors):
    """Bend coarse lines so that where they leave the detailed box they meet the
    detailed border; the bend fades out over 1.5 degrees."""
    edge = AREA_BOX.exterior
    out = []
    for l in lines:
        c = shapely.get_coordinates(shapely.segmentize(l, 0.15))
        for end in (0, -1):
            p = Point(c[end])
            if edge.distance(p) > 1e-6 or not anchors:
                continue
            q = min(anchors, key=p.distance)
            if q.distance(p) > 0.35:
                continue
            d = np.array([q.x - p.x, q.y - p.y])
            w = np.clip(1 - np.hypot(*(c - c[end]).T) / 1.5, 0, 1)[:, None]
            c = c + d * w
        out.append(LineString(c).simplify(0.002))
    return out


# Country label points, placed by hand where they read well on a map of the
# frontier: (lon, lat, rank, tg, ru, fa).  Rank 1 = the two countries of the frontier.
LABELS = {
    "Tajikistan": (70.35, 39.02, 1, "Тоҷикистон", "Таджикистан", "تاجیکستان"),
    "Afghanistan": (68.9, 36.33, 1, "Афғонистон", "Афганистан", "افغانستان"),
    "Uzbekistan": (66.0, 39.3, 2, "Ӯзбекистон", "Узбекистан", "ازبکستان"),
    "Kyrgyzstan": (73.7, 40.25, 2, "Қирғизистон", "Киргизия", "قرغیزستان"),
    "China": (76.4, 38.75, 2, "Чин", "Китай", "چین"),
    "Pakistan": (72.75, 35.6, 2, "Покистон", "Пакистан", "پاکستان"),
    "Turkmenistan": (60.2, 39.2, 2, "Туркманистон", "Туркмения", "ترکمنستان"),
    "Kazakhstan": (67.5, 47.5, 2, "Қазоқистон", "Казахстан", "قزاقستان"),
    "India": (78.5, 22.5, 2, "Ҳиндустон", "Индия", "هند"),
    "Iran": (54.0, 32.6, 2, "Эрон", "Иран", "ایران"),
}
# Small or distant countries that would only clutter the coarse map.
MIN_AREA = 6.0


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

    arcs, objects = topology(SRC / "world-atlas" / "countries-50m.json")
    larcs, lobjects = topology(SRC / "world-atlas" / "land-50m.json")
    # Wider than the promised 20-130 E / 0-65 N, so that no window shows the cut.
    view = box(5, -15, 150, 72)
    land = shapely.make_valid(shapely.union_all([shapely.make_valid(p) for p in geom_polys(larcs, lobjects["land"])]))
    land = shapely.intersection(land, view)
    out = [(p.simplify(0.01), {"kind": "land"}) for p in poly_parts(land) if p.area > 0.02]

    # Coarse borders outside the detailed box, bent to meet the detailed ones.
    ends = []
    for lines in pairs.values():
        for l in lines:
            for p in getattr(shapely.intersection(l, AREA_BOX.exterior), "geoms", None) or \
                    [shapely.intersection(l, AREA_BOX.exterior)]:
                if p.geom_type == "Point" and not p.is_empty:
                    ends.append(p)
    coarse = [shapely.intersection(a, view) for a in inner_arcs(arcs, objects)]
    coarse = merge(shapely.union_all([g for g in coarse if not g.is_empty]))
    coarse = [p for l in coarse for p in line_parts(shapely.difference(l, AREA_BOX))]
    coarse = merge(shapely.union_all(coarse))
    out += [(l, {"kind": "border"}) for l in warp_to_seam(coarse, ends)]

    names = {}
    for g in objects["countries"]["geometries"]:
        mp = shapely.make_valid(MultiPolygon(geom_polys(arcs, g)))
        names[g["properties"]["name"]] = mp
    for name, (x, y, rank, tg, ru, fa) in LABELS.items():
        out.append((Point(x, y), {"kind": "country_label", "name": name, "name_tg": tg,
                                  "name_ru": ru, "name_fa": fa, "rank": rank}))
        assert names[name].buffer(0.05).contains(Point(x, y)), name
    for name, mp in sorted(names.items()):
        part = shapely.intersection(mp, box(20, 0, 130, 65))
        if name in LABELS or part.area < MIN_AREA or part.area < 0.6 * mp.area:
            if name not in ("Russia", "Indonesia") or name in LABELS:
                continue
        big = max(poly_parts(part), key=lambda p: p.area)
        p = shapely.maximum_inscribed_circle(big, 0.1)
        p = Point(p.coords[0])
        if name == "Russia":
            p = Point(75.0, 58.5)
        short = {"S. Sudan": "South Sudan", "Somaliland": None}.get(name, name)
        if short:
            out.append((p, {"kind": "country_label", "name": short,
                            "rank": 3 if part.area > 40 else 4}))
    write_layer("world", out, nd=4)


if __name__ == "__main__":
    main()
