"""One exchange: the question, the answer with its markers, what was understood, notes, figures and evidence."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.schema import Answer, Turn
from assistant.view import charts
from assistant.view.evidence import draw_cards
from assistant.view.status import SIGNS
from assistant.view.text import plain, shortened, with_markers
from ingest.index import Index


@dataclass(frozen=True, slots=True)
class Actions:
    """What a click may set going; each takes the question's text."""

    ask: Callable[[str], None]
    edit: Callable[[str], None]


# No word of a document, a question or an answer goes into this script.
SCROLL = """<script>
requestAnimationFrame(() => {
  const asked = document.querySelectorAll('[class*="st-key-question-"]');
  if (asked.length) asked[asked.length - 1].scrollIntoView({block: "start"});
});
</script>"""


def scroll_to_newest() -> None:
    """Bring the newest question to the top of the window, so that its answer is read from the beginning."""
    st.html(SCROLL, unsafe_allow_javascript=True)


def draw_question(question: str, name: str) -> None:
    """The asker's words, as typed; `name` tells this drawing of them from all others."""
    with st.container(key=f"question-{name}"), st.chat_message("user", avatar=":material/person:"):
        st.markdown(plain(question))


@st.fragment
def draw_turn(turn: Turn, n: int, newest: bool, index: Index, actions: Actions) -> None:
    """The whole exchange; `n` is its place in the conversation. Earlier ones show their evidence when asked to."""
    draw_question(turn.question, str(n))
    with st.chat_message("assistant", avatar=":material/hub:"):
        draw_answer(turn.answer, n, newest, index, actions)


def draw_answer(answer: Answer, n: int, newest: bool, index: Index, actions: Actions) -> None:
    """The answer: status, words, what was understood, choices, notes, chart and cards."""
    sign = SIGNS[answer.status]
    st.badge(sign.words, icon=sign.icon, color=sign.colour, help=sign.explained)
    opened = newest or st.session_state.get(f"open-{n}", False)
    anchor = f"evidence-{n}-"
    known = frozenset(c.marker for c in answer.citations)
    st.markdown(with_markers(answer.text, known, anchor if opened else None))
    _draw_understood(answer, n, actions)
    for warning in answer.warnings:
        st.caption(f":material/info: {plain(warning)}")
    if answer.suggestions and newest:
        _draw_suggestions(answer, n, actions)
    if not opened:
        if answer.citations:
            st.toggle(f"Show evidence ({len(answer.citations)})", key=f"open-{n}")
        return
    _draw_figures(answer, n)
    if answer.citations:
        st.markdown("**Evidence**")
        draw_cards(answer, anchor, index)


def _draw_understood(answer: Answer, n: int, actions: Actions) -> None:
    """The question as it was taken, with a way to mend it."""
    query = answer.query
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        taken = [f"Understood as: {plain(query.text)}"] if query.text != query.question else []
        if query.places:
            named = dict.fromkeys(f"{p.name} ({p.place_type})" for p in query.places[:3])
            taken.append("Place: " + plain("; ".join(named) + (" …" if len(query.places) > 3 else "")))
        if taken:
            st.caption("  \n".join(taken), width="content")
        if st.button("Edit question", key=f"edit-{n}", type="tertiary", icon=":material/edit:"):
            actions.edit(query.text)
            st.rerun()


def _draw_suggestions(answer: Answer, n: int, actions: Actions) -> None:
    """Next questions, or the places or measures to choose from, as buttons."""
    st.markdown("**Did you mean**" if answer.status == "ambiguous" else "**You could ask next**")
    with st.container(horizontal=True, gap="small"):
        for i, suggestion in enumerate(answer.suggestions[:6]):
            if st.button(plain(shortened(suggestion, 110)), key=f"next-{n}-{i}"):
                actions.ask(suggestion)
                st.rerun()


def _draw_figures(answer: Answer, n: int) -> None:
    """A chart where there are several figures, how numbers were worked out, and the figures as CSV."""
    data = charts.chart_data(answer)
    if data:
        st.altair_chart(charts.chart(data), width="stretch", key=f"chart-{n}", alt=charts.chart_words(data))
    if answer.derivations:
        with st.expander("How this was worked out", icon=":material/calculate:"):
            for d in answer.derivations:
                st.markdown(f"- {plain(f'{d.operation}: {d.value:,.6g} {d.unit} = {d.formula}')}")
    if answer.figures:
        st.download_button(
            "Figures as CSV", charts.figures_csv(answer), f"figures-{answer.answer_id or n}.csv", "text/csv",
            key=f"csv-{n}", icon=":material/csv:", on_click="ignore", type="tertiary",
        )  # fmt: skip
