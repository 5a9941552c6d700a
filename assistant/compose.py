"""Prose from a chat model over evidence that is already cited, kept only where it is borne out.

The model sees numbered sentences and writes sentences that end in their markers. Each is checked by the code that checks
the extractive answer: unknown markers, numbers the evidence does not hold, or places it does not name, and the sentence is
dropped. When nothing is left, or the model is slow or down, the extractive answer stands.
"""

import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from assistant.cite import MARKER, unsupported
from assistant.prompts import ANSWER
from assistant.settings import Settings
from ingest.errors import HubError, ModelUnavailable
from ingest.gazetteer import Gazetteer

MAX_ANSWER_CHARACTERS = 4000
_END = re.compile(r"(?<=[.!?\]])\s+(?=[A-Z“\"£€\d-])|\n+")


@dataclass(frozen=True, slots=True)
class Prose:
    """What the model wrote and what of it was kept. `dropped` are (sentence, why)."""

    sentences: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]


def chat_model(settings: Settings) -> BaseChatModel | None:
    """The chat model the settings name; None when they name none. Raises HubError when its package is not installed."""
    if settings.chat_model is None:
        return None
    options: dict[str, Any] = {"timeout": settings.chat_timeout_s, "max_retries": 2, "temperature": 0}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    try:
        return init_chat_model(settings.chat_model, **options)
    except (ImportError, ValueError) as error:
        raise HubError(
            f"the chat model {settings.chat_model!r} cannot be used: {error}; see the README on chat models"
        ) from error


def write_prose(
    question: str,
    evidence: Sequence[tuple[int, str]],
    model: BaseChatModel,
    gazetteer: Gazetteer,
    timeout_s: float,
    on_sentence: Callable[[str], None] | None = None,
) -> Prose:
    """The model's sentences that the evidence bears out. `evidence` are (marker, text); each kept sentence is reported.

    Raises ModelUnavailable when the model fails or does not finish in time with anything kept.
    """
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    known = dict(evidence)
    failure: ModelUnavailable | None = None
    try:
        for sentence in _sentences(_pieces(question, evidence, model, timeout_s)):
            why = objection(sentence, question, known, gazetteer)
            if why:
                dropped.append((sentence, why))
                continue
            kept.append(sentence)
            if on_sentence:
                on_sentence(sentence)
    except ModelUnavailable as error:
        failure = error
    if failure and not kept:
        raise failure
    return Prose(tuple(kept), tuple(dropped))


def objection(sentence: str, question: str, evidence: dict[int, str], gazetteer: Gazetteer) -> str | None:
    """Why a sentence may not stand; None when its markers, numbers and places are borne out by what it cites."""
    if re.search(r"https?://|!\[|<[a-z/]", sentence, re.IGNORECASE):
        return "links and markup are not allowed"
    markers = [int(m) for m in MARKER.findall(sentence)]
    if not markers:
        return "no marker"
    unknown = [m for m in markers if m not in evidence]
    if unknown:
        return f"marker [{unknown[0]}] matches no evidence"
    cited = [evidence[m] for m in markers]
    if numbers := unsupported(sentence, cited):
        return f"{numbers[0]} is not in what it cites"
    named = {p.code for text in cited for m in gazetteer.mentions(text) for p in m.candidates}
    for mention in gazetteer.mentions(MARKER.sub("", sentence)):
        if not named & {p.code for p in mention.candidates}:
            return f"{mention.text} is not in what it cites"
    return None


def _pieces(
    question: str, evidence: Sequence[tuple[int, str]], model: BaseChatModel, timeout_s: float
) -> Iterator[str]:
    """The model's output as it comes, until it ends or the time is up. Raises ModelUnavailable for a failure."""
    numbered = "\n".join(f"[{marker}] {text}" for marker, text in evidence)
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()

    def run() -> None:
        try:
            for piece in (ANSWER | model | StrOutputParser()).stream({"question": question, "evidence": numbered}):
                pieces.put(piece)
            pieces.put(None)
        except Exception as error:  # noqa: BLE001 - whatever a provider raises is handed to the asker's thread as one kind
            pieces.put(error)

    threading.Thread(target=run, daemon=True, name="chat-model").start()
    deadline = time.monotonic() + timeout_s
    length = 0
    while True:
        try:
            piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelUnavailable(f"the chat model did not answer within {timeout_s:g} seconds") from None
        if piece is None:
            return
        if isinstance(piece, BaseException):
            raise ModelUnavailable(f"the chat model failed: {type(piece).__name__}") from piece
        length += len(piece)
        yield piece
        if length > MAX_ANSWER_CHARACTERS:
            return


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Whole sentences as they are completed; what stands after the last full stop comes at the end."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        parts = _END.split(buffer)
        for part in parts[:-1]:
            if part.strip():
                yield part.strip()
        buffer = parts[-1]
    if buffer.strip():
        yield buffer.strip()
