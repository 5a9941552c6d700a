"""Answers made by hand, for tests of what draws, keeps and prints them, and the last answer of a conversation."""

from assistant.ask import Assistant
from assistant.cues import read_cues
from assistant.periods import asked_periods
from assistant.schema import Answer, Citation, Derivation, Figure, Hit, Query, Turn
from ingest.schema import Box, Cell, Mention, Observation, Place

LEP = Place("E37000024", "LEP", "LEP", "Market Vale", ("MV",), lat=52.5, lon=1.0, population=5000)


def observation(place: str, period: str, value: float | None, unit: str = "GBP million") -> Observation:
    """A figure of a table called "t1"."""
    return Observation(
        f"LEP:{place}", place, "LEP", "gva", period, value, unit, "published" if value is not None else "suppressed",
        Cell("t1", place, period),
    )  # fmt: skip


def figure_answer(question: str = "What was Market Vale's GVA in 2017?", **changes: object) -> Answer:
    """One figure, cited by its cell, with a rank worked out."""
    fields: dict[str, object] = {
        "query": Query(
            question, question, places=(LEP,), mentions=(Mention("Market Vale", 9, 20, (LEP,)),), concepts=("gva",),
            asked=asked_periods("in 2017"), cues=read_cues(question), about_figures=True,
        ),
        "text": "GVA in Market Vale was £1.2 billion (1,234 GBP million) in 2017 [1]. That was 2nd of 3 [1].",
        "status": "answered",
        "confidence": 0.9,
        "figures": (Figure(observation("Market Vale", "2017", 1234.0), "Gross value added", 1),),
        "derivations": (Derivation("rank", 2.0, "rank of 3", "rank from the highest among 3", (0,)),),
        "citations": (
            Citation(
                1, "gva", "gva.csv", "GVA by LEP, row Market Vale, column 2017", "Market Vale | 2017 | 1,234 GBP million",
                title="GVA by LEP", publisher="Office for National Statistics", published="2019-12-19",
                url="https://www.ons.gov.uk/gva", table_id="t1", row="Market Vale", column="2017",
            ),
        ),
        "warnings": ("Money is in the prices of each year.",),
        "suggestions": ("Where does Market Vale rank for GVA?",),
        "answer_id": "abc123",
        "timings_ms": (("total", 12.5),),
    }  # fmt: skip
    return Answer(**{**fields, **changes})  # type: ignore[arg-type]


def page_answer(question: str = "What do clusters need?") -> Answer:
    """A sentence quoted from a page, with its box."""
    return Answer(
        query=Query(question, question),
        text="Clusters need patient money and skilled people [1].",
        status="answered",
        confidence=0.8,
        citations=(
            Citation(
                1, "clusters", "clusters.pdf", "p. 3", "Clusters need patient money and skilled people", page=3,
                boxes=(Box(3, 72.0, 100.0, 400.0, 112.0),), title="Clusters & places <2018>", publisher="The Hub", published="2018-06-01",
                url="javascript:alert(1)",
            ),
        ),
        hits=(Hit("clusters#p3.1", "clusters", "clusters.pdf", 3, 3, 0.71, "Clusters need patient money and skilled people."),),
        answer_id="def456",
    )  # fmt: skip


def cells(given: Answer) -> list[tuple[str, str]]:
    """Place and period of each figure, in the order of the answer."""
    return [(f.observation.place_name, f.observation.period) for f in given.figures]


def last_answer(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of some questions, each asked after those before it."""
    turns: list[Turn] = []
    for question in questions:
        turns.append(Turn(question, assistant.ask(question, turns)))
    return turns[-1].answer
