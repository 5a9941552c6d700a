"""A table as published to a grid with two axes: each row and each column known by its labels, each figure by its value.

Heads may be several rows deep, with merged or blank cells under a group head; row labels may stand in several columns,
or under a row that names a group. `MERGED` marks a cell that a neighbour covers, as some extractors write it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import Stemmer

MERGED = "__"
PER_CENT = "%"
GAPS = frozenset(
    {"", "-", "--", "---", "–", "—", ":", ".", "..", "...", "…", "x", "n/a", "na", "n.a.", "nil", "*", "#", "c", "z"}
)
TOTAL_WORDS = frozenset("total grand g overall all both sexes sex sum combined whole".split())  # noqa: SIM905
_NUMBER = re.compile(
    r"^(?P<open>\()?\s*(?:[£$€]|QR|Rs\.?)?\s*(?P<sign>[-−–+])?\s*(?P<number>\d[\d,  ]*(?:\.\d+)?|\.\d+)\s*"
    r"(?:%|p|r|e)?\s*(?P<close>\))?\s*(?:\*+|†|\[[a-z0-9]{1,2}\]|\(\d\))?$",
    re.I,
)
_STOP = frozenset("the and of in for by to with at on a an or from no number nos per its their s".split())  # noqa: SIM905
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}
_SAME = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
    "men": "male", "man": "male", "women": "female", "woman": "female", "pct": "percent", "percentage": "percent",
    "percentages": "percent", "govt": "government", "bldg": "building", "dept": "department", "labour": "labor",
    "centre": "center", "centres": "center", "qtr": "quarter", "avg": "average", "max": "maximum", "min": "minimum",
    "qty": "quantity", "exp": "expenditure", "univ": "university", "dev": "development", "temp": "temperature",
}  # fmt: skip
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_DATE = re.compile(r"\b(\d{1,2})[-/ ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ](\d{4}|\d\d)\b")
_TOKEN = re.compile(r"\d{4}-\d\d(?!\d)|\d+(?:\.\d+)?|[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a row or column: the level it stands on, its text as published, its words as compared."""

    level: int
    text: str
    words: tuple[str, ...]
    is_total: bool
    aside: tuple[str, ...] = ()  # of the words, those in brackets


@dataclass(frozen=True, slots=True)
class Item:
    """A row or a column: where it stands in the grid, and its labels, outermost first."""

    index: int
    labels: tuple[Label, ...]

    @property
    def is_total(self) -> bool:
        """Whether any of its labels says that it adds others up."""
        return any(label.is_total for label in self.labels)

    @property
    def name(self) -> str:
        """Its labels in one line."""
        return " / ".join(label.text for label in self.labels)


@dataclass(frozen=True)
class Axis:
    """The rows or the columns: their items and what each level of labels is called."""

    kind: str  # "row" or "column"
    items: tuple[Item, ...]
    level_names: tuple[str, ...]
    name: str = ""
    sums: frozenset[int] = frozenset()  # items whose figures are the others' added up, though no label says so

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The different labels, level by level."""
        return tuple(dict.fromkeys(label for item in self.items for label in item.labels))

    def levels(self) -> list[int]:
        """The levels in use."""
        return sorted({label.level for label in self.labels})

    @cached_property
    def code_levels(self) -> frozenset[int]:
        """Levels that hold codes or numbers of rows beside another level that holds names."""
        levels = self.levels()
        coded = {
            level
            for level in levels
            if level >= 0
            and self.kind_of_level(level) not in ("year", "month")
            and all(_is_code(label.text) and label.text != PER_CENT for label in self.labels if label.level == level)
        }
        named = [level for level in levels if level >= 0 and level not in coded]
        return frozenset(coded) if named else frozenset()

    def kind_of_level(self, level: int) -> str:
        """What the labels of a level are: "year", "month", "quarter", "age" or nothing known."""
        return self._kinds.get(level, "")

    @cached_property
    def _kinds(self) -> dict[int, str]:
        return {level: _kind_of([one for one in self.labels if one.level == level]) for level in self.levels()}


def _kind_of(labels: Sequence[Label]) -> str:
    texts = [label.words for label in labels if not label.is_total]
    for kind, test in (("year", _is_year), ("month", _is_month), ("quarter", _is_quarter), ("age", _is_age)):
        if texts and sum(map(test, texts)) >= max(1, 0.6 * len(texts)):
            return kind
    return ""


@dataclass(frozen=True)
class Grid:
    """A table ready to be asked: its axes, its cells as published, and their values; gaps have none."""

    title: str
    rows: Axis
    columns: Axis
    cells: tuple[tuple[str, ...], ...]
    values: tuple[tuple[float | None, ...], ...]


def number(text: str) -> float | None:
    """The value of a cell: "1,250" is 1250, "(12)" is -12, "12.5%" is 12.5; None for a gap or words."""
    match = _NUMBER.match(text.strip())
    if not match:
        return None
    value = float(re.sub(r"[,  ]", "", match["number"]))
    return -value if ((match["sign"] or "") in "-−–" and match["sign"]) or (match["open"] and match["close"]) else value


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The text in lower case with one spelling for what is written in several: "Non-Qatari", "65 and above", "Q1", "1st"."""
    text = unicodedata.normalize("NFKC", text).lower().replace("–", "-").replace("—", "-").replace("−", "-")
    text = re.sub(r":(?:un)?selected:", " ", text).replace("&", " and ").replace("’", "'").replace("`", "'")
    text = re.sub(r"'s\b|'(?=\s|$)", " ", text)
    text = re.sub(r"([a-z])- +(?!and\b|or\b)([a-z])", r"\1\2", text)
    text = re.sub(r"\bnon[\s-]+(?=[a-z])", "non", text)
    text = re.sub(r"\b(un|pre|post|part|full|semi|self)-\s?(?=[a-z])", r"\1", text)
    text = re.sub(r"(\d),(?=\d{3}(?!\d))", r"\1", text)
    text = re.sub(r"\b((?:19|20)\d\d)\.0\b", r"\1", text)
    text = re.sub(r"\b((?:19|20)\d\d)\s*[-/]\s*((?:19|20)?\d\d)\b", _year_span, text)
    text = _DATE.sub(lambda m: f"{m[1]} {m[2]} {m[3] if len(m[3]) == 4 else '20' + m[3]}", text)
    text = re.sub(r"\bq\s?([1-4])\b", r"quarter \1", text)
    text = re.sub(r"\bquarter\s?-\s?(iii|ii|iv|i)\b", lambda m: "quarter " + _ROMAN[m[1]], text)
    text = re.sub(r"\b(?:first|second|third|fourth|1st|2nd|3rd|4th)\b", lambda m: _ORDINALS[m[0]], text)
    text = re.sub(r"(\d)\s*(?:\+|(?:years )?(?:and|or) (?:above|over|more|older)\b)(?! than)", r"\1 plus", text)
    return re.sub(r"%", " percent ", text)


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def _year_span(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    return f"{first}-{last[-2:]}" if int(last[-2:]) == (int(first) + 1) % 100 else f"{first} - {last}"


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in its one spelling; numbers stay."""
    word = _SAME.get(word, word)
    return _stemmer().stemWord(word) if word.isalpha() else word


def terms(text: str) -> list[str]:
    """The stems of a text, in order."""
    return [stem(token) for token in _TOKEN.findall(plain(text))]


@lru_cache(maxsize=20_000)
def label_words(text: str) -> tuple[str, ...]:
    """The words a label is known by: without grammar, and without an enumerator such as "(0)" or "1-" before it."""
    if text in ("F", "M", "T"):
        return (stem({"F": "female", "M": "male", "T": "total"}[text]),)
    if _DATE.match(text.strip().lower()):
        return tuple(terms(text))
    bare = re.sub(r"^\s*(?:\(\d{1,2}\)|\d{1,2}\s*[-.)](?=\s*[A-Za-z])|[ivx]{1,4}\)|[a-z]\)|[A-Z]\s+-\s)\s*", "", text)
    bare = re.sub(r"\((?:\d{1,2}|[\d+ ]*|[A-Za-z*]{1,2})\)|\*+$|\(?[£$€]\s*['’]?000s?\)?$", " ", bare)
    words = [word for word in terms(bare) if word not in _STOP]
    return tuple(words or terms(text))


def bare_name(text: str) -> str:
    """A label without the enumerator or footnote mark about it: "ii) Unemployed", "1- City Hospital", "Education(1)"."""
    text = re.sub(r"^\s*(?:\(\d{1,2}\)|\d{1,2}\s*[-.)]\s*(?=[A-Za-z])|[ivx]{1,4}\)|[a-z]\))\s*", "", text)
    return re.sub(r"\s*(?:\(\d{1,2}\)|\*+)$", "", text) or text


def _is_code(text: str) -> bool:
    return bool(
        (len(text) <= 7 and not re.search(r"[a-z]{3}", text.lower())) or re.fullmatch(r"[\W\d]+|[A-Z.]*[\d.]+", text)
    )


def _is_year(words: tuple[str, ...]) -> bool:
    return any(re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", word) for word in words) and len(words) <= 3


def _is_month(words: tuple[str, ...]) -> bool:
    return any(word in _MONTH_STEMS for word in words) and len(words) <= 2


def _is_age(words: tuple[str, ...]) -> bool:
    digits = [w for w in words if w.isdigit() and int(w) < 110]
    return bool(digits) and len(digits) <= 2 and all(w in digits or w in _AGE_WORDS for w in words)


def _is_quarter(words: tuple[str, ...]) -> bool:
    return words in (("1",), ("2",), ("3",), ("4",)) or "quarter" in words


_MONTH_STEMS = frozenset(stem(month) for month in _MONTHS)
_AGE_WORDS = frozenset(
    stem(w) for w in ("plus", "year", "less", "than", "under", "below", "over", "above", "age", "more")
)


def read_grid(cells: Sequence[Sequence[str]], title: str = "", n_header_rows: int | None = None) -> Grid:
    """The grid of a table's cells, heads found from the cells unless their number is given. Empty when there is no body."""
    table = [[_tidy(cell) for cell in row] for row in cells]
    width = max(map(len, table), default=0)
    table = [row + [""] * (width - len(row)) for row in table if any(row)]
    captions = [title] if title else []
    while (
        len(table) > 2
        and len(_texts(table[0])) == 1
        and (table[0][0] not in ("", MERGED))
        and len(_texts(table[1])) > 1
    ):
        captions.append(table.pop(0)[0])
    n_heads = n_header_rows or count_head_rows(table)
    table = _without_debris(table, n_heads)
    width = len(table[0]) if table else 0
    if width == 0 or len(table) <= n_heads:
        return Grid(" ".join(captions), Axis("row", (), ()), Axis("column", (), ()), (), ())
    n_labels = _count_label_columns(table, n_heads)
    rows, row_numbers = _row_axis(table, n_heads, n_labels)
    columns = _column_axis(table, n_heads, n_labels, width)
    body = tuple(tuple(table[i][n_labels:]) for i in row_numbers)
    values = tuple(tuple(number(cell) for cell in row) for row in body)
    rows = replace(rows, sums=_sums(rows, values))
    return Grid(" ".join(captions), rows, columns, body, values)


def _sums(axis: Axis, values: Sequence[Sequence[float | None]]) -> frozenset[int]:
    """Rows at the start or the end of a group whose figures are the sums of the group's other rows."""
    groups: dict[str, list[Item]] = {}
    for item in axis.items:
        if not any(label.is_total for label in item.labels if label.level >= 0):
            groups.setdefault(next((lab.text for lab in item.labels if lab.level == -1), ""), []).append(item)
    found = set()
    for items in groups.values():
        if len(items) < 4:
            continue
        for end in (items[0], items[-1]):
            checked = agreed = 0
            for column in range(len(values[0]) if values else 0):
                whole = values[end.index][column]
                parts = [v for i in items if i is not end and (v := values[i.index][column]) is not None]
                if whole and len(parts) > 2 and max(parts) != whole:
                    checked += 1
                    agreed += abs(sum(parts) - whole) <= 0.01 * abs(whole)
            if checked and agreed >= 0.7 * checked:
                found.add(end.index)
    return frozenset(found)


def _tidy(cell: str) -> str:
    return " ".join(re.sub(r":(?:un)?selected:", " ", cell).split())


def _texts(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell and cell != MERGED]


def count_head_rows(table: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are heads: the first, and those after it that hold no figures or go on below merged cells."""
    for i, row in enumerate(table[:8]):
        if i == 0:
            continue
        texts = _texts(row[1:])
        figures = [cell for cell in texts if number(cell) is not None]
        years = [cell for cell in texts if _is_year(label_words(cell))]
        quarters = texts and all(re.fullmatch(r"\d( \d)*|(?:19|20)\d\d", cell) for cell in texts)
        if row[0] == MERGED and table[0][0] != "" and not figures:
            continue
        if row[0] in (MERGED, "") and quarters and len(texts) > 1:
            continue
        if row[0] in (MERGED, "") and len(texts) > 1 and (len(years) == len(texts) or not figures):
            continue
        if len(texts) > 1 and not figures and len(set(texts)) > 1 and not all(t.lower() in GAPS for t in texts):
            continue
        if row[0] == MERGED and i == 1 and table[0][0] != MERGED and len(years) > len(figures) / 2:
            continue
        return i
    return 1


def _without_debris(table: list[list[str]], n_heads: int) -> list[list[str]]:
    """The table without columns that have no head and hold little more than marks left over by an extractor."""
    if not table:
        return table
    kept = []
    for column in range(len(table[0])):
        head = [table[i][column] for i in range(n_heads)]
        body = [row[column] for row in table[n_heads:]]
        named = any(re.search(r"[^\W_]", cell) for cell in head) or (MERGED in head[:1] and column > 0)
        full = sum(bool(re.search(r"[^\W_]", cell)) for cell in body)
        words = sum(bool(re.search(r"[A-Za-z]{3}", cell)) for cell in body)
        if named or (column < 2 and words > 0.3 * len(body)) or (column == 0 and full > 0.7 * len(body)):
            kept.append(column)
    return [[row[column] for column in kept] for row in table]


def _count_label_columns(table: Sequence[Sequence[str]], n_heads: int) -> int:
    """How many columns at the left hold labels: the first, and those after it that are mostly words."""
    if not table:
        return 0
    width = len(table[0])
    count = 1
    while count < width - 1:
        body = [row[count] for row in table[n_heads:]]
        filled = [cell for cell in body if cell.lower() not in GAPS and cell != MERGED]
        figures = [cell for cell in filled if number(cell) is not None]
        if (filled and len(figures) <= 0.3 * len(filled)) or (
            not filled and not _texts([table[i][count] for i in range(n_heads)])
        ):
            count += 1
        else:
            break
    return count if count < width else 1


def _row_axis(table: Sequence[Sequence[str]], n_heads: int, n_labels: int) -> tuple[Axis, list[int]]:
    """The rows that hold figures, each with its labels, and their numbers in the table."""
    names = [" ".join(dict.fromkeys(_texts([table[i][c] for i in range(n_heads)]))) for c in range(n_labels)]
    joined = [c > 0 and table[0][c] in (MERGED, "") and not names[c] for c in range(n_labels)]
    names = [name or (names[c - 1] if joined[c] else "") for c, name in enumerate(names)]
    group = ""
    held = [""] * n_labels
    items: list[Item] = []
    numbers: list[int] = []
    for i in range(n_heads, len(table)):
        row = table[i]
        texts = _texts(row)
        if (len(texts) == 1 and number(texts[0]) is None) or (
            len(texts) == 1
            and row[0] == texts[0]
            and len(row) > 2
            and (_is_year(label_words(texts[0])) or MERGED in row)
        ):
            if len(_texts(row[n_labels:])) == 1 and number(texts[0]) is None and row[0] == MERGED:
                continue
            group = texts[0]
            held = [""] * n_labels
            continue
        values = _texts(row[n_labels:])
        echoed = len(values) == 1 and len(row) - n_labels > 2 and row[0] and number(values[0]) == number(row[0])
        if (
            n_labels > 1
            and (not values or echoed)
            and all(c.lower() in GAPS or c == MERGED or echoed for c in row[n_labels:])
        ):
            group = max(_texts(row[:n_labels]), key=len, default=group)  # a group row with its code
            continue
        labels = _row_labels(row, held, joined, n_labels)
        if not labels and items and numbers[-1] == i - 1 and _in_per_cent(values):
            # the shares of the row above, printed under it without its name, as crosstabs of surveys have them
            labels = [label for label in items[-1].labels if label.level >= 0 and label.text != PER_CENT]
            labels.append(_label(n_labels, PER_CENT))
        if (
            group and not any(label.is_total and len(labels) == 1 and label.words == ("total",) for label in labels)
        ) or group:
            labels.insert(0, _label(-1, group))
        items.append(Item(len(items), tuple(labels)))
        numbers.append(i)
    name = " ".join(names)
    return Axis("row", tuple(items), (*names, ""), name), numbers  # the last level is that of shares under counts


def _in_per_cent(values: Sequence[str]) -> bool:
    """Whether all figures of a row are written as per cent, those too small to show included ("*%")."""
    return len(values) > 0 and all(re.fullmatch(r"[*<]?[\d.,]*\s*%|[-–*.:]+", value) for value in values)


def _row_labels(row: Sequence[str], held: list[str], joined: Sequence[bool], n_labels: int) -> list[Label]:
    """The labels of one row; what a merged or blank cell above covers is held over from the row before."""
    labels: list[Label] = []
    fresh = False
    for column in range(n_labels):
        cell = row[column]
        if cell == MERGED and column and fresh and joined[column]:
            continue
        if cell in (MERGED, ""):
            later = any(c not in ("", MERGED) for c in row[column + 1 : n_labels])
            cell = held[column] if (cell == MERGED or later) and not fresh else ""
        else:
            fresh = fresh or not joined[column]
            held[column] = cell
            for after in range(column + 1, n_labels):
                held[after] = ""
        if cell and re.search(r"[^\W_]", cell):
            labels.append(_label(column, cell))
    return labels


def _label(level: int, text: str) -> Label:
    words = label_words(text)
    total = bool(words) and all(word in TOTALS for word in words)
    aside = frozenset(word for inside in re.findall(r"\(([^)]*)\)", text) for word in terms(inside))
    bare = label_words(re.sub(r"\([^)]*\)", " ", text)) if aside else ()
    return Label(level, text, words, total, tuple(w for w in words if w in aside and w not in bare) if bare else ())


TOTALS = frozenset(stem(word) for word in TOTAL_WORDS)


def _column_axis(table: Sequence[Sequence[str]], n_heads: int, n_labels: int, width: int) -> Axis:
    """The columns with their heads, outermost first; a head over all of them is the name of the axis, not a label."""
    heads = [_spread(table, i, n_labels, width, n_heads) for i in range(n_heads)]
    n_columns = width - n_labels
    common = [row[0] for row in heads if row and n_columns > 1 and len(set(row)) == 1 and row[0]]
    items = []
    for column in range(n_columns):
        labels: list[Label] = []
        for level, row in enumerate(heads):
            text = row[column]
            if text and text not in common and all(text != label.text for label in labels):
                labels.append(_label(level, text))
        items.append(Item(column, tuple(labels)))
    return Axis("column", tuple(items), tuple("" for _ in heads), " ".join(common))


def _spread(table: Sequence[Sequence[str]], i: int, n_labels: int, width: int, n_heads: int) -> list[str]:
    """A head row with each group head carried over the columns it covers; empty where the head above reaches down."""
    row: list[str] = []
    for column in range(n_labels, width):
        cell = table[i][column]
        above = table[i - 1][column] if i else MERGED
        before = row[-1] if row else ""
        if cell == MERGED:
            row.append(before if above in (MERGED, "") else "")
        elif not cell and i < n_heads - 1 and above in (MERGED, "") and _texts([table[i + 1][column]]):
            row.append(before)
        else:
            row.append(cell)
    return row
