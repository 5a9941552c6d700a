"""Builds the tables of the corpus: `python corpus/build_tables.py FIGURES PUBLISHED`.

FIGURES is a folder of tidy figures, each file with the columns place, place_type, indicator, period, value, unit, source
and source_url; PUBLISHED is a folder of tables as published, which `tidy_published.py` turns into the same. Each table
written here holds one measure from one source: places (and sectors) down, years across, an empty cell where nothing is
held. Values, names and units are copied, never computed. Single figures collected from pages go into one long table.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]  # so that both are found when this file is run as a script

from tidy_published import ITL_SHEETS, SIZES, SKILLS, SPATIAL, published  # noqa: E402

from ingest.gazetteer import Gazetteer  # noqa: E402

Figure = Mapping[str, str]
REGION_CODE = re.compile(r"region code (\w+)")
LONG_COLUMNS = ("indicator", "period", "value", "unit", "source", "source_url", "note")


@dataclass(frozen=True, slots=True)
class Spec:
    """A table to be written: its file name, and the file and the measure that it is taken from."""

    name: str
    file: str
    family: str
    breakdown: str | None = None  # the head of the column of sectors, where there is one


LEP = "lep_indicators_nesta.csv"
NUTS2 = "nuts2_indicators_nesta.csv"
ITL = "ons_regional_gva_productivity_2014_2019.csv"
DERIVED = "lep_gva_productivity_derived_2014_2019.csv"
BERD = "ons_berd_region_2006_2017.csv"
SECTORS = "lep_sector_gva_derived_2014_2019.csv"
INDUSTRIES = "lep_industry_detail_2019_derived.csv"
COLLECTED = "collected_from_pages.csv"

SPECS = (
    Spec("gva-itl", ITL, "Gross value added (balanced), current basic prices"),
    Spec("gdp-per-head-itl", ITL, "GDP per head, current market prices"),
    Spec("gva-per-hour-itl", ITL, "GVA per hour worked, current prices, smoothed"),
    Spec("gva-per-hour-index-itl", ITL, "GVA per hour worked index, smoothed"),
    Spec("jobs-itl", ITL, "Productivity jobs"),
    Spec("population-itl", ITL, "Resident population"),
    Spec("gva-lep", DERIVED, "Gross value added (balanced), current basic prices"),
    Spec("gva-per-head-lep", DERIVED, "GVA per head"),
    Spec("gdp-per-head-lep", DERIVED, "GDP per head, current market prices"),
    Spec("gva-per-hour-lep", DERIVED, "GVA per hour worked, hours-weighted mean of smoothed ITL3 values"),
    Spec("gva-per-hour-index-lep", DERIVED, "GVA per hour worked index"),
    Spec("jobs-lep", DERIVED, "Productivity jobs"),
    Spec("population-lep", DERIVED, "Resident population"),
    Spec("gva-by-sector-lep", SECTORS, "GVA by sector", "sector"),
    Spec("gva-share-by-sector-lep", SECTORS, "Share of GVA by sector", "sector"),
    Spec("location-quotient-by-sector-lep", SECTORS, "GVA location quotient by sector", "sector"),
    Spec("gva-by-industry-lep", INDUSTRIES, "GVA by industry", "industry"),
    Spec("location-quotient-by-industry-lep", INDUSTRIES, "GVA location quotient by industry", "industry"),
    Spec("employees-by-sector-itl2", "itl2_employees_by_sector_2015_2019.csv", "Full-time employees by sector", "sector"),
    Spec("berd-region-gbp", BERD, "Business R&D expenditure (BERD), current prices"),
    Spec("berd-employment-region", BERD, "Business R&D employment, FTE"),
    Spec("berd-product-region", BERD, "Business R&D expenditure by product group", "product_group"),
    Spec("ref2014-strength-region", "ref2014_strength_by_region.csv",
         "REF 2014 research strength, share of UK (QR-style weights)"),
    Spec("berd-nuts2-eur", NUTS2, "Business enterprise R&D expenditure (BERD)"),
    Spec("herd-nuts2-eur", NUTS2, "Higher-education R&D expenditure (HERD)"),
    Spec("goverd-nuts2-eur", NUTS2, "Government R&D expenditure (GOVERD)"),
    Spec("business-rd-personnel-nuts2", NUTS2, "Business R&D personnel, FTE"),
    Spec("trade-marks-nuts2", NUTS2, "EU trade mark applications"),
    Spec("nvq4-nuts2", NUTS2, "Economically active people qualified to NVQ4 or above"),
    Spec("high-tech-employment-nuts2", NUTS2, "Employment in high-tech industries"),
    Spec("high-tech-location-quotient-nuts2", NUTS2, "Location quotient of high-tech employment"),
    Spec("ref2014-four-star-nuts2", NUTS2, "FTE researchers rated 4* in REF 2014"),
    Spec("ref2014-score-nuts2", NUTS2, "Mean REF 2014 score"),
    Spec("hebci-contract-research-sme-nuts2", NUTS2, "HE-BCI contract research income from SMEs"),
    Spec("hebci-contract-research-business-nuts2", NUTS2, "HE-BCI contract research income from non-SME business"),
    Spec("hebci-ip-income-nuts2", NUTS2, "HE-BCI intellectual property income"),
    Spec("epo-patents-nuts2", NUTS2, "Patent applications to the EPO, by priority year"),
    Spec("epo-high-tech-patents-nuts2", NUTS2, "High-tech patent applications to the EPO, by priority year"),
    Spec("h2020-nuts2", NUTS2, "Horizon 2020 EC contribution, by project start year"),
    Spec("innovate-uk-nuts2", NUTS2, "Innovate UK funding awarded"),
    Spec("salary-nuts2", NUTS2, "Mean salary of full-time employed residents"),
    Spec("gdp-nuts2-pps", NUTS2, "Regional GDP, total, purchasing power standards"),
    Spec("university-research-income-nuts2", NUTS2, "University research income"),
    Spec("broadband-lep", LEP, "Average broadband download speed"),
    Spec("travel-to-work-lep", LEP, "Average home-to-work travel time"),
    Spec("economic-complexity-lep", LEP, "Economic Complexity Index"),
    Spec("nvq4-lep", LEP, "Economically active people qualified to NVQ4 or above"),
    Spec("professional-occupations-lep", LEP, "Employed in professional occupations"),
    Spec("stem-postgraduates-lep", LEP, "Full-time STEM postgraduates enrolled"),
    Spec("stem-students-lep", LEP, "Full-time STEM students enrolled"),
    Spec("postgraduates-lep", LEP, "Full-time postgraduates enrolled"),
    Spec("hebci-cpd-income-lep", LEP, "HE-BCI CPD and continuing education income"),
    Spec("hebci-collaborative-research-lep", LEP, "HE-BCI collaborative research, cash"),
    Spec("hebci-consultancy-sme-lep", LEP, "HE-BCI consultancy and facilities income from SMEs"),
    Spec("hebci-consultancy-business-lep", LEP, "HE-BCI consultancy and facilities income from non-SME business"),
    Spec("hebci-contract-research-sme-lep", LEP, "HE-BCI contract research income from SMEs"),
    Spec("hebci-contract-research-business-lep", LEP, "HE-BCI contract research income from non-SME business"),
    Spec("hebci-contract-research-public-lep", LEP, "HE-BCI contract research income from public and third sector"),
    Spec("hebci-spinoff-investment-lep", LEP, "HE-BCI external investment in spin-offs"),
    Spec("hebci-graduate-startups-lep", LEP, "HE-BCI graduate start-ups formed or active"),
    Spec("hebci-ip-income-lep", LEP, "HE-BCI intellectual property income"),
    Spec("hebci-regeneration-income-lep", LEP, "HE-BCI regeneration and development programme income"),
    Spec("hebci-spinoff-turnover-lep", LEP, "HE-BCI turnover of active spin-offs and start-ups"),
    Spec("h2020-lep", LEP, "Horizon 2020 EC contribution, by project start year"),
    Spec("stem-associate-professionals-lep", LEP, "Science, engineering and technology associate professionals"),
    Spec("stem-professionals-lep", LEP, "Science, research, engineering and technology professionals"),
    Spec("stem-professionals-share-lep", LEP,
         "Science, research, engineering and technology professionals, share of employed"),
    Spec("university-research-income-lep", LEP, "University research income"),
)  # fmt: skip
LONG = Spec("collected-figures", COLLECTED, "")
# Tables from `tidy_published`, after those above: where two hold one measure, the first answers a question without a year.
LATER_NAMES = ("gva-itl-to-2021", "gdp-per-head-itl-2020-2021", "population-itl-2020-2021", "gva-per-hour-itl-to-2021",
               "gva-per-hour-index-itl-to-2021", "jobs-itl-to-2021")  # fmt: skip
SKILLS_NAMES = ("vacancy-establishments", "hard-to-fill-establishments", "skill-shortage-establishments", "vacancies",
                "skill-shortage-vacancies", "skill-shortage-vacancies-share", "skills-gap-establishments", "skills-gaps",
                "skills-gaps-share", "training-establishments", "staff-trained-share")  # fmt: skip
SPATIAL_NAMES = (
    "air-pollution", "travel-to-airport", "travel-to-junctions", "travel-to-rail", "hebci-consultancy-public", "research-students",
    "culture-employment", "internal-migration", "international-migration", "ref2014-stem-score", "business-rd-headcount",
    "professional-occupations", "stem-professionals", "stem-professionals-share", "stem-associate-professionals", "broadband",
    "economic-complexity", "travel-to-work", "stem-students", "stem-postgraduates", "postgraduates", "hebci-cpd-income",
    "hebci-collaborative-research", "hebci-consultancy-sme", "hebci-consultancy-business", "hebci-contract-research-public",
    "hebci-graduate-startups", "hebci-regeneration-income", "hebci-spinoff-investment", "hebci-spinoff-turnover",
)  # fmt: skip
SPECS += (
    *(Spec(name, "itl to 2021", sheet[0]) for name, sheet in zip(LATER_NAMES, ITL_SHEETS, strict=True)),
    Spec("enterprise-births-lep-authority", "enterprises", "Births of enterprises"),
    Spec("enterprise-deaths-lep-authority", "enterprises", "Deaths of enterprises"),
    Spec("active-enterprises-lep-authority", "enterprises", "Active enterprises"),
    Spec("enterprise-birth-rate-lep-authority", "enterprises", "Enterprise birth rate"),
    Spec("enterprise-death-rate-lep-authority", "enterprises", "Enterprise death rate"),
    *(Spec(f"{label.split(' (')[0].lower().replace(' ', '-')}-lep-authority", "enterprises", label) for label in SIZES.values()),
    Spec("residents-by-industry-lep-england", "residents by industry", "Employed residents by broad industry", "sector"),
    Spec("residents-by-industry-share-lep-england", "residents by industry", "Share of employed residents by broad industry", "sector"),
    Spec("level-3-lep-authority", "level 3", "Residents aged 16 to 64 qualified to level 3 or above"),
    *(Spec(f"{name}-{year}-lep-england", f"skills survey {year}", f"{skill[0]}, {year} survey")
      for year in (2019, 2017) for name, skill in zip(SKILLS_NAMES, SKILLS, strict=True)),
    *(Spec(f"{name}-{level.lower()}", f"spatial indicators by {level}", label)
      for level in ("LEP", "NUTS2") for name, (_, levels, label, *_) in zip(SPATIAL_NAMES, SPATIAL, strict=True)
      if level in levels.split()),
)  # fmt: skip
# Codes of places for which the sources print none; the gazetteer's come first where it is there.
OWN_CODES = {
    ("country", "United Kingdom"): "K02000001", ("country", "England"): "E92000001",
    ("country", "Wales"): "W92000004", ("country", "Scotland"): "S92000003", ("country", "Northern Ireland"): "N92000002",
    ("region", "North East"): "E12000001", ("region", "North West"): "E12000002",
    ("region", "Yorkshire and the Humber"): "E12000003", ("region", "East Midlands"): "E12000004",
    ("region", "West Midlands"): "E12000005", ("region", "East of England"): "E12000006",
    ("region", "London"): "E12000007", ("region", "South East"): "E12000008", ("region", "South West"): "E12000009",
    ("ITL2", "Northumberland and Tyne and Wear"): "TLC2", ("ITL2", "West Wales"): "TLL1",
}  # fmt: skip


def main(source: Path, publications: Path) -> None:
    """Write every table of the corpus. Raises ValueError when the figures do not fill the tables exactly."""
    gazetteer = Gazetteer.load(HERE / "places")
    figures = every_figure(source, publications, gazetteer)
    codes = place_codes((figure for rows in figures.values() for figure in rows), gazetteer)
    folder = HERE / "tables"
    folder.mkdir(exist_ok=True)
    n_written = 0
    sources = {}
    for spec in SPECS:
        rows = [figure for figure in figures[spec.file] if family(figure["indicator"]) == spec.family]
        write(folder / f"{spec.name}.csv", wide(rows, spec.breakdown, codes))
        sources[spec.name] = source_of(rows)
        n_written += len(rows)
    write(folder / f"{LONG.name}.csv", long(figures[LONG.file], codes))
    n_written += len(figures[LONG.file])
    text = json.dumps(sources, indent=1, ensure_ascii=False)
    (HERE / "sources" / "tables.json").write_text(text + "\n", encoding="utf-8")
    n_given = sum(map(len, figures.values()))
    if n_written != n_given:
        raise ValueError(f"{n_given} figures were given and {n_written} written: a measure has no table or two")
    print(f"{n_written} figures in {len(SPECS) + 1} tables")


def every_figure(source: Path, publications: Path, gazetteer: Gazetteer) -> dict[str, list[Figure]]:
    """The figures given and those read from publications, by file or publication."""
    given = {path.name: list(read(path)) for path in sorted(source.glob("*.csv"))}
    known: dict[tuple[str, str], set[str]] = {}
    for place in gazetteer.places:
        known.setdefault((place.place_type, place.name), set()).add(place.code)
    return given | published(publications, known)


def read(path: Path) -> Iterable[Figure]:
    """The figures of one file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def family(label: str) -> str:
    """The label without its sector: "GVA by sector: Construction" is of "GVA by sector"."""
    return label.partition(": ")[0]


def source_of(figures: Sequence[Figure]) -> dict[str, str]:
    """The unit, source and address of a table's figures, less the codes of single areas. Raises ValueError for two."""
    found = {
        (
            figure["unit"],
            re.sub(r"(?:; | \()region code \w+\)?", lambda m: ")" if m[0][0] == ";" else "", figure["source"]),
            figure["source_url"],
        )
        for figure in figures
    }
    found = {
        (unit, re.sub(r"sum of ITL3 areas(?: all)?(?: TL\w{1,3})+", "sums of ITL3 areas", text), url)
        for unit, text, url in found
    }
    if len(found) != 1:
        raise ValueError(f"{figures[0]['indicator']}: one unit and one source expected, found {sorted(found)}")
    unit, source, url = found.pop()
    return {"unit": unit, "source": source, "source_url": url}


def bare(place: str) -> str:
    """The name without a note on boundaries or membership."""
    return re.sub(r"\s*\((?:20\d\d boundary|three LEPs)\)$", "", place)


def place_codes(figures: Iterable[Figure], gazetteer: Gazetteer) -> dict[tuple[str, str], str]:
    """The code of every place and place type: the gazetteer's, else the last one that a source prints, else our own."""
    printed: dict[tuple[str, str], set[str]] = {}
    for figure in figures:
        place = (figure["place_type"], bare(figure["place"]))
        printed.setdefault(place, set())
        if code := REGION_CODE.search(figure["source"]):
            printed[place].add(code[1])
    codes = {}
    for (place_type, name), found in printed.items():
        named = gazetteer.named(name, place_type)
        if not named and name.startswith(("UK less", "United Kingdom less")):
            named = gazetteer.named("United Kingdom", "country")
        slug = re.sub(r"[^a-z0-9]+", "-", f"{place_type} {name}".lower()).strip("-")
        own = OWN_CODES.get((place_type, name))
        codes[place_type, name] = named[0].code if named else own or (max(found) if found else slug)
    return codes


def wide(
    figures: Sequence[Figure], breakdown: str | None, codes: Mapping[tuple[str, str], str]
) -> Iterable[Sequence[str]]:
    """A head, and a row for each place (and sector) in the order of the figures, with the periods across."""
    periods = sorted({figure["period"] for figure in figures})
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for figure in figures:
        key = (figure["place_type"], figure["place"], figure["indicator"].partition(": ")[2])
        row = rows.setdefault(key, {})
        if figure["period"] in row:
            raise ValueError(f"{figure['indicator']} for {figure['place']} in {figure['period']} is given twice")
        row[figure["period"]] = figure["value"]
    yield ["place_code", "place", "place_type", *([breakdown] if breakdown else []), *periods]
    for (place_type, place, part), row in rows.items():
        values = [row.get(period, "") for period in periods]
        yield [codes[place_type, bare(place)], place, place_type, *([part] if breakdown else []), *values]


def long(figures: Iterable[Figure], codes: Mapping[tuple[str, str], str]) -> Iterable[Sequence[str]]:
    """A head, and a row for each figure, with what the source says about how exact it is."""
    yield ["place_code", "place", "place_type", *LONG_COLUMNS]
    for figure in figures:
        row = [codes[figure["place_type"], bare(figure["place"])], figure["place"], figure["place_type"]]
        yield [*row, *(note(figure) if column == "note" else figure[column] for column in LONG_COLUMNS)]


def note(figure: Figure) -> str:
    """What qualifies a collected figure, in a word or two; "" when nothing does."""
    text = f"{figure['indicator'].partition(',')[2]} {figure['unit']} {figure['period']}".lower()
    words = ("about", "over", "almost", "nearly", "at least", "expected", "undated")
    found = [word for word in words if re.search(rf"\b{word}\b", text)]
    if figure["indicator"].startswith("Target"):
        found.append("a target, not a measurement")
    if "stated" in figure["indicator"]:
        found.append("as stated by the source, rounded")
    return "; ".join(found)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not all(Path(folder).is_dir() for folder in sys.argv[1:]):
        sys.exit("usage: python corpus/build_tables.py FIGURES PUBLISHED   (tidy figures; tables as published)")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
