"""One exchange: the question, the answer with its markers, what was understood, notes, figures and evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from assistant.alter import Part, altered, parts
from assistant.feedback import LONGEST_COMMENT, REASONS, Kept, KeptDataUnreadable, mail_link
from assistant.held import Held
from assistant.rows import notes
from assistant.schema import Answer, Turn
from assistant.view import charts
from assistant.view.evidence import draw_cards
from assistant.view.listed import answer_markdown
from assistant.view.status import SIGNS
from assistant.view.text import bare, plain, shortened

PART_ICONS = {"place": ":material/location_on:", "measure": ":material/bar_chart:", "year": ":material/calendar_today:"}


@dataclass(frozen=True, slots=True)
class Actions:
    """What a click may set going: asking and editing take a question's text; verdicts go to `kept`."""

    ask: Callable[[str], None]
    edit: Callable[[str], None]
    kept: Kept


# No word of a document, a question or an answer goes into this script.
SCROLL = """<script>
requestAnimationFrame(() => {
  const asked = document.querySelectorAll('[class*="st-key-question-"]');
  if (!asked.length) return;
  const newest = asked[asked.length - 1];
  newest.style.scrollMarginTop = "4.5rem";  // the bar with the logo lies over the page's top
  newest.scrollIntoView({block: "start"});
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
def draw_turn(turn: Turn, n: int, newest: bool, held: Held, actions: Actions) -> None:
    """The whole exchange; `n` is its place in the conversation. Earlier ones show their evidence when asked to."""
    draw_question(turn.question, str(n))
    with st.chat_message("assistant", avatar=":material/hub:"):
        draw_answer(turn.answer, n, newest, held, actions)


def draw_answer(answer: Answer, n: int, newest: bool, held: Held, actions: Actions) -> None:
    """The answer: status and what was understood, words, notes, choices, chart, cards and what to ask next."""
    _draw_understood(answer, n, newest, held, actions)
    opened = newest or st.session_state.get(f"open-{n}", False)
    anchor = f"evidence-{n}-"
    st.markdown(answer_markdown(answer, held, anchor if opened else None))
    _draw_notes(answer)
    if answer.suggestions and newest and answer.status == "ambiguous":
        _draw_suggestions(answer, n, "Did you mean", actions)
    data = charts.chart_data(answer) if opened else None
    if data:
        ground = st.context.theme.type or "light"
        st.markdown(f"**{plain(data.title)}**")
        st.altair_chart(charts.chart(data, ground), width="stretch", key=f"chart-{n}-{ground}", alt=charts.chart_words(data), theme=None)  # fmt: skip
        st.caption(plain(charts.source_line(data)))
    _draw_tools(answer, n, data, held, actions)
    if not newest and answer.citations:
        st.toggle(f"Show evidence ({len(answer.citations)})", key=f"open-{n}")
    if opened and answer.citations:
        st.markdown("**Evidence**")
        draw_cards(answer, anchor, held.index)
    if answer.suggestions and newest and answer.status != "ambiguous":
        _draw_suggestions(answer, n, "You could ask next", actions)


def _draw_understood(answer: Answer, n: int, newest: bool, held: Held, actions: Actions) -> None:
    """The status, then place, measure and years as they were taken; under the newest answer each can be changed."""
    sign = SIGNS[answer.status]
    understood = parts(answer, held)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.badge(sign.words, icon=sign.icon, color=sign.colour, help=sign.explained)
        for i, part in enumerate(understood):
            if newest and len(part.choices) > 1:
                _draw_part(answer, part, f"{n}-{i}", held, actions)
            else:
                st.badge(plain(part.shown), icon=PART_ICONS[part.kind], color="gray")
    if answer.query.follows and not understood:
        st.caption(f"Understood as: {plain(answer.query.text)}")


def _draw_part(answer: Answer, part: Part, name: str, held: Held, actions: Actions) -> None:
    """One part of the question as a chip that opens a choice of others; choosing asks the question anew."""
    labels = dict(part.choices)
    with st.popover(plain(part.shown), icon=PART_ICONS[part.kind], type="secondary", key=f"part-{name}", help=f"Change the {part.kind}"):  # fmt: skip
        chosen = st.selectbox(
            f"Ask the same with another {part.kind}", list(labels), index=None, format_func=lambda k: bare(labels[k]),
            key=f"change-{name}", placeholder=shortened(part.shown, 60),
        )  # fmt: skip
        if chosen is None or chosen == part.chosen:
            return
        question = altered(answer.query, part, chosen, held)
        if question is None:
            st.info("That change cannot be put into words here. Please edit the question.", icon=":material/edit:")
            return
        del st.session_state[f"change-{name}"]
        actions.ask(question)
        st.rerun()


def _draw_notes(answer: Answer) -> None:
    """What must be known beside the answer, each thing once, in one quiet block."""
    said = notes(answer.warnings)
    if len(said) == 1:
        st.caption(f":material/info: {plain(said[0])}")
    elif said:
        st.caption(":material/info: Notes\n" + "\n".join(f"- {plain(note)}" for note in said))


def _draw_suggestions(answer: Answer, n: int, heading: str, actions: Actions) -> None:
    """Next questions, or the places or measures to choose from, as buttons."""
    st.markdown(f"**{heading}**")
    with st.container(horizontal=True, gap="small"):
        for i, suggestion in enumerate(answer.suggestions[:6]):
            if st.button(
                plain(shortened(suggestion, 110)), key=f"next-{n}-{i}", icon=":material/arrow_forward:", wrap=True
            ):
                actions.ask(suggestion)
                st.rerun()


def _draw_tools(answer: Answer, n: int, data: charts.ChartData | None, held: Held, actions: Actions) -> None:
    """What can be done with an answer: change the question, see the working, take it along, judge it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if st.button("Edit question", key=f"edit-{n}", type="tertiary", icon=":material/edit:"):
            actions.edit(answer.query.text)
            st.rerun()
        if answer.derivations:
            with st.popover("Working", type="tertiary", icon=":material/calculate:", key=f"working-{n}"):
                for d in answer.derivations:
                    st.markdown(f"- {plain(f'{d.operation}: {d.value:,.6g} {d.unit} = {d.formula}')}")
        if answer.citations:
            with st.popover("Copy or download", type="tertiary", icon=":material/ios_share:", key=f"take-{n}"):
                _draw_take_along(answer, n, data)
        if answer.status not in ("blocked", "error"):
            _draw_verdict(answer, n, held.index.build_id, actions.kept)


def _draw_take_along(answer: Answer, n: int, data: charts.ChartData | None) -> None:
    """The answer as text to copy, its figures as CSV, its chart as a picture."""
    sources = "\n".join(
        f"[{c.marker}] {', '.join(x for x in (c.publisher, c.title or c.document, c.published, f'p. {c.page}' if c.page else '') if x)}"
        for c in answer.citations
    )
    st.caption("Copy with the button in the corner")
    st.code(f"{answer.text}\n\n{sources}", language=None, wrap_lines=True, height=180)
    st.caption("A link that asks this question")
    base = (st.context.url or "").split("?")[0]
    st.code(f"{base}?{urlencode({'q': answer.query.text})}", language=None, wrap_lines=True)
    name = answer.answer_id or str(n)
    if answer.figures:
        st.download_button("Figures as CSV", charts.figures_csv(answer), f"figures-{name}.csv", "text/csv", key=f"csv-{n}", icon=":material/csv:", on_click="ignore")  # fmt: skip
    if data:
        st.download_button("Chart as PNG", partial(charts.chart_file, data, "png"), f"chart-{name}.png", "image/png", key=f"png-{n}", icon=":material/image:", on_click="ignore")  # fmt: skip
        st.download_button("Chart as SVG", partial(charts.chart_file, data, "svg"), f"chart-{name}.svg", "image/svg+xml", key=f"svg-{n}", icon=":material/image:", on_click="ignore")  # fmt: skip


def _draw_verdict(answer: Answer, n: int, build_id: str, kept: Kept) -> None:
    """Thumbs, and after a thumb down the reason and a comment."""
    key = f"thumb-{n}"

    def keep() -> None:
        thumb = st.session_state.get(key)
        try:
            if thumb is None:
                kept.withdraw(answer, build_id)
            else:
                kept.rate(answer, build_id, "up" if thumb else "down")
        except KeptDataUnreadable as error:
            st.session_state[f"unkept-{n}"] = str(error)

    thumb = st.feedback("thumbs", key=key, on_change=keep)
    if error := st.session_state.pop(f"unkept-{n}", None):
        st.error(plain(error), icon=":material/error:")
    if thumb is None:
        return
    with st.popover("Say more", type="tertiary", icon=":material/rate_review:", key=f"more-{n}"):
        with st.form(f"why-{n}", border=False):
            reason = st.selectbox("What was wrong?", REASONS, index=None, key=f"reason-{n}") if thumb == 0 else None
            comment = st.text_area("Comment", key=f"comment-{n}", max_chars=LONGEST_COMMENT)
            if st.form_submit_button("Keep"):
                try:
                    kept.rate(answer, build_id, "up" if thumb else "down", reason, comment)
                    st.success("Kept on this machine. Thank you.")
                except KeptDataUnreadable as error:
                    st.error(plain(str(error)))
        st.link_button("Send to the Hub team", mail_link(answer, build_id), icon=":material/mail:", help="Opens your mail program with this question and answer")  # fmt: skip
