"""The tables of the corpus: every figure given is found again, totals add up, the package is valid, the words are in order."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.tidy_published import REDRAWN
from ingest.catalog import Catalogue, catalogue
from ingest.gazetteer import Gazetteer
from ingest.read import Limits
from ingest.read_sheet import read_csv
from ingest.schema import Observation, Place
from ingest.tidy import Tidied, tidy

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FIGURES = CORPUS.parents[1] / "shared" / "facts" / "figures"
# Words that officers use for two measures alike; which is meant depends on what else the question says.
DELIBERATE: frozenset[str] = frozenset()
# Two tables of the ONS print one ITL2 area under two names.
TWO_NAMES = {
    frozenset({"Northumberland and Tyne and Wear", "Northumberland, and Tyne and Wear"}),
    frozenset({"West Wales", "West Wales and The Valleys"}),
    frozenset({"West Midlands", "West Midlands Combined Authority (three LEPs)"}),
    # The LEP of 2021 that followed another, always printed with the year of its boundary.
    frozenset({"Humber", "Hull and East Yorkshire"}),
    frozenset({"York, North Yorkshire and East Riding", "York and North Yorkshire"}),
}


class NoPlaces:
    """A gazetteer that knows no place, so that codes come from the tables themselves."""

    places: Sequence[Place] = ()

    def named(self, name: str, place_type: str | None = None) -> tuple[Place, ...]:
        """No place."""
        return ()


@pytest.fixture(scope="module")
def held() -> Catalogue:
    return catalogue(CORPUS)


@pytest.fixture(scope="module")
def tidied(held: Catalogue) -> dict[str, Tidied]:
    found = {}
    for document in held.documents:
        if document.kind == "table":
            (table,) = read_csv(document.path, document.document_id, Limits()).tables
            found[document.document_id] = tidy(table, document, held.meta(table), NoPlaces())
    return found


def observations(tidied: dict[str, Tidied]) -> list[tuple[str, Observation]]:
    labels = {i.indicator_id: i.label for one in tidied.values() for i in one.indicators}
    return [(labels[o.indicator_id], o) for one in tidied.values() for o in one.observations]


def test_every_given_figure_is_found_again(tidied: dict[str, Tidied]) -> None:
    if not FIGURES.is_dir():
        pytest.skip("the tidy figures that the tables are built from are not here")
    held = {(o.place_name, o.place_type, label, o.cell.column, o.value, o.unit) for label, o in observations(tidied)}
    n = 0
    missing: list[tuple[object, ...]] = []
    for path in sorted(FIGURES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (
                    row["place"], row["place_type"], row["indicator"], row["period"], float(row["value"]), row["unit"]
                )  # fmt: skip
                n += 1
                if key not in held:
                    missing.append(key)
    # Where a table holds the United Kingdom with and without Extra-Regio, one code can bear only the first.
    assert {key[0] for key in missing} == {"United Kingdom less Extra-Regio"}
    assert {key[2] for key in missing} == {
        "Gross value added (balanced), current basic prices",
        "GDP per head, current market prices",
        "Resident population",
    }
    assert (n, len(missing)) == (33_411, 18)
    assert len(held) > 56_000


def test_what_is_left_out_of_the_tables_is_said(tidied: dict[str, Tidied]) -> None:
    assert len(tidied) == 145
    lines = [line for one in tidied.values() for line in one.unparsed]
    assert len(lines) == 22
    assert all("a second value" in line and "United Kingdom less Extra-Regio" in line for line in lines)


def test_codes_are_those_of_the_gazetteer(tidied: dict[str, Tidied]) -> None:
    gazetteer = Gazetteer.load(CORPUS / "places")
    known = {place.code for place in gazetteer.places}
    assert {o.place_code for _, o in observations(tidied)} - known == set()


def test_periods_keep_their_printed_form_and_name_a_year(tidied: dict[str, Tidied]) -> None:
    assert not {(o.cell.column, o.period) for _, o in observations(tidied) if o.cell.column != o.period}
    assert all(re.search(r"(19|20)\d\d", o.period) for _, o in observations(tidied))


def test_sums_of_areas_are_called_derived(tidied: dict[str, Tidied]) -> None:
    assert {o.status for o in tidied["gva-lep"].observations} == {"derived"}
    assert {o.status for o in tidied["gva-itl"].observations} == {"published"}


def test_regions_add_up_to_the_uk_in_business_research(tidied: dict[str, Tidied]) -> None:
    by_year: dict[str, dict[str, float]] = defaultdict(dict)
    for o in tidied["berd-region-gbp"].observations:
        assert o.value is not None
        by_year[o.period][o.place_name] = o.value
    for year, values in by_year.items():
        parts = [v for name, v in values.items() if name not in ("United Kingdom", "England")]
        assert len(parts) == 12, year
        assert abs(sum(parts) - values["United Kingdom"]) <= 6, year
    for year, values in by_year.items():
        nations = sum(values[name] for name in ("England", "Scotland", "Wales", "Northern Ireland"))
        assert abs(nations - values["United Kingdom"]) <= 2, year


def test_sector_shares_add_up_to_a_hundred(tidied: dict[str, Tidied]) -> None:
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    for o in tidied["gva-share-by-sector-lep"].observations:
        assert o.value is not None
        sums[o.place_name, o.period].append(o.value)
    assert len(sums) == 90
    for key, values in sums.items():
        assert len(values) == 17, key
        assert abs(sum(values) - 100) < 0.1 * 17, key


def test_sectors_add_up_to_a_leps_gva(tidied: dict[str, Tidied]) -> None:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for o in tidied["gva-by-sector-lep"].observations:
        sums[o.place_code, o.period] += o.value or 0
    whole = {(o.place_code, o.period): o.value or 0 for o in tidied["gva-lep"].observations}
    assert set(sums) == set(whole)
    for key, total in whole.items():
        assert abs(sums[key] - total) < 0.02 * total, key


def test_every_measure_says_what_it_is_and_whence(tidied: dict[str, Tidied]) -> None:
    measures = [i for one in tidied.values() for i in one.indicators]
    assert len(measures) > 300
    for i in measures:
        assert all((i.name, i.unit, i.source, i.licence, i.url)), i.indicator_id
        assert all((len(i.description) > 20, i.aliases, i.place_types, i.periods)), i.indicator_id
        assert i.breakdown is None or i.breakdown_aliases, i.indicator_id
    ids = [i.indicator_id for i in measures]
    assert len(ids) == len(set(ids))


def test_no_word_means_two_measures(held: Catalogue) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for definition in held.definitions:
        for alias in (*definition.aliases, *definition.search_terms):
            owners[alias.lower()].add(definition.concept)
    assert {a: c for a, c in owners.items() if len(c) > 1 and a not in DELIBERATE} == {}


def test_academic_years_are_said(tidied: dict[str, Tidied]) -> None:
    university = [i for one in tidied.values() for i in one.indicators if i.concept.startswith(("hebci", "stem_stud"))]
    assert len(university) > 10
    assert all("academic year" in f"{i.description} {i.caveat}" for i in university)


def test_the_same_code_means_the_same_place(tidied: dict[str, Tidied]) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for _, o in observations(tidied):
        assert o.place_code
        name = re.sub(r" \(20\d\d boundary\)$", "", o.place_name)
        names[o.place_code].add("United Kingdom" if " less " in name else name)
    assert {code: found for code, found in names.items() if len(found) > 1 and found not in TWO_NAMES} == {}


def test_no_lep_series_is_joined_across_boundaries(tidied: dict[str, Tidied]) -> None:
    """In one series a LEP bears one name; a table on the boundaries of 2021 says so for every LEP that was redrawn."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    redrawn: dict[str, set[str]] = defaultdict(set)
    leps: dict[str, set[str]] = defaultdict(set)
    for one in tidied.values():
        for o in one.observations:
            if o.place_type == "LEP":
                names[o.indicator_id, o.place_code].add(o.place_name)
                leps[o.indicator_id].add(re.sub(r" \(2021 boundary\)$", "", o.place_name))
                if o.place_name.endswith("(2021 boundary)"):
                    redrawn[o.indicator_id].add(o.place_name.removesuffix(" (2021 boundary)"))
    assert {key: found for key, found in names.items() if len(found) > 1} == {}
    assert len(redrawn) > 20
    for indicator_id, found in redrawn.items():
        assert found == REDRAWN & leps[indicator_id], indicator_id
    # Names that only a LEP of 2021 bears stand in no other series.
    for indicator_id, found in leps.items():
        assert indicator_id in redrawn or not found & {"Hull and East Yorkshire", "York and North Yorkshire"}


def test_a_code_of_another_year_joins_no_series(held: Catalogue) -> None:
    """The tables hold each LEP under the one code of the gazetteer, never under that of another year."""
    gazetteer = Gazetteer.load(CORPUS / "places")
    codes = {place.code for place in gazetteer.places if place.place_type == "LEP"}
    for document in held.documents:
        if document.kind == "table":
            with document.path.open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.DictReader(file) if row["place_type"] == "LEP"]
            assert {row["place_code"] for row in rows} <= codes, document.document_id
            assert all(
                row["place_code"]
                in {p.code for p in gazetteer.named(re.sub(r" \(20\d\d boundary\)$", "", row["place"]), "LEP")}
                for row in rows
            ), document.document_id


@pytest.mark.parametrize(
    ("later", "main"),
    [
        ("gva-itl-to-2021", "gva-itl"),
        ("gva-per-hour-itl-to-2021", "gva-per-hour-itl"),
        ("gva-per-hour-index-itl-to-2021", "gva-per-hour-index-itl"),
        ("jobs-itl-to-2021", "jobs-itl"),
    ],
)
def test_a_longer_series_agrees_with_the_main_one(tidied: dict[str, Tidied], later: str, main: str) -> None:
    longer = {(o.place_code, o.period): o.value for o in tidied[later].observations}
    shorter = {(o.place_code, o.period): o.value for o in tidied[main].observations}
    assert {key: value for key, value in shorter.items() if longer[key] != value} == {}
    assert {period for _, period in longer} - {period for _, period in shorter} == {"2020", "2021"}


@pytest.mark.parametrize(
    ("table", "slack"),
    [
        ("gva-itl", 1.0), ("gva-itl-to-2021", 1.0), ("population-itl", 1.0), ("population-itl-2020-2021", 1.0),
        ("jobs-itl", 1.0), ("jobs-itl-to-2021", 1.0),
    ],
)  # fmt: skip
def test_itl_areas_add_up(tidied: dict[str, Tidied], table: str, slack: float) -> None:
    """ITL3 areas to their ITL2 area, those to their ITL1 area, and these with Extra-Regio to the United Kingdom."""
    values = {(o.place_code, o.period): o.value or 0 for o in tidied[table].observations}
    n = 0
    for (code, period), total in values.items():
        size = 3 if code == "K02000001" else len(code) + 1 if code.startswith("TL") and len(code) < 5 else 0
        if not size:
            continue
        start = "" if size == 3 else code
        parts = [v for (c, p), v in values.items() if p == period and c.startswith(f"TL{start[2:]}") and len(c) == size]
        if size == 3:
            parts.append(values.get(("UKZ", period), 0))
        if len(parts) > 1:
            n += 1
            assert abs(sum(parts) - total) <= slack * (len(parts) + 1) / 2 + slack, (code, period)
    assert n > 90


def test_enterprises_of_each_size_add_up(tidied: dict[str, Tidied]) -> None:
    sizes = ("micro-enterprises", "small-enterprises", "medium-sized-enterprises", "large-enterprises")
    parts: dict[tuple[str, str], float] = defaultdict(float)
    for size in sizes:
        for o in tidied[f"{size}-lep-authority"].observations:
            parts[o.place_code, o.period] += o.value or 0
    whole = {(o.place_code, o.period): o.value or 0 for o in tidied["enterprises-lep-authority"].observations}
    assert len(whole) > 200
    assert set(parts) == set(whole)
    for key, total in whole.items():  # each is rounded to 5
        assert abs(parts[key] - total) <= 15, key


def test_authorities_that_are_a_lep_hold_what_it_holds(tidied: dict[str, Tidied]) -> None:
    """Greater Manchester's LEP and combined authority are one area, and so are Leeds City Region's of 2021 and West Yorkshire."""
    for name in ("enterprises", "enterprise-births", "enterprise-deaths", "active-enterprises"):
        held = {(o.place_name, o.place_type, o.period): o.value for o in tidied[f"{name}-lep-authority"].observations}
        for lep, authority in (
            ("Greater Manchester", "Greater Manchester"),
            ("Leeds City Region (2021 boundary)", "West Yorkshire"),
            ("Tees Valley", "Tees Valley"),
        ):
            mine = {period: value for (place, kind, period), value in held.items() if (place, kind) == (lep, "LEP")}
            assert mine
            for period, value in mine.items():
                assert value == held[authority, "combined authority", period], (name, lep, period)


def test_shares_of_residents_are_those_of_their_numbers(tidied: dict[str, Tidied]) -> None:
    people: dict[tuple[str, str], float] = defaultdict(float)
    for o in tidied["residents-by-industry-lep-england"].observations:
        people[o.place_code, o.period] += o.value or 0
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for o in tidied["residents-by-industry-share-lep-england"].observations:
        shares[o.place_code, o.period] += o.value or 0
    assert set(people) == set(shares)
    assert all(total <= 101 for total in shares.values())
    assert all(abs(shares["E92000001", str(year)] - 99.5) < 1 for year in range(2018, 2023))


def test_the_package_is_valid() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(CORPUS / "datapackage.json"))
    assert report.valid, [error for task in report.tasks for error in task.errors][:3] + report.errors[:3]
    package = json.loads((CORPUS / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert resource["title"]
        assert resource["description"]
        assert resource["sources"]
        assert resource["licenses"]
        assert len(resource["hash"]) == 71
        assert resource["bytes"] > 0


def test_listed_tables_are_unchanged(held: Catalogue) -> None:
    assert [warning for warning in held.warnings if "tables/" in warning] == []
