"""A question as it would be written, where it was dictated: years in words, letters apart, and the sounds between words."""

import re

_UNITS = "one two three four five six seven eight nine".split()  # noqa: SIM905
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_UNIT, _TEEN = "|".join(_UNITS), "|".join(_TEENS)
_LAST = rf"(?:(?P<teen>{_TEEN})|(?P<ten>twenty|thirty)(?:[ -](?P<of_ten>{_UNIT}))?)"
# "Twenty seventeen", "two thousand and seven", "twenty oh seven", "nineteen ninety eight".
_YEARS = re.compile(
    rf"\b(?:twenty (?:{_LAST}(?![ -](?:year|month|minute|per|percent|leps?|regions?|areas?|places?)))"
    rf"|(?P<oh>twenty oh|(?<=\bin )two thousand(?: and)?|(?<=\b(?:to|by|of) )two thousand(?: and)?|(?<=\b(?:from|till|year) )two thousand(?: and)?"
    rf"|(?<=\b(?:since|until) )two thousand(?: and)?|(?<=\b(?:up to|after) )two thousand(?: and)?) (?P<unit>{_UNIT}|{_TEEN})"
    rf"|nineteen (?P<decade>seventy|eighty|ninety)(?:[ -](?P<of_decade>{_UNIT}))?)\b",
    re.IGNORECASE,
)
_DECADES = {"seventy": 1970, "eighty": 1980, "ninety": 1990, "twenty": 2020, "thirty": 2030}
# What is heard between words, and means nothing.
_SOUNDS = re.compile(r"(?<![\w&/.-])(?:[Uu]+m+|[Uu]+h+m*|[Ee]+r+m*|[Hh]m+)(?![\w&/-])[,.…]*\s*")
# Letters said one by one: "R and D", "G V A", "N V Q 4".
_LETTERS = (
    (re.compile(r"\bR (?:and|n) D\b", re.IGNORECASE), "R&D"),
    (re.compile(r"\byrs\b", re.IGNORECASE), "years"),
    (re.compile(r"\byr\b", re.IGNORECASE), "year"),
    (re.compile(r"\bG\.? V\.? A\b\.?", re.IGNORECASE), "GVA"),
    (re.compile(r"\bG\.? D\.? P\b\.?", re.IGNORECASE), "GDP"),
    (re.compile(r"\bN\.? V\.? Q\b\.?(?: level)? ?(?P<n>[2-4]|two|three|four)?", re.IGNORECASE), "NVQ"),
    (re.compile(r"\bN\.? U\.? T\.? S\b\.?", re.IGNORECASE), "NUTS"),
    (re.compile(r"\bL\.? E\.? P\b\.?", re.IGNORECASE), "LEP"),
    (re.compile(r"\bS\.? T\.? E\.? M\b\.?", re.IGNORECASE), "STEM"),
)
_LEVELS = {"two": "2", "three": "3", "four": "4"}
# A bound in hours of what is held in minutes: "over half an hour".
_HOURS = re.compile(
    r"(?<=\b(?:over|than|most) )(?P<part>half an|a quarter of an|three[ -]quarters of an|an) hour(?P<half> and a half)?\b"
    r"|(?<=\b(?:under|above|below|least) )(?P<part_of>half an|a quarter of an|three[ -]quarters of an|an) hour(?P<half_of> and a half)?\b",
    re.IGNORECASE,
)
_MINUTES = {"half": 30, "a": 15, "three": 45, "an": 60}


# Money by the code of its currency: "below EUR 1m".
_CURRENCY = re.compile(r"\b(?P<code>GBP|EUR) ?(?=\d)")
_SIGNS = {"GBP": "£", "EUR": "€"}


# What is said first and taken back at once: "for Inner… no, for Greater Manchester".
_TAKEN_BACK = re.compile(
    r"\b(?P<join>for|in|of) (?P<said>[\w&' -]{2,40}?)(?:\.{2,}|…|,| [-–]) *(?:no|sorry|i mean|i meant|make that|rather|scratch that),? (?:i mean(?:t)? |sorry,? )?(?P=join) (?=\w)",
    re.IGNORECASE,
)


def as_written(question: str) -> str:
    """The question with spoken years as numbers, initials as one word, half an hour in minutes, and without "er" and "um"."""
    text = _TAKEN_BACK.sub(r"\g<join> ", _SOUNDS.sub("", question))
    text = _CURRENCY.sub(lambda m: _SIGNS[m["code"]], text)
    for pattern, initials in _LETTERS:
        text = pattern.sub(lambda m, initials=initials: initials + _level(m), text)  # type: ignore[misc]
    return _HOURS.sub(_minutes, _YEARS.sub(_year, text))


def _level(match: re.Match[str]) -> str:
    said = match.groupdict().get("n")
    return _LEVELS.get(said.lower(), said) if said else ""


def _year(match: re.Match[str]) -> str:
    """The year that the words name."""
    said = {name: (word or "").lower() for name, word in match.groupdict().items()}
    if said["teen"]:
        return str(2010 + _TEENS.index(said["teen"]))
    if said["unit"]:
        return str(2000 + [*_UNITS, *_TEENS].index(said["unit"]) + 1)
    last = said["of_decade"] or said["of_ten"]
    return str(_DECADES[said["decade"] or said["ten"]] + (_UNITS.index(last) + 1 if last else 0))


def _minutes(match: re.Match[str]) -> str:
    part, more = match["part"] or match["part_of"], match["half"] or match["half_of"]
    return f"{_MINUTES[re.split(r'[ -]', part.lower())[0]] + (30 if more else 0)} minutes"
