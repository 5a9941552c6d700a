"""The places a question is taken to be about: those it means, with the LEPs and areas that stand for them."""

from collections.abc import Sequence

from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

# Kinds of area that are asked about as they are, without the LEPs they lie in.
_STATISTICAL = frozenset({"LEP", "country", "region", "ITL1", "NUTS2", "ITL2", "NUTS3", "ITL3"})


def taken_places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places a question is taken to be about, most specific first.

    A town, district or county is followed by its LEPs, outside England by its ITL3 areas; a combined authority by the LEP
    that is the same area, or by those it touches; a LEP that was merged by the one it went into. Statistical areas and larger ones stand alone.
    """
    places: list[Place] = []
    for mention in mentions:
        chosen = mention.candidates if mention.ambiguous else mention.candidates[:1]
        for place in chosen:
            places.append(place)
            if merged := gazetteer.successor(place):
                places.append(merged)
            if place.place_type == "combined authority":
                same = [other for other in gazetteer.same_area(place) if other.place_type == "LEP"]
                places += same or gazetteer.leps(place)
            elif place.place_type not in _STATISTICAL:
                places += gazetteer.leps(place) or [p for p, _ in gazetteer.containing(place, ("ITL3",))]
    return tuple({p.code: p for p in places}.values())
