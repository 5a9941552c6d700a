"""What is held for a place, in words."""

import pytest

from assistant.coverage import span
from assistant.wording import plural


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (["2014"], "2014"),
        (["2014", "2015"], "2014 to 2015"),
        (["2011", "2013"], "2011 and 2013"),
        (["2010", "2011", "2012"], "2010 to 2012"),
        (["2007", "2009", "2011", "2012"], "2007 to 2012 without 2008 and 2010"),
        (["2008-10", "2014-16", "2016-18"], "2008-10, 2014-16, 2016-18"),
    ],
)
def test_years_wanting_inside_a_span_are_named(periods: list[str], words: str) -> None:
    assert span(periods) == words


def test_kinds_of_place_have_their_plural() -> None:
    assert [plural(kind) for kind in ("LEP", "campus", "county", "combined authority")] == [
        "LEPs",
        "campuses",
        "counties",
        "combined authorities",
    ]
