"""How tables are read into figures: numbers, periods, units, places, and what is refused."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.schema import Document, Observation, Place, Table
from ingest.tidy import Tidied, Value, period_of, tidy, unit_of, value_of


class Gazetteer:
    """A small gazetteer: LEPs, regions and the nations that hold them."""

    def __init__(self) -> None:
        rows = [
            ("E37000024", "LEP", "New Anglia"), ("E37000023", "LEP", "London"), ("E37000007", "LEP", "Cumbria"),
            ("UKD1", "NUTS2", "Cumbria"), ("E12000007", "region", "London"), ("E12000001", "region", "North East"),
            ("E37000025", "LEP", "North East"), ("E92000001", "country", "England"), ("K02000001", "country", "United Kingdom"),
            ("E12000002", "region", "North West"), ("T1", "town", "Newport"), ("T2", "district", "Newport"),
        ]  # fmt: skip
        self.places: Sequence[Place] = [Place(code, "x", kind, name) for code, kind, name in rows]

    def named(self, name: str, place_type: str | None = None) -> tuple[Place, ...]:
        """The places of exactly this name."""
        return tuple(
            p for p in self.places if p.name.lower() == name.strip().lower() and place_type in (None, p.place_type)
        )


DOCUMENT = Document("mine", "Skills survey", None, None, None, None, Path("mine.csv"), "0" * 64)


def read(
    text: str, title: str = "mine", heads: int = 1, notes: tuple[str, ...] = (), document: Document = DOCUMENT
) -> Tidied:
    rows = [tuple(row) for row in csv.reader(io.StringIO(text.strip()))]
    return tidy(Table("mine#t1", "mine", title, None, None, tuple(rows), heads, notes), document, None, Gazetteer())


def brief(observations: Sequence[Observation]) -> list[tuple[str, str, float | None, str]]:
    return [(o.place_name, o.period, o.value, o.unit) for o in observations]


@pytest.mark.parametrize(
    ("text", "value", "status", "unit"),
    [
        ("1,250", 1250, "published", ""), ("(1,250)", -1250, "published", ""), ("-3.5", -3.5, "published", ""),
        ("–4", -4, "published", ""), ("−4", -4, "published", ""), ("£1.2bn", 1.2, "published", "GBP billion"),
        ("£35", 35, "published", "GBP"), ("-£35", -35, "published", "GBP"), ("12.5%", 12.5, "published", "%"),
        ("1 250", 1250, "published", ""), ("1\u00a0250", 1250, "published", ""), ("3.1 [e]", 3.1, "estimated", ""),
        ("3.1p", 3.1, "provisional", ""), ("12 (p)", 12, "provisional", ""), ("17[1]", 17, "published", ""),
        ("0", 0, "published", ""), ("[c]", None, "suppressed", ""), ("*", None, "suppressed", ""),
        ("..", None, "missing", ""), (":", None, "missing", ""), ("-", None, "missing", ""), ("n/a", None, "missing", ""),
        ("x", None, "missing", ""), ("", None, "missing", ""), ("5 million", 5, "published", "million"),
    ],
)  # fmt: skip
def test_a_cell_is_a_value_or_a_reason(text: str, value: float | None, status: str, unit: str) -> None:
    assert value_of(text) == Value(value, status, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1.250,5", "1,25", "12,3456", "abc", "5-7", "--5", "-£-5", "1.2.3", "Norfolk 5"])
def test_unclear_numbers_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a figure|more than one way"):
        value_of(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2017", "2017"), ("2017/18", "2017/2018"), ("2014-16", "2014/2016"), ("2014–16", "2014/2016"),
        ("2014 to 2016", "2014/2016"), ("FY2017-18", "2017/2018"), ("FY 2017/18", "2017/2018"), ("1999-00", "1999/2000"),
        ("Jan-Dec 2018", "2018"), ("Apr 2018 - Mar 2019", "2018-04/2019-03"), ("2018 Q3", "2018-07/2018-09"),
        ("Q1 2019", "2019-01/2019-03"), ("31 March 2019", "2019-03-31"), ("March 2019", "2019-03"), ("2017 (p)", "2017"),
        ("2017p", "2017"), ("year ending March 2019", "2018-04/2019-03"), ("2019-03-31", "2019-03-31"),
        ("FY2018", None), ("31 February 2019", None), ("about 2018", None), ("20178", None), ("12", None), ("", None),
        ("2016-14", None), ("New Anglia", None),
    ],
)  # fmt: skip
def test_periods_are_iso_8601(text: str, period: str | None) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("GVA (£m)", "GBP million"), ("£ million", "GBP million"), ("GBP million", "GBP million"), ("Share (%)", "%"),
        ("Spend, £bn", "GBP billion"), ("Jobs (thousands)", "thousand"), ("£000s", "GBP thousand"), ("Staff (FTE)", "FTE"),
        ("GVA per hour (£)", "GBP"), ("Percentage of firms", "%"), ("Area name", ""), ("€m", "EUR million"), ("2017", ""),
    ],
)  # fmt: skip
def test_units_are_read_from_heads(text: str, unit: str) -> None:
    assert unit_of(text) == unit


def test_years_across() -> None:
    found = read('LEP,2016,2017\nNew Anglia,200,"1,250"\nLondon,900,', "R&D spending (£m)")
    assert brief(found.observations) == [
        ("New Anglia", "2016", 200, "GBP million"), ("New Anglia", "2017", 1250, "GBP million"),
        ("London", "2016", 900, "GBP million"),
    ]  # fmt: skip
    assert {o.place_type for o in found.observations} == {"LEP"}
    (indicator,) = found.indicators
    assert (indicator.indicator_id, indicator.label, indicator.unit) == ("mine", "R&D spending", "GBP million")
    assert (indicator.place_types, indicator.periods) == (("LEP",), ("2016", "2017"))
    assert found.observations[1].cell.row == "New Anglia"
    assert found.observations[1].cell.column == "2017"


def test_a_column_of_years_and_several_measures() -> None:
    found = read("Year,Region,Firms (count),Turnover (£bn)\n2018,London,10,£1.2bn\n2018,North East,[c],0.4")
    assert brief(found.observations) == [
        ("London", "2018", 10, "count"), ("London", "2018", 1.2, "GBP billion"),
        ("North East", "2018", None, "count"), ("North East", "2018", 0.4, "GBP billion"),
    ]  # fmt: skip
    assert [o.status for o in found.observations] == ["published", "published", "suppressed", "published"]
    assert [i.label for i in found.indicators] == ["Firms", "Turnover"]
    assert [i.indicator_id for i in found.indicators] == ["mine/firms", "mine/turnover"]
    assert {o.place_type for o in found.observations} == {"region"}


def test_heads_of_several_rows_are_joined() -> None:
    found = read("LEP,Jobs,Jobs,Pay (£),Pay (£)\n,2016,2017,2016,2017\nNew Anglia,5,6,7,8\nCumbria,1,2,3,4", heads=2)
    assert brief(found.observations)[:4] == [
        ("New Anglia", "2016", 5, "jobs"), ("New Anglia", "2017", 6, "jobs"), ("New Anglia", "2016", 7, "GBP"),
        ("New Anglia", "2017", 8, "GBP"),
    ]  # fmt: skip
    assert [i.label for i in found.indicators] == ["Jobs", "Pay"]


def test_a_sector_column_is_a_breakdown_and_totals_are_marked() -> None:
    found = read("LEP,Sector,2017\nNew Anglia,Farming,5\nNew Anglia,All sectors,9\nCumbria,Farming,2", "Jobs by LEP")
    assert [i.label for i in found.indicators] == ["Jobs: Farming", "Jobs: All sectors"]
    assert [o.note for o in found.observations] == [None, "total", None]
    assert found.indicators[0].family == "Jobs"
    assert found.indicators[0].breakdown == "Farming"


def test_the_head_decides_between_two_kinds_of_area() -> None:
    assert {o.place_type for o in read("LEP name,2017\nLondon,1\nNorth East,2").observations} == {"LEP"}
    assert {o.place_type for o in read("Region,2017\nLondon,1\nNorth East,2").observations} == {"region"}
    assert {o.place_code for o in read("NUTS2 area,2017\nCumbria,1").observations} == {"UKD1"}


def test_the_country_stands_among_its_leps() -> None:
    found = read("LEP,2017\nNew Anglia,1\nCumbria,2\nEngland,9\nTotal,9")
    assert [(o.place_name, o.place_type) for o in found.observations][-1] == ("England", "country")
    assert any("'Total' is a total of no named place" in line for line in found.unparsed)


def test_a_code_settles_which_place_is_meant() -> None:
    found = read("Code,Area,2017\nE12000007,London,1\nE12000001,North East,2")
    assert [o.place_code for o in found.observations] == ["E12000007", "E12000001"]


def test_places_that_are_not_known_or_not_clear_are_listed() -> None:
    found = read("LEP,2017\nNew Anglia,1\nCumbria,3\nAtlantis,2\nNewport,4")
    assert [o.place_name for o in found.observations] == ["New Anglia", "Cumbria"]
    assert found.unmatched_places == ("Atlantis", "Newport")
    assert len(found.unparsed) == 2
    assert "row 4" in found.unparsed[0]
    assert "several areas" in found.unparsed[1]


def test_what_cannot_be_read_is_listed_and_never_guessed() -> None:
    found = read('LEP,2016,2017\nNew Anglia,"1.250,5",7\nCumbria,5,6')
    assert brief(found.observations) == [
        ("New Anglia", "2017", 7, ""),
        ("Cumbria", "2016", 5, ""),
        ("Cumbria", "2017", 6, ""),
    ]
    assert len(found.unparsed) == 1
    assert "row 2, column 2016" in found.unparsed[0]


def test_without_a_period_nothing_is_read() -> None:
    found = read("LEP,Jobs\nNew Anglia,1\nCumbria,2")
    assert found.observations == ()
    assert "no period" in found.unparsed[0]
    assert brief(read("LEP,Jobs\nNew Anglia,1\nCumbria,2", "Jobs in 2018").observations) == [
        ("New Anglia", "2018", 1, "jobs"), ("Cumbria", "2018", 2, "jobs"),
    ]  # fmt: skip


def test_without_places_there_are_no_figures() -> None:
    assert read("Item,2017\nApples,1\nPears,2") == Tidied()


def test_a_briefing_gives_no_figures_of_its_own() -> None:
    report = Document("r", "R", None, None, None, None, Path("r.pdf"), "0" * 64, kind="report")
    assert read("LEP,2017\nNew Anglia,1\nCumbria,2", document=report) == Tidied()


def test_a_cell_of_another_unit_is_refused_and_of_another_scale_is_brought_to_it() -> None:
    found = read("LEP,2017 (£m)\nNew Anglia,£1.5bn\nCumbria,12%\nLondon,40", "Spending")
    assert brief(found.observations) == [
        ("New Anglia", "2017", 1500, "GBP million"),
        ("London", "2017", 40, "GBP million"),
    ]
    assert "a cell in % stands in a column in GBP million" in found.unparsed[0]


def test_the_same_cell_twice_keeps_the_first_and_says_so() -> None:
    found = read("LEP,2017\nNew Anglia,1\nNew Anglia,2\nCumbria,3")
    assert [o.value for o in found.observations] == [1, 3]
    assert "a second value 2.0 for New Anglia, 2017" in found.unparsed[0]


def test_a_column_of_kinds_says_which_area_is_meant() -> None:
    found = read("Level,Area,2017\nNUTS2,Cumbria,1\nLEP,Cumbria,2\nregion,London,3")
    assert [o.place_code for o in found.observations] == ["UKD1", "E37000007", "E12000007"]


def test_a_column_of_years_is_never_taken_for_figures() -> None:
    found = read("LEP,Survey wave,Firms\nNew Anglia,2016,10\nCumbria,2017,20", "Firms in the 2019 survey")
    assert brief(found.observations) == [("New Anglia", "2016", 10, ""), ("Cumbria", "2017", 20, "")]


def test_a_margin_beside_the_value_is_another_measure() -> None:
    found = read("LEP,Year,Measure,Value,Margin\nNew Anglia,2017,Jobs,,9\nCumbria,2017,Jobs,5,1")
    labels = {i.indicator_id: i.label for i in found.indicators}
    assert [(o.place_name, labels[o.indicator_id], o.value) for o in found.observations] == [
        ("New Anglia", "Jobs, Margin", 9), ("Cumbria", "Jobs", 5), ("Cumbria", "Jobs, Margin", 1),
    ]  # fmt: skip
