from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import operations as op
from ingest.schema import Cell, Observation


def figure(value: float | None, place: str = "A", period: str = "2017", unit: str = "GBP million") -> Observation:
    return Observation(
        place,
        place,
        "LEP",
        "gva",
        period,
        value,
        unit,
        "published" if value is not None else "suppressed",
        Cell("t", place, period),
    )


values = st.floats(min_value=0.01, max_value=1e9, allow_nan=False, allow_infinity=False)


def test_difference_is_first_minus_second_and_percentages_differ_by_points():
    assert op.difference(figure(60.3, "London", unit="%"), figure(34.5, "New Anglia", unit="%")) == op.Result(
        25.8, "percentage points", "London minus New Anglia"
    )


def test_change_gives_amount_per_cent_and_yearly_growth():
    earlier, later = figure(995, period="2007"), figure(2467, period="2017")
    assert op.change(earlier, later) == op.Result(1472, "GBP million", "2017 minus 2007")
    assert op.percent_change(earlier, later) == op.Result(
        pytest.approx(147.9397), "% change", "100 * (2017 - 2007) / 2007"
    )
    yearly = op.yearly_change(earlier, later)
    assert yearly is not None
    assert yearly.value == pytest.approx(9.505, abs=1e-3)


def test_two_units_are_never_compared():
    with pytest.raises(op.UnitsDiffer, match="GBP million and EUR cannot be compared"):
        op.difference(figure(1), figure(1, "B", unit="EUR"))


def test_a_suppressed_figure_is_not_nought():
    with pytest.raises(ValueError, match="suppressed or missing"):
        op.total([figure(1), figure(None, "B")])


def test_ties_share_a_rank_and_the_next_rank_is_skipped():
    order = op.ranked([figure(5, "A"), figure(9, "B"), figure(5, "C"), figure(1, "D"), figure(None, "E")])
    assert [(r.rank, r.observation.place_name, r.tied) for r in order] == [
        (1, "B", False),
        (2, "A", True),
        (2, "C", True),
        (4, "D", False),
    ]


def test_share_ratio_sum_mean_and_per_head():
    part, whole = figure(4677, "East"), figure(23685, "UK")
    share = op.share([part], whole)
    assert share is not None
    assert share.value == pytest.approx(19.7467, abs=1e-4)
    times = op.ratio(figure(75706, "GM"), figure(12325, "Cumbria"))
    assert times is not None
    assert times.value == pytest.approx(6.1425, abs=1e-4)
    assert op.total([figure(1, period="2014"), figure(2, period="2015")]) == op.Result(
        3, "GBP million", "sum of 2014 to 2015"
    )
    assert op.mean([figure(1, "A"), figure(2, "B")]).value == 1.5
    head = op.per_head(figure(36751), figure(1655368, unit="people"), 1e6)
    assert head is not None
    assert head.value == pytest.approx(22201.1, abs=0.1)


def test_division_by_nought_gives_nothing():
    assert op.ratio(figure(1), figure(0, "B")) is None
    assert op.share([figure(1)], figure(0, "B")) is None
    assert op.percent_change(figure(0, period="2014"), figure(1, period="2015")) is None


def test_since_when_is_the_start_of_the_unbroken_run():
    series = [figure(v, period=str(y)) for y, v in ((2013, 1100), (2014, 957), (2015, 953), (2016, 1075), (2017, 1247))]
    start = op.since_when(series, lambda v: v > 1000)
    assert start is not None
    assert start.period == "2016"
    assert op.since_when(series, lambda v: v > 2000) is None


def test_the_nearest_place_is_the_one_with_the_same_figures():
    own = {"a": 1.0, "b": 10.0}
    others = {"twin": {"a": 1.0, "b": 10.0}, "far": {"a": 9.0, "b": 90.0}, "half": {"a": 1.0}}
    found = op.distances(own, others)
    assert found[0] == ("twin", 0.0, 2)
    assert "half" not in {name for name, _, _ in found}


@given(values, values)
def test_change_is_antisymmetric(a: float, b: float):
    earlier, later = figure(a, period="2014"), figure(b, period="2015")
    assert op.change(earlier, later).value == pytest.approx(-op.change(later, earlier).value)


@given(st.lists(values, min_size=1, max_size=30))
def test_rank_and_top_n_agree(numbers: list[float]):
    observations = [figure(v, f"P{i}") for i, v in enumerate(numbers)]
    order = op.ranked(observations)
    assert sorted(numbers, reverse=True) == [r.observation.value for r in order]
    for r in order:
        assert r.rank == 1 + sum(v > (r.observation.value or 0) for v in numbers)
    lowest = op.ranked(observations, lowest=True)
    assert [r.observation.value for r in lowest] == sorted(numbers)


@given(st.lists(values, min_size=2, max_size=20))
def test_shares_of_a_whole_add_to_a_hundred(numbers: list[float]):
    whole = figure(sum(numbers), "UK")
    shares = [op.share([figure(v, f"P{i}")], whole) for i, v in enumerate(numbers)]
    assert sum(s.value for s in shares if s) == pytest.approx(100, rel=1e-6)


@given(values, values)
def test_the_order_of_places_changes_only_the_sign(a: float, b: float):
    first, second = figure(a, "A"), figure(b, "B")
    assert op.difference(first, second).value == pytest.approx(-op.difference(second, first).value)
    assert op.ranked([first, second])[0].observation.value == op.ranked([second, replace(first)])[0].observation.value
