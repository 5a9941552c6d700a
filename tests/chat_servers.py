"""A real server of the OpenAI chat protocol on loopback that does what a test tells it to, and keeps what it was sent."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = BaseHTTPRequestHandler


class ChatServer:
    """Answers each request by calling `behave` with the handler; `requests` are the bodies it was sent."""

    def __init__(self, behave: Callable[[Handler], None] | None = None) -> None:
        self.behave = behave or says("")
        self.requests: list[dict] = []
        self.paths: list[str] = []
        self.connections: list[socket.socket] = []
        outer = self

        class Answering(BaseHTTPRequestHandler):
            def setup(self) -> None:
                super().setup()
                outer.connections.append(self.connection)

            def do_POST(self) -> None:
                outer.paths.append(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                outer.requests.append(json.loads(body or b"{}"))
                try:
                    outer.behave(self)
                except OSError:
                    return  # the asker gave up, which is what a time-out test wants, or the test is over

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def close(self) -> None:
        """Stop listening, and hang up, so that nothing that goes on for ever outlives its test."""
        self.server.shutdown()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server.server_close()


def begin(handler: Handler, kind: str = "text/event-stream") -> None:
    """The head of a good reply."""
    handler.send_response(200)
    handler.send_header("content-type", kind)
    handler.end_headers()


def event(text: str) -> bytes:
    """One piece of a streamed reply."""
    delta = {"role": "assistant", "content": text}
    chunk = {
        "id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
    }  # fmt: skip
    return f"data: {json.dumps(chunk)}\n\n".encode()


def says(reply: str, pause_s: float = 0.0, done: bool = True) -> Callable[[Handler], None]:
    """Streams a reply word by word."""

    def behave(handler: Handler) -> None:
        begin(handler)
        for n, word in enumerate(reply.split(" ")):
            handler.wfile.write(event(f" {word}" if n else word))
            handler.wfile.flush()
            time.sleep(pause_s)
        if done:
            handler.wfile.write(b"data: [DONE]\n\n")

    return behave


def sends(body: bytes, kind: str = "text/event-stream") -> Callable[[Handler], None]:
    """Sends bytes as they are and ends."""

    def behave(handler: Handler) -> None:
        begin(handler, kind)
        handler.wfile.write(body)

    return behave


def fails(
    status: int, headers: dict[str, str] | None = None, body: bytes = b'{"error": {"message": "no"}}'
) -> Callable:
    """Answers with an error."""

    def behave(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def stalls(handler: Handler) -> None:
    """Says nothing at all, for as long as anybody waits."""
    time.sleep(30)


def drips(handler: Handler) -> None:
    """Sends a letter now and then, for ever, so that no read of it ever times out."""
    begin(handler)
    while True:
        handler.wfile.write(event("x"))
        handler.wfile.flush()
        time.sleep(0.1)


def endless_line(handler: Handler) -> None:
    """Sends one line that never ends."""
    begin(handler)
    handler.wfile.write(b"data: ")
    while True:
        handler.wfile.write(b"x" * 1000)
        handler.wfile.flush()
        time.sleep(0.05)


def floods(handler: Handler) -> None:
    """Sends sentences without end, as fast as it can."""
    begin(handler)
    while True:
        handler.wfile.write(event("Everything is well and will be. " * 50))


def breaks_off(handler: Handler) -> None:
    """Promises more than it sends, and hangs up in the middle of a number."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("content-length", "100000")
    handler.end_headers()
    handler.wfile.write(event("GVA in New Anglia was £36.8 billion in 2017 [1]. That was 9"))
    handler.wfile.flush()
    handler.connection.close()


def in_turn(*behaviours: Callable[[Handler], None]) -> Callable[[Handler], None]:
    """Behaves in one way after the other, then in the last for good."""
    left = list(behaviours)

    def behave(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return behave
