"""The library: every document and table held, with filters, and what became of each file when the index was made."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from assistant.view.evidence import draw_table, said_date, show_page
from assistant.view.place import page_of
from assistant.view.text import bare, link, plain
from assistant.view.upload import draw_upload
from ingest.index import Index
from ingest.schema import Document


def draw(index: Index, ask: Callable[[str], None], corpus: Path | None = None, root: Path | None = None) -> None:
    """The page; `ask` has a question asked in the chat. With a `corpus`, files can be added to it and to the index `root`."""
    st.title("Library", anchor=False)
    m = index.manifest
    st.caption(
        f"{m.n_documents:,} documents · {m.n_pages:,} pages · {m.n_tables:,} tables · {m.n_observations:,} figures · "
        f"{m.n_indicators:,} indicators · index made {plain(f'{said_date(m.built[:10])}, {m.built[11:16]}')}"
    )
    _draw_documents(index, ask)
    if corpus is not None and root is not None:
        with st.expander("Add a file", icon=":material/upload_file:", key="add-a-file"):
            draw_upload(corpus, root)
    with st.expander("How the files were read", icon=":material/fact_check:"):
        _draw_report(index)


def _draw_documents(index: Index, ask: Callable[[str], None]) -> None:
    """The documents that fit the filters; the one chosen is shown in full."""
    with st.container(horizontal=True, gap="small"):
        words = st.text_input("Words in title or description", key="library-words").casefold().split()
        kinds = st.multiselect(
            "Kind", sorted({d.kind for d in index.documents if d.kind}), key="library-kind", format_func=bare
        )
        publishers = st.multiselect(
            "Publisher",
            sorted({d.publisher for d in index.documents if d.publisher}),
            key="library-publisher",
            format_func=bare,
        )
    found = [
        d
        for d in index.documents
        if all(word in f"{d.title} {d.description or ''} {d.path.name}".casefold() for word in words)
        and (not kinds or d.kind in kinds)
        and (not publishers or d.publisher in publishers)
    ]
    if not found:
        st.info("Nothing held fits these filters. Take one away.", icon=":material/filter_alt_off:")
        return
    st.caption(f"{len(found)} of {len(index.documents)}. Choose a row, or a title from the list below, to open it.")
    states = _states(index)
    frame = pd.DataFrame(
        {
            "Title": [d.title for d in found],
            "Kind": [d.kind or "" for d in found],
            "Publisher": [d.publisher or "" for d in found],
            "Published": [d.published.isoformat() if d.published else "" for d in found],
            "Pages": [d.n_pages for d in found],
            "State": [states.get(d.document_id, "held") for d in found],
        }
    )
    shown = st.dataframe(
        frame, hide_index=True, height=min(420, 38 + 35 * len(found)), alt="Documents held", on_select="rerun", selection_mode="single-row",
        column_config={"Title": st.column_config.TextColumn(width="large")}, key=f"library-rows-{'-'.join(words)}-{kinds}-{publishers}",
    )  # fmt: skip
    picked = [found[row].document_id for row in shown["selection"]["rows"] if row < len(found)]
    if picked and picked != st.session_state.get("library-picked"):
        st.session_state["library-open"] = picked[0]
    st.session_state["library-picked"] = picked
    titles = {d.document_id: d.title for d in found}
    opened = st.selectbox("Open", list(titles), index=None, format_func=lambda i: bare(titles[i]), placeholder="Choose a document", key="library-open")  # fmt: skip
    chosen = next((d for d in found if d.document_id == opened), None)
    if chosen is not None:
        _draw_document(chosen, index, ask)


def _states(index: Index) -> dict[str, str]:
    """What became of each document's file when the index was made, in a few words."""
    out = {}
    for f in index.manifest.files:
        odd = len(f.notes) + bool(f.empty_pages) + bool(f.unmatched_places)
        said = f"read, {odd} note{'s' * (odd != 1)}" if odd else "read"
        out[f.document_id] = "could not be read" if f.error else said
    return out


def _draw_document(document: Document, index: Index, ask: Callable[[str], None]) -> None:
    """One document: what is known of it, its pages and its tables."""
    with st.container(border=True):
        st.subheader(plain(document.title), anchor=False)
        known = [
            document.publisher,
            said_date(document.published.isoformat()) if document.published else None,
            document.licence,
        ]
        st.caption(plain(" · ".join(k for k in (*known, f"file {document.path.name}") if k)))
        if document.description:
            st.markdown(plain(document.description))
        with st.container(horizontal=True, gap="small"):
            if document.n_pages and st.button("Read", icon=":material/article:", key=f"read-{document.document_id}"):
                name = f"library-{document.document_id}"
                st.session_state[f"at-{name}"] = 1
                show_page(page_of(index, document.document_id, 1), name, index)
            if document.path.is_file():
                st.download_button(
                    "Download file",
                    document.path.read_bytes,
                    document.path.name,
                    on_click="ignore",
                    icon=":material/download:",
                )
            if url := link(document.url):
                st.link_button("Source", url, icon=":material/open_in_new:")
            if st.button("Ask about it", icon=":material/forum:", key=f"about-{document.document_id}"):
                ask(f"What does “{document.title}” say?")
        tables = index.tables_of(document.document_id)
        if tables:
            table = st.selectbox(
                "Tables in it", tables, format_func=lambda t: bare(t.title), key=f"tables-{document.document_id}"
            )
            draw_table(table, ())


def _draw_report(index: Index) -> None:
    """What became of each file: read or not, what was found in it, and what to look at."""
    files = index.manifest.files
    bad = [f for f in files if f.error]
    if bad:
        st.warning(
            f"{len(bad)} of {len(files)} files could not be read; nothing of them is held.", icon=":material/warning:"
        )
        for f in bad[:20]:
            st.markdown(f"- **{plain(f.path)}**: {plain(f.error or '')}")
    else:
        st.success(f"All {len(files)} files were read.", icon=":material/check_circle:")
    frame = pd.DataFrame(
        [
            {
                "File": f.path, "Pages": f.n_pages, "Pages without text": _listed([str(n) for n in f.empty_pages]),
                "Passages": f.n_passages, "Tables": f.n_tables, "Figures": f.n_observations, "Cells not read as figures": f.n_unparsed,
                "Places not known": _listed(f.unmatched_places), "Notes": _listed(f.notes), "Error": f.error or "",
            }
            for f in files
        ]
    )  # fmt: skip
    st.dataframe(frame, hide_index=True, alt="What became of each file")
    st.caption(
        f"Passages embedded with {plain(index.manifest.model)} in {index.manifest.seconds:.0f} s: "
        f"{index.manifest.n_embedded:,} anew, {index.manifest.n_carried:,} carried over. Build {plain(index.build_id)}."
    )


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values[:8]) + (f" and {len(values) - 8} more" if len(values) > 8 else "")
