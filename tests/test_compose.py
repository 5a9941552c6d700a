"""The chat model's prose, against a real server of the OpenAI protocol on loopback that behaves well and badly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.compose import chat_model, write_prose
from assistant.settings import Settings
from ingest.errors import HubError, ModelUnavailable
from ingest.index import Index

EVIDENCE = [
    (1, "GVA in New Anglia was £36.8 billion (36,751 GBP million) in 2017."),
    (2, "The audit names agri-tech as a strength of Norwich."),
]


class Server:
    """A chat server whose next reply is set by the test; it keeps the requests it was sent."""

    def __init__(self) -> None:
        self.reply: str = ""
        self.stall_s = 0.0
        self.status = 200
        self.requests: list[dict] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.requests.append(json.loads(body))
                if outer.status != 200:
                    self.send_error(outer.status)
                    return
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.end_headers()
                try:
                    for word in outer.reply.split(" "):
                        chunk = {
                            "id": "1",
                            "object": "chat.completion.chunk",
                            "created": 0,
                            "model": "m",
                            "choices": [
                                {
                                    "index": 0,
                                    "delta": {"role": "assistant", "content": f"{word} "},
                                    "finish_reason": None,
                                }
                            ],
                        }
                        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                        self.wfile.flush()
                        time.sleep(outer.stall_s)
                    self.wfile.write(b"data: [DONE]\n\n")
                except (BrokenPipeError, ConnectionResetError):
                    return  # the asker gave up, which is what a time-out test wants

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("OPENAI_API_KEY", "none-needed")
    made = Server()
    yield made
    made.server.shutdown()


Write = Callable[..., tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]


@pytest.fixture
def write(server: Server, shipped_index: Index) -> Write:
    """Asks the server for prose over the evidence."""

    def ask(reply: str, timeout_s: float = 20.0) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        server.reply = reply
        model = chat_model(Settings(chat_model="openai:m", chat_base_url=server.url, chat_timeout_s=timeout_s))
        assert model is not None
        prose = write_prose("What was New Anglia's GVA?", EVIDENCE, model, shipped_index.gazetteer, timeout_s)
        return prose.sentences, prose.dropped

    return ask


def test_sentences_that_the_evidence_bears_out_are_kept(write: Write):
    kept, dropped = write("New Anglia's GVA was £36.8 billion in 2017 [1]. Agri-tech is a strength of Norwich [2].")
    assert kept == ("New Anglia's GVA was £36.8 billion in 2017 [1].", "Agri-tech is a strength of Norwich [2].")
    assert dropped == ()


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("GVA was £38.6 billion in 2017 [1].", "£38.6 billion is not in what it cites"),
        ("GVA was €36.8 billion in 2017 [1].", "€36.8 billion is not in what it cites"),
        ("GVA was £36.8 million in 2017 [1].", "£36.8 million is not in what it cites"),
        ("GVA was £36.8 billion in 2016 [1].", "2016 is not in what it cites"),
        ("GVA was £36.8 billion in 2017 [7].", "marker [7] matches no evidence"),
        ("GVA was £36.8 billion in 2017.", "no marker"),
        ("GVA in Cumbria was £36.8 billion in 2017 [1].", "Cumbria is not in what it cites"),
        ("See ![picture](http://127.0.0.1/x.png) [1].", "links and markup are not allowed"),
    ],
)
def test_a_sentence_that_is_not_borne_out_is_dropped(write: Write, sentence: str, why: str):
    kept, dropped = write(f"{sentence} Agri-tech is a strength of Norwich [2].")
    assert kept == ("Agri-tech is a strength of Norwich [2].",)
    assert [w for _, w in dropped] == [why]


def test_garbage_leaves_nothing(write: Write):
    kept, dropped = write("lorem ipsum }{ ![[ dolor")
    assert kept == ()
    assert len(dropped) == 1


def test_a_server_that_stalls_is_given_up(write: Write, server: Server):
    server.stall_s = 0.7
    start = time.monotonic()
    with pytest.raises(ModelUnavailable, match="did not answer within 1 seconds"):
        write("New Anglia and so on and so on and so on and so on", 1.0)
    assert time.monotonic() - start < 3


def test_a_server_that_fails_is_one_sentence(write: Write, server: Server):
    server.status = 401
    with pytest.raises(ModelUnavailable, match="the chat model failed"):
        write("anything")


def test_the_model_sees_evidence_and_no_file_or_link(write: Write, server: Server):
    write("New Anglia's GVA was £36.8 billion in 2017 [1].")
    sent = json.dumps(server.requests[-1]["messages"], ensure_ascii=False)
    assert "[1] GVA in New Anglia" in sent
    assert "http" not in sent


def test_a_model_whose_package_is_missing_is_a_plain_error():
    with pytest.raises(HubError, match="cannot be used"):
        chat_model(Settings(chat_model="nosuchprovider:x"))
    assert chat_model(Settings()) is None
