"""The app: `streamlit run app.py`. Sets the page up, holds the session, draws with assistant/view; decides nothing."""

import logging
import os
import queue
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException

from assistant.ask import MAX_CHARACTERS, Assistant
from assistant.feedback import Kept, KeptDataUnreadable
from assistant.schema import Answer, Turn
from assistant.settings import Settings
from assistant.view import evaluation, library, map, place
from assistant.view.conversation import draw_sidebar
from assistant.view.door import at_the_door, draw_who
from assistant.view.first import draw_welcome
from assistant.view.style import draw_style
from assistant.view.text import plain
from assistant.view.turn import Actions, draw_question, draw_turn, scroll_to_newest
from ingest import publish
from ingest.errors import HubError

ICON = Path(__file__).parent / "assistant" / "view" / "icon.svg"
RESULTS = Path(__file__).parent / "evals" / "results" / "latest.json"
ASK = "Ask about a place, a measure or a report"
MOST_ASKED, WITHIN_S = 20, 60.0  # questions of one session, and the seconds they are counted over
LOOK_UP_S, SLOW_S = 0.2, 1.0  # how often a waiting page heeds its buttons, and when it offers other ways on
DRAWN = 12  # turns shown at once; the rest on request, so that a day's conversation stays quick


@dataclass
class Asking:
    """A question at work in a thread of its own: what has been heard of it, and its sentences so far."""

    heard: queue.Queue[str | Answer | BaseException] = field(default_factory=queue.Queue)
    text: str = ""
    begun: float = field(default_factory=time.monotonic)


@st.cache_resource(show_spinner="Opening the reports and tables …", max_entries=2)
def opened(settings: Settings, build_id: str | None) -> Assistant:
    """The assistant over one build, shared by all sessions; another `build_id` opens the newer build."""
    return Assistant(settings)


def chat() -> None:
    """The conversation, and the box for the next question."""
    assistant: Assistant = st.session_state.assistant
    turns: list[Turn] = st.session_state.turns
    # Placed by hand: an input that Streamlit places itself drags the page to its end, past the answer's first lines.
    with st.bottom:
        typed = st.chat_input(ASK, key="box", max_chars=MAX_CHARACTERS, submit_mode="stop")
    if typed:
        ask(typed)
    take_up_address()
    kept: Kept = st.session_state.kept
    actions = Actions(ask=ask, edit=edit, kept=kept)
    if not turns and st.session_state.pending is None:
        draw_welcome(assistant, actions)
    first = 0 if st.session_state.everything else max(0, len(turns) - DRAWN)
    if first and st.button(f"Show {first} earlier questions", icon=":material/history:"):
        st.session_state.everything = True
        st.rerun()
    for n, turn in enumerate(turns[first:], start=first):
        newest = n == len(turns) - 1 and st.session_state.pending is None
        draw_turn(turn, n, newest, assistant.held, actions)
    if st.session_state.pending is not None:
        answer_pending(assistant, turns, actions)
    if turns:
        st.query_params["c"] = st.session_state.token  # a reload comes back to this conversation
    draw_sidebar(kept, assistant.held, begin, st.session_state.who.tends)


def answer_pending(assistant: Assistant, turns: list[Turn], actions: Actions) -> None:
    """Ask what is waiting, add the exchange to the conversation, and draw it. A stopped question can be asked again.

    A page that is drawn anew meanwhile (another page was opened, a switch was touched) goes on with the same answer.
    """
    question: str = st.session_state.pending
    asking: Asking | None = st.session_state.asking
    if asking is None and (wait := wait_s(st.session_state.asked_at, time.monotonic())):
        draw_question(question, "waiting")
        st.warning(
            f"{MOST_ASKED} questions in a minute is as fast as this goes. The next can be asked in {wait:.0f} seconds.",
            icon=":material/hourglass_top:",
        )
        draw_ways_out(question)
        return
    if st.session_state.stopped == question:
        draw_question(question, "waiting")
        st.warning("Stopped before there was an answer.", icon=":material/stop_circle:")
        draw_ways_out(question)
        return
    if asking is None:
        st.session_state.asked_at.append(time.monotonic())
        asking = st.session_state.asking = set_to_work(assistant, question, tuple(turns))
    place = st.empty()
    with place.container():
        draw_question(question, "waiting")
        with st.chat_message("assistant", avatar=":material/hub:"):
            said, ways_out = st.empty(), st.empty()
            try:
                with st.spinner("Looking through the reports and tables …"):
                    answer = awaited(asking, question, said, ways_out)
            except HubError as error:
                st.error(plain(str(error)), icon=":material/error:")
                draw_ways_out(question)
                return
            except StopException:  # the stop button of the box
                stop(question)
                raise
    turns.append(Turn(question, answer))
    ask(None)
    keep_on()
    place.empty()
    draw_turn(turns[-1], len(turns) - 1, True, assistant.held, actions)
    scroll_to_newest()


def set_to_work(assistant: Assistant, question: str, turns: tuple[Turn, ...]) -> Asking:
    """The question being asked in a thread of its own, so that it can be left at any time."""
    asking = Asking()

    def work() -> None:
        try:
            asking.heard.put(assistant.ask(question, turns, asking.heard.put))
        except BaseException as error:  # noqa: BLE001 - raised again where the page is drawn
            asking.heard.put(error)

    threading.Thread(target=work, daemon=True, name="asking").start()
    return asking


def awaited(asking: Asking, question: str, said: DeltaGenerator, ways_out: DeltaGenerator) -> Answer:
    """The answer, its sentences shown as they come."""
    offered = False
    while True:
        try:
            got = asking.heard.get(timeout=LOOK_UP_S)
        except queue.Empty:
            got = ""
        if isinstance(got, Answer):
            return got
        if isinstance(got, BaseException):
            stop(question)
            raise got
        asking.text = f"{asking.text} {got}".strip()
        said.markdown(plain(asking.text))  # drawing is where Streamlit heeds a click
        if not offered and time.monotonic() - asking.begun > SLOW_S:
            offered = True
            with ways_out.container():
                draw_ways_out(question, running=True)


def draw_ways_out(question: str, running: bool = False) -> None:
    """What can be done about a question that has no answer yet.

    While it is at work it can be stopped here too: the box offers that only for what was typed into it.
    """
    with st.container(horizontal=True):
        if running:
            st.button("Stop", on_click=stop, args=(question,), icon=":material/stop_circle:", key="halt")
        st.button("Ask again", on_click=ask, args=(question,), icon=":material/refresh:", key="again")
        st.button("Edit question", on_click=edit, args=(question,), icon=":material/edit:", key="mend")


def wait_s(asked_at: list[float], now: float) -> float:
    """Seconds until a session that asked at these times may ask again; 0 when it may now. Forgets what is past counting."""
    asked_at[:] = [then for then in asked_at if now - then < WITHIN_S]
    return WITHIN_S - (now - asked_at[-MOST_ASKED]) if len(asked_at) >= MOST_ASKED else 0.0


def ask(question: str | None) -> None:
    """Have a question asked in the next drawing, from its start; None for no question."""
    st.session_state.pending, st.session_state.stopped, st.session_state.asking = question, None, None


def stop(question: str) -> None:
    """Leave a question that is at work."""
    st.session_state.stopped, st.session_state.asking = question, None


def edit(question: str) -> None:
    """Put a question back into the box; the box takes it in the next drawing."""
    st.session_state.box_text = question
    ask(None)


def begin(turns: Sequence[Turn], conversation: int | None) -> None:
    """Start a conversation: an empty one, or one that was kept."""
    st.session_state.turns = list(turns)
    st.session_state.conversation = conversation
    st.session_state.token = secrets.token_urlsafe(12)
    ask(None)
    st.session_state.everything = False
    st.query_params.clear()


def keep_on() -> None:
    """Keep each new answer: so that a reload does not lose it, and in the conversation's named copy if it has one."""
    kept: Kept = st.session_state.kept
    current = st.session_state.conversation
    try:
        kept.save_draft(st.session_state.token, st.session_state.turns)
        name = next((c.name for c in kept.conversations() if c.conversation_id == current), None)
        if name is not None:
            kept.save(name, st.session_state.turns, current)
    except KeptDataUnreadable as error:
        st.warning(plain(str(error)), icon=":material/warning:")


def take_up_address() -> None:
    """A fresh session takes up its address: `?c=` comes back to a conversation, `?q=` asks a question once."""
    linked = st.query_params.get("q", "").strip()
    token = st.query_params.get("c", "")
    if token and token != st.session_state.token and not st.session_state.turns:
        try:
            st.session_state.turns.extend(st.session_state.kept.draft(token))
            st.session_state.token = token
        except KeptDataUnreadable as error:
            st.warning(plain(str(error)), icon=":material/warning:")
    if linked:
        del st.query_params["q"]
        ask(linked)


def ask_in_chat(question: str) -> None:
    """Have a question asked, and go to the conversation."""
    ask(question)
    st.switch_page(st.session_state.chat_page)


def place_page() -> None:
    """One place at a glance."""
    spoken_of = [p.code for turn in reversed(st.session_state.turns) for p in turn.answer.query.places]
    place.draw(st.session_state.assistant.index, ask_in_chat, spoken_of)


def map_page() -> None:
    """The LEPs as tiles, shaded by a measure."""
    map.draw(st.session_state.assistant.index, ask_in_chat)


def library_page() -> None:
    """What is held."""
    st.set_page_config(layout="wide")
    settings: Settings = st.session_state.assistant.settings
    corpus = settings.corpus if st.session_state.who.tends else None
    library.draw(st.session_state.assistant.index, ask_in_chat, corpus, settings.index)


def evaluation_page() -> None:
    """How good the answers are."""
    evaluation.draw(RESULTS)


def start_session() -> None:
    """The few things a session holds."""
    held: dict[str, object] = {
        "turns": [],
        "pending": None,
        "stopped": None,
        "asking": None,
        "linked": None,
        "everything": False,
        "conversation": None,
        "asked_at": [],
    }
    st.session_state.setdefault("token", secrets.token_urlsafe(12))
    for name, value in held.items():
        st.session_state.setdefault(name, value)
    if "box_text" in st.session_state:
        st.session_state.box = st.session_state.pop("box_text")


def main() -> None:
    """One drawing of the app, from top to bottom."""
    st.set_page_config(page_title="Hub Assistant", page_icon=str(ICON), layout="centered")
    st.logo(str(ICON), size="large")
    draw_style()
    start_session()
    try:
        settings = Settings.from_env(os.environ)
        who = at_the_door(settings.team, settings.behind_a_proxy)
        if who is None:
            return
        st.session_state.who = who
        st.session_state.kept = Kept(settings.data, who.owner)
        st.session_state.assistant = opened(settings, publish.current(settings.index))
    except HubError as error:
        st.title("Hub Assistant")
        st.error(f"There is nothing to answer from yet. {plain(str(error))}", icon=":material/error:")
        st.markdown("In the project's folder, run `make index`, then reload this page.")
        return
    for warning in st.session_state.assistant.index.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    pages = [
        st.Page(chat, title="Ask", icon=":material/forum:", default=True),
        st.Page(place_page, title="Places", icon=":material/location_on:", url_path="places"),
        st.Page(map_page, title="Map", icon=":material/grid_on:", url_path="map"),
        st.Page(library_page, title="Library", icon=":material/library_books:", url_path="library"),
        st.Page(evaluation_page, title="Quality", icon=":material/fact_check:", url_path="quality"),
    ]
    st.session_state.chat_page = pages[0]
    st.navigation(pages).run()
    draw_who(who)


def broken(error: Exception) -> bool:
    """A fault of the program, said in plain words and logged in full; True keeps Streamlit from showing its own."""
    logging.getLogger("hub_assistant").error("a page could not be drawn", exc_info=error)
    st.error(
        "Something went wrong while drawing this page. Reload it to come back to your conversation, or ask in other words. "
        "The details are in the server's log.",
        icon=":material/error:",
    )
    return True


if __name__ == "__main__":
    main()
else:
    # The web server imports this file and takes `app`: the same script, with headers on every reply.
    from starlette.middleware import Middleware

    from assistant.view.headers import Headers

    app = st.App(Path(__file__), middleware=[Middleware(Headers)], on_script_error=broken)
