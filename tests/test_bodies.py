"""The bodies of government by the names they go by: which names are known, and that pages are found by any of them."""

import pytest
from corpora import run_ingest

from assistant.bodies import renamed
from assistant.extract import extract
from assistant.retrieve import retrieve, worded
from assistant.schema import Query
from ingest.index import Index


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("What does the education ministry buy?", ("What does DfE buy?", "What does the Department for Education buy?")),
        ("Who leads the Ministry of Defence?", ("Who leads MOD?",)),
        ("The UK's statistics office said so", ("ONS said so", "The Office for National Statistics said so")),
        ("DfT and the health department", ("DfT and DHSC", "Department for Transport and the Department of Health and Social Care")),
        ("Which department leads on education?", ()),
        ("The modern method of trade", ()),
    ],
)  # fmt: skip
def test_forms_of_a_text(text: str, forms: tuple[str, ...]) -> None:
    assert renamed(text) == forms


PLAN = """# Procurement action plan

DfE uses a system called Lockley for its contracts and tenders, which shows what it spends with each supplier.
"""
SCHOOLS = """# Schools and colleges

The education of a nation rests on its schools. Ministers of education have said so in every decade.

## Software in class

Pupils now learn to write software from the age of seven, and colleges run tenders for machines.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root = tmp_path_factory.mktemp("bodies")
    (root / "corpus").mkdir()
    (root / "corpus" / "plan.md").write_text(PLAN, encoding="utf-8")
    (root / "corpus" / "schools.md").write_text(SCHOOLS, encoding="utf-8")
    run_ingest(root / "corpus", root / "index")
    return Index.open(root / "index")


@pytest.mark.parametrize(
    "question",
    [
        "What system does the education ministry now use for running tenders?",
        "Which system does the Department for Education use for its tenders?",
        "What system does DfE use for tenders?",
    ],
)
def test_a_page_is_found_by_any_name_of_a_body(question: str, index: Index) -> None:
    query = Query(question, question)
    hits = retrieve(query, index)
    assert hits[0].document == "plan.md"
    assert "DfE" in worded(question, hits, index)
    assert "Lockley" in extract(query, hits, index).sentences[0].text
