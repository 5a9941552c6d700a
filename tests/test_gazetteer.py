"""Names of places in questions and passages."""

import csv
import itertools
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.gazetteer import Gazetteer, normal_name
from ingest.schema import Place

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
GAZETTEER = Gazetteer.load(ROOT / "corpus" / "places")
# The kinds for which `resolve` takes the LEP from the name itself.
OWN_KINDS = ("LEP", "country", "region", "NUTS2", "ITL2", "ITL1", "combined authority")
ENGLISH = [p for p in GAZETTEER.places if p.place_type in ("district", "town") and GAZETTEER.leps(p)]
# Towns whose name means a larger place first: a namesake of four times the people, or a whole region or country.
SMALLER_NAMESAKES = {"Farnborough", "Gillingham", "Kilburn", "Kingswood", "London", "Wales"}


def taken(text: str) -> set[Place]:
    """What a question is taken to be about: each mention's choice, and the LEPs of towns and districts."""
    places: set[Place] = set()
    for mention in GAZETTEER.mentions(text):
        for place in mention.candidates if mention.ambiguous else mention.candidates[:1]:
            places.add(place)
            if place.place_type not in OWN_KINDS:
                places |= set(GAZETTEER.leps(place))
    return places


def names(text: str) -> list[str]:
    """The names found in a text, with the chosen kind."""
    return [f"{m.candidates[0].name} {m.candidates[0].place_type}" for m in GAZETTEER.mentions(text)]


@pytest.mark.parametrize("frame", ["Which LEP covers {}?", "GVA around {}", "{}'s economy in 2018"])
def test_every_district_and_town_of_england_leads_to_its_leps(frame: str) -> None:
    missed = set()
    for place in ENGLISH:
        if not set(GAZETTEER.leps(place)) <= taken(frame.format(place.name)):
            missed.add(place.name)
    assert missed <= SMALLER_NAMESAKES


KINDS = {
    "LEP": "LEP", "region": "region", "combined authority": "combined authority", "NUTS2": "NUTS2 area", "ITL2": "ITL2 area",
    "district": "district", "county": "county", "country": "",
}  # fmt: skip
# "East" alone is a direction; the West Midlands authority and its three LEPs are told apart by brackets, which ask for more.
NO_NAMES = {"East", "West Midlands Combined Authority (three LEPs)"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_and_other_name_resolves_to_its_place(kind: str) -> None:
    """With its kind said, the place (or an equal one) comes first or is offered as a choice; a code leads to it whatever its year."""
    missed = []
    for place in GAZETTEER.places:
        if place.place_type != kind:
            continue
        for name in (place.name, *place.aliases):
            if re.fullmatch(r"[EWSNK]\d{8}|(?:UK|TL)[C-NZ][0-9A-Z]{0,3}", name):
                if GAZETTEER.place(name) != place:
                    missed.append(name)
                continue
            said = "" if KINDS[kind].lower() in name.lower() else f" {KINDS[kind]}"
            found = GAZETTEER.mentions(f"What is GVA per hour in {name}{said}?")
            equal = {place, *GAZETTEER.same_area(place)}
            fits = [m for m in found if equal & set(m.candidates if m.ambiguous else same_kind(m.candidates))]
            if not fits and name not in NO_NAMES:
                missed.append(name)
    assert missed == []


def same_kind(candidates: tuple[Place, ...]) -> list[Place]:
    """The first candidate, and those of its kind beside it: two counties of one name are told apart by what is asked."""
    return [p for p in candidates if p.place_type == candidates[0].place_type]


@pytest.mark.parametrize("frame", ["R&D in {}", "{}'s skills", "How does {} compare with the rest?"])
def test_every_name_of_a_large_area_is_found_whole(frame: str) -> None:
    missed = []
    for place in GAZETTEER.places:
        if place.place_type not in ("LEP", "region", "country", "NUTS2", "ITL2"):
            continue
        for name in (place.name, *place.aliases):
            if GAZETTEER.named(name) and normal_name(name) not in ("east", "the business board", "business board"):
                found = GAZETTEER.mentions(frame.format(name))
                if len(found) != 1 or place not in found[0].candidates:
                    missed.append((name, place.place_type, found))
    assert missed == []


def test_the_development_set_is_read_right() -> None:
    path = SHARED / "evals" / "dev" / "places.jsonl"
    if not path.exists():
        pytest.skip("the shared question sets are not here")
    from evals.metrics import places_right

    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = [
        places_right(item, {"places": [{"name": p.name, "place_type": p.place_type} for p in taken(item["text"])]})[0]
        for item in items
    ]
    assert sum(right) / len(right) >= 0.97


@pytest.mark.parametrize(
    "text",
    [
        "I was reading the report.",
        "Reading the annual report took a while.",
        "Sales rose in March 2018.",
        "In March we published it.",
        "A good deal of R&D",
        "He marches on.",
        "battle for talent in the street",
        "Which LEP has the biggest sale of goods?",
        "How does Catalonia fare?",
        "Cambrian rocks",
        "Support for SEND pupils",
        "Bank of England data",
        "University of Manchester income",
        "Manchester University spin-outs",
        "Newcastle Building Society",
        "Perth in Australia",
        "Birmingham, Alabama",
        "Cambridge, Massachusetts",
        "Dr Lincoln spoke with Matthew Boulton.",
        "What share of firms are innovation active?",
        "",
        "!!! ??? 2018",
    ],
)
def test_no_place_is_found(text: str) -> None:
    assert GAZETTEER.mentions(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which LEP is Reading in?", ["Reading city"]),
        ("We moved to Bath", ["Bath and North East Somerset district"]),
        ("gva in bath", ["Bath and North East Somerset district"]),
        ("Which LEP covers March in Cambridgeshire?", ["March town"]),
        ("Newport, Isle of Wight", ["Newport town"]),
        ("Newport in Shropshire", ["Newport town"]),
        ("Compare Norwich, Norfolk and Suffolk", ["Norwich district", "New Anglia LEP"]),
        ("Cumbria, Lancashire and Cheshire", ["Cumbria LEP", "Lancashire LEP", "Cheshire NUTS2"]),
        ("Berkshire, Buckinghamshire and Oxfordshire", ["Berkshire, Buckinghamshire and Oxfordshire NUTS2"]),
        ("West Yorkshire and Yorkshire", ["West Yorkshire NUTS2", "Yorkshire and The Humber region"]),
        ("the West Midlands Combined Authority", ["West Midlands combined authority"]),
        ("How do the North East and North West regions do?", ["North East region", "North West region"]),
        ("the North East LEP", ["North East LEP"]),
        ("North East LEP and North East region", ["North East LEP", "North East region"]),
        ("UKD1, TLH1 and E37000052", ["Cumbria NUTS2", "East Anglia ITL2", "New Anglia LEP"]),
        ("York vs. Yorkshire", ["York district", "Yorkshire and The Humber region"]),
        ("norfolk & suffolk", ["New Anglia LEP"]),
        ("Greater Cambridge and Peterborough", ["Greater Cambridge and Greater Peterborough LEP"]),
        ("Peterborough and Greater Cambridge", ["Greater Cambridge and Greater Peterborough LEP"]),
        ("Cambridge and Peterborough", ["Cambridge city", "Peterborough district"]),
        ("Solihull and Greater Birmingham", ["Greater Birmingham and Solihull LEP"]),
        ("Birmingham and Solihull", ["Birmingham district", "Solihull district"]),
        ("Staffordshire and the Potteries", ["Stoke-on-Trent and Staffordshire LEP"]),
        ("North Yorkshire, York and the East Riding", ["York, North Yorkshire and East Riding LEP"]),
        ("Hull and the Humber LEP", ["Kingston upon Hull, City of district", "Humber LEP"]),
        ("Saint Albans", ["St Albans district"]),
        ("Is the north east of Norwich richer?", ["Norwich district"]),
        ("How does Boston compare with New York?", ["Boston district"]),
    ],
)
def test_the_right_place_is_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Compare Coventry and Warwickshire on jobs", 2),
        ("the gap between Norfolk and Suffolk, 2015", 2),
        ("Stoke and Staffordshire compared", 2),
        ("Compare Staffordshire and Stoke with Kent", 2),  # the one place of the joint name, and Kent
        ("Compare Coventry and Warwickshire with Kent", 2),
        ("Compare Coventry and Warwickshire and the Black Country", 2),
        ("Kent and Coventry and Warwickshire side by side", 2),
        ("Stoke and Staffordshire in 2015 compared with 2012", 1),
        ("jobs in Norfolk and Suffolk", 1),
    ],
)
def test_a_joint_name_is_two_places_only_where_they_are_set_against_each_other(text: str, places: int) -> None:
    assert len(GAZETTEER.mentions(text)) == places


@pytest.mark.parametrize(
    ("text", "n_choices"), [("LCR GVA", 2), ("Newport", 3), ("Richmond skills", 2), ("Thames Valley firms", 2)]
)
def test_names_that_must_be_asked_back(text: str, n_choices: int) -> None:
    (mention,) = GAZETTEER.mentions(text)
    assert mention.ambiguous
    assert len(mention.candidates) == n_choices


@pytest.mark.parametrize("text", ["LCR, I mean Liverpool", "LCR (Liverpool)", "LCR, the Liverpool one"])
def test_words_that_follow_settle_an_abbreviation(text: str) -> None:
    (mention,) = GAZETTEER.mentions(text)
    assert not mention.ambiguous
    assert [p.name for p in mention.candidates] == ["Liverpool City Region"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sheffeild city region", "Sheffield City Region"),
        ("Birmigham jobs", "Birmingham"),
        ("worcestshire skills", "Worcestershire"),
        ("the Leicster economy", "Leicester"),
        ("which LEP is Leister in", "Leicester"),
        ("Glouster GVA", "Gloucester"),
        ("Tee Valley GVA", "Tees Valley"),
        ("business R&D in West of Englnd", "West of England"),
    ],
)
def test_misspellings_are_mended_and_said(text: str, name: str) -> None:
    (mention,) = GAZETTEER.mentions(text)
    assert mention.mended == name


def test_no_word_held_for_the_mender_is_mended() -> None:
    words = (ROOT / "corpus" / "places" / "english_words.txt").read_text(encoding="utf-8").split()
    assert len(words) > 1_000
    for word in words[::7]:
        assert not any(m.mended for m in GAZETTEER.mentions(f"How strong is {word} here")), word


def test_foreign_places_are_named_and_not_mentioned() -> None:
    assert GAZETTEER.foreign_in("How do Bavaria and the US compare with Wales?") == ("Bavaria", "United States")
    assert names("How do Bavaria and the US compare with Wales?") == ["Wales country"]
    assert GAZETTEER.foreign_in("Tell us about New Anglia's turkey farms") == ()
    with (ROOT / "corpus" / "places" / "foreign.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert GAZETTEER.foreign_in(f"How do we compare with {row['name']}?") == (row["name"],)
            assert GAZETTEER.mentions(f"How do we compare with {row['name']}?") == (), row["name"]


def test_about_takes_headings_and_what_prevails() -> None:
    new_anglia = GAZETTEER.named("New Anglia", "LEP")[0].code
    cumbria = GAZETTEER.named("Cumbria", "LEP")[0].code
    assert GAZETTEER.about("It rose by 3%.", ("Economic strategy for New Anglia",)) == (new_anglia,)
    about = GAZETTEER.about(
        "Cumbria grew. Cumbria's firms, unlike those of Leeds, Hull, York and Bath, hired.",
        ("Mapping England's Innovation",),
    )
    assert cumbria in about
    assert GAZETTEER.named("England", "country")[0].code not in about
    assert GAZETTEER.named("Leeds", "district")[0].code not in about


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read_and_mentions_stand_where_they_say(text: str) -> None:
    found = GAZETTEER.mentions(text)
    assert all(text[m.start : m.end] == m.text and m.candidates for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(
    st.sampled_from([p for p in GAZETTEER.places if p.place_type in ("LEP", "NUTS2", "region")]),
    st.sampled_from(["upper", "lower", "title"]),
)
@settings(max_examples=120, deadline=None)
def test_names_are_found_in_any_case(place: Place, case: str) -> None:
    name = getattr(place.name, case)()
    assert any(place in m.candidates for m in GAZETTEER.mentions(f"gva in {name}"))


def test_named_ignores_case_accents_and_punctuation_and_takes_codes() -> None:
    place = GAZETTEER.named("derby derbyshire NOTTINGHAM & nottinghamshire")[0]
    assert place == GAZETTEER.named("D2N2", "LEP")[0] == GAZETTEER.named("E37000045")[0]
    assert GAZETTEER.named("the marches", "LEP")[0].name == "The Marches"
    assert GAZETTEER.named("Atlantis") == ()
    with pytest.raises(KeyError):
        GAZETTEER.place("E99999999")


def test_it_is_quick() -> None:
    started = time.perf_counter()
    Gazetteer.load(ROOT / "corpus" / "places")
    assert time.perf_counter() - started < 3  # 0.3 s on an idle machine
    passage = (
        "New Anglia's firms in Norwich and Ipswich grew faster than those of the UK, says the strategy of Norfolk. "
        * 10
    )
    started = time.perf_counter()
    for _ in range(5):
        GAZETTEER.mentions(passage[:1000])
    assert (time.perf_counter() - started) / 5 < 0.1  # 10 ms on an idle machine
