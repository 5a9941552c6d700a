"""What lies in what, by the place model: the councils of a LEP, the LEPs of a region, whether a town is in a LEP, the
region a LEP is in, the places of a named group, and what a LEP's short name stands for.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import wording as w
from assistant.schema import Query
from assistant.standalone import ADDED
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

BY_THE_LOOKUP = 2017  # the year of the districts by which LEPs are told
_IN = r"(?:in|one of|among|inside|within|part of|under|covered by|belong(?:s|ing)? to|come under|fall (?:in|into|under|within))"
_COUNCIL = (
    r"(?:councils?|districts?|local authorit(?:y|ies)|boroughs?|unitary authorit(?:y|ies)|council areas?|authorities)"
)
_LEP = r"(?:leps?|local enterprise partnerships?)"
# "Which councils make up Cumbria LEP?", "how many LEPs are in the South West?", "the districts of SELEP".
MEMBERS = re.compile(
    rf"\b(?:which|what|how many|list|name|give|show|all|the)\b(?: \w+){{0,4}}? (?P<kind>{_COUNCIL}|{_LEP})\b(?: \w+){{0,4}}?"
    r" (?:in(?! order\b)|of|within|inside|make|makes|making|belong|does|do|has|have|cover|covers|form|forms|fall|come|under)\b"
)
# Councils that lie in two LEPs: "which councils are in both Solent and Enterprise M3?", "who does it share districts with?".
_TOGETHER = r"(?:both|in common|shar(?:e|es|ed|ing)|overlap\w*|also in)"
SHARED = re.compile(rf"\b{_COUNCIL}\b.*\b{_TOGETHER}\b|\b{_TOGETHER}\b.*\b{_COUNCIL}\b")
COVERS = re.compile(
    r"\bwhat (?:area|areas|places|ground)?\s*(?:does|do) .{2,60} (?:cover|consist of|include|take in)\W*$"
)
WITHIN = re.compile(rf"^\W*(?:and |but |so )?(?:is|are|was|does|do) (?P<inner>.{{2,60}}?) (?:still |also |all |wholly )?{_IN} (?P<outer>.{{2,60}})$")  # fmt: skip
AREA = re.compile(
    rf"\b(?:which|what) (?:(?:english|uk|government|statistical) )?(?P<kind>region|country|nation|county|nuts ?2(?: area| region)?|itl ?2(?: area| region)?)\b.{{1,60}}? (?:is|are|lies?|sits?|falls?|belongs?|does|in)\b.*\b{_IN}\W*$"
    rf"|\b(?:which|what) (?:(?:english|uk|government|statistical) )?(?P<kind_first>region|country|nation|county|nuts ?2(?: area| region)?|itl ?2(?: area| region)?) (?:is|are|does) .{{2,60}} (?:{_IN}|in)\W*$"
)
SAME = re.compile(r"\b(?:in|under|part of|share|have) the same (?P<kind>region|country|nation|county|nuts ?2|itl ?2|lep|local enterprise partnership)\b")  # fmt: skip
KINDS = {"lep": ("LEP",), "local": ("LEP",), "region": ("region",), "country": ("country",), "nation": ("country",), "county": ("county",),
         "nuts": ("NUTS2",), "itl": ("ITL2",)}  # fmt: skip
MEANING = re.compile(
    r"^\W*(?:what(?:'s| is| are)|what does|who(?:'s| is| are)) (?P<name>[^?]{2,40}?)(?: (?:mean|stand for|short for))?\W*$"
)
# Who belongs to a named group: "list the northern LEPs", "which areas make up the Oxford-Cambridge Arc?".
GROUP_MEMBERS = re.compile(
    r"^\W*(?:(?:please|and|so|can you|could you) )*(?:which|what|who|how many|list|name|give|show|tell)\b"
)
PARTLY = re.compile(r"\b(?:partly|partially|in part|straddl\w+|overlap\w*)\b")
GROUPS, RELATIONS = "groups.csv", "relations.csv"
WIDE = ("LEP", "region", "country", "county", "NUTS2", "ITL2", "ITL1", "NUTS3", "ITL3", "combined authority")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the relation of the place lists that it tells, as it is cited."""

    sentence: str
    relation: str
    file: str = RELATIONS


def lies_in(query: Query, gazetteer: Gazetteer) -> list[Said]:
    """What is said of what lies in what; [] for a question that asks no such thing."""
    question = query.question.lower().replace("’", "'")
    added = ADDED.sub("", query.text).lower().replace("’", "'")  # "and Kent?" asks what was asked of another place
    asked: list[tuple[re.Pattern[str], Callable[[re.Match[str], str], list[Said]]]] = [
        (WITHIN, lambda found, _: _within(found, gazetteer) or _in_group(found, gazetteer)),
        (SAME, lambda found, _: _same(found["kind"], query.mentions, gazetteer)),
        (AREA, lambda found, _: _areas(found, query.mentions, gazetteer)),
        (SHARED, lambda *_: _shared(query.mentions, gazetteer)),
        (
            MEMBERS,
            lambda found, text: (
                []
                if re.search(r"\bboth\b", text)
                else _members(found["kind"], query.mentions, gazetteer, bool(PARTLY.search(text)))
            ),
        ),
        (GROUP_MEMBERS, lambda *_: [] if query.mentions or query.unexplained else _of_groups(query)),
        (COVERS, lambda *_: _members("district", query.mentions, gazetteer)),
        (MEANING, lambda found, _: _meaning(found, query.mentions, gazetteer)),
    ]
    for pattern, say in asked:
        for text in dict.fromkeys((question, added)):
            if (found := pattern.search(text)) and (said := say(found, text)):
                return said
    return []


def _within(found: re.Match[str], gazetteer: Gazetteer) -> list[Said]:
    """Whether one place lies in another: by any reading of their names for which it does."""
    inner, outer = (gazetteer.mentions(found[side].strip(" ?.!"), mend=False) for side in ("inner", "outer"))
    if (
        len(inner) != 1
        or len(outer) != 1
        or not (_is_all(found["inner"], inner[0]) and _is_all(found["outer"], outer[0]))
    ):
        return []
    wide = [area for area in outer[0].candidates if area.place_type in WIDE]
    wide = [area for area in wide if area.place_type == "LEP"] or wide
    for place in inner[0].candidates:
        around = {p.code: whole for p, whole in gazetteer.containing(place)}
        around |= {lep.code: True for lep in gazetteer.leps(place) if place.place_type not in WIDE}
        for area in wide:
            if area.code in around and place.code != area.code:
                whole = "" if around[area.code] else "in part "
                name, other = place.name, _called(area)
                return [Said(f"Yes: {name} is {whole}in {other}", f"{name} | part of | {area.name}")]
    if not wide:
        return []
    place = inner[0].candidates[0]
    kinds = (wide[0].place_type,)
    instead = gazetteer.leps(place) if kinds == ("LEP",) else tuple(p for p, _ in gazetteer.containing(place, kinds))
    if not instead or place.code == wide[0].code:
        return []
    names = w.joined([_called(p) for p in instead])
    return [Said(
        f"No: {place.name} is in {names}, not in {_called(wide[0])}",
        f"{place.name} | part of | {'; '.join(p.name for p in instead)}",
    )]  # fmt: skip


def _is_all(text: str, mention: Mention) -> bool:
    """Whether a mention is all that a text says, but for articles and words for kinds of area."""
    rest = text.lower().replace(mention.text.lower(), " ", 1)
    return not re.sub(
        r"\b(?:the|city|town|county|region|area|district|of|lep|local enterprise partnership)\b|\W", "", rest
    )


def _areas(found: re.Match[str], mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Said]:
    """The region, country, county or statistical area each place is in."""
    kind = KINDS[re.sub(r"[^a-z].*", "", found["kind"] or found["kind_first"])]
    said = []
    for mention in mentions:
        for place in mention.candidates:
            around = gazetteer.containing(place, kind)
            if around and place.place_type not in kind:
                whole = [area for area, wholly in around if wholly][:1] or [area for area, _ in around]
                names = w.joined([_called(area) for area in whole])
                partly = "" if around[0][1] else "partly "
                said.append(Said(f"{w.upper_first(_called(place))} is {partly}in {names}", f"{place.name} | part of | {'; '.join(a.name for a in whole)}"))  # fmt: skip
                break
    return said


def _same(kind: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Said]:
    """Whether all the places lie in one area of a kind."""
    kinds = KINDS[re.sub(r"[^a-z].*", "", kind)]
    where = []
    for mention in mentions:
        place = mention.candidates[0]
        areas = (
            gazetteer.leps(place)
            if kinds == ("LEP",)
            else [p for p, whole in gazetteer.containing(place, kinds) if whole]
        )
        if not areas:
            return []
        where.append((place, areas))
    if len(where) < 2:
        return []
    relation = "\n".join(f"{place.name} | part of | {'; '.join(a.name for a in areas)}" for place, areas in where)
    names = w.joined([place.name for place, _ in where])
    if shared := [a for a in where[0][1] if all(a.code in {b.code for b in areas} for _, areas in where)]:
        return [Said(f"Yes: {names} are in {w.joined([_called(a) for a in shared])}", relation)]
    each = "; ".join(f"{place.name} is in {w.joined([_called(a) for a in areas])}" for place, areas in where)
    return [Said(f"No: {each}", relation)]


def _shared(mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Said]:
    """The councils that lie in both of two LEPs, or those that one has in common with each of the others."""
    leps = [next((p for p in _current(m.candidates) if p.place_type == "LEP"), None) for m in mentions]
    if not leps or len(leps) > 2 or None in leps:
        return []
    one, *rest = (lep for lep in leps if lep is not None)
    own = {p.code: p.name for p in _current(gazetteer.parts(one, "district"))}

    def also_in(other: Place) -> list[str]:
        return sorted(own[p.code] for p in gazetteer.parts(other, "district") if p.code in own)

    if rest:
        names = also_in(rest[0])
        if names:
            lie, listed = "council lies" if len(names) == 1 else "councils lie", f": {'; '.join(names)}"
        else:
            lie, listed = f"councils (districts and unitary authorities of {BY_THE_LOOKUP}) lie", ""
        said = f"{w.upper_first(w.number_word(len(names)))} {lie} in both {_called(one)} and {_called(rest[0])}, by the lookup of {BY_THE_LOOKUP}{listed}"
        return [Said(said, f"{one.name} | shares with {rest[0].name} | {'; '.join(names)}")]
    others = [p for p in _current(gazetteer.places) if p.place_type == "LEP" and p.code != one.code]
    found = [(other, names) for other in others if (names := also_in(other))]
    if not found:
        return [
            Said(
                f"{w.upper_first(_called(one))} shares no council with another LEP, by the lookup of {BY_THE_LOOKUP}",
                f"{one.name} | shares | none",
            )
        ]
    listed = "; ".join(f"{len(names)} with {other.name} ({', '.join(names)})" for other, names in found)
    return [
        Said(
            f"{w.upper_first(_called(one))} has councils in common with {w.number_word(len(found))} {w.plural('LEP', len(found))}, by the lookup of {BY_THE_LOOKUP}: {listed}",
            f"{one.name} | shares | {listed}",
        )
    ]


def _of_groups(query: Query) -> list[Said]:
    """The places of each named group."""
    said = []
    for title, listed in query.groups:
        places = _current(listed) or listed
        names = "; ".join(place.name for place in places)
        kinds = {place.place_type for place in places}
        what = w.plural(kinds.pop(), len(places)) if len(kinds) == 1 else "areas"
        said.append(Said(f"{_titled(title)} {'are' if _is_several(title) else 'is'} {w.number_word(len(places))} {what}: {names}", f"{title} | holds | {names}", GROUPS))  # fmt: skip
    return said


def _in_group(found: re.Match[str], gazetteer: Gazetteer) -> list[Said]:
    """Whether a place is one of a named group, or lies in one of its places."""
    inner = gazetteer.mentions(found["inner"], mend=False)
    groups = gazetteer.groups_in(found["outer"])
    if len(inner) != 1 or len(groups) != 1 or not _is_all(found["inner"], inner[0]):
        return []
    title, places = groups[0]
    codes = {place.code: place for place in places}
    relation = f"{title} | holds | {'; '.join(p.name for p in places)}"
    for place in inner[0].candidates:
        if place.code in codes:
            return [Said(f"Yes: {_called(place)} is one of {_titled(title, first=False)}", relation, GROUPS)]
    place = inner[0].candidates[0]
    around = [*gazetteer.containing(place), *((lep, True) for lep in gazetteer.leps(place))]
    within = list(dict.fromkeys(area for area, _ in around if area.code in codes))
    if not within:
        return [Said(f"No: {_called(place)} is not one of {_titled(title, first=False)}", relation, GROUPS)]
    names = w.joined([_called(area) for area in within])
    return [Said(f"Yes: {place.name} is in {names}, {'which is' if len(within) == 1 else 'which are'} of {_titled(title, first=False)}", relation, GROUPS)]  # fmt: skip


def _titled(title: str, first: bool = True) -> str:
    """A group's name with its article: "the Northern LEPs"."""
    if title.lower().startswith("the "):
        return w.upper_first(title) if first else w.lower_first(title)
    return f"{'The' if first else 'the'} {title}"


def _is_several(title: str) -> bool:
    return title.endswith("s") and not title.endswith("ss")


def _members(kind: str, mentions: Sequence[Mention], gazetteer: Gazetteer, partly: bool = False) -> list[Said]:
    """The districts, or LEPs, that lie in each place; of LEPs those too that lie partly in it, or with `partly` these alone."""
    of_leps = bool(re.fullmatch(_LEP, kind))
    said: list[Said] = []
    for mention in mentions:
        wide = (p for p in mention.candidates if p.place_type in WIDE)
        # "The LEPs of the North East" lie in the region, not in the LEP of that name.
        place = next((p for p in wide if not (of_leps and p.place_type == "LEP")), None)
        if place is None:
            continue
        parts = _current(gazetteer.parts(place, "LEP" if of_leps else "district"))
        if not parts or (of_leps and len(parts) < 2 and place.place_type not in ("region", "country")):
            continue
        names = "; ".join(sorted(p.name for p in parts))
        across = sorted(p.name for p in _current(gazetteer.partly_in(place, "LEP"))) if of_leps else []
        if partly and of_leps:
            number = w.number_word(len(across)) if across else "no"
            listed = f": {'; '.join(across)}" if across else ""
            said.append(Said(f"{w.upper_first(number)} {w.plural('LEP', len(across))} {'lies' if len(across) == 1 else 'lie'} only partly in {_called(place)}{listed}", f"{place.name} | holds in part | {'; '.join(across)}"))  # fmt: skip
            continue
        what = (
            w.plural("LEP", len(parts))
            if of_leps
            else f"councils (districts and unitary authorities of {BY_THE_LOOKUP})"
        )
        also = f"; partly in it {'lies' if len(across) == 1 else 'lie'} {'; '.join(across)}" if across else ""
        said.append(
            Said(
                f"{w.upper_first(_called(place))} holds {w.number_word(len(parts))} {what}: {names}{also}",
                f"{place.name} | holds | {names}" + (f"; in part {'; '.join(across)}" if across else ""),
            )
        )
    return said


def _meaning(found: re.Match[str], mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Said]:
    """What a LEP's name stands for, where nothing but the name is asked about."""
    if len(mentions) != 1 or mentions[0].candidates[0].place_type != "LEP" or not _is_all(found["name"], mentions[0]):
        return []
    place = mentions[0].candidates[0]
    called = mentions[0].text
    is_name = called.lower() in (place.name.lower(), f"{place.name} lep".lower())
    first = f"{w.upper_first(_called(place))} is one of England's Local Enterprise Partnerships"
    if not is_name:
        first = f"{called} is {_called(place)}, one of England's Local Enterprise Partnerships"
    regions = [area for area, _ in gazetteer.containing(place, ("region",))]
    where = f", in {w.joined([_called(area) for area in regions])}" if regions else ""
    return [Said(f"{first}{where}", f"{place.name} | part of | {'; '.join(a.name for a in regions)}"), *_members("districts", mentions, gazetteer)]  # fmt: skip


def _current(places: Sequence[Place]) -> list[Place]:
    """The places that stood in the year of the lookup."""
    return [p for p in places if (p.valid_from or 0) <= BY_THE_LOOKUP < (p.valid_to or 9999)]


def _called(place: Place) -> str:
    """A place as it stands in a sentence: "Cumbria LEP", "the South West", "Suffolk (county)"."""
    if place.place_type in ("LEP", "region", "country"):
        return w.place_name(place.name, place.place_type, say_type=True)
    return w.place_label(place)
