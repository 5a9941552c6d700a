"""How much a figure changed between two periods, and whether a gap closed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.cues import HIGH, LOW
from assistant.figures.choose import held_for_all
from assistant.figures.choose import series as series_of
from assistant.figures.draft import Draft, Findings
from assistant.figures.ends import ends
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.say import YES_OR_NO, gone_on, show, year_not_held
from assistant.figures.yearly import yearly
from assistant.held import Series, first_year
from assistant.numbers import split_unit, written
from assistant.schema import Derivation
from ingest.schema import Observation

SURVEY = re.compile(r",? (?:19|20)\d\d survey$")  # at the end of a label: one measure by the year of its survey
MORE = re.compile(r"\b(?:more|less|faster|slower|quicker|further)\b")
BETTER_OR_WORSE = re.compile(r"\bimprov\w+|(?P<worse>\bwors\w+|\bdeteriorat\w+)")
WHICH_MOST = re.compile(rf"\b(?:which|who|whose)\b.*\b(?:{HIGH}|{LOW})\b")
WHICH_OF_TWO = re.compile(r"\b(?:which|who)\b.*\b(?:more|less|faster|slower|quicker|further)\b")

FASTEST = re.compile(
    r"\b(?:fast|quick|slow)e(?:st|r)\b|%|\bpercent(?:age)?\b(?! points?)"
)  # which is judged by the percentage


def change(draft: Draft) -> Findings | None:
    """Between two periods: both figures, the difference, per cent, and growth a year; each year by itself where that is asked."""
    if found := yearly(draft):
        return found
    for concept in held_for_all(draft):
        series = in_order_of_change(draft, _over_one_span(draft, choose_or_stand_in(draft, concept)))
        for s in series:
            earlier, later, wanting = ends(draft, s)
            if earlier is None or later is None:
                apart(draft, s)
                continue
            if wanting:
                year_not_held(draft, s, wanting)
            say_change(draft, s, earlier, later)
            if (goes_on := gone_on(draft, s)) and later == s.observations[-1]:
                say_change(draft, goes_on, earlier, goes_on.observations[-1])
        if len(series) == 2 and draft.status == "answered":
            gap_change(draft, series)
        if len(series) > 1 and draft.status == "answered":
            which_more(draft, series)
    return draft.findings()


def _over_one_span(draft: Draft, series: Sequence[Series]) -> Sequence[Series]:
    """Several series over the periods that all of them hold, where no time is asked for; as they are where there are none."""
    shared = set.intersection(*(set(s.periods) for s in series)) if len(series) > 1 else set()
    if draft.query.asked.given or len(shared) < 2:
        return series
    return [replace(s, observations=tuple(o for o in s.observations if o.period in shared)) for s in series]


def in_order_of_change(draft: Draft, series: Sequence[Series]) -> Sequence[Series]:
    """The series as they are, or where it is asked which of them changed most, that one first, which is said."""
    more = len(series) == 2 and WHICH_OF_TWO.search(draft.low)  # which `which_more` says
    which = "rank" in draft.cues.names or WHICH_MOST.search(draft.low) or more
    if not which or len(series) < 2:
        return series
    found = [(s, earlier, later) for s in series for earlier, later, _ in [ends(draft, s)] if earlier and later]
    if len(found) < len(series) or len({s.indicator.unit for s in series}) > 1:
        return series
    fell = draft.cues.rising is False
    percents = [op.percent_change(earlier, later) for _, earlier, later in found]
    by_percent = FASTEST.search(draft.low) and series[0].indicator.unit != "%"
    sizes = {
        id(s): percent.value if by_percent and percent else op.change(earlier, later).value
        for (s, earlier, later), percent in zip(found, percents, strict=True)
    }
    found.sort(key=lambda one: sizes[id(one[0])], reverse=draft.cues.lowest == fell)
    _, earlier, later = found[0]
    moved = [op.change(a, b).value for _, a, b in found]
    if not more and all((value < 0) == fell and value for value in (moved if draft.cues.lowest else moved[:1])):
        draft.say(
            f"The {'fall' if fell else 'rise'} was {'least' if draft.cues.lowest else 'greatest'} in {w.of(later)} {draft.ref(earlier, later)}."
        )
    return [s for s, _, _ in found]


def which_more(draft: Draft, series: Sequence[Series]) -> None:
    """Say which of the places changed more, where that is asked, by the amount and where it differs by the percentage.

    What improves is what rises, or falls where less is better.
    """
    if not MORE.search(draft.low) or len({s.indicator.unit for s in series}) > 1:
        return
    found = [(earlier, later) for s in series for earlier, later, _ in [ends(draft, s)] if earlier and later]
    if len(found) < len(series):
        return
    down = draft.cues.rising is False
    if judged := BETTER_OR_WORSE.search(draft.low):
        down = (series[0].indicator.polarity == "lower") == (judged["worse"] is None)
    sign = -1.0 if down else 1.0
    amounts = [sign * op.change(a, b).value for a, b in found]
    percents = [sign * p.value for a, b in found if (p := op.percent_change(a, b))] or amounts
    if series[0].indicator.unit == "%" or len(percents) < len(found):
        percents = amounts
    by_percent = bool(FASTEST.search(draft.low)) and percents != amounts
    leading, other = (percents, amounts) if by_percent else (amounts, percents)
    refs = draft.ref(*(o for pair in found for o in pair))
    word, names = "fall" if down else "rise", [w.of(b) for _, b in found]
    most, best = ("greater" if len(found) == 2 else "greatest"), leading.index(max(leading))
    risen = [name for name, amount in zip(names, leading, strict=True) if amount > 0]
    if not risen:
        said = f"There was no {word} in {w.either(names)}"
    elif len(risen) == 1:
        said = f"There was a {word} in {risen[0]} only"
    elif len(set(leading)) == 1:
        said = f"The {word} was the same in {w.joined(names)}"
    else:
        ways, rival = (
            ("in per cent", "in amount") if by_percent else ("in amount", "in per cent"),
            other.index(max(other)),
        )
        also = f" {ways[0]}, and in {names[rival]} {ways[1]}" if rival != best else ""
        said = f"The {word} was {most} in {names[best]}{also}"
    draft.sentences.insert(0, f"{said} {refs}.")


def apart(draft: Draft, s: Series) -> None:
    """Say the figure that there is; where the years asked for stand in series that are not alike, say so and give each."""
    others = series_of(draft, s.mention, s.indicator.concept) if s.mention else [s]
    alike = [o for o in others if o.how == s.how and split_unit(o.indicator.unit)[0] == split_unit(s.indicator.unit)[0]]
    found = {o.period: (one, o) for one in reversed(alike) for o in one.observations}
    years = [*draft.query.asked.years, *filter(None, (draft.query.asked.first, draft.query.asked.last))]
    wanted = [found[p] for p in sorted(found) if first_year(p) in years]
    if len(wanted) < 2:
        draft.status = "nearest"
        draft.say(
            f"A change of {w.lower_first(w.measure_name(s.indicator))} in {w.of(s.observations[-1])} is not held: "
            f"{'of these years only one is' if wanted else 'only one year is'} held there."
        )
        show(draft, s, s.observations[-1])
        return
    if len({SURVEY.sub("", one.indicator.label) for one, _ in wanted}) == 1:
        (_, earlier), (latest, later) = wanted[0], wanted[-1]
        draft.warnings.append("The years are those of surveys held in separate tables; a small change may be chance.")
        say_change(draft, latest, earlier, later)
        draft.caveat(wanted[0][0].indicator)
        return
    draft.status = "nearest"
    draft.say(
        f"A change of {w.lower_first(w.measure_name(s.indicator))} in {w.of(s.observations[-1])} is not held: "
        "the years stand in series that are not alike."
    )
    for one, observation in wanted:
        show(draft, one, observation)


def say_change(draft: Draft, s: Series, earlier: Observation, later: Observation) -> None:
    """The sentence for a change, with its derivations."""
    draft.places.append(s.place)
    draft.caveat(s.indicator)
    ref = draft.ref(earlier, later)
    amount = op.change(earlier, later)
    percent = op.percent_change(earlier, later) if s.indicator.unit not in ("%",) else None
    order = (
        [("percent_change", percent), ("change", amount)]
        if draft.cues.percent and percent
        else [("change", amount), ("percent_change", percent)]
    )
    for name, result in order:
        draft.derive(name, result, earlier, later)
    name = w.measure_name(s.indicator)
    direction = "rose" if amount.value > 0 else "fell" if amount.value < 0 else "did not change"
    size = written(abs(amount.value), amount.unit, exact=False)
    if percent:
        size += f", or {written(abs(percent.value), '%')}"
    by = f" by {size}" if amount.value else ""
    draft.say(
        f"{_verdict(draft, amount.value)}{w.upper_first(name)} in {w.of(earlier)} {direction}{by}, from {w.value_text(earlier, s.indicator)} in {w.period_name(earlier.period, s.indicator)} "
        f"to {w.value_text(later, s.indicator)} in {w.period_name(later.period, s.indicator)} {ref}."
    )
    yearly = op.yearly_change(earlier, later) if percent and s.indicator.unit not in ("UK=1", "UK=100") else None
    if yearly and first_year(later.period) - first_year(earlier.period) > 1:
        draft.derive("yearly_change", yearly, earlier, later)
        draft.say(f"That is {written(yearly.value, '% a year')}, compounded {ref}.")
    for part, year in draft.gazetteer.merged_into(s.place):
        if first_year(earlier.period) < year <= first_year(later.period) and "boundary)" not in earlier.place_name:
            draft.warnings.append(
                f"{w.of(later)} took in {w.place_label(part)} in {year}, so the two figures may be for different areas."
            )
    if s.indicator.unit.startswith(("GBP", "EUR")):
        draft.warnings.append("Money is in the prices of each year, so part of the change is inflation.")


def _verdict(draft: Draft, amount: float) -> str:
    """ "Yes: " or "No: " for a question whether a figure rose or fell, or is back where it was; "" for any other."""
    if len(draft.query.mentions) != 1 or len(draft.query.concepts) != 1 or not YES_OR_NO.search(draft.low):
        return ""
    if "back_to" in draft.cues.names:
        return "Yes: " if amount >= 0 else "No: "
    if draft.cues.rising is None or " or " in draft.low or BETTER_OR_WORSE.search(draft.low):
        return ""
    return "Yes: " if (amount > 0) == draft.cues.rising and amount else "No: "


def gap_change(draft: Draft, series: Sequence[Series]) -> None:
    """Whether the gap between two places closed, where both changes are of one unit."""
    a, b = series
    (a0, a1, _), (b0, b1, _) = ends(draft, a), ends(draft, b)
    if (
        not (a0 and a1 and b0 and b1)
        or a.indicator.unit != b.indicator.unit
        or (a0.period, a1.period) != (b0.period, b1.period)
    ):
        return
    then, now = op.difference(a0, b0), op.difference(a1, b1)
    word = (
        "narrowed"
        if abs(now.value) < abs(then.value)
        else "widened"
        if abs(now.value) > abs(then.value)
        else "stayed the same"
    )
    draft.derive("difference", then, a0, b0)
    draft.derive("difference", now, a1, b1)
    moved = abs(abs(now.value) - abs(then.value))
    by = f" by {written(moved, now.unit, exact=False)}" if moved else ""
    draft.derivations.append(
        Derivation(
            "change",
            op.tidy_float(abs(now.value) - abs(then.value)),
            now.unit,
            "gap in the later period minus gap in the earlier",
            tuple(draft.figures.index(o) for o in (a0, b0, a1, b1)),
        )
    )
    said = f"The gap between {w.of(a0)} and {w.of(b0)} {word}{by}: {written(abs(then.value), then.unit, exact=False)} in {a0.period}, {written(abs(now.value), now.unit, exact=False)} in {a1.period} {draft.ref(a0, b0, a1, b1)}."
    if "catch_up" in draft.cues.names:
        draft.sentences.insert(0, said)
    else:
        draft.say(said)
