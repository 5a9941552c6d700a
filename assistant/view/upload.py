"""A file added to the corpus: checked first, its report shown, and only then read into the index.

Reading is done by `python -m ingest` in a process of its own, so that a file that breaks a reader breaks nothing else.
"""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.view.text import bare, plain
from ingest.read import SUFFIXES

ADDED = "added"  # the folder of the corpus that uploads go to, and are taken out of
SECONDS = 900


@dataclass(frozen=True, slots=True)
class Report:
    """What `ingest check` says of one file. `error` is why it cannot be read."""

    n_pages: int
    n_passages: int
    n_tables: int
    n_figures: int
    empty_pages: tuple[int, ...]
    unknown_places: tuple[str, ...]
    n_unparsed: int
    notes: tuple[str, ...]
    error: str | None


def draw_upload(corpus: Path, index: Path) -> None:
    """The form: choose a file, see what would be read of it, add it; and the files added before."""
    if done := st.session_state.pop("upload-done", None):
        st.success(plain(done), icon=":material/check_circle:")
    st.markdown(
        "The file is checked first: you see what can be read of it before anything is added. It is read as it stands, so "
        "take out what colleagues should not see."
    )
    given = st.file_uploader(
        "Report or table",
        type=sorted(s.lstrip(".") for s in SUFFIXES),
        key=f"upload-{st.session_state.get('uploads', 0)}",
    )
    if given is not None:
        _draw_given(given.name, given.getvalue(), corpus, index)
    added = sorted(p for p in (corpus / ADDED).glob("*") if p.is_file()) if (corpus / ADDED).is_dir() else []
    if added:
        gone = st.selectbox(
            "Take a file out again", added, index=None, format_func=lambda p: bare(p.name), key="upload-out"
        )
        if gone is not None and st.button(f"Take {plain(gone.name)} out", icon=":material/delete:"):
            _take_out(gone, corpus, index)


def _draw_given(name: str, data: bytes, corpus: Path, index: Path) -> None:
    """The check of a chosen file, and the button that adds it."""
    target = corpus / ADDED / safe_name(name)
    with st.spinner("Checking what can be read …"):
        report = _checked(safe_name(name), data)
    _draw_report(report)
    if report.error:
        return
    if target.exists():
        st.warning(f"A file called {plain(target.name)} was added before; this one would take its place.", icon=":material/warning:")  # fmt: skip
    if st.button("Add to the corpus", type="primary", icon=":material/library_add:"):
        _add(target, data, corpus, index)


@st.cache_data(max_entries=8, show_spinner=False)
def _checked(name: str, data: bytes) -> Report:
    """The report on a file, kept while it is looked at."""
    return check(name, data)


def check(name: str, data: bytes) -> Report:
    """What would become of a file with this name and content."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        done = _run("check", folder, "--json")
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError:
        return _unreadable(_last_line(done.stderr))
    if not found:
        return _unreadable("Nothing in this file is of a kind that can be read.")
    one = found[0]
    return Report(
        one["n_pages"], one["n_passages"], one["n_tables"], one["n_observations"], tuple(one["empty_pages"]),
        tuple(one["unmatched_places"]), one["n_unparsed"], tuple(one["notes"]), one["error"],
    )  # fmt: skip


def _unreadable(why: str) -> Report:
    return Report(0, 0, 0, 0, (), (), 0, (), why)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m ingest` with these arguments; a run that takes too long counts as failed."""
    command = [sys.executable, "-m", "ingest", *arguments]
    root = Path(__file__).resolve().parents[2]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(
            command, 1, "", f"error: not done after {SECONDS // 60} minutes, so it was stopped"
        )


def _last_line(said: str) -> str:
    """What a run said at its end, which is why it failed."""
    return next(
        (line.removeprefix("error: ") for line in reversed(said.splitlines()) if line.strip()), "no reason was given"
    )


def _draw_report(report: Report) -> None:
    """What would be read, and what would not."""
    if report.error:
        st.error(f"This file cannot be read: {plain(report.error)}", icon=":material/error:")
        return
    counts = {
        "pages": report.n_pages,
        "passages": report.n_passages,
        "tables": report.n_tables,
        "figures": report.n_figures,
    }
    st.markdown("**Would be read:** " + " · ".join(f"{n:,} {word}" for word, n in counts.items()))
    odd = list(report.notes)
    if report.empty_pages:
        odd.append(f"Pages without text: {', '.join(map(str, report.empty_pages[:20]))}")
    if report.unknown_places:
        odd.append(f"Places not known, whose figures are left out: {', '.join(report.unknown_places[:12])}")
    if report.n_unparsed:
        odd.append(f"Cells or rows that are not read as figures: {report.n_unparsed:,}")
    if odd:
        st.markdown("\n".join(f"- {plain(note)}" for note in odd[:12]))
    if not report.n_passages and not report.n_figures:
        st.warning("Nothing in it could answer a question.", icon=":material/warning:")


def safe_name(name: str) -> str:
    """A name for the file that leads nowhere and hides nothing: letters, digits, spaces, dots and hyphens."""
    stem, suffix = Path(name.replace("\\", "/").rsplit("/", 1)[-1]).stem, Path(name).suffix.lower()
    return (re.sub(r"[^\w \-.]+", "-", stem).strip(" .-_")[:100] or "file") + re.sub(r"[^\w.]", "", suffix)


def _add(target: Path, data: bytes, corpus: Path, index: Path) -> None:
    """Put the file into the corpus and read it into the index; when that fails, all is as it was."""
    before = target.read_bytes() if target.exists() else None
    try:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        st.error(f"The corpus cannot be written to ({plain(str(error))}).", icon=":material/error:")
        return
    if why := _reread(corpus, index):
        target.write_bytes(before) if before is not None else target.unlink()
        st.error(f"It was not added: {plain(why)}", icon=":material/error:")
        return
    st.session_state["upload-done"] = f"{target.name} was added and can be asked about."
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.rerun()


def _take_out(path: Path, corpus: Path, index: Path) -> None:
    """Take a file out of the corpus and the index; when that fails, all is as it was."""
    data = path.read_bytes()
    path.unlink()
    if why := _reread(corpus, index):
        path.write_bytes(data)
        st.error(f"It was not taken out: {plain(why)}", icon=":material/error:")
        return
    st.session_state["upload-done"] = f"{path.name} was taken out; nothing of it is held any more."
    st.session_state.pop("upload-out", None)
    st.rerun()


def _reread(corpus: Path, index: Path) -> str | None:
    """Bring the index up to date; why it failed, or None."""
    with st.spinner("Reading it into the index. Questions are answered from the index before until this is done …"):
        done = _run(str(corpus.resolve()), "--index", str(index.resolve()))
    return _last_line(done.stderr) if done.returncode and "published" not in done.stdout else None
