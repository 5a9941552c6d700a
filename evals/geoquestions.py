"""A second opinion on names of places: `python -m evals.geoquestions QUESTIONS`, with the file of GeoQuestions1089.

Its questions name places of the United Kingdom, Ireland and Greece, 72 with a misspelling, and list the entities meant.
An entity that the place model holds under its name must be found by `mentions`; a place found that no entity of the
question bears is counted as false, with its question, so that classes of error can be seen. CC BY 4.0, AI-team-UoA.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.gazetteer import Gazetteer, normal_name

PLACES = Path(__file__).resolve().parents[1] / "corpus" / "places"
# Kinds of thing that a place's name may be followed by in an entity: rivers and stations are no places here.
OTHER = re.compile(
    r"\b(?:River|Lough|Loch|Lake|Mount|Hill|Castle|Airport|Station|Park|Forest|Canal|University|Hospital|Cathedral)\b"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with the entities held that were found or missed, and the places found that are no entity of it."""

    question: str
    misspelt: bool
    found: tuple[str, ...]
    missed: tuple[str, ...]
    false: tuple[str, ...]


def judge(question: str, entities: Sequence[str], misspelt: bool, gazetteer: Gazetteer) -> Outcome:
    """What the place model makes of one question."""
    mentions = gazetteer.mentions(question)
    candidates = {place.code for mention in mentions for place in mention.candidates}
    said = {normal_name(mention.text) for mention in mentions}
    names = {entity: bare(entity) for entity in entities}
    held = {
        entity: {p.code for form in forms(entity) for p in gazetteer.named(form)}
        for entity in names
        if not OTHER.search(entity)
    }
    wanted = {entity: codes for entity, codes in held.items() if codes}
    found = tuple(e for e, codes in wanted.items() if codes & candidates)
    every = {code for codes in held.values() for code in codes}
    spoken = " ".join(normal_name(name) for name in names.values())
    false = tuple(
        m.text for m in mentions if not {p.code for p in m.candidates} & every and normal_name(m.text) not in spoken
    )
    assert said or not candidates
    return Outcome(question, misspelt, found, tuple(e for e in wanted if e not in found), false)


def forms(entity: str) -> tuple[str, ...]:
    """What an entity may be called in a question: with and without "City of", and the county after a comma."""
    name = bare(entity)
    return (name, name.removeprefix("City of "), *entity.replace("_", " ").split(", ")[1:])


def bare(entity: str) -> str:
    """The name without its kind: "County Durham", "Bristol (city)", "Cambridge, Cambridgeshire"."""
    return re.sub(r"\s*\([^)]*\)$|,.*$", "", entity.replace("_", " ")).strip()


def main() -> None:
    """Print found, missed and false, for all questions and for the misspelt ones, and the cases themselves."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", type=Path, help="questions.jsonl of GeoQuestions1089")
    parser.add_argument("--cases", action="store_true", help="print each case missed or false")
    args = parser.parse_args()
    gazetteer = Gazetteer.load(PLACES)
    rows = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    outcomes = [judge(r["question"], r["entities"], bool(r["misspelt"]), gazetteer) for r in rows]
    for title, some in (("all", outcomes), ("misspelt", [o for o in outcomes if o.misspelt])):
        n_found, n_missed = sum(len(o.found) for o in some), sum(len(o.missed) for o in some)
        n_false = sum(len(o.false) for o in some)
        share = n_found / max(n_found + n_missed, 1)
        print(f"{title}: {len(some)} questions, {n_found} found, {n_missed} missed ({share:.3f}), {n_false} false")
    if args.cases:
        for o in outcomes:
            if o.missed or o.false:
                print(f"missed {list(o.missed)} false {list(o.false)} | {o.question}")


if __name__ == "__main__":
    main()
