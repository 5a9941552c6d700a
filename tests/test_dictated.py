"""Questions as they are dictated or typed in haste: spoken years, initials, sounds, sizes that share a word, codes of money."""

from pathlib import Path

import pytest
from answers import last_answer as answer

from assistant.ask import Assistant
from assistant.dictated import as_written
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("the er average speed in dorset back in twenty seventeen", "the average speed in dorset back in 2017"),
        ("since two thousand and seven up to twenty nineteen", "since 2007 up to 2019"),
        ("between twenty ten and twenty twenty one", "between 2010 and 2021"),
        ("in twenty oh eight, or nineteen ninety eight", "in 2008, or 1998"),
        ("um, R and D in twenty fifteen", "R&D in 2015"),
        ("g v a per head and N V Q level four", "GVA per head and NVQ4"),
        ("commutes of over half an hour", "commutes of over 30 minutes"),
        ("less than an hour and a half", "less than 90 minutes"),
        ("below EUR 1m or GBP 2 million", "below €1m or £2 million"),
        # What is no year, sound or initial stays as it is.
        ("top twenty LEPs", "top twenty LEPs"),
        ("two thousand and ten people", "two thousand and ten people"),
        ("twenty ten minute walks", "twenty ten minute walks"),
        ("the ERM report and the umbrella body", "the ERM report and the umbrella body"),
        ("half an hour in Dover", "half an hour in Dover"),
    ],
)
def test_spoken_words_are_written_as_they_are_read(said: str, written: str) -> None:
    assert as_written(said) == written


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("um what was er broadband like in dorset in twenty sixteen", "in 2016"),
        ("how many leps had commutes of over half an hour in twenty eighteen", "above 30 minutes in 2018"),
        ("Horizon 2020, 2017 starts: which LEPs were below EUR 1m?", "below €1 million in 2017"),
        ("Micro, small and medium-sized firms in Dorset in 2019, altogether?", "came to"),
        ("WECA level 3 share in 2018?", "combined authorities held"),
        ("dorset lep, commute 2018, rank counting from the shortest", "from the lowest of the 38 LEPs"),
        ("PM10 in 2015 in the LEP that has Kendal and Barrow in it", "in Cumbria was"),
        ("Which combined authority lost most firms in 2019, by the death rate?", "highest enterprise death rate"),
        ("Which NUTS2 areas gained most people per thousand from elsewhere in the UK in 2015?", "net internal migration of the"),
        ("UK=100 output per hour in 2019, which is nearer the national level: Devon or Essex?", "higher in"),
        ("full-time employees, info & comms, Devon (NUTS2), 2018", "in information and communication in Devon"),
    ],
)  # fmt: skip
def test_careless_questions_are_read(shipped: Assistant, question: str, said: str) -> None:
    given = answer(shipped, question)
    assert said in given.text, given.text


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("nvq4+ humber 2013", "2018", "diff in pp"), "percentage points"),
        (("Level 3 in GMCA, 2020", "and LCRCA?", "and England", "put the two authorities in order"), "than in Liverpool City Region"),
        (("PM10 in Dorset in 2017", "where does it rank", "and its neighbours?"), "highest first"),
        (("Professional occupations in the Black Country in 2016", "and its neighbours?", "which of those three neighbours is lowest?"), "lowest first: Stoke-on-Trent"),
        (("Business R&D staff in East Wales and West Wales and the Valleys in 2015, added together", "the same sum for 2014"), "came to"),
        (("Innovate UK awards in Eastern Scotland in 2017", "per head of population that is?"), "per head in Eastern Scotland"),
        (("Total R&D in the South East, the East of England and London in 2017", "how much bigger is the South East than London"), "higher in the South East"),
        (("Travel time to the nearest five road junctions in Dorset in 2013?", "and Devon?", "which of the two has it quicker"), "was lower in"),
        (("GDP per head in Sunderland, 2020", "Tyneside?", "and County Durham", "put all three in order", "is the first of those above the UK?"), "than in Sunderland"),
    ],
)  # fmt: skip
def test_short_turns_of_working_sessions(shipped: Assistant, turns: tuple[str, ...], said: str) -> None:
    given = answer(shipped, *turns)
    assert said in given.text, given.text


def test_how_a_figure_is_to_be_quoted_is_asked_of_the_reports(shipped: Assistant) -> None:
    question = (
        "One survey report gives Wales 34 per cent innovation-active firms and another gives 35. How should I quote it?"
    )
    assert any(c.page is not None for c in answer(shipped, question).citations)


def test_an_audit_s_own_leps_are_not_those_of_a_place(shipped: Assistant) -> None:
    given = answer(shipped, "Which LEP led the East of England audit?")
    assert all(c.document != "relations.csv" for c in given.citations)
