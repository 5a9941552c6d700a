"""Sentences about figures: places with their articles, values as a publisher writes them, periods, ranks.

Every sentence that shows a figure carries a reference such as ⟦0,2⟧ to the figures it shows; `compose` turns these into
numbered markers.
"""

import re
from collections.abc import Sequence

from assistant.numbers import grouped, written
from ingest.schema import Indicator, Observation, Place

_THE = {
    "North East", "North West", "South East", "South West", "East Midlands", "West Midlands", "East of England", "East",
    "Black Country", "Humber", "Heart of the South West", "West of England", "Solent", "United Kingdom", "Midlands",
}  # fmt: skip
_SHARED = {
    "North East",
    "South East",
    "London",
    "West Midlands",
    "Cumbria",
    "Lancashire",
    "Greater Manchester",
    "Cornwall and Isles of Scilly",
}
COUNT_UNITS = {
    "people",
    "jobs",
    "count",
    "FTE",
    "thousand FTE",
    "full-time employees",
    "employees",
    "businesses",
    "homes",
    "enterprises",
}
_KINDS = {"LEP": "LEP", "NUTS2": "NUTS2 area", "ITL2": "ITL2 area", "NUTS3": "NUTS3 area", "ITL3": "ITL3 area"}
_PREPOSITIONS = (
    ("employees", "in"),
    ("residents", "in"),
    ("r&d", "on"),
    ("location quotient", "for"),
    ("share", "from"),
    ("gva", "from"),
)
PLURALS = {
    "LEP": "LEPs", "region": "regions", "ITL1": "regions and nations", "NUTS2": "NUTS2 areas", "ITL2": "ITL2 areas",
    "ITL3": "ITL3 areas", "NUTS3": "NUTS3 areas", "country": "nations",
}  # fmt: skip


def place_name(name: str, place_type: str, say_type: bool = False) -> str:
    """The place as it stands in a sentence: "the East of England", "the UK", "Cumbria (NUTS2 area)"."""
    name = re.sub(r"\s*\(2020 boundary\)$", "", name)
    if name in ("United Kingdom", "UK less Extra-Regio", "UK"):
        return "the UK"
    if place_type == "ITL1" and name == "East":
        name = "East of England"
    article = "the " if name in _THE else ""
    if place_type in ("NUTS2", "ITL2", "NUTS3", "ITL3"):
        return f"{name} ({_KINDS[place_type]})"
    if place_type == "LEP" and (say_type or name in ("North East", "South East", "London")):
        return f"{'the ' if article or name in ('North East', 'South East') else ''}{name} LEP"
    if place_type == "region" and say_type and name not in ("East of England",):
        return f"{article}{name} region" if article else name
    return article + name


def of(observation: Observation, say_type: bool = False) -> str:
    """The observation's place as it stands in a sentence."""
    return place_name(observation.place_name, observation.place_type, say_type)


def period_name(period: str, indicator: Indicator | None = None) -> str:
    """ "2017", "2014–16" for a span, and "2017/18" where the indicator counts in academic years."""
    if match := re.fullmatch(r"(\d{4})[/-](\d{4})", period):
        return f"{match[1]}–{match[2][2:]}"
    if match := re.fullmatch(r"(\d{4})-(\d{2})", period):
        return f"{match[1]}–{match[2]}"
    if indicator and re.fullmatch(r"\d{4}", period) and academic(indicator):
        return f"{period}/{(int(period) + 1) % 100:02d}"
    return period


def academic(indicator: Indicator) -> bool:
    """True when the indicator's periods are academic years named by their first year."""
    return "academic year" in f"{indicator.description} {indicator.caveat or ''}".lower()


def measure_name(indicator: Indicator) -> str:
    """The short name with its sector: "GVA location quotient for manufacturing"."""
    if not indicator.breakdown:
        return indicator.name
    family = re.sub(r" by (?:sector|industry|product group|product)$", "", indicator.name)
    if indicator.breakdown.lower() not in indicator.name.lower():
        word = next((word for start, word in _PREPOSITIONS if start in family.lower()), "for")
        return f"{family} {word} {lower_first(indicator.breakdown)}"
    return indicator.name


def lower_first(text: str) -> str:
    """The text with a small first letter, unless it starts with an abbreviation."""
    proper = text.startswith(
        ("Innovate UK", "Economic Complexity", "Horizon 2020", "Welsh", "Scottish", "European", "England")
    )
    return text if proper or (len(text) > 1 and (text[1].isupper() or text[1] == "&")) else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def is_plural(name: str) -> bool:
    """True for "patent applications to the EPO": the head noun, before any preposition, is a plural."""
    head = re.split(r"\s+(?:of|to|in|from|per|by|for|at|with|on|as|,|rated)\b|,", name)[0].strip()
    return bool(re.search(r"[^su]s$", head)) and not head.endswith(("gross", "news"))


def be(name: str, one: str = "is", many: str = "are") -> str:
    """The verb that goes with a measure's name: "patent applications are", "GVA is"."""
    return many if is_plural(name) else one


def value_text(observation: Observation, indicator: Indicator) -> str:
    """The value with its unit, or why there is none."""
    if observation.value is None:
        return "withheld by the publisher" if observation.status == "suppressed" else "not available"
    unit = indicator.unit
    if unit in COUNT_UNITS and not unit.startswith("thousand"):
        word = unit.split()[-1]
        return (
            grouped(observation.value)
            if unit == "count" or word in indicator.name
            else f"{grouped(observation.value)} {unit}"
        )
    return written(observation.value, unit)


def mark_text(observation: Observation) -> str:
    """ " (provisional)" or " (estimated)" where the publisher says so; nothing otherwise."""
    return f" ({observation.status})" if observation.status in ("provisional", "estimated") else ""


def value_sentence(observation: Observation, indicator: Indicator, ref: str, say_type: bool = False) -> str:
    """ "GVA in New Anglia was £36.8 billion (36,751 GBP million) in 2017 ⟦0⟧." """
    name = measure_name(indicator)
    verb = "were" if is_plural(name) else "was"
    return (
        f"{upper_first(name)} in {of(observation, say_type)} {verb} {value_text(observation, indicator)} "
        f"in {period_name(observation.period, indicator)}{mark_text(observation)} {ref}."
    )


def ordinal(n: int) -> str:
    """ "1st", "2nd", "14th"."""
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def joined(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def either(parts: Sequence[str]) -> str:
    """ "a, b or c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def plural(place_type: str, n: int = 2) -> str:
    """ "LEPs", "regions", "NUTS2 areas"; singular for one."""
    if place_type == "ITL1" and n == 1:
        return "region or nation"
    many = PLURALS.get(
        place_type,
        f"{place_type[:-1]}ies"
        if place_type.endswith("y")
        else f"{place_type}es"
        if place_type.endswith("s")
        else f"{place_type}s",
    )
    return many if n != 1 else place_type if place_type not in PLURALS else many.removesuffix("s")


def number_word(n: int) -> str:
    """Small numbers in words, as plain English has it."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[n] if 0 <= n < len(words) else str(n)


def how_many(n: int) -> str:
    """A number at the head of a sentence, "of the 30 LEPs" to follow: "Three", "None"."""
    return upper_first(number_word(n)) if n else "None"


def place_label(place: Place) -> str:
    """A place for a list of choices: "Leeds City Region LEP", "Newport (district)"."""
    if place.place_type == "LEP":
        return f"{place.name} LEP"
    return place.name if place.place_type in ("country", "region") else f"{place.name} ({place.place_type})"
