"""The tables of the corpus: every figure given is found again, totals add up, the package is valid, the words are in order."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

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
    assert (n, len(held), len(missing)) == (33_411, 33_393, 18)


def test_what_is_left_out_of_the_tables_is_said(tidied: dict[str, Tidied]) -> None:
    assert len(tidied) == 69
    lines = [line for one in tidied.values() for line in one.unparsed]
    assert len(lines) == 12
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
        for alias in definition.aliases:
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
        name = o.place_name.removesuffix(" (2020 boundary)")
        names[o.place_code].add("United Kingdom" if " less " in name else name)
    assert {code: found for code, found in names.items() if len(found) > 1 and found not in TWO_NAMES} == {}


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
