"""fonts: subset Noto Sans (OFL) and Phosphor icons (MIT)."""
import re
import shutil

from fontTools import subset
from fontTools.ttLib import TTFont

from common import FONTS, SRC

# Latin, Latin Extended, combining marks, Cyrillic with Tajik, punctuation, arrows, symbols.
TEXT = ("U+0020-007E,U+00A0-024F,U+0259,U+02B0-02FF,U+0300-036F,U+0400-052F,U+1E00-1EFF,U+2010-2027,U+2030-2044,"
        "U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265,U+25B2,U+25BC,U+25CF,U+25CB,U+2713")
ARABIC = ("U+0020-007E,U+00A0,U+00AB,U+00BB,U+060C-06FF,U+0750-077F,U+200C-200F,U+2010-2014,U+2018-201D,U+2026,"
          "U+FB50-FDFF,U+FE70-FEFF")
TARGETS = {
    "NotoSans-Regular.ttf": ("noto-sans/400Regular/NotoSans_400Regular.ttf", TEXT),
    "NotoSans-SemiBold.ttf": ("noto-sans/600SemiBold/NotoSans_600SemiBold.ttf", TEXT),
    "NotoSans-Italic.ttf": ("noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf", TEXT),
    "NotoSansArabic-Regular.ttf": ("noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf", ARABIC),
    "NotoSansArabic-SemiBold.ttf": ("noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf", ARABIC),
}
# Arrows and marks that Noto Sans lacks, as a small fallback font.
SYMBOLS = "U+0020,U+2190-2199,U+2212,U+2248,U+2260,U+2264,U+2265,U+25A0,U+25A1,U+25B2,U+25B6,U+25BC,U+25C0,U+25CB,U+25CF,U+2605,U+2606,U+2713,U+2717"
TARGETS["NotoSansMath-Symbols.ttf"] = ("noto-sans-math/400Regular/NotoSansMath_400Regular.ttf", SYMBOLS)
ICONS = """folder-open floppy-disk plus minus crosshair magnifying-glass play pause skip-back skip-forward caret-left
caret-right caret-up caret-down arrow-u-up-left arrow-u-up-right camera copy trash pencil-simple x warning info check
map-trifold list clock funnel eye eye-slash arrows-out repeat stack question sun moon house map-pin
arrows-out-cardinal sidebar-simple file-plus export dots-three link globe calendar-blank lock-simple keyboard
clock-counter-clockwise columns image clipboard circle-half""".split()


def cut(src, dst, unicodes):
    o = subset.Options()
    o.layout_features = ["*"]
    o.name_IDs = ["*"]
    o.notdef_outline = True
    o.hinting = False
    o.desubroutinize = True
    o.recalc_timestamp = False
    o.drop_tables += ["FFTM", "DSIG", "meta"] + (["MATH", "GSUB", "GPOS"] if "Math" in dst.name else [])
    font = TTFont(src, recalcTimestamp=False)
    s = subset.Subsetter(o)
    s.populate(unicodes=unicodes)
    s.subset(font)
    font.save(dst)
    print(dst.name, dst.stat().st_size, "B,", len(font.getBestCmap()), "characters")


def main():
    FONTS.mkdir(parents=True, exist_ok=True)
    for dst, (src, ranges) in TARGETS.items():
        cut(SRC / src, FONTS / dst, subset.parse_unicodes(ranges.replace("U+", "")))
    texts = [(SRC / d / "LICENSE_FONT").read_text(encoding="utf-8") for d in ("noto-sans", "noto-sans-arabic", "noto-sans-math")]
    owners = list(dict.fromkeys(t.split("\n", 1)[0].strip() for t in texts))
    (FONTS / "OFL.txt").write_text("\n".join(owners) + "\n" + texts[0].split("\n", 1)[1], encoding="utf-8")
    ph = SRC / "phosphor"
    css = (ph / "src/regular/style.css").read_text()
    code = {n: int(h, 16) for n, h in re.findall(r'\.ph\.ph-([a-z0-9-]+):before\s*\{\s*content:\s*"\\([0-9a-f]+)"', css)}
    missing = [n for n in ICONS if n not in code]
    assert not missing, missing
    cut(ph / "src/regular/Phosphor.ttf", FONTS / "PhosphorIcons.ttf", [code[n] for n in ICONS])
    (FONTS / "phosphor-codepoints.txt").write_text("".join(f"{n} U+{code[n]:04X}\n" for n in ICONS))
    shutil.copyfile(ph / "LICENSE", FONTS / "PhosphorIcons-LICENSE.txt")


if __name__ == "__main__":
    main()
