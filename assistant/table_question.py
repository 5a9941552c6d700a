"""A question on one table to a reading: which labels it names, which labels it asks for, and what is to be done.

Positions are offsets into the plain form of the question (`table_heads.plain`), so that a label can be told to belong to
the condition ("where the total is greater than 10") or to what is asked ("what are the names and totals").
"""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.table_heads import PER_CENT, Axis, Grid, Label, plain, stem, terms
from assistant.table_mentions import GRAMMAR, OPERATION_WORDS, TOKEN, AxisKind, Mention, find_mentions, level_names

Sign = Literal[">", ">=", "<", "<=", "=", "!=", "between"]
NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_NUM = r"(?:(?:a|an|the|number|value|of|qr|rs|us|q\.?r\.?|rs\.|\$|£)\s*)*(-?\d+(?:\.\d+)?|zero|one|two|three|four|five|six|seven|eight|nine|ten)(?![\d-])(?!\s*-\s*\d)(?:\s*(percent|million|thousand|billion)\b)?"
_SIGNS: tuple[tuple[str, Sign], ...] = (
    (r"(?:greater|more|higher|larger|bigger) than or equal(?: to)?|(?:equal to or|at or) (?:greater|more|above)(?: than)?|at least|(?:not|no) (?:less|fewer|lower) than|>=|≥", ">="),
    (r"(?:less|fewer|lower|smaller) than or equal(?: to)?|at most|(?:not|no) (?:more|greater|higher) than|up to|<=|≤", "<="),
    (r"(?:greater|more|higher|larger|bigger|were over|was over|is over|is above) than|more that|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|>", ">"),
    (r"(?:less|fewer|lower|smaller) than|under|below|<", "<"),
    (r"(?:is|was|are|were|be|being|has|have|had)?\s*(?:equal(?:s|ed|ing)?(?: to)?|exactly)|=", "="),
)  # fmt: skip
_OPENER = re.compile(
    r"\b(?:where|when|whose|with|that|who|having|have|has|had|for which|in which|if|among|for|which|what|did|were|was|are)\b"
)
_BOUNDARY = re.compile(
    r",|\?|\.(?!\d)|;|\band (?:what|report|how|their|its|also|list|the corresponding|give|find)\b|\balso\b|\bwhat (?:is|was|are|were)\b"
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A word for what a level of labels is ("month", "occupation"); `asked` when its labels are wanted."""

    start: int
    end: int
    axis: AxisKind
    level: int
    asked: bool
    every: bool  # all of them taken together, or one by one
    each: bool = False  # one by one
    bound: bool = False  # one of its labels is named beside it, as in "the year 2019"


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on figures: against a number, against another label's figure, or a rise or fall between two labels."""

    start: int
    end: int
    at: int  # where the comparing word stands
    sign: Sign
    number: float | None
    upper: float | None = None
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The top or bottom `n` by a figure; `start` to `end` is the part of the question that says by which."""

    start: int
    end: int
    n: int
    highest: bool


@dataclass(slots=True)
class Reading:
    """A question as understood on one grid."""

    text: str
    grid: Grid
    mentions: list[Mention] = field(default_factory=list)
    dimensions: list[Dimension] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    ranking: Ranking | None = None
    operation: str = "value"
    yes_or_no: bool = False
    unexplained: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)  # names said after "in", "for" and the like that the table lacks
    strange: list[str] = field(default_factory=list)  # numbers, names and quoted words that the table does not hold
    n_content: int = 0

    def axis(self, kind: AxisKind) -> Axis:
        """The rows or the columns."""
        return self.grid.rows if kind == "row" else self.grid.columns

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The labels named between two positions."""
        return [m for m in self.mentions if m.start >= start and m.end <= end]

    def has(self, pattern: str) -> bool:
        """Whether the plain question holds the pattern."""
        return re.search(pattern, self.text) is not None


def read_question(grid: Grid, question: str) -> Reading:
    """The question as understood on this grid."""
    text = plain(question)
    with_shares = any(label.text == PER_CENT for label in grid.rows.labels)
    if with_shares:
        text = re.sub(r"\b(?:shares?|proportions?)\b", "percent", text)
    reading = Reading(text, grid)
    reading.mentions = find_mentions(grid, text)
    if with_shares:
        _of_a_row(reading)
    _expand_ranges(reading)
    reading.yes_or_no = bool(
        re.match(r"\W*(?:is|are|was|were|did|does|do|has|have)\b", text)
        or re.search(r"(?:,|\bin \d{4},?)\s*(?:is|are|was|were|did|does|do|has|have) (?:the|there|it|they|all)\b", text)
    )
    reading.mentions = [_listed_total(m, text) for m in reading.mentions]
    reading.mentions = [_on_one_axis(m, reading.mentions) for m in reading.mentions]
    reading.conditions = _conditions(reading)
    reading.ranking = _ranking(reading)
    _kinds_asked(reading)
    reading.dimensions += _dimensions(reading)
    masked = text
    for mention in reading.mentions:
        if mention.words > 1 and not mention.is_total:
            masked = masked[: mention.start] + "_" * (mention.end - mention.start) + masked[mention.end :]
    reading.operation = _operation(masked)
    if reading.operation != "extremes":
        spans = [(c.start, c.end) for c in reading.conditions]
        if reading.ranking:
            spans.append((reading.ranking.start, reading.ranking.end))
        for start, end in spans:
            masked = masked[:start] + "_" * (end - start) + masked[end:]
        reading.operation = _operation(masked)
    if with_shares and reading.operation == "share":
        reading.operation = "value"  # the share is published
    if reading.operation == "count" and _names_a_figure(reading):
        reading.operation = "value"
    _explain(reading)
    quoted = [
        part
        for pair in re.findall(r"'([^']{3,80})'|\"([^\"]{3,80})\"|“([^”]{3,80})”", question)
        for part in pair
        if part
    ]
    proper = {stem(w.lower()) for w in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", question)}
    named = re.findall(
        r"\b(?:in|for|of|at|from|within|and|between|did|was|is)\s+((?:the )?[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*)",
        question,
    )
    said = {stem(word.lower()) for name in named for word in name.split()}
    inside = {word for part in quoted for word in terms(part)}
    reading.strange += [word for word in reading.unexplained if stem(word) in inside | proper]
    reading.foreign += [word for word in reading.strange if word[0].isdigit()] + list(
        dict.fromkeys(word for word in reading.unexplained if stem(word) in said)
    )
    return reading


def _of_a_row(reading: Reading) -> None:
    """A share is one of a row: where no row is named, "per cent" names none either and is left unexplained."""
    shares = [m for m in reading.mentions if any(label.text == PER_CENT for _, label in m.labels)]
    if shares and not any(m.on("row") and not m.is_total and m not in shares for m in reading.mentions):
        reading.mentions = [m for m in reading.mentions if m not in shares]
        reading.foreign.append("per cent")


def _names_a_figure(reading: Reading) -> bool:
    """Whether what follows "how many" is a label: "how many staff with skills gaps" asks for that figure, not a count."""
    match = re.search(r"\bhow many (?:different |distinct )?", reading.text)
    return match is not None and any(m.start == match.end() for m in reading.mentions)


def _on_one_axis(mention: Mention, mentions: list[Mention]) -> Mention:
    """A total named beside another label, kept to the axis of that label where both axes have a total."""
    if not mention.is_strong_total or not (mention.on("row") and mention.on("column")):
        return mention
    others = [m for m in mentions if not m.is_total and not m.is_strong_total and m.on("row") != m.on("column")]
    if not others:
        return mention
    nearest = min(others, key=lambda m: max(m.start - mention.end, mention.start - m.end))
    kept = frozenset((kind, label) for kind, label in mention.labels if nearest.on(kind))
    return replace(mention, labels=kept)


def _listed_total(mention: Mention, text: str) -> Mention:
    """A "total" that stands in quotes or in a list of what is wanted is a label named, not a way to speak of figures."""
    if not mention.is_total:
        return mention
    after, before = text[mention.end :], text[: mention.start]
    quoted = re.match(r"[\"']", after) and re.search(r"[\"']$", before)
    listed = re.match(r"(?:\s*(?:numbers?|values?))?[\"']?\s*(?:,|and\b)", after) or re.match(
        r"\s*(?:column|row)\b", after
    )
    return replace(mention, is_total=False, is_strong_total=True) if quoted or listed else mention


def _expand_ranges(reading: Reading) -> None:
    """ "From 2012 to 2017" names all the years between as well, unless only the change from one to the other is asked."""
    text = reading.text
    for i, mention in enumerate(reading.mentions):
        match = re.search(r"\b(after|since|before|prior to|until)\s+(?:the )?(?:years? )?$", text[: mention.start])
        onwards = re.match(r"\s*(?:onwards?|and (?:later|after))\b", text[mention.end :])
        if not match and not onwards:
            continue
        wider: set[tuple[AxisKind, Label]] = set()
        for kind, label in mention.labels:
            if reading.axis(kind).kind_of_level(label.level) != "year":
                continue
            word = match[1] if match else "since"
            keep = {"after": "gt", "since": "ge", "until": "le"}.get(word, "lt")
            for each in reading.axis(kind).labels:
                if each.level == label.level and not each.is_total:
                    a, b = each.words[0], label.words[0]
                    if (
                        (keep == "gt" and a > b)
                        or (keep == "ge" and a >= b)
                        or (keep == "lt" and a < b)
                        or (keep == "le" and a <= b)
                    ):
                        wider.add((kind, each))
        if wider:
            reading.mentions[i] = replace(mention, labels=frozenset(wider))
    if re.search(
        r"\b(?:difference|change|increase|decrease|declin|growth|grew|rise|rose|fell)", text
    ) and not re.search(r"\b(?:each|every|consecutive|consistent\w*|continuous\w*|steadily|average|sum)\b", text):
        return
    pattern = r"(?:from|between|years?|during|for|in|over|to)?\s*(?:the )?(?:years? |months? (?:of )?)?$"
    for i, (one, two) in enumerate(zip(reading.mentions, reading.mentions[1:], strict=False)):
        between = text[one.end : two.start]
        before = text[: one.start]
        dash = re.fullmatch(r"\s*(?:-|to|through|until|till)\s*(?:the )?(?:years? |months? )?", between)
        spoken = re.fullmatch(r"\s*and\s*", between) and re.search(
            r"between\s+(?:the )?(?:years? |months? (?:of )?)?$", before
        )
        if spoken and re.search(r"\b(?:difference|change)", text):
            continue
        if not (dash and re.search(pattern, before)) and not spoken:
            continue
        extra: set[tuple[AxisKind, Label]] = set()
        for kind, label in one.labels:
            axis = reading.axis(kind)
            ends = [other for k, other in two.labels if k == kind and other.level == label.level]
            if not ends or axis.kind_of_level(label.level) not in ("year", "month", "age"):
                continue
            order = [item for item in axis.labels if item.level == label.level]
            low, high = sorted((order.index(label), order.index(ends[0])))
            extra |= {(kind, x) for x in order[low : high + 1] if not x.is_total}
        if len(extra) > 2:
            reading.mentions[i : i + 2] = [
                Mention(one.start, two.end, frozenset(extra), one.words + two.words, 1.0, False),
            ]
            return


def _conditions(reading: Reading) -> list[Condition]:
    """The tests on figures, in order."""
    text, out = reading.text, []
    taken: list[tuple[int, int]] = []
    for pattern, sign in _SIGNS:
        for match in re.finditer(rf"(?<![a-z])(?P<sign>{pattern})\s*(?:the\s+)?{_NUM}", text):
            if any(match.start() < e and s < match.end() for s, e in taken) or _is_label(reading, match):
                continue
            taken.append(match.span())
            value, unit = match.group(match.lastindex or 0), None
            groups = [g for g in match.groups()[1:] if g]
            value, unit = groups[0], groups[1] if len(groups) > 1 else None
            scale = {"thousand": 1e3, "million": 1e6, "billion": 1e9}.get(unit or "", 1.0)
            start, end = _clause(reading, match.start(), match.end())
            out.append(Condition(start, end, match.start(), sign, _as_number(value), None, scale))
    for match in re.finditer(rf"\bbetween\s+{_NUM}\s+and\s+{_NUM}", text):
        if re.match(r"\s*(?:quarter|year|month)", text[match.end() :]) or re.search(
            r"\bdifference\b[^,]*$", text[: match.start()]
        ):
            continue
        if any(match.start() < e and s < match.end() for s, e in taken) or _is_label(reading, match):
            continue
        start, end = _clause(reading, match.start(), match.end())
        out.append(Condition(start, end, match.start(), "between", _as_number(match[1]), _as_number(match[3])))
    return sorted(out, key=lambda c: c.at)


def _as_number(word: str) -> float:
    return float({"zero": 0, **NUMBER_WORDS}.get(word, word))


def _is_label(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the words of a test are part of a label, such as "Less than 10 employees" or "aged 65 and above"."""
    said = match[0].strip()
    labels = (*reading.grid.rows.labels, *reading.grid.columns.labels)
    if said[:1].isalpha() and any(said in plain(label.text) for label in labels):
        return True
    numeral = match.end() - len(re.split(r"(?=\d)", match[0], maxsplit=1)[-1])
    for mention in reading.mentions:
        if mention.start <= match.start() + 1 and mention.end >= match.end() - 8 and mention.words > 1:
            return True
        if match.start() < mention.start <= numeral < mention.end and any(
            reading.axis(kind).kind_of_level(label.level) in ("year", "age") for kind, label in mention.labels
        ):
            return True
    return bool(re.match(r"\s*(?:years?|days?|months?) (?:old|of age|and|or)", reading.text[match.end() :])) or bool(
        re.search(r"\b(?:aged?|ages)\s*$", reading.text[: match.start()])
    )


def _clause(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The part of the question that a test at these positions belongs to."""
    text = reading.text
    openers = [m for m in _OPENER.finditer(text[:start]) if not re.search(r"[,;?]\s", text[m.end() : start])]
    strong = [m for m in openers if re.match(r"where|when|whose|with|having|for which|in which|if|among", m[0])]
    begin = (strong or openers)[-1].start() if openers else 0
    boundary = _BOUNDARY.search(text, end)
    return begin, boundary.start() if boundary else len(text)


_SUPERLATIVE = r"(?P<high>highest|largest|greatest|biggest|most|maximum|max|top|best)|(?P<low>lowest|smallest|least|fewest|minimum|min|bottom)"


def _ranking(reading: Reading) -> Ranking | None:
    """The ranking asked for, or None."""
    text = reading.text
    match = None
    for found in re.finditer(rf"(?<!at )\b(?:{_SUPERLATIVE})\b", text):
        inside = any(m.start <= found.start() and found.end() <= m.end and m.words > 1 for m in reading.mentions)
        if not inside:
            match = found
            break
    if not match:
        return None
    n = 1
    near = text[max(0, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 14]
    count = rf"(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"
    if (
        (counted := re.match(rf"\s+{count}\b(?!\s*(?:percent|-))", after))
        or (counted := re.search(rf"\b{count}\s+(?:different\s+)?$", near))
        or (
            counted := re.search(
                rf"\b(?:which|what are the|what|list the|report the|name the|were the)\s+{count}\s+[a-z]", near
            )
        )
    ):
        n = int(_as_number(counted[1]))
    boundary = _BOUNDARY.search(text, match.end())
    end = boundary.start() if boundary else len(text)
    openers = [
        m
        for m in _OPENER.finditer(text[: match.start()])
        if m[0] in ("with", "that", "having", "where", "which", "has", "had", "have")
    ]
    start = openers[-1].start() if openers and match.start() - openers[-1].end() < 25 else match.start()
    return Ranking(start, end, n, bool(match["high"]))


def _dimensions(reading: Reading) -> list[Dimension]:
    """Where the question says "months", "occupations": which level that is, and whether its labels are asked for."""
    text = reading.text
    out: list[Dimension] = []
    names = level_names(reading.grid)
    tokens = [(stem(m[0]), m.start(), m.end()) for m in TOKEN.finditer(text)]
    i = 0
    while i < len(tokens):
        word, start, end = tokens[i]
        if any(m.start <= start and end <= m.end for m in reading.mentions):
            i += 1
            continue
        fits = [(words, kind, level) for words, kind, level in names if word in words and len(word) > 2]
        if not fits:
            i += 1
            continue
        j = i
        while j + 1 < len(tokens) and any(tokens[j + 1][0] in words for words, _, _ in fits):
            j += 1
        said = {tokens[k][0] for k in range(i, j + 1)}
        # the name the words cover most of; of a corner that names two axes, the row's stands last
        words, kind, level = max(fits, key=lambda f: (len(said & set(f[0])) / len(f[0]), f[0][-1] in said))
        end = tokens[j][2]
        before, after = text[:start], text[end : end + 3]
        every = bool(
            re.search(
                r"\b(?:each|every|all|across|over|per|by|single|any)(?: of)?(?: the| these| those| listed)*\s*(?:[a-z]+\s)?$",
                before,
            )
        )
        asked = (
            bool(
                re.search(
                    rf"(?:\b(?:which|what|report|list|names?|identify|find)\b(?: (?:is|are|was|were|the|of|all|different|main|types?|kinds?|names?|top|bottom|highest|lowest|maximum|minimum|{'|'.join(NUMBER_WORDS)}|\d+))*|(?:\band(?: the)?(?: corresponding)?))\s*[\"']?\s*(?:[a-z]+\s)?$",
                    before,
                )
            )
            and not every
        )
        follows = next((m for m in reading.mentions if 0 <= m.start - end <= 4), None)
        if (
            follows
            and not after.startswith((" a", '" a', ","))
            and any(k == kind and lab.level == level for k, lab in follows.labels)
        ):
            asked = False
        if grid_name := reading.grid.columns.name:
            if (
                kind == "column"
                and set(words) <= set(terms(grid_name))
                and not re.search(r"\bwhich (?:\d+ |[a-z]+ )?$", before)
            ):
                asked = False
        if re.search(r"\b(?:and)\s*$", before) and not any(d.asked for d in out):
            asked = asked and bool(re.match(r"\W*(?:what|which|report|list)", text))
        each = every and bool(re.search(r"\b(?:each|every|per|by)\b[^,]{0,12}$", before))
        bound = any(
            any(k == kind and lab.level == level for k, lab in m.labels)
            for m in reading.mentions
            if 0 <= m.start - end <= 12 or 0 <= start - m.end <= 2
        )
        out.append(Dimension(start, end, kind, level, asked, every, each, bound))
        i = j + 1
    return out


def _kinds_asked(reading: Reading) -> None:
    """ "The types of cases that had ..." asks for row labels; the words in it name no figure."""
    match = re.search(
        r"\b(?:types?|kinds?|names?) of (?:the )?([a-z ]{3,40}?)(?= (?:that|with|where|which|having|had|whose)\b)",
        reading.text,
    )
    names = [words for words, kind, _ in level_names(reading.grid) if kind == "row"]
    if match and any(set(terms(match[1])) & set(words) for words in names):
        reading.mentions = [m for m in reading.mentions if not (match.start(1) <= m.start and m.end <= match.end(1))]


def _operation(text: str) -> str:
    """What is to be done with the figures found."""
    for operation, pattern in (
        ("percent change", r"\bpercent(?:age)? (?:change|increase|decrease|growth|decline)\b|\bby (?:what|how many) percent"),
        ("change", r"\bchanged? (?:from|between|in .{3,60} (?:from|between))\b|\bby how much did\b"),
        ("difference", r"\bdifferences?\b|\bhow (?:many|much) (?:more|less|fewer|higher|lower)\b|\bexceed\w* .{0,30} by how\b"),
        ("ratio", r"\bratio (?:of|between)\b"),
        ("average", r"\b(?:average|mean)\b"),
        ("extremes", r"\b(?:minimum|min|lowest|smallest) (?:and|&) (?:the )?(?:maximum|max|highest|largest)\b|\b(?:maximum|max|highest|largest) and (?:the )?(?:minimum|min|lowest|smallest)\b"),
        ("share", r"\b(?:what|which) (?:percent(?:age)?|share|proportion|fraction) of\b.*\b(?:is|are|was|were|make|account|comprise|represent)"),
        ("sum", r"\bsum\b|\bcombined\b|\baltogether\b|\bin all\b|\badd(?:ed|ing)? (?:up|together)\b|\btotal sum\b|\btogether\b"),
        ("count", r"\bhow many (?:different |distinct )?[a-z]+(?: [a-z]+)? (?:had|have|has|recorded|reported|are there (?:with|where)|with|where|did|experienced)\b|\bcount (?:the|of)\b|\bnumber of (?:different |distinct )"),
    ):  # fmt: skip
        if re.search(pattern, text):
            return operation
    return "value"


def _explain(reading: Reading) -> None:
    """Fill in which content words nothing in the table or in the operations accounts for."""
    grid = reading.grid
    titled = set(terms(grid.title))
    known = titled | set(terms(grid.columns.name)) | set(terms(" ".join(grid.rows.level_names)))
    known |= {word for axis in (grid.rows, grid.columns) for label in axis.labels for word in label.words}
    years = {word[:4] for word in known if re.match(r"(?:19|20)\d\d(?:-\d\d)?$", word)}
    spans = [(m.start, m.end) for m in reading.mentions] + [(d.start, d.end) for d in reading.dimensions]
    for match in TOKEN.finditer(reading.text):
        word = stem(match[0])
        if word in GRAMMAR or word in OPERATION_WORDS or match[0] in NUMBER_WORDS:
            continue
        if any(s <= match.start() and match.end() <= e for s, e in spans):
            reading.n_content += 1
            continue
        if match[0][0].isdigit() and any(c.start <= match.start() < c.end for c in reading.conditions):
            continue
        if match[0].isdigit() and reading.ranking and int(match[0]) == reading.ranking.n:
            continue
        reading.n_content += 1
        # a year that the heads do not hold is of no matter where they hold no years at all
        is_year = re.match(r"(?:19|20)\d\d", match[0]) is not None
        if match[0][0].isdigit() and (years or not is_year) and match[0][:4] not in years:
            if is_year or match[0] not in titled:
                reading.strange.append(match[0])
        elif word not in known:
            reading.unexplained.append(match[0])
