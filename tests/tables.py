"""The four real incident tables as Marz reads them, against pandas.

    pip install pandas openpyxl
    tests/tables.py target/release/marz [FOLDER]     default: ../shared/corpora/incidents

Each table is converted by `marz convert` and read independently by pandas. Every row must be a record or a skipped row
with a reason; of every record the coordinates must be those of its row to 1e-7 degrees, and its days those of its row:
the very day where the table knows the day, days that hold it where the table knows less. Skips with a word where the
packages or the tables are not there.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import pandas as pd
    import openpyxl  # noqa: F401  what pandas reads workbooks with
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed")
    sys.exit(0)

MARZ = sys.argv[1]
FOLDER = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/corpora/incidents")
MOST_WRONG = 1.01e-7                                 # degrees; what is kept ends there

# Name of the file, rows, its columns: latitude, longitude, first and last day, precision of the date, id.
TABLES = [
    ("ucdp_ged_23.1_sample1000.csv", 1_000, "latitude", "longitude", "date_start", "date_end", None, "id"),
    ("ucdp_ged_syria_2016-2019.csv", 16_566, "latitude", "longitude", "date_start", "date_end", None, "id"),
    ("pirate_attacks_1993_2020.csv", 7_511, "latitude", "longitude", "date", "date", None, None),
    ("kika_2020-2023.xlsx", 928, "Latitude", "Longitude", "Date", "Date", "Time Precision", "SiND Event ID"),
]


def converted(path):
    """The report of Marz, and its records by the line of the file that each came from."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.geojson"
        said = subprocess.run([MARZ, "convert", "--json", path, out], capture_output=True, text=True, check=True)
        report = json.loads(said.stdout)["files"][0]
        features = json.loads(out.read_text(encoding="utf-8"))["features"]
    return report, features


def by_pandas(path):
    if path.suffix == ".xlsx":
        # The row below the heading holds tags.
        return pd.read_excel(path, skiprows=[1])
    return pd.read_csv(path, low_memory=False)


def key(row, lat, lon, day, own):
    """What a row is found by: its id, or all that it says of place and day."""
    if own is not None:
        return str(row[own]).removesuffix(".0")
    return (round(float(row[lat]), 7), round(float(row[lon]), 7), str(row[day])[:10])


def check(name, rows, lat, lon, first, last, precision, own):
    path = FOLDER / name
    if not path.exists():
        print(f"skipped: {path} is not here")
        return
    report, features = converted(path)
    table = by_pandas(path)
    kept, skipped = report["kept"], len(report["skipped"])
    assert len(table) == rows == report["rows"] == kept + skipped, (name, len(table), report["rows"], kept, skipped)
    assert all(skip["reason"] for skip in report["skipped"]), name
    waiting = {}
    for _, row in table.iterrows():
        waiting.setdefault(key(row, lat, lon, first, own), []).append(row)
    wrong, wide = 0.0, 0
    for feature in features:
        properties = feature["properties"]
        orig = {column.removeprefix("orig."): value for column, value in properties.items() if column.startswith("orig.")}
        found = waiting.get(key(orig, lat, lon, first, own))
        assert found, (name, feature["id"], "is no row of the table")
        row = found.pop()
        at = feature["geometry"]["coordinates"]
        wrong = max(wrong, abs(at[0] - float(row[lon])), abs(at[1] - float(row[lat])))
        start, end = (pd.Timestamp(row[column]).date().isoformat() for column in (first, last))
        ours = properties["date_start"], properties.get("date_end") or properties["date_start"]
        is_exact = precision is None or str(row[precision]).strip() in ("Exact Date", "nan")
        if is_exact:
            assert ours == (start, end), (name, feature["id"], ours, start, end)
        else:
            wide += 1
            assert ours[0] <= start <= end <= ours[1] and ours[0] < ours[1], (name, feature["id"], ours, start)
    left = sum(map(len, waiting.values()))
    assert left == skipped, (name, left, skipped)
    assert wrong <= MOST_WRONG, (name, wrong)
    words = f", {wide} of them known less well than to the day" if wide else ""
    print(f"{name}: {rows} rows, {kept} kept, {skipped} skipped; at most {wrong:.1e}° and no day from pandas{words}")


for table in TABLES:
    check(*table)
