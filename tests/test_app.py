"""The app as Streamlit draws it, over the shipped corpus; what a browser alone can show is in test_browser."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from answers import figure_answer, page_answer
from streamlit.testing.v1 import AppTest

from assistant.feedback import Kept
from assistant.schema import Answer, Citation, Query, Turn
from assistant.view.charts import chart_data, chart_file, figures_csv
from assistant.view.evidence import position, said_date, surroundings
from assistant.view.text import JOINER, csv_cell, lines, link, plain, shortened, with_markers
from assistant.view.tiles import TILES
from assistant.view.upload import check, safe_name
from ingest.index import Index
from ingest.schema import Table

pytestmark = pytest.mark.timeout(900)  # the first test to come makes the index of the shipped corpus
APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture
def app(shipped_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app before its first drawing, keeping things in a folder of its own."""
    monkeypatch.setenv("HUB_INDEX", str(shipped_root))
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "kept"))
    return AppTest.from_file(APP, default_timeout=60)


def asked(app: AppTest, question: str) -> AppTest:
    """The app after a question was typed."""
    app.chat_input(key="box").set_value(question).run()
    assert not app.exception
    return app


def drawn(app: AppTest) -> str:
    """All Markdown on the page, without the backslashes that keep signs from meaning anything."""
    return "\n".join(m.value for m in (*app.markdown, *app.caption)).replace("\\", "").replace(JOINER, "")


# ---- the chat -------------------------------------------------------------------------------------------------------


def test_the_empty_page_offers_questions_that_have_answers(app: AppTest) -> None:
    app.run()
    assert not app.exception
    offered = [b.label.replace("\\", "") for b in app.button if b.key and b.key.startswith("first-")]
    assert len(offered) >= 4
    app.button(key="first-0").click().run()
    assert not app.exception
    assert app.session_state.turns[0].question == offered[0]
    assert app.session_state.turns[0].answer.status == "answered"


def test_a_figure_is_answered_with_a_marker_a_card_and_its_cell(app: AppTest) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    text = drawn(app)
    assert "£36.8 billion" in text
    assert "[[1]](#evidence-0-1)" in text
    assert ":green-badge[:material/check_circle: Answered]" in text
    assert app.subheader[0].anchor == "evidence-0-1"
    table = app.table[0].value
    assert table.iloc[0]["Value as held"].replace("\\", "") == ":primary-background[**36,751**] GBP million"
    assert table.index[0] == "New Anglia · 2017"


def test_a_passage_is_shown_marked_in_its_surroundings(app: AppTest) -> None:
    asked(app.run(), "What is Mapping England's Innovation Activity for?")
    answer: Answer = app.session_state.turns[0].answer
    assert any(c.page for c in answer.citations)
    assert ":yellow-background[" in drawn(app)
    assert any(b.label.startswith("See page") for b in app.button)


def test_a_follow_up_says_how_it_was_understood(app: AppTest) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    asked(app, "And in 2018?")
    assert len(app.session_state.turns) == 2
    assert ":gray-badge[:material/calendar_today: 2017]" in drawn(app)  # of the turn before, which is not to be changed
    assert app.selectbox(key="change-1-2").placeholder == "2018"
    assert "2018" in app.session_state.turns[1].answer.text


def test_a_chip_asks_the_question_with_another_year(app: AppTest) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    box = app.selectbox(key="change-0-2")
    assert box.placeholder == "2017"
    box.select("2014").run()
    assert not app.exception
    assert [t.question for t in app.session_state.turns][1:] == ["What was New Anglia's GVA in 2014?"]
    assert app.session_state.turns[1].answer.figures[0].observation.period == "2014"


def test_a_session_that_asks_too_fast_is_told_to_wait(app: AppTest) -> None:
    app.run()
    app.session_state.asked_at = [time.monotonic()] * 20
    asked(app, "What was New Anglia's GVA in 2017?")
    assert "20 questions in a minute" in app.warning[0].value
    assert app.session_state.turns == []
    app.session_state.asked_at = [time.monotonic() - 61.0] * 20
    app.button(key="again").click().run()
    assert len(app.session_state.turns) == 1


def test_editing_puts_the_question_back_into_the_box(app: AppTest) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    app.button(key="edit-0").click().run()
    assert not app.exception
    box = app.chat_input(key="box").proto
    assert (box.set_value, box.value) == (True, app.session_state.turns[0].answer.query.text)
    assert len(app.session_state.turns) == 1


def test_an_ambiguous_place_is_asked_back_with_buttons_that_answer(app: AppTest) -> None:
    asked(app.run(), "What was the GVA of LCR in 2017?")
    assert "Which did you mean?" in drawn(app)
    app.button(key="next-0-0").click().run()
    assert not app.exception
    assert len(app.session_state.turns) == 2
    assert app.session_state.turns[1].answer.status != "ambiguous"


def test_what_is_not_held_is_said_to_be(app: AppTest) -> None:
    asked(app.run(), "Who won the football in Norwich in 1954?")
    assert "Not held" in drawn(app)
    assert not app.subheader


def test_a_link_asks_its_question_once(app: AppTest) -> None:
    app.query_params["q"] = "What was New Anglia's GVA in 2017?"
    app.run().run()
    assert not app.exception
    assert [t.question for t in app.session_state.turns] == ["What was New Anglia's GVA in 2017?"]
    assert "q" not in app.query_params


def test_a_reload_comes_back_to_the_conversation(app: AppTest) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["c"] = app.session_state.token
    again.run()
    assert not again.exception
    assert [t.question for t in again.session_state.turns] == ["What was New Anglia's GVA in 2017?"]
    asked(again, "And in 2018?")
    assert "2018" in again.session_state.turns[1].answer.text
    stranger = AppTest.from_file(APP, default_timeout=60)
    stranger.query_params["c"] = "guessed"
    stranger.run()
    assert stranger.session_state.turns == []


def test_a_stopped_question_can_be_asked_again(app: AppTest) -> None:
    app.run()
    app.session_state.pending = app.session_state.stopped = "What was New Anglia's GVA in 2017?"
    app.run()
    assert "Stopped" in app.warning[0].value
    app.button(key="again").click().run()
    assert not app.exception
    assert app.session_state.turns[0].answer.status == "answered"


def test_without_an_index_the_page_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_INDEX", str(tmp_path / "none"))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert "nothing to answer from" in app.error[0].value
    assert "`make index`" in app.markdown[0].value


def test_a_long_conversation_stays_quick(app: AppTest) -> None:
    app.run()
    app.session_state.turns = [Turn(f"Question {i}?", figure_answer(f"Question {i}?")) for i in range(150)]
    app.run()
    start = time.perf_counter()
    app.run()
    assert time.perf_counter() - start < 3.0
    assert not app.exception
    assert "Question 149?" in drawn(app)
    assert "Question 100?" not in drawn(app)
    next(b for b in app.button if "earlier questions" in b.label).click().run()
    assert "Question 0?" in drawn(app)


# ---- what is kept ---------------------------------------------------------------------------------------------------


def test_a_kept_conversation_grows_comes_back_and_is_deleted(app: AppTest, tmp_path: Path) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    app.text_input[0].set_value("Norfolk and Suffolk")
    next(b for b in app.button if b.label == "Keep").click().run()
    assert not app.exception
    kept = Kept(tmp_path / "kept")
    asked(app, "And in 2018?")
    conversation = kept.conversations()[0]
    assert (conversation.name, conversation.n_turns) == ("Norfolk and Suffolk", 2)
    next(b for b in app.button if b.label == "New conversation").click().run()
    assert app.session_state.turns == []
    app.button(key=f"open-conversation-{conversation.conversation_id}").click().run()
    assert not app.exception
    assert [t.question for t in app.session_state.turns] == ["What was New Anglia's GVA in 2017?", "And in 2018?"]
    next(b for b in app.button if b.label == "Delete").click().run()
    assert kept.conversations() == []


def test_a_thumb_is_kept_with_question_answer_and_build(app: AppTest, tmp_path: Path) -> None:
    asked(app.run(), "What was New Anglia's GVA in 2017?")
    app.feedback[0].set_value(0).run()
    assert not app.exception
    found = Kept(tmp_path / "kept").feedback()[0]
    assert (found.verdict, found.question) == ("down", "What was New Anglia's GVA in 2017?")
    assert found.answer_id == app.session_state.turns[0].answer.answer_id
    assert found.build_id == app.session_state.assistant.index.build_id


# ---- who is at the app ----------------------------------------------------------------------------------------------


def door_page(user: dict[str, object], address: str, behind_a_proxy: bool) -> None:
    """The door, for a user as Streamlit would describe them."""
    import streamlit as st

    from assistant.view import door

    class User:
        def to_dict(self) -> dict[str, object]:
            return user

    given, st.user = st.user, User()  # type: ignore[assignment, misc]
    before = st.get_option("server.address")
    st.config.set_option("server.address", address)
    try:
        who = door.at_the_door(frozenset({"lead@hub.example"}), behind_a_proxy)
    finally:
        st.user = given  # type: ignore[misc]
        st.config.set_option("server.address", before)
    st.text(f"{who}")
    if who is not None:
        door.draw_who(who)


@pytest.mark.parametrize(
    ("user", "address", "behind_a_proxy", "shown"),
    [
        ({}, "127.0.0.1", False, "Who(owner='', name=None, tends=True)"),
        ({}, "0.0.0.0", False, "None"),
        ({}, "0.0.0.0", True, "Who(owner='', name=None, tends=True)"),
        ({"is_logged_in": False}, "127.0.0.1", False, "None"),
        ({"is_logged_in": True, "iss": "i", "sub": "s", "email": "a@lep.example", "name": "A"}, "0.0.0.0", False, "Who(owner='i s', name='A', tends=False)"),
        ({"is_logged_in": True, "iss": "i", "sub": "t", "email": "Lead@hub.example"}, "0.0.0.0", False, "Who(owner='i t', name='Lead@hub.example', tends=True)"),
        ({"is_logged_in": True, "iss": "i", "sub": "u", "email": "lead@hub.example", "email_verified": False}, "0.0.0.0", False, "Who(owner='i u', name='lead@hub.example', tends=False)"),
    ],
)  # fmt: skip
def test_the_door_lets_in_who_it_should(
    user: dict[str, object], address: str, behind_a_proxy: bool, shown: str
) -> None:
    app = AppTest.from_function(door_page, args=(user, address, behind_a_proxy)).run()
    assert not app.exception
    assert app.text[0].value == shown
    if shown == "None":
        assert app.error or app.button[0].label == "Log in"
    else:
        said = app.sidebar.caption[0].value
        assert ("on this computer only" in said) == ("name=None" in shown)


# ---- the other pages ------------------------------------------------------------------------------------------------


def other_page(name: str, root: str) -> None:
    """Draw one page by itself; Streamlit runs this function's text as a script."""
    import importlib
    from pathlib import Path

    from ingest.index import Index

    module = importlib.import_module(f"assistant.view.{name}")
    module.draw(Index.open(Path(root)), lambda question: None)


@pytest.mark.parametrize("name", ["place", "map", "library"])
def test_pages_draw(name: str, shipped_root: Path) -> None:
    app = AppTest.from_function(other_page, args=(name, str(shipped_root)), default_timeout=60).run()
    assert not app.exception
    assert app.title


def test_a_place_shows_rank_and_sectors_and_reports(shipped_root: Path) -> None:
    app = AppTest.from_function(other_page, args=("place", str(shipped_root)), default_timeout=60).run()
    place = next(o for o in app.selectbox(key="place").options if o.startswith("New Anglia"))
    app.selectbox(key="place").select(place).run()
    assert not app.exception
    assert len(app.metric) >= 4
    assert "highest of" in drawn(app)
    assert any(b.label.startswith("p. ") or b.label.startswith("p\\. ") for b in app.button)


def test_every_lep_with_figures_has_a_tile_and_no_two_share_one(shipped_index: Index) -> None:
    assert len(TILES) == 38
    assert len({(t.column, t.row) for t in TILES}) == 38
    names = {name for tile in TILES for name in tile.names}
    gva = [i for i in shipped_index.indicators if "LEP" in i.place_types and i.breakdown is None]
    held = {o.place_name for o in shipped_index.observations([i.indicator_id for i in gva]) if o.place_type == "LEP"}
    assert {name.split(" (")[0] for name in held} - names <= {"Northamptonshire"}  # joined South East Midlands in 2017


def results_page(path: str) -> None:
    """The quality page over one results file."""
    from pathlib import Path

    from assistant.view import evaluation

    evaluation.draw(Path(path))


def test_results_are_shown_with_failures_and_their_absence_is_said(tmp_path: Path) -> None:
    app = AppTest.from_function(results_page, args=(str(tmp_path / "latest.json"),)).run()
    assert "No evaluation has been run yet" in app.info[0].value
    (tmp_path / "latest.json").write_text(
        '{"date": "2026-01-01", "about": {}, "measures": {"p95 ms": 40}, "suites": {"figures": ['
        '{"kind": "rank", "case_id": "f1", "score": 1, "question": "a"},'
        '{"kind": "value", "case_id": "f2", "score": 0, "question": "Why [b](http://x.y)?", "problem": "wrong year"}]}}'
    )
    app = AppTest.from_function(results_page, args=(str(tmp_path / "latest.json"),)).run()
    assert not app.exception
    assert list(app.dataframe[0].value["Right"]) == [0.5, 1.0, 0.0]
    assert "wrong year" in drawn(app)
    (tmp_path / "latest.json").write_text("{")
    assert (
        "cannot be read"
        in AppTest.from_function(results_page, args=(str(tmp_path / "latest.json"),)).run().error[0].value
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Report 2020.pdf", "Report 2020.pdf"), ("../../etc/passwd.txt", "passwd.txt"), ("C:\\x\\y.CSV", "y.csv"), (".hidden.md", "hidden.md"),
        ("a<b>|c.pdf", "a-b-c.pdf"), ("..pdf", "file.pdf"), ("Größe.xlsx", "Größe.xlsx"), ("__pycache__.md", "pycache.md"),
    ],
)  # fmt: skip
def test_an_uploads_name_leads_nowhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_file_is_checked_before_it_is_added() -> None:
    good = check("spend.csv", b"Area,2016,2017\nNew Anglia,1,2\nDorset,3,4\n")
    assert (good.error, good.n_tables) == (None, 1)
    bad = check("broken.pdf", b"%PDF-1.7 nothing of the kind")
    assert bad.error
    assert "/" not in bad.error


# ---- text that must not do anything ---------------------------------------------------------------------------------

HOSTILE = (
    "Costs $5 to $6, **bold**, <script>alert(1)</script>, ![pixel](http://evil.example/leak.png) [click](javascript:alert(1)) "
    "https://evil.example/a :smile: :material/home: :red[red] `code` # head"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("£5 & $6", "£5 \\& \\$6"),
        ("**b** _i_ `c`", "\\*\\*b\\*\\* \\_i\\_ \\`c\\`"),
        ("![p](http://e.example/x?y=1) after", "p after"),
        ("[words](http://e.example/a_(b)) after", "words after"),
        ("see https://www.gov.uk/x and www.ons.gov.uk", "see gov\\.uk/x and ons\\.gov\\.uk"),
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("# head", "\\# head"),
        (":smile:", f"\\:{JOINER}smile\\:"),
        ("a@b.org", f"a\\@{JOINER}b\\.org"),
        ("one\n\n- two\tthree", "one \\- two three"),
        ("hhttp://ttp://evil.example", f"hhttp\\:{JOINER}//ttp\\:{JOINER}//evil\\.example"),
        ("\u202egnp.exe\u0000", "gnp\\.exe"),
    ],
)
def test_plain_shows_text_as_it_stands(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_lists_stay_lists_and_only_known_markers_become_links() -> None:
    assert lines("Two:\n- a*\n- b\nEnd") == "Two\\:\n\n- a\\*\n- b\n\nEnd"
    assert lines("Top:\n- 1 A £2\n- 2 B [3]") == "Top\\:\n\n1. A £2\n2. B \\[3\\]"
    assert lines("- 1 A\n- 1 B") == "- 1 A\n- 1 B"  # shared ranks keep their numbers
    drawn_text = with_markers("A [1]. B [7](http://x.y). [2]", frozenset({1, 2}), "e-")
    assert drawn_text == "A [\\[1\\]](#e-1)\\. B 7\\. [\\[2\\]](#e-2)"
    assert with_markers("A [1]", frozenset({1}), None) == "A **\\[1\\]**"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.gov.uk/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("https://user:pass@evil.example", False),
        ("https://a.b/)[x](y", False),
        ("//evil.example", False),
        ("https://", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None, kept: bool) -> None:
    assert (link(url) == url) is kept or url is None


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+44 20", "'+44 20"), ("-2.5", "-2.5"), ("-1e6", "-1e6"), ("+3", "+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("-x", "'-x"), (" =1", "' =1"), ("\t=1", "'\t=1"), ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"), (12.5, "12.5"), (None, ""),
    ],
)  # fmt: skip
def test_no_cell_runs_as_a_formula(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


def hostile_page(root: str, text: str) -> None:
    """One turn whose every word is hostile."""
    from pathlib import Path

    from answers import figure_answer, page_answer

    from assistant.feedback import Kept
    from assistant.held import Held
    from assistant.measures import Measures
    from assistant.schema import Citation, Turn
    from assistant.view.turn import Actions, draw_turn
    from ingest.index import Index

    cited = Citation(
        1, "gone", text, text, text, page=1, title=text, publisher=text, published=text, url="javascript:alert(1)"
    )
    answers = (
        figure_answer(text, text=f"{text} [1]", warnings=(text,), suggestions=(text,), citations=(cited,)),
        page_answer(text),
    )
    actions = Actions(ask=lambda q: None, edit=lambda q: None, kept=Kept(Path(root) / "none"))
    index = Index.open(Path(root))
    held = Held(index, Measures(index.indicators))
    for n, answer in enumerate(answers):
        draw_turn(Turn(text, answer), n, True, held, actions)


def test_hostile_words_are_drawn_inert_everywhere(shipped_root: Path) -> None:
    app = AppTest.from_function(hostile_page, args=(str(shipped_root), HOSTILE), default_timeout=60).run()
    assert not app.exception
    elements = [*app.markdown, *app.caption, *app.subheader]
    values = [e.value for e in elements] + [b.label for b in app.button]
    assert any("evil" in v for v in values)
    for value in values:
        live = re.search(r"(?<!\\)(<script|\$5|\*\*bold|:smile:|:red\[red|`code)|\]\((?!#evidence)|!\[|://evil", value)
        assert live is None, value
    assert not [e for e in app.get("link_button") if "javascript" in e.proto.url]


# ---- evidence, charts, downloads ------------------------------------------------------------------------------------


def test_a_quote_is_found_in_its_page_however_lines_break() -> None:
    page = "Before it. Clusters need\npatient money. Between them stands this. Skilled people matter too. After it."
    assert surroundings(page, "Clusters need patient money.") == [
        ("Before it. ", False),
        ("Clusters need patient money.", True),
        (" Between them stands this. Skilled people matter too. After it.", False),
    ]
    pieces = surroundings(page, "Clusters need patient money. Skilled people matter too.")
    assert [text for text, quoted in pieces if quoted] == ["Clusters need patient money.", "Skilled people matter too."]
    assert surroundings(page, "Not on this page at all.") == [("Not on this page at all.", True)]


def test_a_cell_is_found_by_its_labels_or_not_at_all() -> None:
    table = Table(
        "t", "d", "T", None, None, (("Area", "2016", "2017"), ("New Anglia", "1", "2"), ("London", "3", "4")), 1
    )
    assert position(table, "New Anglia", "2017") == (0, 2)
    assert position(table, "new  anglia", "2018") is None
    assert position(table, "Leeds", "2017") is None


def test_dates_are_said_and_long_text_is_cut_at_a_word() -> None:
    assert said_date("2019-03-02") == "2 March 2019"
    assert said_date("2019-13-02") == "2019-13-02"
    assert said_date(None) is None
    assert shortened("one two three", 8) == "one two …"


def test_charts_are_drawn_for_what_can_be_compared_and_only_that(shipped_index: Index) -> None:
    from assistant.ask import Assistant
    from assistant.settings import Settings

    assistant = Assistant(Settings(index=shipped_index.root))
    ranked = chart_data(assistant.ask("Which 5 LEPs have the highest GVA per hour worked?"))
    assert ranked is not None
    assert (ranked.kind, len(ranked.rows)) == ("bar", 5)
    assert [row[2] for row in ranked.rows] == sorted((row[2] for row in ranked.rows), reverse=True)
    apart = chart_data(assistant.ask("How far is Tees Valley behind the UK on GVA per hour?"))
    assert apart is not None
    assert apart.title == "GVA per hour worked, 2019"  # two indicators of one measure
    assert sorted(row[0].split(": ")[0] for row in apart.rows) == ["Tees Valley", "UK less Extra-Regio"]
    trend = chart_data(assistant.ask("What was GVA in New Anglia each year?"))
    assert trend is not None
    assert trend.kind == "line"
    assert "GBP" in trend.unit
    assert chart_file(ranked, "png").startswith(b"\x89PNG")
    assert ranked.unit.encode() in chart_file(ranked, "svg")


def test_the_csv_of_an_answer_has_each_figure_with_its_cell() -> None:
    rows = figures_csv(figure_answer()).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("place,place type,place code,indicator,period,value,unit")
    assert rows[1].startswith(
        "Market Vale,LEP,LEP:Market Vale,Gross value added,2017,1234,GBP million,published,t1,Market Vale,2017"
    )
    assert len(figures_csv(page_answer()).decode().splitlines()) == 1


def test_an_answer_from_an_earlier_index_still_draws(app: AppTest) -> None:
    app.run()
    gone = Citation(1, "gone", "gone.pdf", "p. 2", "Words that were once here.", page=2, title="Gone")
    app.session_state.turns = [
        Turn("q", Answer(Query("q", "q"), "Words that were once here. [1]", "answered", citations=(gone,)))
    ]
    app.run()
    app.button(key="page-evidence-0-1").click().run()
    assert not app.exception
    assert any("no longer held" in i.value for i in app.info)


def test_the_app_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys; import app; heavy = {'torch', 'sentence_transformers', 'transformers', 'chromadb', 'docx', 'altair', 'vl_convert'}"
        " & set(sys.modules); print(sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(APP).parent, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip() == "[]"
