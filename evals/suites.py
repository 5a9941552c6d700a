"""The suites over an Assistant: each asks the questions of a set and yields its scored cases.

One answer is scored for several things at once, so that nothing is asked twice: a figure question for its figures, for
places that nobody asked about and for the citation of every cell.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from assistant.ask import Assistant
from assistant.schema import Answer, Turn, as_json
from evals import metrics
from evals.geography import Geography, load_geography, stray_places
from evals.results import Case
from evals.rewording import variants
from evals.verify_cases import Tables, load_tables

Json = dict[str, Any]
CELLS = ("values", "alternatives", "values_also", "nearest")


def timed(assistant: Assistant, question: str, history: tuple[Turn, ...] = ()) -> tuple[Answer, float]:
    """The answer and how long it took, in milliseconds."""
    start = time.perf_counter()
    answer = assistant.ask(question, history)
    return answer, 1000 * (time.perf_counter() - start)


@cache
def geography() -> Geography:
    """The place lists of the shipped corpus, read once."""
    return load_geography()


@cache
def tables() -> Tables:
    """The tables of the shipped corpus, read once and not through the ingest."""
    return load_tables()


def about(expect: Json) -> dict[str, tuple[str, ...]]:
    """The partnerships and the measures that the gold is about.

    A ranking of many is about its measure, not about the quality of the places it happens to hold.
    """
    cells = [cell for field in ("values", "nearest", "absent") for cell in expect.get(field) or []]
    leps = dict.fromkeys(cell["place"] for cell in cells if cell["place_type"] == "LEP")
    measures = dict.fromkeys(cell["indicator"].split(": ", 1)[0] for cell in cells)
    return {"leps": tuple(leps) if len(leps) <= 3 else (), "measures": tuple(measures)}


def figures(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Questions with an answer in the tables."""
    for item in items:
        answer, ms = timed(assistant, item["question"])
        line = as_json(answer)
        right, problem = metrics.answered_right(item["expect"], line, item["kind"])
        yield Case(
            "figures", item["kind"], item["id"], float(right), item["question"], problem, answer.text, ms,
            **about(item["expect"]),
        )  # fmt: skip
        led = not right and metrics.wrong_figure(item["expect"], line)
        said = "answered with another place or unit in front" if led else ""
        yield Case("figures: no wrong figure in front", item["kind"], item["id"], float(not led), item["question"], said, answer.text)  # fmt: skip
        yield from evidence("figures", item["id"], item["kind"], item["question"], item["expect"], line)


def evidence(suite: str, case_id: str, kind: str, question: str, expect: Json, line: Json) -> Iterator[Case]:
    """Whether the figures shown are of places asked about, stand in their cells, and are cited."""
    if not line["observations"]:
        return
    if any(expect.get(field) for field in CELLS):
        strays = stray_places(expect, line, geography())
        yield Case(f"{suite}: no place but those asked", kind, case_id, float(not strays), question, ", ".join(strays), line["text"])  # fmt: skip
    unborne = [o for o in line["observations"] if not tables().holds(o)]
    uncited = metrics.uncited_figures(line)
    problem = "; ".join([*(f"{o['place']} {o['period']} {o['value']} is in no table" for o in unborne), *uncited])
    yield Case(f"{suite}: every figure's cell is cited", kind, case_id, float(not problem), question, problem, line["text"])  # fmt: skip


def places(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Texts whose places must be found, and no others."""
    for item in items:
        answer, ms = timed(assistant, item["text"])
        right, problem = metrics.places_right(item, as_json(answer))
        yield Case("places", "all", item["id"], float(right), item["text"], problem, answer.text, ms)


def measures(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Measures asked for in none of their names' words, and measures that are not held.

    The thresholds of `assistant.meaning` were chosen on these cases: they show what was chosen, not what to expect.
    """
    for item in items:
        answer, ms = timed(assistant, item["question"])
        query = answer.query
        if item["measure"]:
            right = item["measure"] in query.concepts and query.about_figures
            problem = f"taken {query.concepts}, asked back {query.choices}"
        else:
            right, problem = not answer.figures, f"figures of {query.concepts}"
        yield Case("measures", item["kind"], item["id"], float(right), item["question"], "" if right else problem, answer.text, ms)  # fmt: skip


def conversations(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Turns, each in the light of those before it; and conversations right in every turn."""
    for item in items:
        history: tuple[Turn, ...] = ()
        failed: list[str] = []
        before: list[Json] = []
        for n, turn in enumerate(item["turns"], 1):
            answer, ms = timed(assistant, turn["question"], history)
            history = (*history, Turn(turn["question"], answer))
            expect, line = turn["expect"], as_json(answer)
            answerable = expect.get("status", "answered") == "answered"
            right, problem = (metrics.answered_right if answerable else metrics.outside_right)(expect, line)
            kind, case_id = "first" if n == 1 else "follow-up", f"{item['id']}.{n}"
            yield Case(
                "conversations", kind, case_id, float(right), turn["question"], problem, answer.text, ms,
                **about(expect),
            )  # fmt: skip
            # "Is that more than in Kent?" compares with the place of the turn before.
            compared = {**expect, "nearest": [*(expect.get("nearest") or []), *before]}
            yield from evidence("conversations", case_id, kind, turn["question"], compared, line)
            before = expect.get("values") or []
            failed += [] if right else [f"turn {n}"]
        first = item["turns"][0]["question"]
        yield Case("conversations: right throughout", "all", item["id"], float(not failed), first, ", ".join(failed))


def outside(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Questions that cannot be answered as asked."""
    for item in items:
        answer, ms = timed(assistant, item["question"])
        right, problem = metrics.outside_right(item["expect"], as_json(answer))
        yield Case(
            "outside", item["kind"], item["id"], float(right), item["question"], problem, answer.text, ms,
            **about(item["expect"]),
        )  # fmt: skip


def topics(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Questions on the briefings: answered from a document on the subject; every sentence stands on the page cited.

    An `acceptable` document answers as well, by its own phrases where it has any: a table, where the figure is exact there.
    """
    for item in items:
        answer, ms = timed(assistant, item["question"])
        cited = {c.document for c in answer.citations}
        expect, problem = item["expect"], ""
        sources = [expect, *({"phrases": expect.get("phrases"), **other} for other in expect.get("acceptable", []))]
        quoted = [source for source in sources if source["document"] in cited]
        if answer.status not in (expect.get("status") or ("answered", "partly")):
            problem = f"status {answer.status}"
        elif not quoted:
            problem = f"cites {sorted(cited)}"
        elif all(metrics.phrases_held(source.get("phrases") or [""], answer.text) < 1 for source in quoted):
            problem = "a phrase is missing"
        yield Case("topics", "all", item["id"], float(not problem), item["question"], problem, answer.text, ms)
        away = not_on_page(assistant, answer)
        yield Case("support", "all", item["id"], float(not away), item["question"], ", ".join(away), answer.text)


def not_on_page(assistant: Assistant, answer: Answer) -> list[str]:
    """The locators of page citations whose quote does not stand word for word on the page they name."""
    return [
        f"{c.document} {c.locator}"
        for c in answer.citations
        if c.page is not None and not quoted_on(assistant, c.document_id, c.page, c.quote)
    ]


def quoted_on(assistant: Assistant, document_id: str, page: int, quote: str) -> bool:
    """Whether the quote stands on the page; the bars between cells of a row are not on it."""
    text = assistant.index.page(document_id, page).text.replace("|", "")
    return metrics.squeeze(quote.replace("|", "")) in metrics.squeeze(text)


def signature(answer: Answer) -> tuple[str, tuple[Any, ...]]:
    """What must be the same however a question is worded: status, and the figures with place, period, value and unit."""
    line = as_json(answer)
    shown: Sequence[Json] = line["observations"]
    return line["status"], tuple(
        sorted((metrics.same_place(o["place"]), o["period"], o["value"], o["unit"]) for o in shown)
    )


def same_answers(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Each question in other words, with slips and without capitals: the answer must be the one to the original."""
    for item in items:
        original = signature(assistant.ask(item["question"]))
        for way, question in variants(item["id"], item["question"]).items():
            answer, ms = timed(assistant, question)
            given = signature(answer)
            problem = "" if given == original else f"{given[0]} {len(given[1])} figures; was {original[0]} {len(original[1])}: {item['question']}"  # fmt: skip
            yield Case(f"same answer: {way}", item["kind"], f"{item['id']}/{way}", float(not problem), question, problem, answer.text, ms)  # fmt: skip
