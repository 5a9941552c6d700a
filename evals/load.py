"""Many sessions at once: `python -m evals.load --sessions 25 --seconds 120` starts the app and asks it as 25 officers would.

Each session is a websocket that speaks Streamlit's own protocol, as the page in a browser does: the server does all it
does for a browser. Browsers themselves are left out, since 25 of them would measure the machine that draws them.
"""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

QUESTIONS = (
    "What was New Anglia's GVA in 2017?",
    "And in 2018?",
    "Which 10 LEPs have the highest GVA per hour worked?",
    "Which sectors is Cumbria strongest in?",
    "How has GVA per head changed in Dorset since 2014?",
    "How does Cumbria's business R&D compare with Lancashire?",
    "What is Mapping England's Innovation Activity for?",
    "What do the reports say about New Anglia?",
    "Where does Oxfordshire rank for broadband speed?",
    "How many patents were filed from the New Anglia LEP area in 2012?",
    "What was the GVA of LCR in 2017?",
    "What is the weather in Norwich?",
)
THINKING_S = (4.0, 8.0)
TIMEOUT_S = 30.0


@dataclass
class Seen:
    """What the sessions met: seconds to the first drawing, seconds to each answer, and what went wrong."""

    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Session:
    """One page of the app, as its browser sees it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.box = ""
        self.page = ""
        self.query = ""

    async def run(self, question: str | None = None) -> str:
        """One run of the script, with a question typed or not; gives the words that were drawn."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page
        if question is not None:
            widget = state.widget_states.widgets.add(id=self.box)
            widget.chat_input_value.data = question
        await self.socket.send(message.SerializeToString())
        words: list[str] = []
        async with asyncio.timeout(TIMEOUT_S):
            while True:
                got = ForwardMsg.FromString(await self._bytes())
                kind = got.WhichOneof("type")
                if kind == "delta":
                    self._take(got, words)
                elif kind == "new_session":
                    self.page = got.new_session.page_script_hash
                elif kind == "page_info_changed":
                    self.query = got.page_info_changed.query_string
                elif kind == "script_finished" and got.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return "\n".join(words)

    async def _bytes(self) -> bytes:
        data = await self.socket.recv()
        assert isinstance(data, bytes)
        return data

    def _take(self, got: ForwardMsg, words: list[str]) -> None:
        """Keep the words of an element, and the name of the box that takes questions."""
        element = got.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "chat_input":
            self.box = element.chat_input.id
        elif kind == "markdown":
            words.append(element.markdown.body)
        elif kind in ("exception", "alert"):
            words.append(f"ALERT {element.alert.body or element.exception.message}")


async def officer(url: str, until: float, seen: Seen, chance: random.Random) -> None:
    """One session that asks, reads and asks again until the time is up."""
    try:
        async with connect(url, subprotocols=["streamlit"], max_size=None, open_timeout=TIMEOUT_S) as socket:  # type: ignore[list-item]
            session = Session(socket)
            start = time.perf_counter()
            await session.run()
            seen.opened.append(time.perf_counter() - start)
            await asyncio.sleep(chance.uniform(0.0, THINKING_S[1]))
            while time.monotonic() < until:
                question = chance.choice(QUESTIONS)
                start = time.perf_counter()
                words = await session.run(question)
                seen.answered.append(time.perf_counter() - start)
                if "ALERT" in words or question.split()[0] not in words:
                    seen.wrong.append(f"{question}: {words[:300]}")
                await asyncio.sleep(chance.uniform(*THINKING_S))
    except (OSError, TimeoutError, AssertionError, EOFError) as error:
        seen.wrong.append(f"{type(error).__name__}: {error}")


@contextmanager
def served(index: Path) -> Iterator[tuple[psutil.Process, int]]:
    """The app's process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as kept:
        environ = {**os.environ, "HUB_INDEX": str(index), "HUB_DATA": kept}
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.address",
            "127.0.0.1",
            "--server.port",
            str(port),
        ]
        server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not _healthy(port):
                if server.poll() is not None:
                    raise SystemExit("the app did not start; run `make run` to see why")
                time.sleep(0.1)
            yield psutil.Process(server.pid), port
        finally:
            server.terminate()
            server.wait(timeout=20)


def _healthy(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


async def measure(n_sessions: int, seconds: float, port: int, process: psutil.Process) -> tuple[Seen, list[float]]:
    """All sessions at once; and the server's memory in MB, five times over the run."""
    seen = Seen()
    url = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(url, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        first = Session(socket)
        for question in (None, *QUESTIONS[:8]):  # what a first question alone must wait for: models, charts
            await first.run(question)
    until = time.monotonic() + seconds
    tasks = [asyncio.create_task(officer(url, until, seen, random.Random(n))) for n in range(n_sessions)]
    memory = []
    for _ in range(5):
        await asyncio.sleep(seconds / 5)
        memory.append(process.memory_info().rss / 1e6)
    await asyncio.gather(*tasks)
    return seen, memory


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def main() -> int:
    """Print what was met; 1 when anything went wrong or the slowest twentieth took 2 seconds or more."""
    parser = argparse.ArgumentParser(prog="python -m evals.load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--index", type=Path, default=Path(os.environ.get("HUB_INDEX") or "index"))
    given = parser.parse_args()
    begun = time.perf_counter()
    with served(given.index) as (process, port):
        up = time.perf_counter() - begun
        load = os.getloadavg()[0]
        before = process.cpu_times()
        seen, memory = asyncio.run(measure(given.sessions, given.seconds, port, process))
        after = process.cpu_times()
    used = after.user + after.system - before.user - before.system
    p95 = percentile(seen.answered, 0.95)
    print(f"server up after {up:.1f} s; {given.sessions} sessions for {given.seconds:.0f} s; load before {load:.1f}, after {os.getloadavg()[0]:.1f}")  # fmt: skip
    print(f"first drawing: p50 {percentile(seen.opened, 0.5):.2f} s, slowest {max(seen.opened, default=0):.2f} s")
    print(f"answers: {len(seen.answered)}; p50 {percentile(seen.answered, 0.5):.2f} s, p95 {p95:.2f} s, slowest {max(seen.answered, default=0):.2f} s")  # fmt: skip
    print(
        f"processor time of the server: {used:.0f} s, {1000 * used / max(1, len(seen.answered)):.0f} ms for each answer"
    )
    print(f"memory over the run, MB: {', '.join(f'{m:.0f}' for m in memory)}; mean {statistics.mean(memory):.0f}")
    for problem in seen.wrong[:10]:
        print(f"went wrong: {problem}")
    print(f"errors: {len(seen.wrong)}")
    return 1 if seen.wrong or p95 >= 2.0 else 0


if __name__ == "__main__":
    sys.exit(main())
