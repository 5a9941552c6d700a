"""Answers in the words of a real, small and careless model: what is shown is borne out, or is the answer without it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_model import HOW, missing, served

from assistant.ask import Assistant
from assistant.compose import evidence_of
from assistant.numbers import quantities
from assistant.settings import Settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}; to run it: {HOW}"),
]
QUESTIONS = (
    "What was New Anglia's GVA in 2017?",
    "How does Cumbria's business R&D compare with Lancashire in 2018?",
    "How has GVA in New Anglia changed since 2014?",
    "Which LEP had the highest GVA per hour in 2017?",
    "How many patents were filed from the New Anglia LEP area in 2012?",
)


@pytest.fixture(scope="module")
def plain(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.fixture(scope="module")
def spoken(shipped_root: Path) -> Iterator[Assistant]:
    """An assistant set up through the environment, as a user does it, with the model's real server."""
    with served() as (name, url), pytest.MonkeyPatch.context() as patch:
        for key, value in {
            "HUB_INDEX": str(shipped_root), "HUB_CHAT_MODEL": name, "HUB_CHAT_BASE_URL": url, "HUB_CHAT_TIMEOUT_S": "300",
            "OPENAI_API_KEY": "none-needed",
        }.items():  # fmt: skip
            patch.setenv(key, value)
        yield Assistant(Settings.from_env(os.environ))


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_real_model_says_is_borne_out_or_not_shown(plain: Assistant, spoken: Assistant, question: str):
    without, answer = plain.ask(question), spoken.ask(question)
    assert (answer.status, answer.figures, answer.derivations) == (without.status, without.figures, without.derivations)
    assert not [w for w in answer.warnings if "Given without the chat model" in w]
    kept = [s for s, why in answer.written if why is None]
    if not kept:
        assert answer.text == without.text
        assert answer.warnings[-1].startswith("Nothing the chat model wrote is borne out")
        return
    evidence = {e.marker: e.text for e in evidence_of(without)}
    gazetteer = plain.index.gazetteer
    for sentence in kept:
        markers = [int(m) for m in re.findall(r"\[(\d+)\]", sentence)]
        assert markers
        assert set(markers) <= {c.marker for c in answer.citations}
        cited = " ".join(evidence[m] for m in markers)
        held = [q.value for q in quantities(cited)]
        assert all(any(abs(abs(q.value) - abs(v)) <= q.half for v in held) for q in quantities(sentence))
        named = {p.code for m in gazetteer.mentions(cited) for p in m.candidates}
        assert all(named & {p.code for p in m.candidates} for m in gazetteer.mentions(sentence))
        assert sentence in answer.text
