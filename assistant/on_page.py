"""On which page a line stands, and how a line is shown: quotations are looked for on pages without spaces or hyphens."""

import re
import unicodedata
from functools import lru_cache

from assistant.sentences import MARK
from ingest.index import Index
from ingest.schema import Passage

NUMBERED = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,2})*[.)]|[a-z][.)]|\([a-z]\))\s+(?=\S)")
QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)
SQUEEZE = re.compile(r"[\s\u00ad\u200b|-]+")
GAP = " – "  # between the cells of a row; quotations are compared without dashes, so the row stays verbatim


def shown(text: str) -> str:
    """A line as it is quoted: no bullet, no paragraph number, the cells of a row set apart by dashes."""
    text = text.removeprefix(MARK) if text.startswith(MARK) else NUMBERED.sub("", text)
    return text.strip().replace("\t", GAP)


def page_of(line: str, passage: Passage, index: Index) -> int | None:
    """The page of the passage on which the line stands word for word; None when it runs over a page's edge."""
    wanted = squeezed(shown(line))
    for number in dict.fromkeys((*range(passage.first_page, passage.last_page + 1), passage.first_page - 1)):
        if wanted and number > 0 and wanted in _page_text(index, passage.document_id, number):
            return number
    return None


@lru_cache(maxsize=512)
def _page_text(index: Index, document_id: str, number: int) -> str:
    try:
        return squeezed(index.page(document_id, number).text)
    except KeyError:  # a page that holds no text is not kept
        return ""


def squeezed(text: str) -> str:
    """The text in the form in which quotation and page are compared: no white space, no hyphens, one kind of quote."""
    return SQUEEZE.sub("", unicodedata.normalize("NFKC", text).translate(QUOTES).lower())
