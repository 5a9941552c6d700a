"""The app in a real browser: what an officer sees and clicks, what the browser may load, and what a screen reader meets.

Pictures of each page go to artefacts/browser.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import docx
import pytest
from corpora import run_ingest
from oidc import provider

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

REPOSITORY = Path(__file__).parents[1]
PICTURES = REPOSITORY / "artefacts" / "browser"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MS = 40_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),  # the first test to come makes the index of the shipped corpus
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="no chromium: install Debian's package to run the browser tests"
    ),
]


@contextmanager
def served(folder: Path, script: str = "app.py", port: int = 0, **settings: str) -> Iterator[str]:
    """The address of the app, served by a process of its own with these settings; what it says goes to the folder."""
    port = port or free_port()
    log = folder / "log.txt"
    environ = {**{k: v for k, v in os.environ.items() if not k.startswith("HUB_")}, **settings}
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with log.open("w") as said, subprocess.Popen(command, cwd=folder if script != "app.py" else REPOSITORY, env=environ, stdout=said, stderr=said) as server:  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
                    break
                except (urllib.error.URLError, OSError):
                    assert server.poll() is None, log.read_text()
                    time.sleep(0.5)
            else:
                pytest.fail(f"the app did not start: {log.read_text()}")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def address(shipped_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the shipped corpus."""
    folder = tmp_path_factory.mktemp("app")
    with served(folder, HUB_INDEX=str(shipped_root), HUB_DATA=str(folder / "kept")) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page in a session of its own, that notes what it asked of other hosts and which errors it met."""
    width, dark = getattr(request, "param", (1280, False))
    context = chromium.new_context(
        viewport={"width": width, "height": 900 if width > 500 else 844}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.elsewhere = []
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")) else page.elsewhere.append(r.url))  # fmt: skip
    page.broken = []
    page.on("pageerror", lambda error: page.broken.append(str(error)))
    yield page
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{request.node.name.replace('/', '-')}.png")
    context.close()
    assert page.elsewhere == []
    assert page.broken == []


def settle(page: Any) -> None:
    """Wait until the app has drawn everything."""
    page.wait_for_timeout(200)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def ask(page: Any, question: str) -> None:
    """Type a question and wait for its answer."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    page.locator('[class*="st-key-question-"]').get_by_text(question).last.wait_for()
    settle(page)


def in_view(page: Any, locator: Any) -> bool:
    """Whether the element's top lies within the window."""
    box = locator.bounding_box()
    return box is not None and 0 <= box["y"] < page.viewport_size["height"]


def test_a_figure_with_its_cell_and_the_whole_table(page: Any, address: str) -> None:
    page.goto(address)
    ask(page, "What was New Anglia's GVA in 2017?")
    assert page.get_by_text("£36.8 billion").first.is_visible()
    assert page.get_by_text("36,751").first.is_visible()
    assert page.get_by_test_id("stChatMessage").get_by_text("Answered").first.is_visible()
    marker = page.get_by_role("link", name="[1]").first
    assert marker.get_attribute("href") == "#evidence-0-1"
    marker.click()
    card = page.locator(".st-key-card-evidence-0-1")
    assert card.get_by_role("cell", name="36,751 GBP million").is_visible()
    card.get_by_role("button", name="Open whole table").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("used by the answer").wait_for()
    drawer.get_by_role("button", name="Download as CSV", exact=True).wait_for()


def test_what_was_understood_is_changed_by_a_chip(page: Any, address: str) -> None:
    page.goto(address)
    ask(page, "What was New Anglia's GVA in 2017?")
    for chip, typed, question, said in (
        ("2017", "2014", "What was New Anglia's GVA in 2014?", "£33.4 billion"),
        ("New Anglia LEP", "Dorset", "What was Dorset LEP's GVA in 2014?", "Dorset LEP"),
        ("Gross value added (GVA)", "GVA per head", "What was GVA per head in Dorset LEP in 2014?", "GVA per head in Dorset"),
    ):  # fmt: skip
        page.locator('[class*="st-key-part-"]').get_by_role("button", name=chip).last.click()
        page.get_by_test_id("stPopoverBody").get_by_role("combobox").click()
        page.keyboard.type(typed)
        page.get_by_role("option", name=typed).first.click()
        page.locator('[class*="st-key-question-"]').get_by_text(question).last.wait_for()
        settle(page)
        assert page.get_by_text(said).last.is_visible()
    assert page.locator('[class*="st-key-part-"]').count() == 3  # under the newest answer only


def test_a_passage_shows_its_page_with_the_quote_marked(page: Any, address: str) -> None:
    page.goto(address)
    ask(page, "What is Mapping England's Innovation Activity for?")
    page.get_by_role("button", name="See page").first.click()
    drawer = page.get_by_role("dialog")
    picture = drawer.locator("img").first
    picture.wait_for()
    settle(page)
    assert (picture.get_attribute("alt") or "").startswith("Page ")
    assert picture.evaluate("i => i.complete && i.naturalWidth > 600")
    # The marker pen's colour is in the picture that the browser shows.
    assert picture.evaluate(
        """i => { const c = document.createElement('canvas'); c.width = i.naturalWidth; c.height = i.naturalHeight;
        const x = c.getContext('2d'); x.drawImage(i, 0, 0); const d = x.getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let k = 0; k < d.length; k += 4) if (d[k] > 250 && Math.abs(d[k+1] - 226) < 4 && Math.abs(d[k+2] - 92) < 6) n++;
        return n }"""
    ) > 500  # fmt: skip
    before = picture.get_attribute("src")
    onward = drawer.get_by_role("button", name="Next")
    (onward if onward.is_enabled() else drawer.get_by_role("button", name="Previous")).click()
    page.wait_for_function(
        "was => document.querySelector('[role=dialog] img')?.getAttribute('src') !== was", arg=before
    )
    with page.expect_download() as download:
        drawer.get_by_role("button", name="Download file").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_link_asks_and_the_newest_answer_is_in_view(page: Any, address: str) -> None:
    page.goto(f"{address}/?q=Which+10+LEPs+have+the+highest+GVA+per+hour+worked%3F")
    page.get_by_test_id("stChatMessage").get_by_text("Answered").first.wait_for()
    settle(page)
    page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first.wait_for()
    ask(page, "Which sectors is New Anglia strongest in?")
    page.wait_for_timeout(600)
    assert in_view(page, page.locator('[class*="st-key-question-"]').last)


def test_the_keyboard_alone_asks_and_opens_evidence_and_a_reload_loses_nothing(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_test_id("stChatInputTextArea").wait_for()
    settle(page)
    page.get_by_test_id("stChatInputTextArea").focus()
    page.keyboard.type("What was New Anglia's GVA in 2017?")
    page.keyboard.press("Enter")
    page.get_by_text("£36.8 billion").first.wait_for()
    settle(page)
    page.reload()
    page.get_by_text("£36.8 billion").first.wait_for()
    settle(page)
    button = page.get_by_role("button", name="Open whole table").first
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")


def test_less_movement_is_heeded_and_focus_is_seen(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    ask(page, "What was New Anglia's GVA in 2017?")
    moving = page.evaluate(
        """() => document.getAnimations().filter(a => a.playState === 'running' && a.effect.getComputedTiming().iterations === Infinity).length"""
    )
    assert moving == 0
    unseen = []
    page.keyboard.press("Tab")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return ['body', true];
            let n = e; for (let k = 0; k < 4 && n; k++, n = n.parentElement) { const s = getComputedStyle(n);
              if ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none') return [e.outerHTML.slice(0, 80), true]; }
            return [e.outerHTML.slice(0, 160), false] }"""
        )
        if not seen[1]:
            unseen.append(seen[0])
    context.close()
    assert unseen == []


def test_the_browser_is_told_to_load_nothing_from_elsewhere(page: Any, address: str) -> None:
    answer = page.goto(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
    page.get_by_test_id("stChatInputTextArea").wait_for()
    refused = page.evaluate(
        """() => new Promise(done => { const i = new Image(); i.onload = () => done(false); i.onerror = () => done(true);
        i.src = 'http://192.0.2.1/pixel.png' })"""
    )
    assert refused
    page.elsewhere.clear()  # that one was ours, and the policy stopped it


# 640 is what 1280 leaves at 200 % zoom, 320 what it leaves at 400 %.
@pytest.mark.parametrize(
    "page", [(390, False), (640, False), (320, True)], indirect=True, ids=["phone", "200 %", "400 %"]
)
@pytest.mark.parametrize("name", ["", "places", "map", "library", "quality"])
def test_pages_fit_a_telephone_and_a_larger_zoom(page: Any, address: str, name: str) -> None:
    page.goto(f"{address}/{name}")
    page.get_by_role("heading").first.wait_for()
    settle(page)
    if not name:
        ask(page, "Which 10 LEPs have the highest GVA per hour worked?")
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")


def test_from_a_place_to_a_word_briefing_on_it_as_the_readme_says(page: Any, address: str) -> None:
    begun = time.monotonic()
    page.goto(f"{address}/places")
    page.get_by_role("combobox", name="Place").click()
    page.keyboard.type("New Anglia")
    page.get_by_role("option", name="New Anglia LEP").first.click()
    page.get_by_role("button", name="Which sectors is New Anglia LEP strongest in?").click()
    page.get_by_role("columnheader", name="Sector").first.wait_for()
    settle(page)
    ask(page, "What was GVA in New Anglia each year?")
    ask(page, "How many patents were filed from New Anglia in 2012?")
    assert page.get_by_text("Stand-in").first.is_visible()
    page.get_by_role("button", name="Briefing").click()
    page.get_by_role("textbox", name="Title").fill("New Anglia")
    page.keyboard.press("Enter")
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    assert download.value.suggested_filename.startswith("new-anglia-")
    document = docx.Document(str(download.value.path()))
    assert document.paragraphs[0].text == "New Anglia"
    assert len(document.inline_shapes) == 2  # the charts
    assert len(document.tables) == 5  # two lists, three parts of the annex
    assert time.monotonic() - begun < 300


def test_a_click_on_the_map_leads_to_questions_about_the_lep(page: Any, address: str) -> None:
    page.goto(f"{address}/map")
    chart = page.locator("[data-testid=stVegaLiteChart] svg").first
    chart.wait_for()
    settle(page)
    chart.get_by_text("NA", exact=True).click()
    question = page.get_by_role("button", name="What do the reports say about New Anglia LEP?")
    question.wait_for()
    question.click()
    page.locator('[class*="st-key-question-"]').get_by_text("What do the reports say about New Anglia LEP?").wait_for()


@pytest.mark.parametrize(
    "page",
    [(1280, False), (1280, True), (390, False), (390, True)],
    indirect=True,
    ids=["light", "dark", "light phone", "dark phone"],
)
def test_no_serious_barrier_for_screen_readers_or_low_vision(page: Any, address: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found: list[str] = []
    for name in ("", "places", "map", "library", "quality"):
        page.goto(f"{address}/{name}")
        page.get_by_role("heading").first.wait_for()
        settle(page)
        if not name:
            ask(page, "What was the GVA of LCR in 2017?")
            ask(page, "Which sectors is New Anglia strongest in?")
        page.wait_for_timeout(500)
        results = (
            axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response
        )
        found += [
            f"/{name}: {v['id']} ({v['impact']}): {n['target']} {n['html'][:160]} {n['failureSummary'][:200]}"
            for v in results["violations"]
            if v["impact"] in ("serious", "critical")
            for n in v["nodes"]
        ]
    assert found == []


# ---- with a chat model ----------------------------------------------------------------------------------------------


class SlowModel(BaseHTTPRequestHandler):
    """A chat model of the OpenAI protocol that writes word by word, and stops to think in its second sentence."""

    said = (
        "GVA in New Anglia was £36.8 billion in 2017 [1]. That was indeed 9th highest of the 30 LEPs held for 2017 [1]."
    )
    wait_s = 50.0  # longer than a busy machine takes to show the buttons

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            for word in self.said.split():
                time.sleep(self.wait_s if word == "9th" else 0.05)
                delta = {"index": 0, "delta": {"role": "assistant", "content": f"{word} "}, "finish_reason": None}
                piece = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [delta]}
                self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
                self.wfile.flush()
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            return  # the asker stopped

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_sentences_come_as_they_are_written_and_can_be_stopped(page: Any, shipped_root: Path, tmp_path: Path) -> None:
    model = ThreadingHTTPServer(("127.0.0.1", 0), SlowModel)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    settings = {
        "HUB_INDEX": str(shipped_root), "HUB_DATA": str(tmp_path / "kept"), "HUB_CHAT_MODEL": "openai:m", "OPENAI_API_KEY": "none",
        "HUB_CHAT_BASE_URL": f"http://127.0.0.1:{model.server_address[1]}/v1", "HUB_CHAT_TIMEOUT_S": "120",
    }  # fmt: skip
    try:
        with served(tmp_path, **settings) as url:
            page.goto(url)
            settle(page)
            begun = page.get_by_text("GVA in New Anglia was £36.8 billion in 2017").first
            box = page.get_by_test_id("stChatInputTextArea")
            box.fill("What was New Anglia's GVA in 2017?")
            box.press("Enter")
            begun.wait_for()
            assert page.get_by_text("9th highest").count() == 0  # still being written
            page.get_by_role("button", name="Ask again").wait_for()  # offered once it takes longer than a moment
            page.get_by_test_id("stChatInput").get_by_role("button", name="Stop").click()
            settle(page)
            page.get_by_role("button", name="Ask again").click()
            begun.wait_for()
            page.locator(".st-key-halt").wait_for()
            page.get_by_role("link", name="Library").click()
            page.get_by_role("heading", name="Library").wait_for()
            page.get_by_role("link", name="Ask").click()  # what was written meanwhile is there, and goes on
            begun.wait_for()
            page.locator(".st-key-halt button").click()
            page.get_by_text("Stopped before there was an answer").wait_for()
            settle(page)
            assert page.get_by_text("9th highest").count() == 0
            SlowModel.wait_s = 0.05
            page.get_by_role("button", name="Ask again").click()
            page.get_by_text("9th highest").first.wait_for()
            page.get_by_test_id("stChatMessage").get_by_text("Answered").first.wait_for()
    finally:
        model.shutdown()


# ---- adding a file --------------------------------------------------------------------------------------------------


def test_a_file_is_checked_added_asked_about_and_taken_out(page: Any, corpus: Path, tmp_path: Path) -> None:
    run_ingest(corpus, tmp_path / "index")
    with served(
        tmp_path, HUB_INDEX=str(tmp_path / "index"), HUB_CORPUS=str(corpus), HUB_DATA=str(tmp_path / "kept")
    ) as url:
        page.goto(f"{url}/library")
        page.get_by_text("Add a file").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
            {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing"}
        )
        page.get_by_text("This file cannot be read").wait_for()
        assert page.get_by_role("button", name="Add to the corpus").count() == 0
        page.get_by_role("button", name="Remove").first.click()
        page.get_by_text("This file cannot be read").wait_for(state="detached")
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
            {"name": "Otters.md", "mimeType": "text/markdown", "buffer": b"# Otters\n\nThe otter census counted 412 otters on the Wensum in 2018.\n"}
        )  # fmt: skip
        page.get_by_text("Would be read:").wait_for()
        assert not (corpus / "added").exists()
        page.get_by_role("button", name="Add to the corpus").click()
        page.get_by_text("Otters.md was added and can be asked about.").wait_for(timeout=120_000)
        page.get_by_role("link", name="Ask").click()
        ask(page, "How many otters did the otter census count?")
        assert page.get_by_text("412").first.is_visible()
        page.get_by_role("link", name="Library").click()
        page.get_by_text("Add a file").click()
        take_out = page.get_by_role("combobox", name="Take a file out again")
        take_out.scroll_into_view_if_needed()
        option = page.get_by_role("option", name="Otters.md")
        for _ in range(5):  # the drawer opens slowly, and a list opened meanwhile closes again
            take_out.click()
            page.wait_for_timeout(1000)
            if option.count():
                break
        option.click()
        page.get_by_role("button", name="Take Otters.md out").click()
        page.get_by_text("nothing of it is held any more").wait_for(timeout=120_000)
        assert not list((corpus / "added").glob("*"))


# ---- a login --------------------------------------------------------------------------------------------------------


def test_with_a_login_each_sees_their_own(chromium: Any, shipped_root: Path, tmp_path: Path) -> None:
    """Through a real OpenID Connect provider on loopback, twice, as two people."""
    with provider() as (issuer, people):
        port = free_port()
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "config.toml").write_text((REPOSITORY / ".streamlit" / "config.toml").read_text())
        (tmp_path / ".streamlit" / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"s" * 40}"\n'
            f'client_id = "hub"\nclient_secret = "quiet"\nserver_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
        )
        settings = {"HUB_INDEX": str(shipped_root), "HUB_DATA": str(tmp_path / "kept"), "HUB_TEAM": "ada@hub.example", "PYTHONPATH": str(REPOSITORY)}  # fmt: skip
        with served(tmp_path, str(REPOSITORY / "app.py"), port=port, **settings) as url:
            for name, tends in (("ada", True), ("bob", False)):
                people.append(name)
                context = chromium.new_context()
                page = context.new_page()
                page.set_default_timeout(WAIT_MS)
                page.goto(url)
                page.get_by_role("button", name="Log in").wait_for()
                assert page.get_by_test_id("stChatInputTextArea").count() == 0
                page.get_by_role("button", name="Log in").click()
                page.get_by_text(f"{name.title()}. What you keep is seen by you alone.").wait_for()
                assert page.get_by_text("Kept conversations").count() == 0
                ask(page, "What was New Anglia's GVA in 2017?")
                page.get_by_role("button", name="Keep conversation").click()
                page.get_by_role("textbox", name="Name").fill(f"Growth by {name}")
                page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Keep").click()
                page.get_by_text("Kept conversations").wait_for()
                assert page.get_by_role("button", name=f"Growth by {name}").count() == 1
                assert page.get_by_role("button", name="Growth by").count() == 1
                page.goto(f"{url}/library")
                page.get_by_text("How the files were read").wait_for()
                assert (page.get_by_text("Add a file").count() > 0) is tends
                context.close()
