"""What the catalogue names as documents, and what it says of them."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from ingest.catalog import as_date, catalogue, document_ids
from ingest.errors import HubError
from ingest.schema import Table

TEXT = "place,place_type,2017\nNew Anglia,LEP,5\n"


def put(folder: Path, name: str, text: str = "words") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def package(folder: Path, *resources: dict[str, object]) -> None:
    put(folder, "datapackage.json", json.dumps({"name": "test", "resources": list(resources)}))


def names(folder: Path) -> list[str]:
    return [d.path.relative_to(folder).as_posix() for d in catalogue(folder).documents]


def test_any_folder_of_readable_files_is_a_corpus(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.DOCX", "c.html", "d/e.md", "f.txt", "g.csv", "h.xlsx", "i.xls", "j.png", "k.zip"):
        put(tmp_path, name)
    assert names(tmp_path) == ["a.pdf", "b.DOCX", "c.html", "d/e.md", "f.txt", "g.csv", "h.xlsx", "i.xls"]


def test_an_unlisted_file_is_titled_by_its_name(tmp_path: Path) -> None:
    path = put(tmp_path, "growth_plan-2019.md", "words")
    (document,) = catalogue(tmp_path).documents
    assert (document.document_id, document.title) == ("growth-plan-2019", "Growth plan 2019")
    assert document.path == path
    assert document.sha256 == hashlib.sha256(b"words").hexdigest()
    assert (document.publisher, document.published, document.url, document.licence) == (None, None, None, None)


def test_hidden_files_links_outwards_and_own_notes_are_no_documents(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    outside = put(tmp_path, "outside.txt")
    for name in (".hidden.txt", ".git/a.txt", "places/p.csv", "sources/s.md", "README.md", "ATTRIBUTION.md",
                 "indicators.csv", "sectors.csv", "search_terms.csv", "build.py", "~$lock.docx", "reports/kept.txt"):  # fmt: skip
        put(corpus, name)
    package(corpus)
    (corpus / "link.txt").symlink_to(outside)
    assert names(corpus) == ["reports/kept.txt"]


def test_a_users_own_sectors_table_is_a_document(tmp_path: Path) -> None:
    put(tmp_path, "sectors.csv", TEXT)
    put(tmp_path, "sources/notes.md")
    assert names(tmp_path) == ["sectors.csv", "sources/notes.md"]


def test_ids_are_readable_stable_and_unique() -> None:
    paths = [Path(p) for p in ("gva.csv", "2017/report.pdf", "2018/report.pdf", "x.pdf", "x.csv", "A b.txt", "a-b.txt")]
    ids = document_ids(paths)
    assert ids[:3] == ["gva", "2017-report", "2018-report"]
    assert len(set(ids)) == len(ids)
    assert document_ids(paths) == ids


def test_a_listed_table_brings_its_metadata(tmp_path: Path) -> None:
    put(tmp_path, "tables/gva.csv", TEXT)
    package(tmp_path, {
        "name": "gva", "path": "tables/gva.csv", "title": "GVA by LEP", "description": "Value added.", "published": "2023-04",
        "sources": [{"title": "ONS release", "path": "https://example.org/gva"}],
        "contributors": [{"title": "ONS"}], "licenses": [{"name": "OGL", "title": "OGL v3"}],
        "hub": {"kind": "table", "indicator": "GVA", "concept": "gva", "unit": "GBP million", "breakdown_column": None,
                "status": "derived"},
    })  # fmt: skip
    found = catalogue(tmp_path)
    (document,) = found.documents
    assert (document.title, document.publisher, document.published) == ("GVA by LEP", "ONS", date(2023, 4, 1))
    assert (document.url, document.licence, document.kind) == ("https://example.org/gva", "OGL v3", "table")
    meta = found.meta(Table("gva#t1", "gva", "gva", None, None, (("a",),), 1))
    assert meta is not None
    assert (meta.indicator, meta.concept, meta.unit, meta.status) == ("GVA", "gva", "GBP million", "derived")
    assert meta.source == "ONS release"


def test_a_missing_and_a_changed_file_are_warned_of_by_name(tmp_path: Path) -> None:
    put(tmp_path, "here.md")
    package(tmp_path, {"path": "gone.pdf"}, {"path": "here.md", "hash": "sha256:" + "0" * 64})
    warnings = catalogue(tmp_path).warnings
    assert len(warnings) == 2
    assert "gone.pdf" in warnings[0]
    assert "not in the folder" in warnings[0]
    assert "here.md" in warnings[1]
    assert "changed" in warnings[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1, column 2"),
        ("[]", "list named resources"),
        ('{"resources": {}}', "list named resources"),
        ('{"resources": [3]}', "resource 1 is not an object"),
        ('{"resources": [{"name": "gva"}]}', r"resource 1 \(gva\) names no path"),
        ('{"resources": [{"path": 7}]}', "names no path"),
    ],
)
def test_a_malformed_package_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    put(tmp_path, "datapackage.json", text)
    with pytest.raises(HubError, match=message):
        catalogue(tmp_path)


def test_odd_values_in_a_package_do_no_harm(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    package(tmp_path, {"path": "a.md", "sources": "x", "licenses": [1], "published": "soon", "hub": 3, "hash": 5})
    found = catalogue(tmp_path)
    assert found.documents[0].published is None
    assert found.documents[0].kind is None
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2019", date(2019, 1, 1)), ("2019-05-02", date(2019, 5, 2)), ("2019-13", None), ("May 2019", None), ("", None)],
)
def test_dates(text: str, expected: date | None) -> None:
    assert as_date(text) == expected
