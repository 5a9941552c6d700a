"""The data of corpus/places: every place of the figures, every code and every relation."""

import csv
import itertools
from collections import defaultdict
from pathlib import Path

import pytest

from ingest.gazetteer import Gazetteer
from ingest.schema import Place

ROOT = Path(__file__).parent.parent
PLACES = ROOT / "corpus" / "places"
SHARED = ROOT.parent / "shared"
GAZETTEER = Gazetteer.load(PLACES)
LEPS = [p for p in GAZETTEER.places if p.place_type == "LEP"]


def shared(*parts: str) -> Path:
    """A file of the shared material, or the test is skipped."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared material is not here: {'/'.join(parts)}")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def one(name: str, place_type: str) -> Place:
    """The one place of that name and kind."""
    (place,) = GAZETTEER.named(name, place_type)
    return place


def test_every_place_of_the_figures_is_exactly_one_place() -> None:
    pairs = {
        (row["place"], row["place_type"])
        for path in sorted(shared("facts", "figures").glob("*.csv"))
        for row in rows(path)
    }
    assert len(pairs) > 300
    wrong = {pair: GAZETTEER.named(*pair) for pair in pairs if len(GAZETTEER.named(*pair)) != 1}
    assert wrong == {}


def test_codes_are_unique_and_each_code_of_another_year_belongs_to_one_place() -> None:
    codes = [p.code for p in GAZETTEER.places]
    assert len(codes) == len(set(codes))
    owners = defaultdict(set)
    for place in LEPS:
        for code in (place.code, *(a for a in place.aliases if a.startswith("E370"))):
            owners[code].add(place.name)
    assert {code: names for code, names in owners.items() if len(names) > 1} == {}


def test_a_lep_code_of_any_vintage_leads_to_the_lep_of_that_name_in_that_vintage() -> None:
    for row in rows(shared("data", "places", "lep_codes_by_vintage.csv")):
        for year in ("2014", "2017", "2020", "2021"):
            if code := row[f"code_{year}"]:
                assert GAZETTEER.place(code).name == row["name"], (year, code)


def test_there_are_39_leps_and_northamptonshire_ended_in_2017() -> None:
    assert len(LEPS) == 39
    assert [(p.name, p.valid_to) for p in LEPS if p.valid_to] == [("Northamptonshire", 2017)]
    successor = GAZETTEER.successor(one("Northamptonshire", "LEP"))
    assert successor == one("South East Midlands", "LEP")


def test_every_district_of_england_lies_in_the_leps_of_the_lookup_of_2017() -> None:
    wanted = defaultdict(set)
    for row in rows(shared("data", "places", "lad_lep_2013_2017_clean.csv")):
        if row["vintage"] == "2017":
            wanted[row["lad_code"]].add(row["lep_name"])
    assert len(wanted) == 326
    for code, names in wanted.items():
        assert {p.name for p in GAZETTEER.leps(GAZETTEER.place(code))} == names, code


def test_every_english_town_has_a_lep_and_a_region() -> None:
    towns = [p for p in GAZETTEER.places if p.place_type == "town"]
    assert len(towns) > 1_800
    for town in towns:
        regions = GAZETTEER.containing(town, ("region",))
        if regions:
            assert len(regions) == 1, town.name
            assert GAZETTEER.leps(town), town.name
        else:
            assert GAZETTEER.leps(town) == (), town.name
            assert any(p.name in ("Scotland", "Wales", "Northern Ireland") for p, _ in GAZETTEER.containing(town)), (
                town.name
            )


def test_every_district_lies_wholly_in_one_itl2_area_or_in_part_in_several() -> None:
    for place in GAZETTEER.places:
        if place.place_type == "district" and place.valid_from is None:
            areas = GAZETTEER.containing(place, ("ITL2",))
            whole = [p for p, w in areas if w]
            assert len(whole) == 1 or (not whole and len(areas) > 1), (place.name, areas)


@pytest.mark.parametrize("place_type", ["ITL2", "region"])
def test_areas_of_a_kind_cover_the_country_without_overlap(place_type: str) -> None:
    districts = [
        p for p in GAZETTEER.places if p.place_type == "district" and p.code[0] == "E" and p.valid_from is None
    ]
    for district in districts:
        assert sum(w for _, w in GAZETTEER.containing(district, (place_type,))) == 1, district.name


def test_borders_go_both_ways_and_join_places_of_one_kind() -> None:
    for place in GAZETTEER.places:
        for other in GAZETTEER.neighbours(place):
            assert place in GAZETTEER.neighbours(other)
            assert {place.place_type, other.place_type} in (
                {"region"},
                {"LEP"},
                {"NUTS2"},
                {"ITL2"},
                {"ITL1"},
                {"region", "country"},
                {"country"},
            )


@pytest.mark.parametrize(
    ("name", "place_type", "expected"),
    [
        ("Cumbria", "LEP", {"Lancashire", "North East", "York, North Yorkshire and East Riding"}),
        ("New Anglia", "LEP", {"Greater Cambridge and Greater Peterborough", "Greater Lincolnshire", "South East"}),
        (
            "Cumbria",
            "NUTS2",
            {"Lancashire", "North Yorkshire", "Northumberland and Tyne and Wear", "Tees Valley and Durham", "Southern Scotland"},
        ),
        ("South West", "region", {"South East", "West Midlands", "Wales"}),
    ],
)  # fmt: skip
def test_neighbours(name: str, place_type: str, expected: set[str]) -> None:
    assert {p.name for p in GAZETTEER.neighbours(one(name, place_type))} == expected


def test_regions_border_where_their_leps_do() -> None:
    def regions(lep: Place) -> list[Place]:
        return [place for place, _ in GAZETTEER.containing(lep, ("region",))]

    witnessed = set()
    for lep in (p for p in GAZETTEER.places if p.place_type == "LEP"):
        witnessed |= {frozenset(pair) for pair in itertools.combinations(regions(lep), 2)}
        for other in GAZETTEER.neighbours(lep):
            if len(regions(lep)) == len(regions(other)) == 1 and regions(lep) != regions(other):
                witnessed.add(frozenset((regions(lep)[0], regions(other)[0])))
    english = [p for p in GAZETTEER.places if p.place_type == "region"]
    held = {frozenset((p, o)) for p in english for o in GAZETTEER.neighbours(p) if o.place_type == "region"}
    assert witnessed == held
    assert len(held) == 15


def test_leps_that_are_nuts2_areas_border_what_those_border() -> None:
    """Where a LEP is a NUTS2 area, a NUTS2 area beside it has districts of a LEP beside it."""
    for lep in LEPS:
        for area in GAZETTEER.same_area(lep):
            if area.place_type != "NUTS2":
                continue
            beside = {d for n in GAZETTEER.neighbours(lep) for d in GAZETTEER.parts(n, "district")}
            for other in GAZETTEER.neighbours(area):
                english = [d for d in GAZETTEER.parts(other, "district") if d.code[0] == "E"]
                assert not english or beside & set(english), (lep.name, other.name)


@pytest.mark.parametrize("lep", [p for p in LEPS if GAZETTEER.sum_of(p)], ids=lambda p: p.name)
def test_a_lep_that_is_a_sum_of_itl3_areas_covers_their_districts(lep: Place) -> None:
    covered = {d.code for d in GAZETTEER.parts(lep, "district")}
    summed = {d.code for area in GAZETTEER.sum_of(lep) for d in GAZETTEER.parts(area, "district")}
    overlaps = {"Aylesbury Vale", "Cherwell"} if lep.name == "South East Midlands" else set()  # left it by 2020
    assert {GAZETTEER.place(c).name for c in covered - summed} == overlaps
    assert summed <= covered


def test_same_areas() -> None:
    cumbria = {(p.name, p.place_type) for p in GAZETTEER.same_area(one("Cumbria", "LEP"))}
    assert {("Cumbria", "NUTS2"), ("Cumbria", "ITL2")} <= cumbria
    assert one("East", "ITL1") in GAZETTEER.same_area(one("East of England", "region"))
    assert one("West Yorkshire", "NUTS2") not in GAZETTEER.same_area(one("Leeds City Region", "LEP"))


def test_a_lep_lies_in_a_larger_area_wholly_or_in_part() -> None:
    new_anglia = {
        (p.name, p.place_type): w for p, w in GAZETTEER.containing(one("New Anglia", "LEP"), ("NUTS2", "region"))
    }
    assert new_anglia == {("East Anglia", "NUTS2"): True, ("East of England", "region"): True}
    solent = {p.name: w for p, w in GAZETTEER.containing(one("South East Midlands", "LEP"), ("region",))}
    assert set(solent) == {"East of England", "South East", "East Midlands"}
    assert not any(solent.values())


def test_containing_goes_from_the_smallest_outwards() -> None:
    kinds = ("district", "county", "LEP", "region", "country")
    found = [(p.name, p.place_type) for p, _ in GAZETTEER.containing(one("Kendal", "town"), kinds)]
    assert found[0] == ("South Lakeland", "district")
    assert found.index(("Cumbria", "LEP")) < found.index(("North West", "region")) < found.index(("England", "country"))


def test_the_folder_is_small() -> None:
    assert sum(p.stat().st_size for p in PLACES.iterdir()) < 3_000_000


def test_the_northern_leps_are_the_eleven_of_the_three_northern_regions() -> None:
    northern = GAZETTEER.group("Northern LEPs")
    assert len(northern) == 11
    regions = {one(n, "region") for n in ("North East", "North West", "Yorkshire and The Humber")}
    for lep in LEPS:
        mostly = {p for p, w in GAZETTEER.containing(lep, ("region",)) if w}
        if mostly & regions:
            assert lep in northern, lep.name


@pytest.mark.parametrize("name", sorted({row["group"] for row in rows(PLACES / "groups.csv")}))
def test_every_group_is_held_and_found_in_a_text(name: str) -> None:
    assert GAZETTEER.group(name)
    assert name in [n for n, _ in GAZETTEER.groups_in(f"Rank the {name} by R&D")]
