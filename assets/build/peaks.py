"""peaks: the mountains above 7,200 m around the frontier, and Lenin Peak.

No package lists peaks. Names, heights, prominence and positions are those of Wikipedia's "List of highest
mountains on Earth"; Lenin Peak's (7,134 m, below that list's limit) stand alike in two public lists. Each was held
against GLOBE: high ground must be within 3 km. Lower mountains, the Pamirs' Karl Marx and Engels among them, have no
source with a position that could be checked.
"""
import re

import numpy as np
from shapely.geometry import Point

from common import AREA, km, write_layer
from elevation import PER_DEGREE, globe

# name, height, prominence in metres, position
LIST = """
Ismoil Somoni Peak|7495|3402|38°56′35″N 72°00′57″E
Noshaq|7492|2024|36°25′56″N 71°49′43″E
Tirich Mir|7708|3910|36°15′19″N 71°50′30″E
Istor-o-Nal|7403|1043|36°22′32″N 71°53′54″E
Saraghrar|7349|1979|36°32′51″N 72°06′54″E
Kongur Tagh|7649|3585|38°35′36″N 75°18′48″E
Kongur Tiube|7530|840|38°36′57″N 75°11′45″E
Muztagh Ata|7509|2698|38°16′33″N 75°06′58″E
Batura Sar|7795|3118|36°30′37″N 74°31′21″E
Rakaposhi|7788|2818|36°08′33″N 74°29′22″E
Shispare|7611|1240|36°26′26″N 74°40′51″E
Passu Sar|7476|647|36°29′16″N 74°35′16″E
Ultar|7388|688|36°23′27″N 74°43′00″E
Diran|7266|1329|36°07′13″N 74°39′42″E
Malubiting|7458|2193|36°00′12″N 74°52′31″E
Haramosh Peak|7409|2277|35°50′24″N 74°53′51″E
Distaghil Sar|7884|2525|36°19′33″N 75°11′16″E
Khunyang Chhish|7823|1765|36°12′19″N 75°12′28″E
Kanjut Sar|7760|1660|36°12′20″N 75°25′01″E
Trivor|7577|997|36°17′15″N 75°05′06″E
Pumari Chhish|7492|884|36°12′41″N 75°15′01″E
Yukshin Gardan Sar|7469|1374|36°15′04″N 75°22′29″E
Momhil Sar|7414|907|36°19′04″N 75°02′11″E
Baintha Brakk|7285|1891|35°56′51″N 75°45′12″E
The Crown|7295|1919|36°06′24″N 76°12′21″E
Broad Peak|8051|1701|35°48′38″N 76°34′06″E
Gasherbrum I|8080|2155|35°43′28″N 76°41′47″E
Masherbrum|7821|2457|35°38′28″N 76°18′21″E
Saltoro Kangri|7742|2160|35°23′57″N 76°50′53″E
Teram Kangri I|7462|1703|35°34′48″N 77°04′42″E
K12|7428|1978|35°17′45″N 77°01′20″E
K6|7282|1962|35°25′06″N 76°33′06″E
Rimo I|7385|1428|35°21′18″N 77°22′08″E
Saser Kangri I|7672|2304|34°52′00″N 77°45′09″E
Mamostong Kangri|7516|1803|35°08′31″N 77°34′39″E
Lenin Peak|7134||39°20′47″N 72°52′10″E
"""
NAMES = {"Ismoil Somoni Peak": ("Қуллаи Исмоили Сомонӣ", "Пик Исмоила Сомони", None)}
W, S, E, N = AREA


def degrees(text):
    """Longitude and latitude of 38°56′35″N 72°00′57″E."""
    lat, lon = (int(d) + int(m) / 60 + int(s) / 3600 for d, m, s in re.findall(r"(\d+)°(\d+)′(\d+)″", text))
    return lon, lat


def main():
    heights = globe(W, S, E, N)
    out = []
    for line in LIST.split("\n"):
        if not line:
            continue
        name, height, prominence, position = line.split("|")
        lon, lat = degrees(position)
        r, c = int((N - lat) * PER_DEGREE), int((lon - W) * PER_DEGREE)
        near = heights[r - 4:r + 5, c - 4:c + 5]
        top = np.unravel_index(near.argmax(), near.shape)
        away = km(lon, lat, W + (c - 4 + top[1] + 0.5) / PER_DEGREE, N - (r - 4 + top[0] + 0.5) / PER_DEGREE)
        short = int(height) - int(near.max())
        assert short < 900 and away < 4.5, (name, short, away)
        if short > 500 or away > 2.5:
            print(f"  {name}: GLOBE's top is {away:.1f} km off and {short} m lower")
        tg, ru, fa = NAMES.get(name, (None,) * 3)
        rank = 2 if not prominence else 1 if int(prominence) >= 2500 else 2 if int(prominence) >= 1200 else 3
        out.append((Point(lon, lat), {"name": name, "name_tg": tg, "name_ru": ru, "name_fa": fa,
                                      "elevation": int(height), "rank": rank}))
    out.sort(key=lambda f: (f[1]["rank"], -f[1]["elevation"]))
    write_layer("peaks", out)


if __name__ == "__main__":
    main()
