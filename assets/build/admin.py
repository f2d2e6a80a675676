"""admin, districts, provinces: inner boundaries fitted to the exact OSM national border.

The packaged district polygons were simplified one by one and miss the national
border by up to 2 km.  So: mapshaper makes them share edges, the shared edges are
extended or cut to meet the OSM border, and the faces between them become the
districts.  Neighbours therefore share every vertex and no line doubles the border.
"""
import csv
import json
import re
import sqlite3
import subprocess
import unicodedata

import numpy as np
import shapely
from shapely import wkb
from shapely.geometry import LineString, Point, box, mapping, shape
from shapely.ops import polygonize

from borders import countries
from common import AREA, AREA_BOX, BUILD, KM, SRC, WORK, line_parts, merge, poly_parts, read_layer, write_layer
from names import LANGUAGES

MAPSHAPER = WORK / "node" / "node_modules" / ".bin" / "mapshaper"
GBAO, KHATLON, SUGHD, DRS = ("Gorno-Badakhshan", "Khatlon", "Sughd", "Districts of Republican Subordination")
TJ_PROVINCES = {
    SUGHD: """Asht Isfara Konibodom Shahriston Panjakent Spitamen Zafarobod Ghonchi Mastchoh Ayni Ghafurov
              Istaravshan Jabbor_Rasulov Kuhistoni_Mastchoh""",
    DRS: """Tojikobod Hisor Roghun Varzob Tursunzoda Sharinav Nurobod Jirgatol Rasht Vahdat Tavildara Rudaki
            Faizobod""",
    KHATLON: """Nosiri_Khusrav Shahrtuz Muminobod Sarband Dzhami Vakhsh Khuroson Qumsangir Kulob Temurmalik Hamadoni
                Shuro-obod Rumi Bokhtar Vose' Panj Norak Yovon Qabodiyon Khovaling Jilikul Danghara Farkhor
                Baljuvon""",
    GBAO: "Roshtqal'a Ishkoshim Darvoz Murghob Rushon Vanj Shughnon",
}
# The package files districts by their centre point, which goes wrong near province
# borders.  Corrected here (AF: province -> districts); all others keep the package's.
AF_PROVINCES = {
    "Badakhshan": ["Shighnan", "Kuran Wa Munjan"],
    "Takhar": ["Khwaja Bahawuddin", "Chah Ab", "Yangi Qala", "Darqad", "Ishkamish"],
    "Kunduz": ["Qalay-I- Zal"],
    "Baghlan": ["Khinjan", "Puli Hisar"],
    "Balkh": ["Kaldar", "Khulm", "Shortepa"],
    "Samangan": ["Dara-I-Sufi Payin", "Dara-I-Sufi Bala", "Feroz Nakhchir"],
    "Nuristan": ["Du Ab", "Nurgaram", "Mandol"],
    "Nangarhar": ["Shirzad", "Hesarak", "Lal Por", "Dur Baba"],
    "Parwan": ["Bagram", "Kohi Safi", "Surkhi Parsa", "Shekh  Ali"],
    "Kabul": ["Surobi", "Khaki Jabbar"],
    "Logar": ["Azra"],
    "Wardak": ["Maydan Shahr", "Jalrez", "Nirkh", "Chaki Wardak", "Saydabad", "Day Mirdad", "Jaghatu",
               "Hisa-I- Awali Bihsud", "Markazi Bihsud"],
    "Paktia": ["Ali Khail (Jaji)"],
    "Faryab": ["Gurziwan", "Bilchiragh", "Qaysar"],
    "Badghis": ["Jawand", "Ghormach"],
    "Bamyan": ["Yakawlang"],
    "Ghor": ["Lal Wa Sarjangal", "Chaghcharan", "Charsada", "Dawlat Yar", "Du Layna", "Tulak", "Shahrak"],
    "Herat": ["Chishti Sharif"],
    "Daykundi": ["Miramor"],
}
# Present-day names (the package has those of about 2014).
RENAMED = {
    "Shuro-obod": "Shamsiddin Shohin", "Tavildara": "Sangvor", "Jirgatol": "Lakhsh", "Ghonchi": "Devashtich",
    "Bokhtar": "Kushoniyon", "Sarband": "Levakant", "Rumi": "Jaloliddin Balkhi", "Qumsangir": "Jayhun",
    "Jilikul": "Dusti", "Dzhami": "Abdurahmoni Jomi", "Vose'": "Vose", "Shahrtuz": "Shahrituz",
    "Sharinav": "Shahrinav", "Faizobod": "Fayzobod", "Ghafurov": "Bobojon Ghafurov",
    # Afghanistan: ordinary English spelling
    "Ishkashiem": "Ishkashim", "Darwazbala": "Darwaz-e Bala", "Shaki": "Shakay", 
    "Shahri Buzurg": "Shahr-e Buzurg", "Yaftal Sufla": "Yaftal-e Sufla", "Kishim": "Keshem",
    "Tagab (Kishmi Bala)": "Tagab", "Yamgan (Girwan)": "Yamgan", "Qalay-I- Zal": "Qala-i Zal",
    "Dashte Archi": "Dasht-e Archi", "Dashti Qala": "Dasht-e Qala",
    "Taluqan": "Taloqan", "Puli Khumri": "Pul-e Khumri", "Mazari Sharif": "Mazar-e Sharif",
    "Baghlani Jadid": "Baghlan-e Jadid", "Puli Hisar": "Pul-e Hisar", "Dara-I-Sufi Payin": "Dara-i Suf-e Payin",
    "Dara-I-Sufi Bala": "Dara-i Suf-e Bala", "Dahana-I- Ghuri": "Dahana-i Ghuri",
    "Khwaja Hijran (Jilga Nahrin)": "Khwaja Hijran", "Kuran Wa Munjan": "Kuran wa Munjan",
    "Nahri Shahi": "Nahr-e Shahi",
    "Shighnan": "Shughnan", "Farang Wa Gharu": "Farang wa Gharu",
    "Ruyi Du Ab": "Ruy-e Du Ab", "Khuram Wa Sarbagh": "Khuram wa Sarbagh", "Tala Wa Barfak": "Tala wa Barfak",
    "Khost Wa Firing": "Khost wa Fereng", "Guzargahi Nur": "Guzargah-e Nur", "Hazrati Sultan": "Hazrat-e Sultan",
}
FRONTIER_PROVINCES = {"Badakhshan", "Takhar", "Kunduz", "Balkh", "Baghlan", "Samangan", "Jowzjan", "Panjshir"}
DISTRICT_BOX = box(65.5, 35.3, 76, 42)


def seat_key(name):
    """A name by which a district finds the town it is called after."""
    plain = unicodedata.normalize("NFD", re.sub(r"\(.*?\)", "", name)).lower()
    return re.sub("[^a-z]", "", plain)


def area_names():
    """area_names.tsv: (country, kind, province, name) -> the names in other languages."""
    out = {}
    for line in (BUILD / "area_names.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, kind, province, name, *others = (line.split("\t") + [""] * 7)[:7]
            out[country, kind, province, name] = {f"name_{k}": v for k, v in zip(LANGUAGES, others) if v}
    return out


def named(area, kind, table, seats):
    """The names of an area in other languages: the table's, else those of the seat within it."""
    province = area["province"] if kind == "district" else ""
    names = dict(table.get((area["country"], kind, province, area["name"]), {}))
    if kind == "district":
        for at, town in seats:
            if (town["country"] == area["country"] and seat_key(town["name"]) == seat_key(area["name"])
                    and area["simple"].distance(at) < 0.05):
                for language in LANGUAGES:
                    key = f"name_{language}"
                    if town.get(key):
                        names.setdefault(key, town[key].split(" (")[0])
                break
    return {f"name_{language}": names.get(f"name_{language}") for language in LANGUAGES}


def read_source(c):
    """District polygons of TJ and AF with corrected country, province and name."""
    with open(SRC / "gazetteer/data/geo-boundaries.csv", encoding="utf-8") as f:
        meta = {(r["name"], r["shape_id"]): r for r in csv.DictReader(f)}
    db = sqlite3.connect(SRC / "gazetteer/data/data.db")
    area = box(AREA[0] - 0.5, AREA[1] - 0.5, AREA[2] + 0.5, AREA[3] + 0.5)
    tj = {n.replace("_", " "): p for p, ns in TJ_PROVINCES.items() for n in ns.split()}
    af = {n: p for p, ns in AF_PROVINCES.items() for n in ns}
    out = []
    for name, sid, blob in db.execute("select name, shape_id, coordinates from location_data"):
        g = wkb.loads(blob)
        if not g.intersects(area):
            continue
        g = shapely.make_valid(g)
        p = g.representative_point()
        iso = next((k for k in ("TJ", "AF") if c[k].contains(p)), None)
        if not iso or shapely.intersection(g, c[iso]).area < 0.5 * shapely.intersection(g, area).area:
            continue
        base = name.strip().replace(" District", "")
        if iso == "TJ":
            if base not in tj:
                print("  not a Tajik district:", name)
                continue
            prov = tj[base]
        else:
            raw = (meta.get((name, sid)) or {}).get("admin2") or ""
            prov = af.get(base, raw.replace(" Province", "").replace("Ghōr", "Ghor").replace("Sar-e Pol", "Sar-e Pul"))
        out.append({"id": len(out), "source_name": name.strip(), "name": RENAMED.get(base, base),
                    "province": prov, "country": iso, "geometry": g})
    return out


def mapshaper_clean(rows):
    src, dst = WORK / "districts_raw.geojson", WORK / "districts_clean.geojson"
    src.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"id": r["id"]}, "geometry": mapping(r["geometry"])} for r in rows]}))
    subprocess.run([str(MAPSHAPER), str(src), "snap", "snap-interval=0.002", "-clean", "gap-fill-area=30km2",
                    "sliver-control=0.5", "-filter-islands", "min-area=1km2", "-o", str(dst),
                    "precision=0.00001"], check=True, capture_output=True)
    for f in json.loads(dst.read_text())["features"]:
        rows[f["properties"]["id"]]["geometry"] = shapely.make_valid(shape(f["geometry"]))
    return rows


def partition(c, rows):
    """Cut the countries TJ and AF into the districts: [(face, index into rows or None)]."""
    polys = [r["geometry"] for r in rows]
    land = {}
    for iso in ("TJ", "AF"):
        land[iso] = shapely.intersection(c[iso], AREA_BOX)
    main_part = {k: max(poly_parts(v), key=lambda p: p.area) for k, v in land.items()}
    tree = shapely.STRtree(polys)
    lines, extra = [], []
    for iso, country in main_part.items():
        rim = country.exterior
        shared = []                                  # edges of two districts of this country
        for i, p in enumerate(polys):
            for j in tree.query(p):
                if j > i and rows[i]["country"] == rows[j]["country"] == iso:
                    shared += line_parts(shapely.intersection(p.boundary, polys[j].boundary))
        shared = merge(shapely.union_all(shared))    # may overshoot the border: the rim cuts it
        lines += shared
        ends = {}
        for l in shared:
            for q in (l.coords[0], l.coords[-1]):
                ends[q] = ends.get(q, 0) + 1
        for q, n in ends.items():                    # loose ends are drawn on to the border
            p = Point(q)
            if n == 1 and country.contains(p) and 1e-7 < rim.distance(p) < 12 / KM:
                near = shapely.get_coordinates(shapely.shortest_line(p, rim))
                d = near[1] - near[0]
                extra.append(LineString([near[0], near[1] + d / np.hypot(*d) * 1e-4]))
    rims = shapely.union_all([p.boundary for v in land.values() for p in poly_parts(v)])
    net = shapely.node(shapely.union_all([rims, *lines, *extra]))
    # Two districts in one face (their polygons do not touch, the land between does):
    # cut around the smaller one.
    more = []
    for f in polygonize(line_parts(net)):
        share = sorted(((shapely.intersection(polys[k], f).area / polys[k].area, k) for k in tree.query(f)
                        if any(v.contains(f.representative_point()) and rows[k]["country"] == iso
                               for iso, v in land.items())), reverse=True)
        inside = [k for a, k in share if a > 0.5]
        for k in sorted(inside, key=lambda k: polys[k].area)[:-1]:
            more += line_parts(shapely.intersection(polys[k].buffer(0.008).boundary, f.buffer(0.003)))
    if more:
        net = shapely.node(shapely.union_all([net, *more]))
    out = []
    for f in polygonize(line_parts(net)):
        q = f.representative_point()
        iso = next((k for k, v in land.items() if v.contains(q)), None)
        if not iso:
            continue
        mine = [k for k in tree.query(f) if rows[k]["country"] == iso]
        best = max(mine, key=lambda k: shapely.intersection(polys[k], f).area, default=None)
        if best is None or shapely.intersection(polys[best], f).area < 0.02 * f.area:
            if f.area * KM * KM * 0.79 > 60:
                best = None                          # a real hole
            else:
                best = min((k for k in range(len(rows)) if rows[k]["country"] == iso), key=lambda k: polys[k].distance(f))
        out.append((f, best, iso))
    return out


def main():
    c = countries()
    rows = mapshaper_clean(read_source(c))
    final = []
    parts = partition(c, rows)
    for k, r in enumerate(rows):
        fs = [f for f, o, _ in parts if o == k]
        if fs:
            final.append({**r, "geometry": shapely.union_all(fs)})
        else:
            print("  lost:", r["source_name"])
    for f, o, iso in parts:
        if o is None:
            p = f.representative_point()
            print("  hole", iso, round(p.x, 3), round(p.y, 3), round(f.area * KM * KM * 0.79), "km2")
            if f.contains(Point(68.78, 38.54)):
                final.append({"source_name": "(gap)", "name": "Dushanbe", "province": "Dushanbe",
                              "country": "TJ", "geometry": f})
    for iso in ("TJ", "AF"):
        mine = [r for r in final if r["country"] == iso]
        print(" ", iso, len(mine), "districts;", sorted({r["province"] for r in mine}))

    # Simplify all together, so that shared edges stay shared.
    geoms = shapely.coverage_simplify(np.array([r["geometry"] for r in final]), 0.0012)
    for r, g in zip(final, geoms):
        r["simple"] = g
    print("  coverage valid:", bool(shapely.coverage_is_valid(np.array([r["geometry"] for r in final]))),
          bool(shapely.coverage_is_valid(geoms)))

    # Inner lines from the exact coverage: shared edges between two districts of one country.
    tree = shapely.STRtree(list(geoms))
    prov, dist = {}, {}
    rim = {iso: c[iso].boundary for iso in ("TJ", "AF")}
    for i, a in enumerate(final):
        for j in tree.query(a["simple"]):
            b = final[j]
            if j <= i or a["country"] != b["country"]:
                continue
            ls = line_parts(shapely.intersection(a["simple"].boundary, b["simple"].boundary))
            (prov if a["province"] != b["province"] else dist).setdefault(a["country"], []).extend(ls)
    feats = []
    for kind, group in (("province", prov), ("district", dist)):
        for iso, ls in group.items():
            zone = rim[iso].buffer(0.012)
            for l in merge(shapely.union_all(ls)):
                # A stretch that hugs the national border for more than ~3 km is dropped.
                keep = []
                hug = [h for h in line_parts(shapely.intersection(l, zone)) if h.length > 0.035]
                l2 = shapely.difference(l, shapely.union_all([h.buffer(1e-6) for h in hug])) if hug else l
                keep = merge(l2)
                for k in keep:
                    if k.length > 0.01:
                        feats.append((k, {"kind": kind, "country": iso}))
    write_layer("admin", feats)

    table, seats = area_names(), read_layer("places")
    unknown = set(table) - {(r["country"], "district", r["province"], r["name"]) for r in final}
    unknown -= {(r["country"], "province", "", r["province"]) for r in final}
    print("  names without an area:", sorted(unknown))
    ds = [(r["simple"], {"name": r["name"], **named(r, "district", table, seats), "source_name": r["source_name"], "province": r["province"],
                         "country": r["country"]}) for r in final
          if r["country"] == "TJ" or (r["province"] in FRONTIER_PROVINCES)]
    ds.sort(key=lambda f: (f[1]["country"], f[1]["province"], f[1]["name"]))
    write_layer("districts", ds)

    south = box(*AREA).exterior
    ps = []
    for iso in ("TJ", "AF"):
        for name in sorted({r["province"] for r in final if r["country"] == iso}):
            g = shapely.coverage_union_all([r["simple"] for r in final if r["province"] == name and r["country"] == iso])
            cut = shapely.intersection(g.boundary, south).length > 0.01
            area = {"name": name, "country": iso}
            ps.append((g, {"name": name, **named(area, "province", table, seats), "country": iso, "partial": True if cut else None}))
    write_layer("provinces", ps)


if __name__ == "__main__":
    main()
