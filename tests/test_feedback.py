"""Conversations and verdicts, kept in a real SQLite file."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest
from answers import figure_answer, page_answer

from assistant.feedback import FILE, Kept, KeptDataUnreadable, mail_link
from assistant.schema import Turn


def test_a_conversation_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "made")
    turns = (Turn("What was Market Vale's GVA in 2017?", figure_answer()), Turn("And clusters?", page_answer()))
    conversation = kept.save("Growth  deal", turns)
    assert kept.turns(conversation) == turns
    assert [(c.name, c.n_turns) for c in kept.conversations()] == [("Growth deal", 2)]


def test_saving_again_writes_over_and_a_deleted_one_is_gone(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    first = kept.save("One", (Turn("a", page_answer("a")),))
    second = kept.save("Two", (Turn("b", page_answer("b")),))
    assert kept.save("One again", (Turn("a", page_answer("a")), Turn("c", page_answer("c"))), first) == first
    assert [c.name for c in kept.conversations()] == ["One again", "Two"]
    kept.rename(second, " Three ")
    kept.delete(first)
    assert [c.name for c in kept.conversations()] == ["Three"]
    with pytest.raises(KeyError):
        kept.turns(first)


def test_a_draft_comes_back_by_its_token_and_is_forgotten_after_a_week(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    assert kept.draft("a") == ()
    kept.save_draft("a", (Turn("q", figure_answer()),))
    assert kept.draft("a") == (Turn("q", figure_answer()),)
    assert kept.draft("b") == ()
    assert kept.conversations() == []
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE drafts SET changed = '2020-01-01T00:00:00.000+00:00'")
    kept.save_draft("b", ())
    assert kept.draft("a") == ()


def test_nothing_is_made_before_something_is_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "none")
    assert kept.conversations() == []
    assert kept.feedback() == []
    assert not (tmp_path / "none").exists()


def test_a_second_verdict_takes_the_place_of_the_first(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    answer = figure_answer()
    kept.rate(answer, "build-1", "up")
    kept.rate(answer, "build-1", "down", "Wrong figure", " The table says 1,300.\n")
    kept.rate(answer, "build-2", "up")
    found = kept.feedback()
    assert {(f.build_id, f.verdict) for f in found} == {("build-1", "down"), ("build-2", "up")}
    lines = [json.loads(line) for line in kept.feedback_jsonl().splitlines()]
    one = next(line for line in lines if line["build_id"] == "build-1")
    assert one["reason"] == "Wrong figure"
    assert one["comment"] == "The table says 1,300."
    assert one["answer_id"] == "abc123"
    assert one["citations"] == ["[1] gva.csv, GVA by LEP, row Market Vale, column 2017"]
    kept.withdraw(answer, "build-1")
    assert [f.build_id for f in kept.feedback()] == ["build-2"]


def test_several_sessions_may_write_at_once(tmp_path: Path) -> None:
    def keep(n: int) -> int:
        return Kept(tmp_path).save(f"n{n}", (Turn("q", page_answer()),))

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(keep, range(24)))
    assert len(set(ids)) == 24
    assert len(Kept(tmp_path).conversations()) == 24


def test_damage_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, whatever its name may say" * 100)
    with pytest.raises(KeptDataUnreadable, match="move it away"):
        Kept(tmp_path).conversations()


def test_a_damaged_conversation_does_not_hide_the_others(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    bad = kept.save("Bad", (Turn("q", page_answer()),))
    good = kept.save("Good", (Turn("q", page_answer()),))
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE conversations SET turns = '[{\"question\": 3}]' WHERE conversation_id = ?", (bad,))
    with pytest.raises(KeptDataUnreadable, match="delete it"):
        kept.turns(bad)
    assert len(kept.turns(good)) == 1


def test_a_later_versions_file_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(KeptDataUnreadable, match="newer version"):
        Kept(tmp_path).save("x", ())


def test_the_mail_holds_question_answer_and_id_and_cannot_add_headers() -> None:
    link = mail_link(figure_answer("GVA?\r\nBcc: x@y.z & more"), "build-1")
    assert link.startswith("mailto:?subject=")
    assert "\n" not in link
    assert link.count("&") == 1
    assert "Answer id abc123, index build-1" in unquote(link)
