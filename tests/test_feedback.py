"""Conversations and verdicts, kept in a real SQLite file."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from answers import figure_answer, page_answer

from assistant.feedback import FILE, Kept, KeptDataUnreadable, mail_link
from assistant.schema import Hit, Hits, Turn


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


def test_each_owner_sees_only_their_own(tmp_path: Path) -> None:
    mine, theirs = Kept(tmp_path, "a@lep.example"), Kept(tmp_path, "b@lep.example")
    conversation = mine.save("Mine", (Turn("q", figure_answer()),))
    mine.save_draft("token", (Turn("q", figure_answer()),))
    mine.rate(figure_answer(), "build-1", "down", "Wrong figure", "no")
    assert theirs.conversations() == []
    assert theirs.draft("token") == ()
    assert theirs.feedback() == []
    with pytest.raises(KeyError):
        theirs.turns(conversation)
    theirs.delete(conversation)
    theirs.rename(conversation, "Taken")
    assert theirs.save("Taken", (), conversation) != conversation
    assert [c.name for c in mine.conversations()] == ["Mine"]
    theirs.rate(figure_answer(), "build-1", "up")
    assert [f.verdict for f in mine.feedback()] == ["down"]
    assert sorted(f.verdict for f in mine.feedback(everyone=True)) == ["down", "up"]
    assert "lep.example" not in mine.feedback_jsonl(everyone=True)


def test_a_file_from_before_there_were_owners_is_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.executescript(
            "CREATE TABLE conversations (conversation_id INTEGER PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL,"
            " changed TEXT NOT NULL, n_turns INTEGER NOT NULL, turns TEXT NOT NULL);"
            "CREATE TABLE drafts (token TEXT PRIMARY KEY, changed TEXT NOT NULL, turns TEXT NOT NULL);"
            "CREATE TABLE feedback (answer_id TEXT NOT NULL, question TEXT NOT NULL, build_id TEXT NOT NULL, given TEXT NOT NULL,"
            " verdict TEXT NOT NULL, reason TEXT, comment TEXT, status TEXT NOT NULL, understood TEXT NOT NULL, answer TEXT NOT NULL,"
            " citations TEXT NOT NULL, PRIMARY KEY (answer_id, question, build_id));"
            "INSERT INTO conversations VALUES (1, 'Old', '2026-01-01', '2026-01-01', 0, '[]');"
            "INSERT INTO feedback VALUES ('a', 'q', 'b', '2026-01-01', 'up', NULL, NULL, 'answered', 'q', 'text', '[]');"
            "PRAGMA user_version = 2;"
        )
    db.close()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: Kept(tmp_path).conversations(), range(4)))
    assert all([c.name for c in f] == ["Old"] for f in found)
    assert [f.verdict for f in Kept(tmp_path).feedback()] == ["up"]


def test_pages_that_nobody_read_are_not_looked_for_to_be_kept(tmp_path: Path) -> None:
    def find() -> tuple[Hit, ...]:
        raise AssertionError("nothing reads them")

    kept, answer = Kept(tmp_path), replace(figure_answer(), hits=Hits(find))
    kept.save_draft("a", (Turn("q", answer),))
    assert kept.draft("a") == (Turn("q", replace(answer, hits=())),)
    read = replace(answer, hits=Hits(lambda: tuple(page_answer().hits)))
    assert len(read.hits) == 1
    kept.save_draft("b", (Turn("q", read),))
    assert kept.draft("b")[0].answer.hits == page_answer().hits
