"""Names in Tajik, Russian and Dari from tagged sources: CLDR's territories, GeoNames' gettext catalogues."""
import gettext
import json

from common import SRC

LANGUAGES = ("tg", "ru", "fa")
# Russian names that the catalogue has in another case than the nominative.
NOMINATIVE = {"Фейсалабаде": "Фейсалабад", "Гунтура": "Гунтур", "Горакпура": "Горакхпур", "Бхавнагаром": "Бхавнагар",
              "Джамнагаром": "Джамнагар", "Каттаке": "Каттак", "Комилле": "Комилла", "Бахавалпура": "Бахавалпур"}
# Words that show a name to be another thing's: a province, a city with its country, an old town.
NOT_THE_TOWN = ("Вилояти", "ولایت", "استان", "شهر ", "،", " قدیم")


def territories(language):
    """ISO code -> name of the country (npm cldr-localenames-full), without what stands in brackets."""
    path = SRC / "cldr-localenames" / "main" / language / "territories.json"
    table = json.loads(path.read_text(encoding="utf-8"))["main"][language]["localeDisplayNames"]["territories"]
    return {code: name.split(" (")[0] for code, name in table.items() if len(code) == 2}


def geonames(language):
    """GeoNames id -> name (Debian libgeonames-common). A name in another script is none."""
    path = SRC / "libgeonames" / language / "LC_MESSAGES" / "geonames.mo"
    with open(path, "rb") as f:
        table = gettext.GNUTranslations(f)._catalog
    if language == "en":
        return {k: v for k, v in table.items() if k and isinstance(v, str) and v}
    ours = (lambda c: "\u0400" <= c <= "\u04ff") if language in ("tg", "ru") else (lambda c: "\u0600" <= c <= "\u06ff")
    # Arabic letters that a Persian text writes otherwise.
    persian = str.maketrans({"ك": "ک", "ي": "ی", "ى": "ی"})
    return {k: NOMINATIVE.get(v, v.translate(persian)) for k, v in table.items()
            if k and isinstance(v, str) and any(ours(c) for c in v) and not any("a" <= c.lower() <= "z" for c in v)
            and not any(word in v for word in NOT_THE_TOWN)}


def in_languages(tables, key):
    """{"name_tg": ..., "name_ru": ..., "name_fa": ...} of one key."""
    return {f"name_{language}": tables[language].get(key) for language in LANGUAGES}
