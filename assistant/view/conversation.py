"""The sidebar beside the chat: begin anew, keep a conversation under a name, come back to it, take a briefing along."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from assistant.brief import Brief, as_html, as_markdown, brief, file_name
from assistant.feedback import LONGEST_NAME, Kept, KeptDataUnreadable
from assistant.held import Held
from assistant.schema import Turn
from assistant.view import charts
from assistant.view.text import bare, plain, shortened
from assistant.word import as_word

MOST_LISTED = 15


def draw_sidebar(kept: Kept, held: Held, begin: Callable[[Sequence[Turn], int | None], None], everyone: bool) -> None:
    """The sidebar; `begin` starts a conversation from turns and the id they are kept under, if any.

    `everyone` when the feedback of all may be taken along.
    """
    turns: list[Turn] = st.session_state.turns
    with st.sidebar:
        if st.button("New conversation", icon=":material/add_comment:", width="stretch", disabled=not turns):
            begin((), None)
            st.rerun()
        try:
            if turns:
                _draw_keeping(kept, turns, begin)
                with st.popover("Briefing", icon=":material/description:", width="stretch"):
                    _draw_briefing(turns, held)
            _draw_list(kept, begin)
            _draw_export(kept, everyone)
        except KeptDataUnreadable as error:
            st.error(plain(str(error)), icon=":material/error:")


def first_name(turns: Sequence[Turn]) -> str:
    """A name for a conversation that has none: its first question."""
    return shortened(turns[0].question, 60) if turns else ""


def _draw_keeping(kept: Kept, turns: Sequence[Turn], begin: Callable[[Sequence[Turn], int | None], None]) -> None:
    """Keep this conversation, or rename or delete it once it is kept."""
    current: int | None = st.session_state.conversation
    named = next((c.name for c in kept.conversations() if c.conversation_id == current), None)
    with st.popover("Keep conversation" if named is None else "Kept", icon=":material/bookmark:", width="stretch"):
        with st.form("keep", border=False):
            name = st.text_input("Name", value=named or first_name(turns), max_chars=LONGEST_NAME)
            st.caption("Kept where this app runs. What is not kept is forgotten after a week.")
            if st.form_submit_button("Keep" if named is None else "Rename", type="primary"):
                st.session_state.conversation = kept.save(name, turns, current)
                st.rerun()
        if named is not None and current is not None:
            if st.button("Delete", icon=":material/delete:", help="Deletes the kept copy for good"):
                kept.delete(current)
                begin((), None)
                st.rerun()


def _draw_list(kept: Kept, begin: Callable[[Sequence[Turn], int | None], None]) -> None:
    """The kept conversations, the last changed first."""
    listed = kept.conversations()
    if not listed:
        return
    st.markdown("**Kept conversations**")
    wanted = listed[:MOST_LISTED]
    if len(listed) > MOST_LISTED:
        sought = st.text_input("Find by name", key="sought").casefold()
        wanted = [c for c in listed if sought in c.name.casefold()][:MOST_LISTED]
    for c in wanted:
        here = c.conversation_id == st.session_state.conversation
        label = plain(shortened(c.name, 44))
        if st.button(
            label, key=f"open-conversation-{c.conversation_id}", type="tertiary", disabled=here,
            icon=":material/chat:", help=f"{c.n_turns} questions, last changed {c.changed[:10]}",
        ):  # fmt: skip
            try:
                begin(kept.turns(c.conversation_id), c.conversation_id)
            except KeyError:
                st.warning("That conversation was deleted elsewhere.", icon=":material/info:")
            else:
                st.rerun()


def _draw_briefing(turns: Sequence[Turn], held: Held) -> None:
    """Choose answers and take them along as a document."""
    title = st.text_input("Title", value=first_name(turns), max_chars=LONGEST_NAME, key=f"brief-title-{len(turns)}")
    chosen = st.multiselect(
        "Answers", range(len(turns)), default=list(range(len(turns))), key=f"brief-answers-{len(turns)}",
        format_func=lambda i: bare(shortened(turns[i].question, 60)), placeholder="Choose at least one",
    )  # fmt: skip
    drawn = st.checkbox("With charts", value=True, key="brief-charts")
    formats: tuple[tuple[str, str, str, Callable[[Brief], str | bytes]], ...] = (
        ("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
        ("HTML", "html", "text/html", as_html),
        ("Markdown", "md", "text/markdown", as_markdown),
    )
    wanted = [turns[i] for i in sorted(chosen)]
    name = brief([], title, date.today(), held.index.build_id)
    for label, ending, mime, write in formats:
        st.download_button(
            label, partial(_written, write, wanted, title, held, drawn and ending != "md"), file_name(name, ending), mime,
            key=f"brief-{ending}", icon=":material/download:", on_click="ignore", width="stretch", disabled=not wanted,
        )  # fmt: skip


def _written(
    write: Callable[[Brief], str | bytes], turns: Sequence[Turn], title: str, held: Held, with_charts: bool
) -> str | bytes:
    """The briefing in one format; made when the download is asked for."""
    data = [charts.chart_data(turn.answer) if with_charts else None for turn in turns]
    pictures = [(charts.chart_file(one, "png"), charts.chart_words(one)) if one else None for one in data]
    return write(brief(turns, title, date.today(), held.index.build_id, pictures, held.measures.indicators))


def _draw_export(kept: Kept, everyone: bool) -> None:
    """The verdicts as a file: everyone's for whoever tends the assistant, else one's own."""
    n = len(kept.feedback(everyone))
    if n:
        st.download_button(
            f"Feedback ({n}) as JSON Lines", partial(kept.feedback_jsonl, everyone), "feedback.jsonl", "application/jsonl", type="tertiary",
            key="feedback-export", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
