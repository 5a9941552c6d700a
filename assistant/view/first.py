"""What an officer sees before the first question: what this is, what is held, and questions known to have answers."""

import streamlit as st

from assistant.ask import Assistant
from assistant.view.text import plain
from assistant.view.turn import Actions
from assistant.wording import measure_name, period_name
from ingest.index import Index

MOST_PLACES = 300


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
        f"index of {plain(index.manifest.built[:10])}"
    )
    st.markdown("**Try one of these**")
    for i, question in enumerate(first_questions(index, index.build_id)):
        if st.button(plain(question), key=f"first-{i}", icon=":material/arrow_forward:", width="stretch"):
            actions.ask(question)
            st.rerun()


@st.cache_data(show_spinner=False, max_entries=4)
def first_questions(_index: Index, build_id: str) -> list[str]:
    """Up to five questions made from what is held: a value, a ranking, a change, a strength, and a report.

    Kept for each build; Streamlit leaves an argument with an underscore out of the key.
    """
    index = _index
    out: list[str] = []
    held = [i for i in index.indicators if "LEP" in i.place_types and not i.breakdown and i.periods]
    concepts = list({i.concept: i for i in reversed(held)}.values())[::-1]
    if concepts:
        first = concepts[0]
        latest = max(first.periods)
        names = [o.place_name for o in index.observations([first.indicator_id], (), [latest]) if o.place_type == "LEP"]
        place = names[len(names) // 2] if names else None
        if place:
            out.append(f"What was the {measure_name(first)} of {place} in {period_name(latest, first)}?")
        second = concepts[1 % len(concepts)]
        out.append(f"Which LEPs had the highest {measure_name(second)}?")
        several = next((i for i in concepts[2:] if len(i.periods) > 2), None)
        if several and names:
            out.append(f"How has {measure_name(several)} changed in {names[0]} since {min(several.periods)[:4]}?")
        if names and any(i.concept.startswith("lq_") for i in index.indicators):
            out.append(f"Which sectors is {names[-1]} strongest in?")
    reports = [d for d in index.documents if d.kind != "table" and d.n_pages and d.n_pages > 1]
    if reports:
        out.append(f"What does “{reports[0].title}” say about innovation?")
    return out[:5]
