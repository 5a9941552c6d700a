import pytest

from assistant.periods import Asked, asked_periods


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What was New Anglia's GVA in 2017?", Asked(years=(2017,))),
        ("between 2007 and 2017", Asked(first=2007, last=2017, ranged=True)),
        ("from 2015 to 2018", Asked(first=2015, last=2018, ranged=True)),
        ("2014-2019", Asked(first=2014, last=2019, ranged=True)),
        ("in 2012 and 2018", Asked(years=(2012, 2018))),
        ("since 2014", Asked(first=2014, ranged=True)),
        ("since 2014, up to 2019", Asked(first=2014, last=2019, ranged=True)),
        ("the latest figure", Asked(latest=True)),
        ("What about ten years earlier?", Asked(back=10)),
        ("the year before", Asked(back=1)),
        ("over the last five years held", Asked(recent=5)),
        ("in 2016/17", Asked(spoken=("2016/17",))),
        ("innovation-active firms in 2014-16", Asked(spoken=("2014-16",))),
        ("Horizon 2020 funding in 2016", Asked(years=(2016,))),
        ("How much Horizon 2020 money?", Asked()),
        ("REF 2014 share", Asked()),
    ],
)
def test_years_are_read_as_asked(question: str, asked: Asked):
    assert asked_periods(question) == asked
