"""What an officer sees before the first question: what this is, what is held, and questions known to have answers."""

from collections import Counter

import streamlit as st

from assistant.ask import Assistant
from assistant.view.evidence import said_date
from assistant.view.text import plain
from assistant.view.turn import Actions
from assistant.wording import is_plural, measure_name, period_name
from ingest.index import Index


def draw_welcome(assistant: Assistant, actions: Actions) -> None:
    """The empty conversation."""
    index = assistant.index
    st.title("Hub Assistant", anchor=False)
    st.markdown(
        "Ask about innovation, the economy and research in the UK's places. Every answer shows the page or the table cell "
        "it rests on, and says so when something is not held."
    )
    st.caption(
        f"{len(index.documents):,} reports and tables · {len(index.indicators):,} indicators · "
        f"index of {plain(said_date(index.manifest.built[:10]) or '')}"
    )
    st.markdown("**Try one of these**")
    for i, question in enumerate(first_questions(index, index.build_id)):
        if st.button(plain(question), key=f"first-{i}", icon=":material/arrow_forward:", width="stretch", wrap=True):
            actions.ask(question)
            st.rerun()


@st.cache_data(show_spinner=False, max_entries=4)
def first_questions(_index: Index, build_id: str) -> list[str]:
    """Up to five questions made from what is held: a value, a ranking, a change, a strength, and a report.

    Kept for each build; Streamlit leaves an argument with an underscore out of the key.
    """
    index = _index
    held = [
        i
        for i in index.indicators
        if "LEP" in i.place_types and i.breakdown is None and i.periods and "rank" not in i.unit
    ]
    # The measures held for most kinds of area and most years are the ones asked for most.
    held.sort(key=lambda i: (-len(i.place_types), -len(i.periods)))
    kinds: dict[str, set[str]] = {}
    for indicator in index.indicators:
        kinds.setdefault(indicator.concept, set()).update(indicator.place_types)
    widest = sorted(
        {i.concept: i for i in reversed(held)}.values(),
        key=lambda i: (-len(kinds[i.concept]), not i.unit.startswith("GBP")),
    )
    if not widest:
        return []
    first, second, third = (widest[n % len(widest)] for n in range(3))
    names = sorted(
        {
            o.place_name
            for o in index.observations([first.indicator_id], (), first.periods[-1:])
            if o.place_type == "LEP"
        }
    )
    if not names:
        return []
    one, two, three = (names[len(names) * n // 4] for n in (1, 2, 3))
    out = [
        f"What {'were' if is_plural(first.name) else 'was'} {measure_name(first)} in {one} in {period_name(first.periods[-1], first)}?",
        f"Which LEPs had the highest {measure_name(second)}?",
        f"How {'have' if is_plural(third.name) else 'has'} {measure_name(third)} changed in {two} since {min(third.periods)[:4]}?",
    ]
    if any(i.concept.startswith("lq_") for i in index.indicators):
        out.append(f"Which sectors is {three} strongest in?")
    spoken = Counter(
        code for d in index.documents for p in index.passages_of(d.document_id) for code in set(p.place_codes)
    )
    about = next((code for code, _ in spoken.most_common() if index.gazetteer.place(code).place_type == "LEP"), None)
    if about:
        out.append(f"What do the reports say about {index.gazetteer.place(about).name}?")
    return out
