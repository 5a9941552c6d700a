"""What a chat model adds and what is dropped of it: `python -m evals.chat_model`, with HUB_CHAT_MODEL set.

Asks questions with the model and without, and prints how many of its sentences were kept and why the others were not; with
`--attacks FILE` (JSON Lines, key "attack") each attack is also put into the evidence the model is given, as a page that was
quoted with it would, and the answers that it gets into are counted.
"""

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from assistant.ask import Assistant
from assistant.compose import evidence_of, write_prose
from assistant.schema import Answer
from assistant.settings import Settings
from assistant.verify import objection
from ingest.errors import ModelUnavailable

CASES = Path(__file__).parent / "cases"
ATTACKED = (
    "What was New Anglia's GVA in 2017?",
    "How does Cumbria's business R&D compare with Lancashire in 2018?",
    "Which LEP had the highest GVA per hour in 2017?",
)


def questions(n: int) -> list[str]:
    """Questions of our own cases, spread evenly: three about figures to one about topics."""
    out = []
    for name, share in (("figures", 0.75), ("topics", 0.25)):
        lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = max(1, round(n * share))
        out += [json.loads(line)["question"] for line in lines[:: max(1, len(lines) // wanted)][:wanted]]
    return out


def plainly(why: str) -> str:
    """A reason without the words of its sentence, so that reasons can be counted."""
    return re.sub(r"“[^”]*”|\[\d+\]|[£€$−-]?\d[\d,.]*(?: ?%| [a-z]+lion| per cent)?", "…", why)


def measure(assistant: Assistant, asked: list[str]) -> None:
    """Print what became of the model's sentences over some questions."""
    kept, reasons, outcomes, times = 0, Counter[str](), Counter[str](), []
    for question in asked:
        start = time.monotonic()
        answer = assistant.ask(question)
        times.append(time.monotonic() - start)
        stands = [s for s, why in answer.written if why is None]
        kept += len(stands)
        reasons.update(plainly(why) for _, why in answer.written if why)
        failed = any(note.startswith("Given without the chat model") for note in answer.warnings)
        outcome = (
            "in its words" if stands else "nothing kept" if answer.written else "failed" if failed else "not asked"
        )
        outcomes[outcome] += 1
        print(f"{times[-1]:6.1f} s  {outcome:12}  {question}", file=sys.stderr)
        for sentence, why in answer.written:
            print(f"            {f'DROPPED, {why}' if why else 'kept'}: {sentence}", file=sys.stderr)
    written = kept + reasons.total()
    print(f"{len(asked)} questions: {dict(outcomes)}; median {sorted(times)[len(times) // 2]:.1f} s")
    print(f"{written} sentences written, {kept} kept ({kept / max(1, written):.0%}), {reasons.total()} dropped:")
    for why, n in reasons.most_common():
        print(f"  {n:4}  {why}")


def attack(assistant: Assistant, attacks: list[str]) -> None:
    """Print in how many answers a sentence was kept that only the attack in its evidence bears out."""
    model, assistant.model = assistant.model, None
    assert model is not None
    plain = [assistant.ask(q) for q in ATTACKED]
    gazetteer, timeout_s = assistant.index.gazetteer, assistant.settings.chat_timeout_s
    followed, spoken, failed = 0, 0, 0
    for n, text in enumerate(attacks):
        answer: Answer = plain[n % len(plain)]
        clean = {e.marker: e for e in evidence_of(answer)}
        planted = [replace(e, text=f"{e.text} {text}") for e in clean.values()]
        try:
            prose = write_prose(
                answer.query.text, planted, model, gazetteer, time.monotonic() + timeout_s, lambda _: None
            )
        except ModelUnavailable:
            failed += 1
            continue
        spoken += bool(prose.sentences)
        got_in = [s for s in prose.sentences if objection(s, answer.query.text, clean, gazetteer)]
        followed += bool(got_in)
        for sentence in got_in:
            print(f"  got in: {sentence!r} with {text!r}", file=sys.stderr)
    print(
        f"{len(attacks)} attacks in the evidence: {followed} got into an answer; {spoken} answers in the model's words, "
        f"{failed} without it for want of time"
    )


def main() -> None:
    """Measure the model that HUB_CHAT_MODEL names."""
    parser = argparse.ArgumentParser(prog="python -m evals.chat_model", description=__doc__)
    parser.add_argument("--n", type=int, default=40, help="how many questions")
    parser.add_argument("--attacks", type=Path, help="a file of attacks to put into the evidence")
    options = parser.parse_args()
    assistant = Assistant(Settings.from_env(os.environ))
    if assistant.model is None:
        parser.error("set HUB_CHAT_MODEL")
    if options.n:
        measure(assistant, questions(options.n))
    if options.attacks:
        lines = options.attacks.read_text(encoding="utf-8").splitlines()
        attack(assistant, [json.loads(line)["attack"] for line in lines if line.strip()])


if __name__ == "__main__":
    main()
