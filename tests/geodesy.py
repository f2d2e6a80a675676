"""The distances of Marz against GeographicLib, and their time against STRtree + pyproj.

    pip install geographiclib pyproj shapely numpy
    tests/geodesy.py target/release/marz [--points 10000] [--time]

Each random point is put to `marz where --table distance` and, independently, to the border line of
assets/basemap/borders.geojson.gz in steps of 10 m, of 0.1 m around the nearest of them. Fails where the two differ
by more than a metre. With --time it measures the processor time of both ways, and fails above 0.3 of STRtree + pyproj.
Skips with a word where the packages are not there.
"""
import argparse
import gzip
import json
import pathlib
import resource
import subprocess
import sys
import time

try:
    import numpy as np
    import pyproj
    import shapely
    from geographiclib.geodesic import Geodesic
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed")
    sys.exit(0)

LAYER = pathlib.Path(__file__).parent.parent / "assets" / "basemap" / "borders.geojson.gz"
GEOD = pyproj.Geod(ellps="WGS84")
WEST, SOUTH, EAST, NORTH = 64, 34, 78, 42
STEP = 10.0                                          # metres between the points of the densified line
MOST_WRONG = 1.0                                     # metres
MOST_TIME = 0.3                                      # of STRtree + pyproj


def border():
    with gzip.open(LAYER) as file:
        for feature in json.load(file)["features"]:
            if feature["properties"]["pair"] == "AF-TJ":
                return np.array(feature["geometry"]["coordinates"])
    raise SystemExit("there is no AF-TJ line in the layer")


def densified(line):
    """Straight in degrees between the vertices, as GeoJSON means it."""
    parts = []
    for a, b in zip(line, line[1:]):
        length = GEOD.inv(*a, *b)[2]
        steps = max(1, int(np.ceil(length / STEP)))
        parts.append(a + (b - a) * np.linspace(0, 1, steps, endpoint=False)[:, None])
    return np.vstack(parts + [line[-1:]])


def in_space(points):
    transformer = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1], np.zeros(len(points))))


def random_points(count, line, rng):
    """Half all over the region, half within some 20 km of the line, where people ask."""
    far = rng.uniform((WEST, SOUTH), (EAST, NORTH), (count - count // 2, 2))
    near = line[rng.integers(0, len(line), count // 2)] + rng.normal(0, 0.1, (count // 2, 2))
    return np.round(np.vstack([far, near]), 7)


def truth(points, line):
    dense = densified(line)
    space, ours = in_space(dense), in_space(points)
    squares = (space**2).sum(axis=1)
    found = np.empty(len(points))
    for number, (point, at) in enumerate(zip(points, ours)):
        chords = np.sqrt(np.maximum(squares - 2 * space @ at + at @ at, 0))
        least = chords.min()
        # The nearest through the Earth is not always the nearest on the ground: all that may be are asked.
        near = np.flatnonzero(chords <= least + 0.01 + 2e-17 * least**3 + (STEP if least < 100 else 0))
        lons, lats = np.full(len(near), point[0]), np.full(len(near), point[1])
        best = near[np.argmin(GEOD.inv(lons, lats, dense[near, 0], dense[near, 1])[2])]
        around = dense[max(best - 1, 0):best + 2]
        fine = np.vstack([a + (b - a) * np.linspace(0, 1, 101)[:, None] for a, b in zip(around, around[1:])])
        found[number] = np.min(GEOD.inv(*np.repeat(point[:, None], len(fine), 1), fine[:, 0], fine[:, 1])[2])
        if number % 50 == 0:
            # pyproj has its own copy of GeographicLib; the original has the last word.
            foot = fine[np.argmin(GEOD.inv(*np.repeat(point[:, None], len(fine), 1), fine[:, 0], fine[:, 1])[2])]
            own = Geodesic.WGS84.Inverse(point[1], point[0], foot[1], foot[0])["s12"]
            assert abs(own - found[number]) < 1e-6, (point, own, found[number])
    return found


def asked(marz, points):
    text = "\n".join(f"{lon:.7f} {lat:.7f}" for lon, lat in points)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run([marz, "where", "--table", "distance"], input=text, text=True, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = told.stdout.strip().split("\n")[1:]
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return np.array([float(row.split("\t")[2]) for row in rows]), seconds


class StrTree:
    """What one would write in Python: the nearest stretch in a plane, the geodesic to its nearest point."""

    def __init__(self, line):
        self.flat = pyproj.Transformer.from_crs("EPSG:4326", "+proj=laea +lat_0=37.5 +lon_0=71", always_xy=True)
        vertices = np.column_stack(self.flat.transform(line[:, 0], line[:, 1]))
        self.stretches = shapely.linestrings(np.stack([vertices[:-1], vertices[1:]], axis=1))
        self.tree = shapely.STRtree(self.stretches)

    def distances(self, points):
        plane = shapely.points(*self.flat.transform(points[:, 0], points[:, 1]))
        nearest = self.stretches[self.tree.nearest(plane)]
        feet = shapely.line_interpolate_point(nearest, shapely.line_locate_point(nearest, plane))
        lons, lats = self.flat.transform(shapely.get_x(feet), shapely.get_y(feet), direction="INVERSE")
        return GEOD.inv(points[:, 0], points[:, 1], lons, lats)[2]


def timed(marz, line, rng):
    """Processor time for each point; what is spent on starting and on reading the map is taken away. Marz also reads
    and writes a line of text for each."""
    few, many = random_points(1_000, line, rng), random_points(201_000, line, rng)
    tree = StrTree(line)
    ours, theirs = [], []
    for _ in range(5):
        spare = asked(marz, few)[1]
        ours.append((asked(marz, many)[1] - spare) / 200_000 * 1e6)
        begin = time.process_time()
        tree.distances(many)
        theirs.append((time.process_time() - begin) / 201_000 * 1e6)
    own, other = np.median(ours), np.median(theirs)
    print(f"time: {own:.2f} µs a point, STRtree + pyproj {other:.2f} µs: {own / other:.2f} of it (at most {MOST_TIME})")
    return own / other <= MOST_TIME


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("marz")
    arguments.add_argument("--points", type=int, default=10_000)
    arguments.add_argument("--time", action="store_true")
    told = arguments.parse_args()
    rng = np.random.default_rng(2026)
    line = border()
    points = random_points(told.points, line, rng)
    wrong = np.abs(asked(told.marz, points)[0] - truth(points, line))
    print(f"distance: {len(points)} points, at most {wrong.max():.4f} m from GeographicLib, half within {np.median(wrong):.5f} m")
    good = wrong.max() <= MOST_WRONG
    if told.time:
        good &= timed(told.marz, line, rng)
    sys.exit(0 if good else "FAIL: see above")


if __name__ == "__main__":
    main()
