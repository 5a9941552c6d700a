"""An answer in a chat model's words, where they are borne out by the evidence it already cites.

The model sees numbered evidence and writes sentences that end in markers; `verify` looks at each before anyone sees it.
What it may not change stands as it was: lists, what is said not to be held, the figure that was asked for. When it fails,
or nothing it wrote is borne out, the answer is given as it was, and says so.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel

from assistant.chat import pieces
from assistant.cite import MARKER
from assistant.numbers import quantities
from assistant.prompts import ANSWER
from assistant.schema import Answer, Citation
from assistant.verify import Evidence, objection, without_orders
from ingest.errors import ModelUnavailable
from ingest.gazetteer import Gazetteer

MAX_ANSWER_CHARACTERS = 4000
MAX_SENTENCES = 6  # kept
MAX_WRITTEN = 12  # looked at: a small model may go round in circles
_END = re.compile(r"(?<=[.!?\]])\s+(?=[A-Z“\"£€\d-])|\n+")
_NO_END = re.compile(r"(?:\b(?:St|Dr|Mr|Mrs|Ms|Prof|No|Fig|vs|e\.g|i\.e|approx|pp?|[A-Z])\.|^\W*\d{1,2}\.)$")
_LIST = re.compile(r"^\s*(?:[-•–]|\d{1,2}[.)]|[a-z][.)])\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prose:
    """What the model wrote and what of it was kept. `written` are all its sentences in order, each with why it was dropped."""

    written: tuple[tuple[str, str | None], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that were kept."""
        return tuple(s for s, why in self.written if why is None)

    @property
    def dropped(self) -> tuple[tuple[str, str], ...]:
        """The sentences that were not, with why."""
        return tuple((s, why) for s, why in self.written if why is not None)


def in_prose(
    answer: Answer,
    model: BaseChatModel,
    gazetteer: Gazetteer,
    deadline: float,
    on_sentence: Callable[[str], None] | None = None,
) -> Answer:
    """The answer in the model's words where they are borne out; as it was, with a note, when the model fails."""
    if answer.status not in ("answered", "partly", "nearest") or not answer.citations or _LIST.search(answer.text):
        return answer
    said = [s.strip() for s in _split(answer.text) if s.strip()]
    first = next((n for n, s in enumerate(said) if MARKER.search(s)), 0)
    unmarked = [n for n, s in enumerate(said) if not MARKER.search(s)] if answer.status != "answered" else []
    lead = [said[n] for n in unmarked if n < first]
    tail = [said[n] for n in unmarked if n > first]
    hear = on_sentence or (lambda _: None)
    for sentence in lead:
        hear(sentence)
    evidence = evidence_of(answer)
    try:
        prose = write_prose(answer.query.text, evidence, model, gazetteer, deadline, hear)
    except ModelUnavailable as error:
        return replace(answer, warnings=(*answer.warnings, f"Given without the chat model: {error}."))
    if not prose.sentences:
        note = "Nothing the chat model wrote is borne out by the evidence, so the answer is given without it."
        return replace(answer, written=prose.written, warnings=(*answer.warnings, note))
    kept = list(prose.sentences)
    if answer.figures and not _says_a_number_of(said[first], kept):
        kept.insert(0, said[first])
    warnings = answer.warnings
    if prose.dropped:
        n = len(prose.dropped)
        warnings += (
            f"{n} sentence{'s' if n > 1 else ''} of the chat model dropped, which its evidence does not bear out.",
        )
    text = " ".join([*lead, *kept, *tail])
    used = {int(m) for m in MARKER.findall(text)} | {f.marker for f in answer.figures}
    citations = tuple(c for c in answer.citations if c.marker in used)
    return replace(answer, text=text, citations=citations, written=prose.written, warnings=warnings)


def evidence_of(answer: Answer) -> list[Evidence]:
    """What each citation of an answer bears out: a page's quotation, or what was said of a table with its figures."""
    out = []
    for citation in answer.citations:
        figures = tuple(f for f in answer.figures if f.marker == citation.marker)
        derivations = tuple(
            d for d in answer.derivations
            if any(i < len(answer.figures) and answer.figures[i].marker == citation.marker for i in d.inputs)
        )  # fmt: skip
        out.append(Evidence(citation.marker, _said_of(citation, answer.text), figures, derivations))
    return out


def _said_of(citation: Citation, text: str) -> str:
    if citation.page is not None:
        return citation.quote
    return " ".join(
        re.sub(r"\s+(?=[.,;])", "", MARKER.sub("", s)).strip() for s in _split(text) if f"[{citation.marker}]" in s
    )


def _says_a_number_of(headline: str, sentences: Sequence[str]) -> bool:
    """True when some sentence holds a number, other than a year, of the headline; or when the headline holds none."""
    asked = {q.value for q in quantities(headline) if q.kind != "year"}
    said = [q for s in sentences for q in quantities(s)]
    return not asked or any(abs(abs(q.value) - abs(v)) <= q.half * 1.0001 for q in said for v in asked)


def write_prose(
    question: str,
    evidence: Sequence[Evidence],
    model: BaseChatModel,
    gazetteer: Gazetteer,
    deadline: float,
    on_sentence: Callable[[str], None],
) -> Prose:
    """The model's sentences, each looked at as soon as it is whole; those that stand are reported at once.

    Raises ModelUnavailable when the model fails or does not end in time.
    """
    told = [replace(e, text=without_orders(e.text, question)) for e in evidence]
    known = {e.marker: e for e in told}
    numbered = "\n".join(f"[{e.marker}] {e.text}" for e in told)
    values = {"question": question, "evidence": numbered}
    written: list[tuple[str, str | None]] = []
    for sentence in _sentences(pieces(ANSWER, values, model, deadline, MAX_ANSWER_CHARACTERS)):
        kept = [s for s, why in written if why is None]
        if len(kept) == MAX_SENTENCES or len(written) == MAX_WRITTEN:
            break
        sentence, why = marked(sentence, question, known, gazetteer)
        if sentence in kept:
            why = "said already"
        written.append((sentence, why))
        if why is None:
            on_sentence(sentence)
    return Prose(tuple(written))


def marked(sentence: str, question: str, known: Mapping[int, Evidence], gazetteer: Gazetteer) -> tuple[str, str | None]:
    """A sentence with the marker of what bears it out, and why it may not stand, or None.

    One that came without a marker, as small models leave them out, is given that of the first evidence that bears it out.
    """
    if MARKER.search(sentence):
        return sentence, objection(sentence, question, known, gazetteer)
    reasons = []
    for marker in known:
        tried = re.sub(r"\s*([.!;:]*)\s*$", rf" [{marker}]\1", sentence, count=1)
        why = objection(tried, question, known, gazetteer)
        if why is None:
            return tried, None
        reasons.append(why)
    return sentence, reasons[0] if len(reasons) == 1 else "no marker, and no evidence bears it out"


def _sentences(stream: Iterator[str]) -> Iterator[str]:
    """Whole sentences as they are completed, markers in one form; what stands after the last full stop comes at the end."""
    buffer = ""
    for piece in stream:
        buffer += piece
        *whole, buffer = _split(buffer)
        yield from (tidied(s) for s in whole if s.strip())
    if buffer.strip():
        yield tidied(buffer)


def _split(text: str) -> list[str]:
    """A text cut after its sentences, not after "St." or "e.g."."""
    out: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match[0] and _NO_END.search(text[start : match.start()]):
            continue
        out.append(text[start : match.start()])
        start = match.end()
    return [*out, text[start:]]


def tidied(sentence: str) -> str:
    """A sentence with its markers as ours are: "[1, 2]" is "[1][2]", and one that comes first goes last."""
    sentence = re.sub(
        r"\[(\d+(?:\s*[,;]\s*\d+)+)\]", lambda m: "".join(f"[{n}]" for n in re.findall(r"\d+", m[1])), sentence
    )
    sentence = " ".join(sentence.replace("【", "[").replace("】", "]").split()).removeprefix("- ").strip()
    first = re.match(r"((?:\[\d+\]\s*)+)(?=\S)", sentence)
    if first and not MARKER.search(sentence, first.end()):
        sentence = f"{sentence[first.end() :].rstrip('. ')} {first[1].strip()}."
    return sentence
