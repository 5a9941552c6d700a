"""What goes on of an order or a comparison: its relation, its number and end, and the kind of area it runs over."""

from dataclasses import replace

from assistant.follow_ups.order import carried_cues
from assistant.follow_ups.relations import carried_relations, kind_shown
from assistant.resolution.slots import Context, Slots
from assistant.topic import RANKINGS


def order_meant(context: Context, slots: Slots) -> Slots:
    """The slots with the relation, the number, the end and the kind of area that go on from the last question."""
    own, measured, operation = slots.own, context.measured, slots.operation
    if measured is None or not slots.follows:
        return slots
    place_type = slots.places.place_type
    if operation in RANKINGS and measured.query.operation in RANKINGS:
        place_type = place_type or measured.query.place_type
    elif operation in RANKINGS and slots.concepts == measured.query.concepts:
        placed = slots.places.groups or slots.mentions
        place_type = place_type or (None if placed else kind_shown(measured))
    relations = carried_relations(own, operation, measured)
    slots = slots.with_places(relations=relations, place_type=place_type)
    return replace(slots, cues=carried_cues(slots.cues, own, operation, measured))
