"""Questions about places put to the reports: is what is quoted about the place asked, or about another one?

`python -m evals.quoted_places --index DIR` prints the share of answers that quote a page about another place, and which.
The questions are made of every partnership and region and of some cities; what a quote is about is read from
`corpus/places` alone, by plain names, so that it does not rest on what the assistant itself understands.
"""

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.ask import Assistant
from assistant.schema import Answer, Citation, as_json
from assistant.settings import Settings
from evals.cases_io import ROOT
from evals.geography import Geography, Named, load_geography, named
from evals.metrics import squeeze
from evals.results import Case
from evals.suites import timed

ABOUT = (
    "What is planned for {}?",
    "What did the science and innovation audit find in {}?",
    "Which research centres or campuses are in {}?",
    "What money for innovation did {} receive, and what for?",
    "What does the local industrial strategy for {} say?",
    "Which transport or digital projects are under way in {}?",
    "Which hospitals are to be rebuilt in {}?",
)
A_PLACE = 3  # questions for each place, in turn
ASKED = ("LEP", "region", "city")
# Kinds whose names are told apart in a text by plain matching; towns are named like too many other things.
KINDS = frozenset({"LEP", "region", "NUTS2", "county", "district", "city", "combined authority"})
EVERYWHERE = frozenset({"england", "united kingdom", "great britain"})


@dataclass(frozen=True, slots=True)
class Names:
    """The places that each name could mean, and one pattern that finds the longest name at each spot."""

    places: Mapping[str, frozenset[Named]]
    pattern: re.Pattern[str]

    def of(self, text: str) -> list[frozenset[Named]]:
        """What each place name in a text could mean, in order; an acronym or a part of another name is none."""
        return [self.places[match[0]] for match in self.pattern.finditer(text)]


def load_names(folder: Path = ROOT / "corpus" / "places") -> Names:
    """The names of areas as the place lists have them."""
    found: defaultdict[str, set[Named]] = defaultdict(set)
    with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["place_type"] in KINDS:
                found[row["name"]].add(named(row["name"], row["place_type"]))
                found[row["name"].replace(" and ", " & ")].add(named(row["name"], row["place_type"]))
    longest_first = sorted(found, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
    return Names({name: frozenset(places) for name, places in found.items()}, pattern)


def questions(folder: Path = ROOT / "corpus" / "places") -> list[tuple[str, Named]]:
    """Each question with the place it asks about, always the same ones."""
    with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
        places = [row for row in csv.DictReader(file) if row["place_type"] in ASKED and not row["valid_to"]]
    unique = {named(row["name"], row["place_type"]): row["name"] for row in places}
    found = []
    for n, (place, name) in enumerate(sorted(unique.items())):
        found += [(ABOUT[(n + i) % len(ABOUT)].format(name), place) for i in range(A_PLACE)]
    return found


def stray(citation: Citation, asked: Named, assistant: Assistant, names: Names, geography: Geography) -> str:
    """The other places that a quote is about, as text; "" when it is about the one asked, or about none.

    A quote that names no place is about what the heading nearest above it names.
    """
    places = names.of(citation.quote) or names.of(_heading(citation, assistant))
    places = [meanings for meanings in places if not {name for name, _ in meanings} & EVERYWHERE]
    if not places or any(_near(place, asked, geography) for meanings in places for place in meanings):
        return ""
    return ", ".join(sorted({min(meanings)[0] for meanings in places}))


def _near(place: Named, asked: Named, geography: Geography) -> bool:
    """Whether a place is the one asked, lies in it or around it: also a partnership's neighbour by name, as a county is."""
    return geography.related(place, asked) or place[0] in asked[0] or asked[0] in place[0]


def _heading(citation: Citation, assistant: Assistant) -> str:
    """The last heading above the passage that holds the quote."""
    if citation.page is None:
        return ""
    for passage in assistant.index.passages_on(citation.document_id, citation.page, citation.page):
        if squeeze(citation.quote)[:80] in squeeze(passage.text.replace("\t", " – ")):
            return " ".join(passage.heading_path[-1:])
    return ""


def quoted_places(assistant: Assistant, asked: list[tuple[str, Named]]) -> Iterator[Case]:
    """Each answer that quotes pages: 1 when none of them is about another place than the one asked."""
    names, geography = load_names(), load_geography()
    for n, (question, place) in enumerate(asked):
        answer, ms = timed(assistant, question)
        if as_json(answer)["status"] not in ("answered", "partly"):
            continue
        pages = [c for c in answer.citations if c.page is not None]
        if not pages:
            continue
        strays = [f"{c.document} {c.locator}: {others}" for c in pages if (others := stray(c, place, assistant, names, geography))]  # fmt: skip
        yield Case("places: quotes are about the place asked", place[1], f"quoted-{n}", float(not strays), question, "; ".join(strays), _told(answer), ms)  # fmt: skip


def _told(answer: Answer) -> str:
    return answer.text[:400]


def main() -> int:
    """Print the share of answers that quote another place, and each of them."""
    parser = argparse.ArgumentParser(prog="python -m evals.quoted_places", description=main.__doc__)
    parser.add_argument("--index", type=Path, required=True, help="an index of the shipped corpus, with more reports or without")  # fmt: skip
    options = parser.parse_args()
    asked = questions()
    cases = list(quoted_places(Assistant(Settings(index=options.index)), asked))
    wrong = [case for case in cases if case.score < 1]
    for case in wrong:
        print(f"{case.question}\n    {case.problem}\n    {case.answer[:300]}")
    print(f"{len(asked)} questions, {len(cases)} answered from pages, {len(wrong)} quote another place: {len(wrong) / max(1, len(cases)):.3f}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
