"""How an answer's words are drawn: lists of figures as tables, and no note twice."""

from pathlib import Path

import pytest
from answers import figure_answer, observation

from assistant.ask import Assistant
from assistant.held import Held
from assistant.measures import Measures
from assistant.rows import notes
from assistant.schema import Figure
from assistant.settings import Settings
from assistant.view.listed import answer_markdown
from assistant.view.text import lines, with_markers
from ingest.index import Index

pytestmark = pytest.mark.timeout(900)  # the first test to come makes the index of the shipped corpus


@pytest.fixture(scope="module")
def assistant(shipped_root: Path) -> Assistant:
    """The assistant over the shipped corpus."""
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "head", "n_rows"),
    [
        ("Which 10 LEPs have the highest GVA per hour worked?", "| Rank | LEP | GVA per hour worked \\(£ per hour\\) [\\[1\\]](#e-1) |", 10),
        ("Which sectors is New Anglia strongest in?", "| Rank | Sector | GVA location quotient by industry \\(UK \\= 1\\) [", 5),
        ("What was GVA in New Anglia each year?", "| Year | Gross value added \\(GVA\\) [", 6),
    ],
)  # fmt: skip
def test_a_list_of_figures_is_a_table_with_its_measure(
    assistant: Assistant, question: str, head: str, n_rows: int
) -> None:
    answer = assistant.ask(question)
    drawn = answer_markdown(answer, assistant.held, "e-")
    rows = [line for line in drawn.splitlines() if line.startswith("| ")]
    assert rows[0].startswith(head)
    assert len(rows) == n_rows + 2
    assert not any(line.startswith(("- ", "1. ")) for line in drawn.splitlines())


def test_values_in_the_table_are_those_of_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Which 10 LEPs have the highest GVA per hour worked?")
    drawn = answer_markdown(answer, assistant.held, None).replace("\\", "")
    for figure in answer.figures:
        assert f"| £{figure.observation.value:.2f} |" in drawn


def test_items_that_are_not_all_figures_stay_a_list(shipped_index: Index) -> None:
    held = Held(shipped_index, Measures(shipped_index.indicators))
    figures = tuple(Figure(observation(p, "2017", v), "GVA", 1) for p, v in (("A", 1.0), ("B", 2.0), ("C", 3.0)))
    text = "Four:\n- A £1 million [1]\n- B £2 million [1]\n- C £3 million [1]\n- D is not held"
    drawn = answer_markdown(figure_answer(text=text, figures=figures), held, "e-")
    assert "|" not in drawn
    assert drawn.count("\n- ") == 4


def test_labels_of_a_profile_stand_out(assistant: Assistant) -> None:
    drawn = answer_markdown(assistant.ask("Give me a profile of Cumbria"), assistant.held, "e-")
    assert "- **GVA per head\\:** £" in drawn


def test_notes_that_say_the_same_are_one() -> None:
    said = notes(
        (
            "A location quotient shows what an area’s output is made of; it does not measure innovation.",
            "Under 1% of the area's GVA, so a small base: veterinary activities.",
            "2019 only. A location quotient of output shows the mix of the economy; it is not a measure of innovation.",
        )
    )
    assert len(said) == 2
    assert said[1].startswith("2019 only.")


def test_notes_on_different_places_or_years_are_all_kept() -> None:
    given = (
        "No figure is held for Solent.",
        "No figure is held for Dorset.",
        "The series ends in 2012.",
        "The series ends in 2018.",
    )
    assert notes(given) == list(given)


def test_numbered_lines_are_a_list_and_runs_of_markers_are_short() -> None:
    assert lines("Uses:\n1. to see;\n2. to find.") == "Uses\\:\n\n1. to see;\n2. to find\\."
    assert lines("In 2017:\n2. of three") == "In 2017\\:\n\n2\\. of three"
    drawn = with_markers("All nine [1][2][3][4].", frozenset(range(1, 5)), "e-")
    assert drawn == "All nine [\\[1\\]](#e-1)–[\\[4\\]](#e-4)\\."
    # Markers side by side in bold are one run: "**[1]****[3]**" would be drawn with four stars in it.
    assert with_markers("[1][3][4][5]", frozenset((1, 3, 4, 5)), None) == "**\\[1\\]\\[3\\]\\[4\\]\\[5\\]**"
    assert with_markers("A [1] [2].", frozenset((1, 2)), None) == "A **\\[1\\]** **\\[2\\]**\\."
