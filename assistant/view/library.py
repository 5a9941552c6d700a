"""The library: every document and table held, with filters, and what became of each file when the index was made."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from assistant.view.evidence import draw_table, said_date, show_page
from assistant.view.place import page_of
from assistant.view.text import link, plain
from ingest.index import Index
from ingest.schema import Document


def draw(index: Index, ask: Callable[[str], None]) -> None:
    """The page; `ask` has a question asked in the chat."""
    st.title("Library", anchor=False)
    m = index.manifest
    st.caption(
        f"{m.n_documents:,} documents · {m.n_pages:,} pages · {m.n_tables:,} tables · {m.n_observations:,} figures · "
        f"{m.n_indicators:,} indicators · index made {plain(f'{said_date(m.built[:10])}, {m.built[11:16]}')}"
    )
    _draw_documents(index, ask)
    with st.expander("How the files were read", icon=":material/fact_check:"):
        _draw_report(index)


def _draw_documents(index: Index, ask: Callable[[str], None]) -> None:
    """The documents that fit the filters; the one chosen is shown in full."""
    with st.container(horizontal=True, gap="small"):
        words = st.text_input("Words in title or description", key="library-words").casefold().split()
        kinds = st.multiselect(
            "Kind", sorted({d.kind for d in index.documents if d.kind}), key="library-kind", format_func=plain
        )
        publishers = st.multiselect(
            "Publisher",
            sorted({d.publisher for d in index.documents if d.publisher}),
            key="library-publisher",
            format_func=plain,
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
    st.caption(f"{len(found)} of {len(index.documents)}")
    frame = pd.DataFrame(
        {
            "Title": [d.title for d in found],
            "Kind": [d.kind or "" for d in found],
            "Publisher": [d.publisher or "" for d in found],
            "Published": [d.published.isoformat() if d.published else "" for d in found],
            "Pages": [d.n_pages for d in found],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height=min(420, 38 + 35 * len(found)),
        alt="Documents held",
        column_config={"Title": st.column_config.TextColumn(width="large")},
    )
    chosen = st.selectbox(
        "Open",
        found,
        index=None,
        format_func=lambda d: plain(d.title),
        placeholder="Choose a document",
        key="library-open",
    )
    if chosen is not None:
        _draw_document(chosen, index, ask)


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
                "Tables in it", tables, format_func=lambda t: plain(t.title), key=f"tables-{document.document_id}"
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
