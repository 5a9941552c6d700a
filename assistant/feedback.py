"""What officers keep: conversations by name, and what they thought of answers, each seen by its owner. One SQLite file."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from assistant.schema import Answer, Turn, read_so_far
from ingest.errors import HubError

FILE = "hub-assistant.sqlite"
VERSION = 3
DRAFT_DAYS = 7
LOCK_WAIT_S = 30.0  # how long one session waits for another's writing
LONGEST_NAME, LONGEST_COMMENT = 120, 4000
REASONS = (
    "Wrong figure",
    "Wrong place or year",
    "Source does not say this",
    "Not what I asked",
    "Hard to read",
    "Other",
)

Verdict = Literal["up", "down"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    conversation_id INTEGER PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL,
    n_turns INTEGER NOT NULL, turns TEXT NOT NULL, owner TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS drafts (
    token TEXT PRIMARY KEY, changed TEXT NOT NULL, turns TEXT NOT NULL, owner TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT NOT NULL, question TEXT NOT NULL, build_id TEXT NOT NULL, given TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT, comment TEXT, status TEXT NOT NULL, understood TEXT NOT NULL, answer TEXT NOT NULL,
    citations TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '', PRIMARY KEY (answer_id, question, build_id, owner)
);
"""
# From versions that knew no owners. Their feedback has a key without one, so it is copied.
OWNED = """
CREATE TABLE IF NOT EXISTS drafts (token TEXT PRIMARY KEY, changed TEXT NOT NULL, turns TEXT NOT NULL);
ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE feedback RENAME TO feedback_2;
"""
COPIED = "INSERT INTO feedback SELECT *, '' FROM feedback_2; DROP TABLE feedback_2;"


class KeptDataUnreadable(HubError):
    """The file of conversations and feedback cannot be read or written; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation as a list shows it. `changed` is ISO 8601 in UTC."""

    conversation_id: int
    name: str
    changed: str
    n_turns: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an officer thought of one answer, with what is needed to look into it."""

    answer_id: str
    question: str
    build_id: str
    given: str
    verdict: Verdict
    reason: str | None
    comment: str | None
    status: str
    understood: str
    answer: str
    citations: tuple[str, ...]


class Kept:
    """The file of conversations and feedback in a folder, made when first written to; several processes may use it.

    All that is read and written is the owner's: a login's identity, or "" where there is no login.
    """

    def __init__(self, folder: Path, owner: str = "") -> None:
        self.path = folder / FILE
        self.owner = owner

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work, which is kept whole or not at all."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=LOCK_WAIT_S)
            try:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise KeptDataUnreadable(f"{self.path} was written by a newer version of this program; update it")
                if version < VERSION:
                    _bring_up_to_date(connection)
                with connection:
                    yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise KeptDataUnreadable(
                f"{self.path} cannot be used ({error}); move it away to begin anew, or set HUB_DATA to another folder"
            ) from error

    # ---- conversations ----------------------------------------------------------------------------------------------

    def conversations(self) -> list[Conversation]:
        """The owner's kept conversations, the last changed first."""
        if not self.path.exists():
            return []
        with self._open() as db:
            rows = db.execute(
                "SELECT conversation_id, name, changed, n_turns FROM conversations WHERE owner = ?"
                " ORDER BY changed DESC, conversation_id DESC",
                (self.owner,),
            )
            return [Conversation(*row) for row in rows]

    def save(self, name: str, turns: Sequence[Turn], conversation_id: int | None = None) -> int:
        """Keep the turns under a name and return their id; an id given is written over."""
        name = " ".join(name.split())[:LONGEST_NAME] or "Untitled"
        text = _as_json(turns)
        with self._open() as db:
            if conversation_id is not None:
                changed = db.execute(
                    "UPDATE conversations SET name = ?, changed = ?, n_turns = ?, turns = ? WHERE conversation_id = ? AND owner = ?",
                    (name, _now(), len(turns), text, conversation_id, self.owner),
                )
                if changed.rowcount:
                    return conversation_id
            made = db.execute(
                "INSERT INTO conversations (name, created, changed, n_turns, turns, owner) VALUES (?, ?, ?, ?, ?, ?)",
                (name, _now(), _now(), len(turns), text, self.owner),
            )
            assert made.lastrowid is not None
            return made.lastrowid

    def turns(self, conversation_id: int) -> tuple[Turn, ...]:
        """The turns of a kept conversation. Raises KeyError when it is gone, KeptDataUnreadable when it is damaged."""
        with self._open() as db:
            row = db.execute(
                "SELECT turns FROM conversations WHERE conversation_id = ? AND owner = ?", (conversation_id, self.owner)
            ).fetchone()
        if row is None:
            raise KeyError(conversation_id)
        try:
            return _from_json(row[0])
        except ValidationError as error:
            first = error.errors()[0]["msg"]
            raise KeptDataUnreadable(
                f"conversation {conversation_id} in {self.path} is damaged or of another version ({first}); delete it"
            ) from error

    def rename(self, conversation_id: int, name: str) -> None:
        """Give a kept conversation another name; an empty one changes nothing."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            with self._open() as db:
                db.execute(
                    "UPDATE conversations SET name = ? WHERE conversation_id = ? AND owner = ?",
                    (name, conversation_id, self.owner),
                )

    def delete(self, conversation_id: int) -> None:
        """Forget a conversation; nothing happens when it is gone already."""
        with self._open() as db:
            db.execute(
                "DELETE FROM conversations WHERE conversation_id = ? AND owner = ?", (conversation_id, self.owner)
            )

    # ---- the conversation under way ---------------------------------------------------------------------------------

    def save_draft(self, token: str, turns: Sequence[Turn]) -> None:
        """Keep a conversation nobody has named, so that a reload does not lose it; such are forgotten after a week."""
        forgotten = (datetime.now(UTC) - timedelta(days=DRAFT_DAYS)).isoformat(timespec="milliseconds")
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO drafts (token, changed, turns, owner) VALUES (?, ?, ?, ?)",
                (token, _now(), _as_json(turns), self.owner),
            )
            db.execute("DELETE FROM drafts WHERE changed < ?", (forgotten,))

    def draft(self, token: str) -> tuple[Turn, ...]:
        """The turns kept under a token; () when there are none, or when they are of another version."""
        if not self.path.exists():
            return ()
        with self._open() as db:
            row = db.execute("SELECT turns FROM drafts WHERE token = ? AND owner = ?", (token, self.owner)).fetchone()
        try:
            return _from_json(row[0]) if row else ()
        except ValidationError:
            return ()

    # ---- feedback ---------------------------------------------------------------------------------------------------

    def rate(
        self, answer: Answer, build_id: str, verdict: Verdict, reason: str | None = None, comment: str | None = None
    ) -> None:
        """Keep a verdict on an answer; a second one on the same answer takes the place of the first."""
        row = Feedback(
            answer_id=answer.answer_id,
            question=answer.query.question,
            build_id=build_id,
            given=_now(),
            verdict=verdict,
            reason=reason,
            comment=(comment or "").strip()[:LONGEST_COMMENT] or None,
            status=answer.status,
            understood=answer.query.text,
            answer=answer.text,
            citations=tuple(f"[{c.marker}] {c.document}, {c.locator}" for c in answer.citations),
        )
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO feedback VALUES (:answer_id, :question, :build_id, :given, :verdict, :reason,"
                " :comment, :status, :understood, :answer, :citations, :owner)",
                {**asdict(row), "citations": json.dumps(row.citations, ensure_ascii=False), "owner": self.owner},
            )

    def withdraw(self, answer: Answer, build_id: str) -> None:
        """Forget the verdict on an answer."""
        with self._open() as db:
            db.execute(
                "DELETE FROM feedback WHERE answer_id = ? AND question = ? AND build_id = ? AND owner = ?",
                (answer.answer_id, answer.query.question, build_id, self.owner),
            )

    def feedback(self, everyone: bool = False) -> list[Feedback]:
        """The owner's verdicts, or everyone's without their names, the newest first."""
        if not self.path.exists():
            return []
        with self._open() as db:
            rows = db.execute(
                "SELECT answer_id, question, build_id, given, verdict, reason, comment, status, understood, answer, citations"
                " FROM feedback WHERE owner = ? OR ? ORDER BY given DESC",
                (self.owner, everyone),
            )
            return [Feedback(*(*row[:-1], tuple(json.loads(row[-1])))) for row in rows]

    def feedback_jsonl(self, everyone: bool = False) -> str:
        """The verdicts as JSON Lines, the newest first; "" when there are none."""
        return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in self.feedback(everyone))


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables, or those of an earlier version over, in one step; a second process waits and finds it done."""
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    steps = SCHEMA if version in (0, VERSION) else OWNED + SCHEMA + COPIED
    for step in steps.split(";"):
        connection.execute(step)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.commit()


def mail_link(answer: Answer, build_id: str, address: str = "") -> str:
    """A mailto link that opens the officer's own mail program with the question and answer written out."""
    body = "\n".join(
        [
            f"Question: {answer.query.question}",
            f"Understood as: {answer.query.text}",
            f"Answer ({answer.status}): {answer.text[:1200]}",
            *(f"[{c.marker}] {c.title or c.document}, {c.locator[:160]}" for c in answer.citations[:6]),
            f"Answer id {answer.answer_id}, index {build_id}",
            "",
            "What I noticed: ",
        ]
    )
    return (
        f"mailto:{quote(address, safe='@')}?subject={quote('Hub Assistant: an answer to look at')}&body={quote(body)}"
    )


@cache
def _turns() -> TypeAdapter[tuple[Turn, ...]]:
    """Checks and reads turns from JSON; made once, since that takes some hundredths of a second."""
    return TypeAdapter(tuple[Turn, ...])


def _as_json(turns: Sequence[Turn]) -> str:
    """Turns as they are kept: with the passages that were read, without looking for any now."""
    kept = (replace(turn, answer=replace(turn.answer, hits=read_so_far(turn.answer.hits))) for turn in turns)
    return _turns().dump_json(tuple(kept)).decode()


def _from_json(text: str) -> tuple[Turn, ...]:
    """Turns that were kept. Raises ValidationError for those of another version."""
    turns = _turns().validate_json(text)
    return tuple(replace(turn, answer=replace(turn.answer, hits=tuple(turn.answer.hits))) for turn in turns)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
