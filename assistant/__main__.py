"""`python -m assistant "question"`: one answer, or a batch of them, or an answer from one table given."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.errors import HubError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    out = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Answer a place-based question from the index, with cited pages and exact cells.",
        epilog="`python -m assistant coverage [PLACE]` says what is held for a place.",
    )
    out.add_argument("question", nargs="*", help="the question; or the word coverage and a place")
    out.add_argument("--index", type=Path, metavar="DIR", help="where the index is (default: HUB_INDEX, else index)")
    out.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    out.add_argument(
        "--model",
        metavar="NAME",
        help="a chat model for the wording, such as ollama:llama3.2 (default: HUB_CHAT_MODEL)",
    )
    out.add_argument(
        "--explain", action="store_true", help="show how the question was understood and where the time went"
    )
    out.add_argument(
        "--table", type=Path, metavar="FILE", help="answer from this table alone, as published (CSV, XLSX, XLS)"
    )
    out.add_argument("--batch", type=Path, metavar="FILE", help="answer each line of a JSON Lines file of questions")
    out.add_argument("--out", type=Path, metavar="FILE", help="where the answers to --batch go, one JSON object a line")
    return out


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 answered or honestly not, 1 an error, 2 wrong usage."""
    options = parser().parse_args(arguments)
    question = " ".join(options.question)
    if options.batch is None and not question.strip():
        parser().error("give a question, or --batch FILE --out FILE")
    if (options.batch is None) != (options.out is None):
        parser().error("--batch and --out go together")
    try:
        if options.batch:
            return batch(options.batch, options.out, options)
        if options.question[0] == "coverage":
            return coverage(" ".join(options.question[1:]), options)
        return single(question, options)
    except HubError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of the output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _settings(options: argparse.Namespace) -> Any:
    from assistant.settings import Settings

    settings = Settings.from_env(os.environ)
    if options.index:
        settings = replace(settings, index=options.index)
    if options.model:
        settings = replace(settings, chat_model=options.model)
    return settings


def single(question: str, options: argparse.Namespace) -> int:
    """Print one answer."""
    from assistant.schema import as_json

    if options.table:
        from assistant.table import answer_about_table

        answer = answer_about_table(options.table, question)
    else:
        from assistant.ask import Assistant

        answer = Assistant(_settings(options)).ask(question)
    if options.json:
        print(json.dumps(as_json(answer), ensure_ascii=False))
        return 0
    print(answer.text)
    for citation in answer.citations:
        print(f"  [{citation.marker}] {citation.title or citation.document}, {citation.locator}")
    for warning in answer.warnings:
        print(f"  Note: {warning}")
    for suggestion in answer.suggestions:
        print(f"  Try: {suggestion}")
    if options.explain:
        print(explained(answer))
    return 0


def explained(answer: Any) -> str:
    """How the question was read, which passages were found, and the time of each step."""
    query = answer.query
    lines = [
        "",
        f"understood   {query.text}",
        f"status       {answer.status}, confidence {answer.confidence:.2f}",
        f"places       {', '.join(f'{p.name} ({p.place_type}, {p.code})' for p in query.places) or 'none'}",
        f"measures     {', '.join(query.concepts) or 'none'}   sectors {', '.join(query.breakdowns) or 'none'}",
        f"operation    {query.operation or 'value'}   years {query.asked}",
        f"unexplained  {', '.join(query.unexplained) or 'nothing'}",
    ]
    lines += [f"derived      {d.operation}: {d.value:g} {d.unit} = {d.formula}" for d in answer.derivations]
    lines += [f"passage      {h.score:.3f} {h.document} p. {h.page}" for h in answer.hits]
    lines += [f"model        {f'dropped ({why})' if why else 'kept'}: {sentence}" for sentence, why in answer.written]
    lines.append("time         " + ", ".join(f"{name} {ms:g} ms" for name, ms in answer.timings_ms))
    return "\n".join(lines)


def batch(source: Path, out: Path, options: argparse.Namespace) -> int:
    """Answer every line; a bad line gets an answer with status "error" and does not stop the rest."""
    from assistant.ask import Assistant

    try:
        lines = source.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HubError(f"{source}: cannot be read ({error}); give a JSON Lines file in UTF-8") from error
    assistant: Assistant | None = None
    with out.open("w", encoding="utf-8") as sink:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                item = _item(line, number)
                if assistant is None and "table" not in item:
                    assistant = Assistant(_settings(options))
                result = _batch_answer(item, assistant, source.parent)
            except _BadLine as error:
                result = {
                    "id": error.line_id,
                    "question": "",
                    "text": str(error),
                    "status": "error",
                    "observations": [],
                    "citations": [],
                    "passages": [],
                }
            sink.write(json.dumps(result, ensure_ascii=False) + "\n")
            sink.flush()
    return 0


class _BadLine(Exception):
    """A line of a batch that is no question."""

    def __init__(self, message: str, line_id: str | None) -> None:
        super().__init__(message)
        self.line_id = line_id


def _item(line: str, number: int) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise _BadLine(f"line {number} is not JSON: {error}", None) from error
    if not isinstance(item, dict):
        raise _BadLine(f"line {number} is not a JSON object", None)
    turns = item.get("turns")
    single_ok = isinstance(item.get("question"), str)
    turns_ok = (
        isinstance(turns, list)
        and bool(turns)
        and all(isinstance(t, dict) and isinstance(t.get("question"), str) for t in turns)
    )
    if not (single_ok or turns_ok):
        raise _BadLine(f"line {number} has neither a question nor a list of turns with questions", item.get("id"))
    return item


def _batch_answer(item: dict[str, Any], assistant: Any, folder: Path) -> dict[str, Any]:
    from assistant.schema import Turn, as_json

    line_id = item.get("id")
    questions: list[str] = [t["question"] for t in item["turns"]] if item.get("turns") else [item["question"]]
    history: list[Turn] = []
    answers = []
    for question in questions:
        try:
            if "table" in item:
                from assistant.table import answer_about_table

                path = Path(item["table"])
                answer = answer_about_table(path if path.is_absolute() or path.exists() else folder / path, question)
            else:
                answer = assistant.ask(question, tuple(history))
        except Exception as error:  # noqa: BLE001 - one bad question must not stop a batch of hundreds; it is reported
            answers.append(
                {
                    "question": question,
                    "text": f"{type(error).__name__}: {error}",
                    "status": "error",
                    "observations": [],
                    "citations": [],
                    "passages": [],
                }
            )
            continue
        history.append(Turn(question, answer))
        answers.append(as_json(answer))
    if item.get("turns"):
        return {"id": line_id, "turns": answers}
    return {"id": line_id, **answers[0]}


def coverage(place: str, options: argparse.Namespace) -> int:
    """Print what is held for a place, or for all kinds of place."""
    from assistant.coverage import coverage_text
    from ingest.index import Index

    index = Index.open(_settings(options).index)
    lines: Iterator[str] = coverage_text(index, place)
    for line in lines:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
