"""crossings: checkpoints and bridges over the Panj and the Amu Darya, each with who says so.

No package lists them. That they exist, and what they are called, is taken from published reports (CONFIRMED
below); where they stand, from positions in the packages of this build, moved to the nearest point of the border
line. `accuracy` in metres says how far the true place may be from that point.
"""
from shapely import union_all
from shapely.geometry import Point

from common import km, read_layer, write_layer

SPUTNIK = "Sputnik Tajikistan 2019-02-13"            # "seven checkpoints on the Tajik-Afghan border", by name and district
CROSSINGS = [
    # pair, kind, name, tg, ru, fa, place on the Tajik (Uzbek) bank, place on the Afghan bank, lon, lat, accuracy, source
    # kind "bridge": an official checkpoint at a bridge; "checkpoint": one where no bridge is confirmed.
    ("AF-TJ", "bridge", "Panji Poyon", "Панҷи Поён", "Нижний Пяндж", "شیرخان بندر",
     "Panji Poyon", "Sherkhan Bandar", 68.599, 37.195, 700,
     f"{SPUTNIK}; bridge of 2007: DNA/AFP 2007-08-26; position: OpenStreetMap road nodes in scgraph-data"),
    ("AF-TJ", "checkpoint", "Kokul", None, "Кокул", None,
     "Kokul", "Ai Khanum", 69.41, 37.167, 8000,
     f"{SPUTNIK} (Kokul, Farkhor district); Asia-Plus 2018-08-15 (opposite Ai Khanum); position: mouth of the Kokcha, "
     "where Ai Khanum stands"),
    ("AF-TJ", "bridge", "Shokhon", None, "Шохон", None,
     "Shokhon", "Khwahan", 70.1824, 37.8862, 5000,
     f"{SPUTNIK} (Shurobod district); bridge of 2017: Asia-Plus 2019-02-18, AKDN 2011-10-31 (“Khohon”); position: west "
     "of Khwahan (GeoNames)"),
    ("AF-TJ", "bridge", "Ruzvay", None, "Рузвай", None,
     "Ruzvay", "Nusay", 70.8285, 38.4526, 4000,
     f"{SPUTNIK} (Darvoz district); bridge of 2004: Asia-Plus 2006-10-31; position: between Qal'ai Khumb and Nusay "
     "(GeoNames) and Darwaz airfield"),
    ("AF-TJ", "bridge", "Khumrogi", None, "Хумроги", None,
     "Khumrogi", "Maymay district", 71.3596, 38.2696, 4000,
     f"{SPUTNIK} (Vanj district); bridge of 2011: AKDN 2011-08-16; position: mouth of the Vanj"),
    ("AF-TJ", "bridge", "Tem", None, "Тем", None,
     "Tem (Khorog)", "Demogan", 71.5055, 37.52, 2500,
     f"{SPUTNIK}; bridge of 2002: AKDN 2002-11-03; position: north-west of Khorog airfield"),
    ("AF-TJ", "bridge", "Ishkoshim", "Ишкошим", "Ишкашим", "اشکاشم",
     "Ishkoshim", "Ishkashim", 71.5836, 36.74, 2500,
     f"{SPUTNIK}; bridge of 2006: Asia-Plus 2006-10-31; position: between the two towns (GeoNames, Wikipedia)"),
    ("AF-UZ", "bridge", "Hairatan", None, None, "حیرتان",
     "Termez", "Hairatan", 67.42, 37.225, 2000,
     "UNHCR border crossings (Termez – Hairatan, “Friendship Bridge”); Wikipedia; position: OpenStreetMap railway in "
     "scgraph-data"),
]
# Left out: the bridge at Langar that the Aga Khan named in 2006 (no second report, no position).


def main():
    lines = {}
    for g, p in read_layer("borders"):
        lines.setdefault(p["pair"], []).append(g)
    out = []
    for pair, kind, name, tg, ru, fa, north, afghan, lon, lat, accuracy, source in CROSSINGS:
        border = union_all(lines[pair])
        at = border.interpolate(border.project(Point(lon, lat)))
        moved = km(lon, lat, at.x, at.y) * 1000
        assert moved < accuracy, (name, moved)
        out.append((at, {"name": name, "name_tg": tg, "name_ru": ru, "name_fa": fa, "kind": kind, "pair": pair,
                         "place_north": north, "place_afghan": afghan, "accuracy": accuracy, "source": source}))
    write_layer("crossings", out)


if __name__ == "__main__":
    main()
