"""Places in order of the share that one counted measure is of another, worked out from the two cells of each."""

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import name_of
from assistant.figures.draft import Draft, Findings
from assistant.figures.kindred import STAND_INS
from assistant.figures.parts import adds_up
from assistant.figures.ranking import ranking
from assistant.numbers import written
from ingest.schema import Observation

SHOWN = 5


def rank_of_shares(draft: Draft) -> Findings | None:
    """The places with the highest or lowest share; None where the two measures are not counts of one kind and year."""
    part_concept, asked = draft.query.concepts
    whole_concept = STAND_INS[asked][0] if asked in STAND_INS else asked
    part, period, parts, kind = ranking(draft, part_concept)
    whole, _, _, _ = ranking(draft, whole_concept, kind)
    if part is None or whole is None or part.unit != whole.unit or not (adds_up(part) and adds_up(whole)):
        return None
    wholes = {o.place_code: o for o in draft.held.observations([whole]) if o.period == period and o.value}
    pairs = [(o, wholes[o.place_code]) for o in parts if o.value is not None and o.place_code in wholes]
    worked: list[tuple[float, Observation, Observation]] = [
        (share.value, a, b) for a, b in pairs if (share := op.share([a], b)) is not None
    ]
    if len(worked) < 2 or period is None:
        return None
    lowest = draft.cues.lowest
    worked.sort(key=lambda row: (row[0] if lowest else -row[0], row[1].place_name))
    shown, n = worked[: draft.cues.limit or SHOWN], len(worked)
    if whole_concept != asked:
        draft.warnings.append(f"The whole is taken to be {name_of(draft, whole_concept)}: {STAND_INS[asked][1]}.")
    name = w.upper_first(w.measure_name(part))
    end, what = "lowest" if lowest else "highest", w.plural(kind, n)
    draft.itemise(
        f"{name} as a share of {w.lower_first(w.measure_name(whole))} in {w.period_name(period, part)}, worked out here, {end} first of the {n} {what} held",
        [
            (
                f"{rank} {w.of(a)} {written(share, '%')} ({w.value_text(a, part)} of {w.value_text(b, whole)})",
                (a, b),
            )
            for rank, (share, a, b) in enumerate(shown, 1)
        ],
    )
    for _, a, b in shown:
        draft.derive("share", op.share([a], b), a, b)
    draft.derive("rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), shown[0][1])
    draft.places.append(draft.gazetteer.place(shown[0][1].place_code))
    draft.caveat(part)
    return draft.findings()
