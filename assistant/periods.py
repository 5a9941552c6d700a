"""Years in a question: single, several, ranges, "since", "latest", "ten years earlier".

What is asked is read here without knowing what is held; `lookup` fits it to the periods of an indicator.
"""

import re
from dataclasses import dataclass

from assistant.words import normal

_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "a": 1, "an": 1,
}  # fmt: skip
YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
_SPAN = re.compile(rf"\b({YEAR})\s*(?:/|-|to|until|till|through|and)\s*({YEAR}|\d\d)\b")
_ACADEMIC = re.compile(rf"\b({YEAR})\s*(/|-)\s*(\d\d)\b(?!\d)")
_NUMBER = r"(\d{1,2}|" + "|".join(_SMALL) + r")"


_PANDEMIC = r"(?:the )?(?:covid(?:[- ]?19)?|(?:corona)?virus|pandemic|lockdowns?)"
# Times that people name by what happened, with the year that is taken.
_EVENTS = (
    (
        re.compile(rf"\b(?:the )?(?:last |final |latest )?(?:full )?pre[- ]?{_PANDEMIC}(?: years?)?\b|\b(?:on )?the eve of {_PANDEMIC}\b|\b(?:just |right |shortly )?before {_PANDEMIC}(?: (?:hit|struck|began|started|year))?\b|\b(?:the )?(?:last |final )?(?:full )?year before {_PANDEMIC}\b", re.IGNORECASE),
        "in 2019", "2019",
    ),
    (
        re.compile(rf"\b(?:in )?(?:the )?(?:first )?(?:year of {_PANDEMIC}|(?:pandemic|covid) year)\b|\bwhen {_PANDEMIC} (?:hit|struck|began|started)\b", re.IGNORECASE),
        "in 2020", "2020",
    ),
    (re.compile(r"\bsince (?:the )?(?:eu |brexit )?(?:referendum|brexit vote)(?: year)?\b", re.IGNORECASE), "since 2016", "2016"),
    (re.compile(r"\b(?:in |at )?the (?:year of the )?(?:eu |brexit )?referendum(?: year)?\b", re.IGNORECASE), "in 2016", "2016"),
    (re.compile(r"\bsince (?:the )?(?:financial |banking )?(?:crash|crisis)\b", re.IGNORECASE), "since 2008", "2008"),
)  # fmt: skip


def dated(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with times named by an event as years, and what was taken: "pre-Covid" is 2019.

    Beside a year that is given, such words only say more of it ("2020, the first Covid year"), unless they end a span.
    """
    notes = []
    for pattern, words, year in _EVENTS:
        if not (found := pattern.search(question)):
            continue
        ends = re.search(r"\b(?:and|to|until|till|up to)\s+$", question[: found.start()], re.IGNORECASE)
        if ends or not re.search(YEAR, question):
            words = year if ends else words
            notes.append(f"“{found[0]}” was read as {year}")
        else:
            words = ""
        question = f"{question[: found.start()]}{words}{question[found.end() :]}"
    return re.sub(r"\b(in|since|from) (?:in|since) (?=\d)", r"\1 ", question, flags=re.IGNORECASE), tuple(notes)


# The year of a map, which names a place: "Enterprise M3 (2021 boundary)".
_BOUNDARY = re.compile(rf"\b{YEAR} boundar(?:y|ies)\b")
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
# The year of a paper, not of the figures in it: "in the June 2013 statement".
_OF_A_PAPER = re.compile(
    rf"\b(?:in|from|by|per|under|according to) (?:the|its|their|your) (?P<month>{_MONTH} |[a-z]+ )?{YEAR} (?:statement|strategy|plan|announcement|white paper|budget|spending review|press release|letter)\b"
)


# An academic or financial year in short: "16/17".
_SHORT_ACADEMIC = re.compile(r"(?<![\w/.-])'?([012]\d)\s?/\s?'?([0123]\d)(?![\w/.-])")


def _in_full(match: re.Match[str]) -> str:
    """ "16/17" as "2016/17"; two numbers that do not follow on from one another stay as they are."""
    return f"20{match[1]}/{match[2]}" if int(match[2]) == int(match[1]) + 1 else match[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """The years a question asks for.

    `years` are single years in the order named; `first`/`last` bound a range (either may be open);
    `spoken` is a span written as one period ("2014-16", "2016/17"); `back` counts years before the last turn's period;
    `recent` asks for the last so many years held; `future` is an asked-for time that has not come.
    """

    years: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None
    spoken: tuple[str, ...] = ()
    back: int | None = None
    recent: int | None = None
    latest: bool = False
    earliest: bool = False
    ranged: bool = False
    future: bool = False

    @property
    def open_ended(self) -> bool:
        """True when no end is asked for: no time at all, the latest, or all "since 2014"."""
        return not self.given or self.latest or (self.first is not None and self.last is None)

    @property
    def given(self) -> bool:
        """True when the question says anything about time."""
        return bool(
            self.years
            or self.first
            or self.last
            or self.spoken
            or self.back
            or self.recent
            or self.latest
            or self.earliest
        )


def number_word(text: str) -> int | None:
    """The number a small number word or numeral names: "ten" is 10; None for any other word."""
    return int(text) if text.isdigit() else _SMALL.get(text)


_SINCE_ACADEMIC = re.compile(
    rf"\b(?:since|from(?= [\d/–-]+ (?:on|onwards?|onward)\b)) ({YEAR})[/–-]\d\d\b(?!.*{YEAR}[/–-]\d\d)"
)  # "since 2014/15"


def asked_periods(
    question: str, protected: tuple[str, ...] = ("horizon 2020", "ref 2014", "h2020", "europe 2020")
) -> Asked:
    """The periods a question asks for; a year that is part of a name ("Horizon 2020") is not a period."""
    text = normal(question)
    for name in protected:
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text)
    text = _BOUNDARY.sub(" ", text)
    paper = _OF_A_PAPER.search(text)
    dated_paper = paper and paper["month"] and re.match(_MONTH, paper["month"])  # "in the April 2014 letter"
    if re.search(YEAR, told := _OF_A_PAPER.sub(" ", text)) or dated_paper:
        text = told  # "for 2014-2020 in the June 2013 statement" asks for no 2013
    text = re.sub(r"[£€$]\s*\d[\d,.]*", " ", text)
    text = _SHORT_ACADEMIC.sub(_in_full, text)
    text = _SINCE_ACADEMIC.sub(r"since \1", text)
    text = re.sub(r"(?<!\w)'(\d\d)\b", r"20\1", text)
    while short := re.search(rf"\b({YEAR})((?:\s*,\s*(?:and\s+)?|\s+and\s+))(\d\d)\b(?![\d%.,]\d|\s*%)", text):
        text = f"{text[: short.start(3)]}{short[1][:2]}{short[3]}{text[short.end(3) :]}"
    spoken = []
    spans: list[tuple[int, int]] = []
    for match in _ACADEMIC.finditer(text):
        start, tail = int(match[1]), int(match[3])
        end = start // 100 * 100 + tail
        if end - start == 1 or (match[2] == "-" and 1 <= end - start <= 3):
            spoken.append(match[0].replace(" ", ""))
        elif end > start:
            spans.append((start, end))
    text_no_spoken = _ACADEMIC.sub(" ", text)
    for match in _SPAN.finditer(text_no_spoken):
        start, end = int(match[1]), int(match[2])
        joined_by_and = "and" in match[0]
        if (
            len(match[2]) == 4
            and end > start
            and not (joined_by_and and "between" not in text_no_spoken[: match.start()])
        ):
            spans.append((start, end))
    years = tuple(dict.fromkeys(int(y) for y in re.findall(rf"\b{YEAR}\b", text_no_spoken)))
    first: int | None = None
    last: int | None = None
    ranged = bool(spans)
    if spans:
        first, last = spans[0]
        years = tuple(y for y in years if y not in (first, last)) if len(years) > 2 else ()
    since = re.search(rf"\b(?:since|from|after)\s+(?:the\s+(?:year|start of)\s+)?({YEAR})\b", text_no_spoken)
    if since and not spans:
        first, ranged = int(since[1]), True
        others = [y for y in years if y > int(since[1])]
        last = others[0] if others else None
        years = ()
    if len(spoken) == 2 and not years and re.search(r"\b(?:from|between)\b|\d\s+(?:to|until|till)\s+\d", text):
        first, last, ranged = int(spoken[0][:4]), int(spoken[1][:4]), True
    upto = re.search(rf"\b(?:until|up to|till|to)\s+({YEAR})\b", text_no_spoken)
    if upto and first and last is None:
        last = int(upto[1])
    back = re.search(rf"\b{_NUMBER}\s+years?\s+(?:earlier|before|previously|ago|prior)\b", text)
    n_back = number_word(back[1]) if back else None
    if re.search(r"\b(?:the )?(?:year before|previous year|preceding year|prior year)\b", text):
        n_back = 1
    forward = re.search(rf"\b{_NUMBER}\s+years?\s+(?:later|after|on)\b", text)
    if forward and not re.search(r"years? from now", text):
        n_back = -(number_word(forward[1]) or 0) or None
    if re.search(r"\b(?:following|next) year\b|\byear (?:after|later|following)\b", text):
        n_back = -1
    decade = re.search(r"\ba decade (?:earlier|before|ago)\b", text)
    if decade:
        n_back = 10
    before = re.search(rf"\b{_NUMBER}\s+years?\s+(?:before|earlier than|prior to)\s+({YEAR})\b", text)
    if before and len(years) == 1:
        years, n_back = (int(before[2]) - (number_word(before[1]) or 0),), None
    to_year = re.search(
        rf"\b(?:over|in|during|across) the (decade|{_NUMBER[1:-1]}) ?(?:years? )?(?:to|up to|ending(?: in)?|until) ({YEAR})\b",
        text,
    )
    if to_year and not spans:
        length = 10 if to_year[1] == "decade" else number_word(to_year[1]) or 0
        first, last, years, ranged = int(to_year[2]) - length, int(to_year[2]), (), True
    compared = re.search(
        rf"\b(?:compared (?:with|to)|than|against|versus|vs) {_NUMBER}\s+years? (?:before|earlier|ago)\b", text
    )
    if compared and len(years) == 1:
        years, n_back = (years[0] - (number_word(compared[1]) or 0), years[0]), None
    recent = re.search(rf"\b(?:last|past|most recent|latest)\s+{_NUMBER}\s+years?\b", text)
    future = bool(
        re.search(
            r"\byears? from now\b|\bin the future\b|\bnext (?:decade|few years)\b|\bby the end of the decade\b", text
        )
    )
    return Asked(
        years=years,
        first=first,
        last=last,
        spoken=tuple(dict.fromkeys(spoken)) if not (first and len(spoken) == 2) else (),
        back=n_back,
        recent=number_word(recent[1]) if recent else None,
        latest=bool(
            re.search(
                r"\b(?:latest|most recent|newest|freshest|up[- ]to[- ]date|current(?:ly)?|these days|nowadays|today)\b|\b(?:right )?now\W*$",
                text,
            )
        )
        and not recent,
        earliest=bool(re.search(r"\b(?:earliest|first year|oldest)\b", text)),
        ranged=ranged,
        future=future,
    )
