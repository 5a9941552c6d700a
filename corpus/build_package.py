"""Composes `datapackage.json` from the tables, the measures and the front matter of the reports: `python corpus/build_package.py`.

A Frictionless Data Package (version 2): one resource for each table and each report, with its source, licence, hash and,
for tables, every column's type, unit and meaning. A `hub` property says how a table is read into figures.
"""

import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from build_tables import LONG, SPECS, Spec  # noqa: E402  (needs the folder of this file on the path)

ONS, EUROSTAT, HESA = "Office for National Statistics", "Eurostat", "Higher Education Statistics Agency (HESA)"
OGL = {"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0",
       "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}  # fmt: skip
REUSE = {"name": "other-open", "title": "Eurostat and European Commission reuse policy, with acknowledgement (CC BY 4.0)",
         "path": "https://ec.europa.eu/eurostat/about-us/policies/copyright"}  # fmt: skip
CC_BY = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0",
         "path": "https://creativecommons.org/licenses/by/4.0/"}  # fmt: skip
MIT = {
    "name": "MIT",
    "title": "MIT licence (processing by Nesta or the Department for Education)",
    "path": "https://opensource.org/license/mit",
}
FACTS = {"name": "other-closed", "title": "Single facts quoted with their source; the pages keep their own terms"}
OFCOM = {"name": "other-open", "title": "Ofcom's licence for Connected Nations data: use and re-use with acknowledgement",
         "path": "https://www.ofcom.org.uk/cymru/research-and-data/multi-sector-research/infrastructure-research/"
         "connected-nations-2015/downloads/terms-of-use"}  # fmt: skip
REF = {"name": "other-closed", "title": "REF 2014: copyright UKRI; may be copied with acknowledgement, unaltered, not for gain",
       "path": "https://www.ref.ac.uk/copyright/"}  # fmt: skip
LICENCES = {"CC-BY-4.0": CC_BY, "OGL-UK-3.0": OGL, "MIT": MIT}
YEARS = re.compile(r"(?:19|20)\d\d")
# Words of a source that tell its publisher, licence and, where it says so, the date of its release.
PUBLISHERS: tuple[tuple[str, str, dict[str, str], str | None], ...] = (
    ("April 2023 release", ONS, OGL, "2023-04"),
    ("June 2023 release", ONS, OGL, "2023-06"),
    ("ONS Business enterprise R&D", ONS, OGL, "2018"),
    ("ONS Business demography", ONS, OGL, "2022"),
    ("8 November 2022", ONS, OGL, "2022-11-08"),
    ("23 January 2023", ONS, OGL, "2023-01-23"),
    ("Employer Skills Survey 2017", "Department for Education", OGL, "2018-09-27"),
    ("Employer Skills Survey 2019", "Department for Education", OGL, "2020-09-30"),
    ("Defra", "Department for Environment, Food and Rural Affairs", OGL, None),
    ("weighted by T. Forth", "T. Forth", FACTS, "2020-02"),
    ("CORDIS", "European Commission (CORDIS)", REUSE, "2020-09"),
    ("Eurostat", EUROSTAT, REUSE, None),
    ("HESA", HESA, CC_BY, None),
    ("REF 2014", "Research Excellence Framework 2014", REF, "2014"),
    ("Innovate UK", "Innovate UK", OGL, "2020-08"),
    ("Ofcom", "Ofcom", OFCOM, None),
    ("Department for Transport", "Department for Transport", OGL, None),
    ("ONS", ONS, OGL, None),
)
AREAS = {"lep-authority": "by LEP and combined authority, with England", "lep-england": "by LEP, with England",
         "lep": "by LEP", "nuts2": "by NUTS2 area", "itl2": "by ITL2 area", "itl": "by country, region, ITL2 and ITL3 area",
         "region": "by region and nation"}  # fmt: skip
COLUMNS = {
    "place_code": "Code of the place, as in the folder places",
    "place": "Name of the place, as its source prints it",
    "place_type": "Kind of area: country, region, ITL1, ITL2, ITL3, NUTS2 or LEP; for collected figures also others",
    "sector": "Sector of the economy (section of the Standard Industrial Classification 2007)",
    "industry": "Industry (division or group of divisions of the Standard Industrial Classification 2007)",
    "product_group": "Group of products that the research and development is for",
    "indicator": "What is measured",
    "period": "Year or years, as the source prints them",
    "value": "The figure",
    "unit": "Unit of the figure",
    "source": "Where the figure was printed",
    "source_url": "Address of the page",
    "note": "What qualifies the figure; empty when nothing does",
}


def main() -> None:
    """Write the package beside this file."""
    measures = {(row["label"], row["unit"]): row for row in rows_of(HERE / "indicators.csv")}
    sources = json.loads((HERE / "sources" / "tables.json").read_text(encoding="utf-8"))
    resources = [table(spec, measures, sources[spec.name]) for spec in SPECS]
    resources.append(collected())
    resources += reports()
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hub-assistant-corpus",
        "title": "Figures and briefings on innovation in the places of the United Kingdom",
        "description": "Tables of published figures by Local Enterprise Partnership, region and nation, 1998 to 2022, and "
        "briefings written from public sources. Attribution: see ATTRIBUTION.md.",
        "licenses": [OGL, CC_BY, REUSE, MIT],
        "resources": resources,
    }
    (HERE / "datapackage.json").write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(resources)} resources")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stamp(path: Path) -> dict[str, Any]:
    """Where a resource's file lies, how big it is and its hash."""
    data = path.read_bytes()
    return {
        "path": path.relative_to(HERE).as_posix(),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def table(spec: Spec, measures: dict[tuple[str, str], dict[str, str]], about: dict[str, str]) -> dict[str, Any]:
    """The resource of one wide table."""
    path = HERE / "tables" / f"{spec.name}.csv"
    columns = list(rows_of(path)[0])
    measure = measures[spec.family, about["unit"]]
    years = [column for column in columns if YEARS.fullmatch(column)]
    area = next(words for end, words in AREAS.items() if re.search(rf"-{end}\b", spec.name))
    _, publisher, licence, published = next(p for p in PUBLISHERS if p[0] in about["source"])
    derived = "derived here" in about["source"]
    when = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    description = [measure["description"], f"{area[0].upper()}{area[1:]}, {when}."]
    if derived and "ITL3" in about["source"]:
        description.append("Derived: summed or averaged here from the ITL3 areas that make up each LEP (30 LEPs).")
    if measure["caveat"]:
        description.append(measure["caveat"])
    processed = any(words in about["source"] for words in ("Nesta", "by the Department for Education"))
    licences = [licence, *([MIT] if processed else [])]
    return {
        "name": spec.name,
        "type": "table",
        "title": f"{spec.family}, {area}, {when}",
        "description": " ".join(description),
        **stamp(path),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **({"published": published} if published else {}),
        "sources": [{"title": about["source"], "path": about["source_url"]}],
        "contributors": [{"title": publisher, "roles": ["publisher"]}],
        "licenses": licences,
        "schema": {
            "fields": [field(column, about["unit"], measure["name"]) for column in columns],
            "missingValues": [""],
            "primaryKey": ["place", "place_type", *([spec.breakdown] if spec.breakdown else [])],
        },
        "hub": {
            "kind": "table",
            "indicator": spec.family,
            "concept": measure["concept"],
            "unit": about["unit"],
            "breakdown_column": spec.breakdown,
            "status": "derived" if derived else "published",
        },
    }


def field(column: str, unit: str, name: str) -> dict[str, Any]:
    """The description of one column: a year holds figures in the table's unit, any other column holds text."""
    if YEARS.fullmatch(column):
        return {"name": column, "type": "number", "unit": unit, "description": f"{name}, {column}"}
    return {"name": column, "type": "string", "description": COLUMNS[column]}


def collected() -> dict[str, Any]:
    """The resource of the long table of single figures."""
    path = HERE / "tables" / f"{LONG.name}.csv"
    rows = rows_of(path)
    sources = dict.fromkeys((row["source"], row["source_url"]) for row in rows)
    fields = [field(column, "", "") for column in rows[0]]
    for one in fields:
        if one["name"] == "value":
            one |= {"type": "number", "unit": "as in the column unit"}
    return {
        "name": LONG.name,
        "type": "table",
        "title": "Single figures collected from pages",
        "description": "Figures printed on public pages and in reports, each with its source: R&D by region, innovation-active "
        "businesses, science and innovation audits, strategies, funds, campuses. Periods are as printed.",
        **stamp(path),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "sources": [{"title": title, "path": url} for title, url in sources],
        "contributors": [{"title": "Hub Assistant, from the sources named", "roles": ["publisher"]}],
        "licenses": [OGL, FACTS],
        "schema": {"fields": fields, "missingValues": [""]},
        "hub": {
            "kind": "table",
            "indicator": None,
            "concept": None,
            "unit": None,
            "breakdown_column": None,
            "status": "published",
        },
    }


def reports() -> Iterable[dict[str, Any]]:
    """The resources of the briefings, from the front matter of their sources; those not yet typeset are left out."""
    for path in sorted((HERE / "sources").glob("*.md")):
        about = front_matter(path)
        name = about.get("name", [path.stem])[0]
        pdf = HERE / "reports" / f"{name}.pdf"
        if not pdf.exists():
            continue
        sources = []
        for line in about.get("sources", []):
            title, _, url = line.partition(" | ")
            sources.append(
                {"title": title.strip(), **({"path": url.strip()} if url.strip().startswith("http") else {})}
            )
        licence = about.get("licence", ["CC-BY-4.0"])[0]
        yield {
            "name": name,
            "title": about["title"][0],
            "description": about["description"][0],
            **stamp(pdf),
            "format": "pdf",
            "mediatype": "application/pdf",
            "published": about["published"][0],
            "sources": sources,
            "contributors": [{"title": about.get("publisher", ["Hub Assistant"])[0], "roles": ["publisher"]}],
            "licenses": [LICENCES.get(licence, {"name": licence, "title": licence})],
            "hub": {"kind": "report"},
        }


def front_matter(path: Path) -> dict[str, list[str]]:
    """What stands between the first two lines of dashes: "key: value", or "key:" and a list. Raises ValueError without."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise ValueError(f"{path.name}: no front matter between two lines of ---")
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:]:
        if line.strip() == "---":
            break
        if line.startswith("- "):
            found[key].append(line[2:].strip())
        elif ":" in line:
            key, _, value = line.partition(":")
            found[key] = [value.strip()] if value.strip() else []
    return found


if __name__ == "__main__":
    main()
