"""Lakes that GSHHG lacks, read off the GLOBE heights: there a lake is a patch of cells of one height.

Nurek's canyon is narrower than a cell, so its reservoir is the valley floor below the full supply level around
the Vakhsh, as far up as it is said to reach. Outlines are good to about a cell (0.9 x 0.7 km).
"""
import numpy as np
import shapely
from scipy.ndimage import label
from shapely.geometry import Point, Polygon, box
from shapely.ops import substring

from common import AREA, KM, KX, poly_parts
from elevation import PER_DEGREE, globe

W, S, E, N = AREA
CELL = 1 / PER_DEGREE
# (lon, lat) inside, the lake's height in GLOBE, names (en, tg, ru, fa).
FLAT = [
    ((73.70, 37.43), 4110, ("Zorkul", "Зоркӯл", "Зоркуль", "زرکول")),
    ((72.90, 37.75), 3695, ("Yashilkul", "Яшилкӯл", "Яшилькуль", None)),
    ((74.24, 38.47), 3782, ("Rangkul", "Рангкӯл", "Рангкуль", None)),
    ((68.37, 39.08), 2182, ("Iskanderkul", "Искандаркӯл", "Искандеркуль", "اسکندرکول")),
]
# Nurek: the dam, the full supply level in metres and the length in km (Wikipedia, "Nurek Dam": over 70 km long,
# 98 km2), how far to the side of the river flooded cells count, and half the width where the canyon does not show.
DAM, LEVEL, LENGTH_KM, SIDE_KM, ARM_KM = Point(69.348, 38.372), 910, 70, 1.8, 0.25
NUREK = ("Nurek Reservoir", "Обанбори Норак", "Нурекское водохранилище", None)


def patch(mask, at):
    """The cells of a mask that hang together, corners included, with the ones next to a point."""
    numbers, _ = label(mask, np.ones((3, 3)))
    r, c = int((N - at[1]) * PER_DEGREE), int((at[0] - W) * PER_DEGREE)
    near = numbers[r - 3:r + 4, c - 3:c + 4]
    return numbers == np.bincount(near[near > 0]).argmax()


def outline(mask):
    """The cells as one polygon with its stairs rounded off."""
    rows, columns = np.nonzero(mask)
    cells = [box(W + c * CELL, N - (r + 1) * CELL, W + (c + 1) * CELL, N - r * CELL) for r, c in zip(rows, columns)]
    return rounded(shapely.union_all(cells).buffer(0.35 * CELL).buffer(-0.35 * CELL))


def rounded(shape):
    p = max(poly_parts(shape), key=lambda p: p.area)
    ring = np.array(Polygon(p.exterior).simplify(0.25 * CELL).exterior.coords)[:-1]
    for _ in range(3):                               # Chaikin: cut the corners
        after = np.roll(ring, -1, axis=0)
        ring = np.column_stack([0.75 * ring + 0.25 * after, 0.25 * ring + 0.75 * after]).reshape(-1, 2)
    return shapely.make_valid(Polygon(ring)).simplify(0.0003)


def nurek(heights, vakhsh):
    """The reservoir behind the Nurek dam; `vakhsh` are the river's lines, downstream."""
    squeezed = shapely.transform(shapely.line_merge(shapely.union_all(vakhsh)), lambda c: c * [KX, 1])
    river = max(getattr(squeezed, "geoms", [squeezed]), key=lambda l: l.length)
    dam = river.project(Point(DAM.x * KX, DAM.y))
    arm = substring(river, max(0, dam - LENGTH_KM / KM), dam)
    wide = shapely.transform(arm.buffer(SIDE_KM / KM, cap_style="flat"), lambda c: c / [KX, 1])
    lon, lat = np.meshgrid(W + (np.arange(heights.shape[1]) + 0.5) * CELL, N - (np.arange(heights.shape[0]) + 0.5) * CELL)
    cells = (heights <= LEVEL) & (lon > DAM.x - CELL) & shapely.contains_xy(wide, lon, lat)
    rows, columns = np.nonzero(cells)
    shapes = [box(W + c * CELL, N - (r + 1) * CELL, W + (c + 1) * CELL, N - r * CELL) for r, c in zip(rows, columns)]
    canyon = shapely.transform(arm.buffer(ARM_KM / KM, cap_style="flat"), lambda c: c / [KX, 1])
    return rounded(shapely.union_all([canyon, *shapes]).buffer(0.35 * CELL).buffer(-0.35 * CELL))


def lakes(vakhsh):
    """[(polygon, names)]"""
    heights = globe(W, S, E, N).astype(int)
    out = [(outline(patch(heights == level, at)), names) for at, level, names in FLAT]
    out.append((nurek(heights, vakhsh), NUREK))
    for shape, names in out:
        area = shapely.transform(shape, lambda c: c * [KX, 1]).area * KM * KM
        print(f"  {names[0]}: {area:.1f} km2 from the heights")
    return out
