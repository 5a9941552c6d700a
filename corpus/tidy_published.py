"""Published tables as tidy figures: what `build_tables.py` adds to the folder of figures it is given.

Each function reads one publication, wide workbook or long CSV, and yields figures with the same columns as that folder:
place, place_type, indicator, period, value, unit, source, source_url. Values are copied; a rate is called derived.
A LEP whose area in 2021 was not that of 2017 bears the year of its boundary in its name, so that no series is joined
across the two. What is unsound is left out here, each with its reason.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook

Figure = Mapping[str, str]
Row = dict[str, str]
# LEPs whose districts of 2021 (from the boundaries of May 2021) are not those of the lookup of 2017. The first ten lost
# or gained districts when overlaps were removed; Hull and East Yorkshire followed Humber, without its south bank.
REDRAWN = {
    "Coast to Capital", "Enterprise M3", "Greater Cambridge and Greater Peterborough", "Greater Lincolnshire",
    "Hull and East Yorkshire", "Leeds City Region", "Sheffield City Region", "Solent", "South East Midlands",
    "York and North Yorkshire",
}  # fmt: skip
# Names in the Department for Education's tables that differ from the LEP's own.
LEP_NAMES = {
    "Buckinghamshire": "Buckinghamshire Thames Valley",
    "North Eastern": "North East",
    "Derby Derbyshire Nottingham and Nottinghamshire": "Derby, Derbyshire, Nottingham and Nottinghamshire",
    "Greater Cambridge Greater Peterborough": "Greater Cambridge and Greater Peterborough",
    "York North Yorkshire and East Riding": "York, North Yorkshire and East Riding",
}
AUTHORITIES = {"South Yorkshire": "South Yorkshire Mayoral Combined Authority"}
LATER = range(2014, 2022)
CENSUS = range(2020, 2022)  # mid-year estimates of 2021 rest on the census of that year, those of 2020 do not
GDP_BOOK, PRODUCTIVITY_BOOK = "ons/regionalgdp_all_itl.xlsx", "ons/itlproductivity.xlsx"
GDP_SOURCE = "ONS Regional GDP all ITL regions, April 2023 release"
PRODUCTIVITY_SOURCE = "ONS Subregional productivity, June 2023 release"
# Label, workbook, sheet, years, decimals, unit.
ITL_SHEETS = (
    ("Gross value added (balanced), current basic prices, to 2021", GDP_BOOK, "Table 1", LATER, 0, "GBP million"),
    ("GDP per head, current market prices, 2020 and 2021", GDP_BOOK, "Table 7", CENSUS, 0, "GBP"),
    ("Resident population, 2020 and 2021", GDP_BOOK, "Table 6", CENSUS, 0, "people"),
    ("GVA per hour worked, current prices, smoothed, to 2021", PRODUCTIVITY_BOOK, "A3", LATER, 2, "GBP per hour"),
    ("GVA per hour worked index, smoothed, to 2021", PRODUCTIVITY_BOOK, "A1", LATER, 1, "UK=100"),
    ("Productivity jobs, to 2021", PRODUCTIVITY_BOOK, "Productivity Jobs", LATER, 0, "jobs"),
)
SIZES = {
    "Total": "Enterprises",
    "Micro_0_to_9": "Micro enterprises (fewer than 10 employed)",
    "Small_10_to_49": "Small enterprises (10 to 49 employed)",
    "Medium_sized_50_to_249": "Medium-sized enterprises (50 to 249 employed)",
    "Large_250": "Large enterprises (250 or more employed)",
}
# Headline figures of the Employer Skills Survey: label, unit, sheet and row of 2017 (the row below holds shares), row of 2019.
SKILLS = (
    ("Establishments with a vacancy", "%", ("T41", "Have at least one vacancy"), "Establishments with any vacancies"),
    ("Establishments with a hard-to-fill vacancy", "%", ("T41", "Have at least one vacancy that is hard-to-fill"),
     "Have at least one vacancy that is hard to fill"),
    ("Establishments with a skill-shortage vacancy", "%", ("T41", "Have a skills shortage vacancy (prompted or unprompted)"),
     "Have a skills shortage vacancy (prompted or unprompted)"),
    ("Vacancies at employers", "count", ("1", "Number of vacancies"), "Number of vacancies"),
    ("Skill-shortage vacancies", "count", ("1", "Number of SSVs"), "Number of skill-shortage vacancies"),
    ("Skill-shortage vacancies, share of vacancies", "%",
     ("T44", "Total number of skills shortage vacancies- prompted or unprompted"), "% of all vacancies which are SSVs"),
    ("Establishments with a skills gap", "%", ("55A", "Have any skills gap"),
     "% of establishments with any staff not fully proficient"),
    ("Staff with skills gaps", "people", ("1", "Number of staff with skills gaps"), "Number of skills gaps"),
    ("Staff with skills gaps, share of staff", "%", ("1", "Number of staff with skills gaps"),
     "Number of skills gaps as a % of employment"),
    ("Establishments that trained staff", "%", ("85", "ANY TRAINING"),
     "% of establishments training staff over the last 12 months"),
    ("Staff trained, share of staff", "%", ("1", "Number trained in last 12 months (modelled data)"),
     "Number trained as % of total staff"),
)  # fmt: skip
NESTA = "(as processed by Nesta, BEIS R&D spatial indicators)"
HEBCI, STUDENTS, APS = "HESA HE-BCI survey", "HESA student record", "ONS Annual Population Survey, via Nomis"
TRAVEL, BRES = "Department for Transport, journey time statistics", "ONS BRES via Nomis"
# Nesta's series: indicator there, level, label, unit, source. Those in the folder of figures are not read again.
SPATIAL = (
    ("air_pollution_mean_pm10", "LEP NUTS2", "Mean background PM10 particulate pollution", "micrograms per cubic metre",
     "Defra modelled background pollution"),
    ("travel_time_to_airport", "LEP NUTS2", "Travel time to the nearest airport", "minutes", TRAVEL),
    ("travel_time_to_road_junctions", "LEP NUTS2", "Travel time to the nearest five road junctions", "minutes", TRAVEL),
    ("travel_time_to_rail", "NUTS2", "Travel time to the nearest rail station", "minutes", TRAVEL),
    ("consultancy_facilities_public_third", "LEP NUTS2",
     "HE-BCI consultancy and facilities income from public and third sector", "GBP", HEBCI),
    ("fte_research_students", "LEP NUTS2", "Research students, FTE", "FTE", "HESA estates management record"),
    ("employment_culture_entertainment_recreation", "NUTS2", "Employment in culture, entertainment and recreation",
     "people", BRES),
    ("net_migration_rate_internal", "NUTS2", "Net internal migration rate", "per 1,000 residents",
     "ONS local area migration indicators"),
    ("net_migration_rate_international", "NUTS2", "Net international migration rate", "per 1,000 residents",
     "ONS local area migration indicators"),
    ("mean_ref_stem", "NUTS2", "Mean REF 2014 score in STEM subjects", "score", "REF 2014 results"),
    ("eurostat_private_rd_headcount_workforce_data", "NUTS2", "Business R&D personnel, headcount", "people",
     "Eurostat rd_p_persreg"),
    ("aps_pro_occupations_data", "NUTS2", "Employed in professional occupations", "%", APS),
    ("aps_econ_active_stem_profs_data", "NUTS2", "Science, research, engineering and technology professionals", "people", APS),
    ("aps_econ_active_stem_density_data", "NUTS2",
     "Science, research, engineering and technology professionals, share of employed", "%", APS),
    ("aps_econ_active_stem_associate_profs_data", "NUTS2", "Science, engineering and technology associate professionals",
     "people", APS),
    ("broadband_download_speed_data", "NUTS2", "Average broadband download speed", "Mbit/s", "Ofcom Connected Nations"),
    ("economic_complexity_index", "NUTS2", "Economic Complexity Index", "index", BRES),
    ("travel_time_to_work", "NUTS2", "Average home-to-work travel time", "minutes", "Department for Transport"),
    ("total_stem_students", "NUTS2", "Full-time STEM students enrolled", "people", STUDENTS),
    ("total_stem_postgraduates", "NUTS2", "Full-time STEM postgraduates enrolled", "people", STUDENTS),
    ("total_postgraduates", "NUTS2", "Full-time postgraduates enrolled", "people", STUDENTS),
    ("ce_cpd_income", "NUTS2", "HE-BCI CPD and continuing education income", "GBP", HEBCI),
    ("collaborative_research_cash", "NUTS2", "HE-BCI collaborative research, cash", "GBP", HEBCI),
    ("consultancy_facilities_sme", "NUTS2", "HE-BCI consultancy and facilities income from SMEs", "GBP", HEBCI),
    ("consultancy_facilities_non_sme", "NUTS2", "HE-BCI consultancy and facilities income from non-SME business", "GBP", HEBCI),
    ("contract_research_public_third", "NUTS2", "HE-BCI contract research income from public and third sector", "GBP", HEBCI),
    ("graduate_startups", "NUTS2", "HE-BCI graduate start-ups formed or active", "count", HEBCI),
    ("regeneration_development", "NUTS2", "HE-BCI regeneration and development programme income", "GBP", HEBCI),
    ("spinoff_investment", "NUTS2", "HE-BCI external investment in spin-offs", "GBP", HEBCI),
    ("spinoff_revenue", "NUTS2", "HE-BCI turnover of active spin-offs and start-ups", "GBP", HEBCI),
)  # fmt: skip


def published(folder: Path, place_codes: Mapping[tuple[str, str], set[str]]) -> dict[str, list[Figure]]:
    """The figures of every publication in the folder, by the name that `build_tables` knows it by."""
    address = addresses(folder.parent / "SOURCES.tsv")
    return {
        "itl to 2021": list(itl(folder, address)),
        "enterprises": [*demography(folder, address), *counts(folder, address)],
        "residents by industry": list(residents_by_industry(folder, address)),
        "level 3": list(level_three(folder, address)),
        "skills survey 2017": list(skills_2017(folder, address)),
        "skills survey 2019": list(skills_2019(folder, address)),
        "spatial indicators by LEP": list(spatial(folder, "LEP", place_codes)),
        "spatial indicators by NUTS2": list(spatial(folder, "NUTS2", place_codes)),
    }


def addresses(path: Path) -> dict[str, str]:
    """Where each published file was read: {"ons/gdp_itl.csv": "https://github.com/…"}."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        row["file"].removeprefix("tables/"): f"https://github.com/{row['repo']}/blob/{row['commit'].split()[0]}/"
        + row["path"].replace(" ", "%20")
        for row in rows
        if row["file"].startswith("tables/")
    }


def figure(
    place: str, place_type: str, indicator: str, period: str, value: str, unit: str, source: str, url: str
) -> Row:
    """One tidy figure."""
    return {
        "place": place, "place_type": place_type, "indicator": indicator, "period": period, "value": value,
        "unit": unit, "source": source, "source_url": url,
    }  # fmt: skip


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    """The rows of one sheet of a workbook, as values."""
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [tuple(row) for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()


def plain(value: float, decimals: int | None = None) -> str:
    """A number as text, without a trailing ".0": 17.0 is "17"."""
    text = f"{value:.{decimals}f}" if decimals is not None else repr(round(value, 6))
    return text.removesuffix(".0")


def itl(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """The ONS's accounts and productivity by ITL area, for the years beyond those of the main series.

    The workbooks are the very releases of the main series, and agree with it in every cell; they are kept apart because
    the figures for LEPs end in 2019, 2021 is provisional, and population and GDP per head break at the census of 2021.
    """
    for label, book, name, years, decimals, unit in ITL_SHEETS:
        content = sheet(folder / book, name)
        head = next(row for row in content if sum(str(cell).isdigit() for cell in row) > 5)
        at = {str(cell): i for i, cell in enumerate(head)}
        source = GDP_SOURCE if book == GDP_BOOK else PRODUCTIVITY_SOURCE
        for row in content[content.index(head) + 1 :]:
            code = str(row[1] or "").strip()
            if not re.fullmatch(r"UKX?|TL[A-Z]\w*", code):
                continue
            kind = {"UK": "country", "Other": "country"}.get(str(row[0]).strip(), str(row[0]).strip())
            place = str(row[2]).strip()
            for year in years:
                value = row[at[str(year)]]
                if isinstance(value, int | float):
                    text = plain(float(value), decimals) if decimals != 1 else f"{value:.1f}"
                    yield figure(
                        place, kind, label, str(year), text, unit, f"{source} (region code {code})", address[book]
                    )


def area(row: Row) -> tuple[str, str] | None:
    """The place and kind of place of a row of the Department for Education's tables; None for those not kept.

    Local skills improvement plan areas and districts are left out, and the sum over London that repeats the LEP.
    """
    name, level = row["area"].strip(), row["geographic_level"]
    if level == "COUNTRY":
        return name, "country"
    if level == "LEP":
        name = LEP_NAMES.get(name, name)
        return f"{name} (2021 boundary)" if name in REDRAWN else name, "LEP"
    if level == "MCA" and name != "Greater London Authority":
        return AUTHORITIES.get(name, name), "combined authority"
    return None


def demography(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """Enterprises born, closed and active, 2016 to 2021, and births and deaths as a share of those active.

    The printed rates are left out: they divide by another count. Two rows for the South West under two spellings are one
    area: together they equal the sum of its fourteen districts in each year.
    """
    name = "dfe/enterprise_births_deaths_lep_2016_2021.csv"
    source = "ONS Business demography, UK: 2021 (as added up by the Department for Education)"
    totals: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in rows(folder / name):
        row["area"] = row["area"].replace("Heart of South West", "Heart of the South West")
        if place := area(row):
            total = totals.setdefault((*place, row["year"]), dict.fromkeys(("births", "deaths", "active"), 0))
            for key in total:
                total[key] += int(row[key])
    labels = {"births": "Births of enterprises", "deaths": "Deaths of enterprises", "active": "Active enterprises"}
    for (place, kind, year), total in sorted(totals.items(), key=lambda item: (item[0][1] != "country", item[0])):
        for key, label in labels.items():
            yield figure(place, kind, label, year, str(total[key]), "enterprises", source, address[name])
        for key, label in (("births", "Enterprise birth rate"), ("deaths", "Enterprise death rate")):
            rate = plain(100 * total[key] / total["active"], 1)
            yield figure(
                place,
                kind,
                label,
                year,
                rate,
                "%",
                f"{source}; derived here: share of active enterprises",
                address[name],
            )


def counts(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """Enterprises on the register in March of each year, all and by size, 2018 to 2022."""
    name = "dfe/enterprise_counts_2018_2022.csv"
    source = "ONS UK Business Counts, via Nomis, 8 November 2022"
    for row in rows(folder / name):
        if (place := area(row)) and row["enterprise count"].isdigit():
            label = SIZES[row["enterprise size"]]
            yield figure(*place, label, row["year"], row["enterprise count"], "enterprises", source, address[name])


def residents_by_industry(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """Employed residents by broad industry, years to September 2018 to 2022: people and shares."""
    name = "dfe/employment_by_industry_lep_2018_2022.csv"
    source = "ONS Annual Population Survey, via Nomis, 23 January 2023"
    people, share = "Employed residents by broad industry", "Share of employed residents by broad industry"
    for row in rows(folder / name):
        place = area(row)
        if place is None or place[1] == "combined authority" or not row["value"].isdigit() or row["value"] == "0":
            continue  # withheld, which this table prints as 0
        part = row["variable"].capitalize()
        yield figure(*place, f"{people}: {part}", row["year"], row["value"], "people", source, address[name])
        yield figure(
            *place, f"{share}: {part}", row["year"], plain(100 * float(row["rate"]), 1), "%", source, address[name]
        )


def level_three(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """Residents aged 16 to 64 qualified to level 3 or above, per cent, 2017 to 2021."""
    name = "dfe/qualification_level3plus_2017_2021.csv"
    source = "ONS Annual Population Survey (as computed by the Department for Education)"
    label = "Residents aged 16 to 64 qualified to level 3 or above"
    for row in rows(folder / name):
        if (row["gender"], row["age_band"]) == ("Total", "16-64") and (place := area(row)):
            yield figure(*place, label, row["year"], plain(100 * float(row["rate"]), 1), "%", source, address[name])


def skills_2017(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """Headline figures of the Employer Skills Survey 2017, by LEP."""
    name = "dfe/ess_2017_lep_standard_tables.xlsx"
    source = "Department for Education, Employer Skills Survey 2017, LEP tables as corrected in September 2018"
    for label, unit, (tab, wanted), _ in SKILLS:
        content = sheet(folder / name, tab)
        heads = next(row for row in content if row[1] == "Total")
        number = next(i for i, row in enumerate(content) if str(row[0]).strip() == wanted)
        values = content[number + 1] if unit == "%" else content[number]
        yield from of_survey(heads, values, f"{label}, 2017 survey", "2017", unit, source, address[name])


def skills_2019(folder: Path, address: Mapping[str, str]) -> Iterator[Figure]:
    """Headline figures of the Employer Skills Survey 2019, by LEP."""
    name = "dfe/ess_2019_lep_summary_tables.xlsx"
    source = "Department for Education, Employer Skills Survey 2019, LEP summary tables of 30 September 2020"
    content = sheet(folder / name, "ALL_LEPS")
    heads = next(row for row in content if row[1] == "England Total")
    for label, unit, _, wanted in SKILLS:
        values = next(row for row in content if str(row[0]).strip() == wanted)
        yield from of_survey(heads, values, f"{label}, 2019 survey", "2019", unit, source, address[name])


def of_survey(
    heads: Sequence[object], values: Sequence[object], label: str, period: str, unit: str, source: str, url: str
) -> Iterator[Figure]:
    """One row of a survey table: places across. Northamptonshire, which no longer was a LEP, has no interviews."""
    for head, value in zip(heads, values, strict=True):
        if not head or head == "Northamptonshire" or not isinstance(value, int | float):
            continue
        name = str(head).strip()
        place = ("England", "country") if name in ("Total", "England Total") else (LEP_NAMES.get(name, name), "LEP")
        number = plain(100 * value, 1) if unit == "%" else plain(float(value), 0)
        yield figure(*place, label, period, number, unit, source, url)


def spatial(folder: Path, level: str, place_codes: Mapping[tuple[str, str], set[str]]) -> Iterator[Figure]:
    """Nesta's series by LEP or by NUTS2 area that the folder of figures does not have. A row holds the area of one code, or of one LEP's name.

    Left out: what is wrong, experimental or not open (rail times by LEP, learner days, housing, Crunchbase, grants of UKRI).
    A NUTS2 area that bears its name under an older code is another area, and is left out; so is South East Midlands
    without Northamptonshire (before 2017).
    """
    wanted = {indicator: rest for indicator, levels, *rest in SPATIAL if level in levels.split()}
    catalogue = rows(folder / "nesta/beis_catalogue.csv")
    files = {row["indicator_id"]: row["file"] for row in catalogue if row["level"] == level}
    base = "https://github.com/nestauk/beis-indicators/blob/c1124f6cdfd2ef94d9a93727ea2ecbcc49cb814f/ds/data/processed/"
    for row in rows(folder / "nesta/beis_long.csv"):
        name, vintage = row["place_name"], row["place_vintage"]
        if row["level"] != level or row["indicator"] not in wanted:
            continue
        if level == "NUTS2" and row["place_code"] not in place_codes.get((level, name), set()):
            continue
        if level == "LEP" and name == "South East Midlands" and vintage in ("-2014", "2014"):
            continue
        label, unit, source = wanted[row["indicator"]]
        url = base + files[row["indicator"]].removeprefix("beis/").replace("__", "/")
        text = f"{source} {NESTA}"
        yield figure(name, level, label, row["year"], plain(float(row["value"])), unit, text, url)
