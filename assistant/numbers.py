"""Numbers as a publisher writes them, and numbers read back out of a sentence for checking."""

import re
from dataclasses import dataclass

_CURRENCY = {"GBP": "£", "EUR": "€", "USD": "$"}
_SCALES = {"million": 1e6, "billion": 1e9, "thousand": 1e3}
_SCALE_WORDS = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12,
}  # fmt: skip


def split_unit(unit: str) -> tuple[str, float, str]:
    """("GBP", 1e6, "") for "GBP million": the currency or first word, the scale, and what follows ("per hour")."""
    words = unit.split()
    scale = 1.0
    rest: list[str] = []
    head = words[0] if words else ""
    for word in words[1:]:
        if word in _SCALES and scale == 1.0 and not rest:
            scale = _SCALES[word]
        else:
            rest.append(word)
    if head in _SCALES:  # "thousand FTE"
        scale, head, rest = _SCALES[head], " ".join(rest), []
    return head, scale, " ".join(rest)


def grouped(value: float, decimals: int | None = None) -> str:
    """ "36,751", "34.5", "-0.1": thousands grouped, no more decimals than the value has."""
    if decimals is None:
        text = f"{abs(value):,.10g}" if abs(value) < 1e9 else f"{abs(value):,.0f}"
        if "." in text or "e" in text:
            text = f"{abs(value):,.4f}".rstrip("0").rstrip(".")
            if abs(value) >= 1000:
                text = f"{abs(value):,.0f}"
    else:
        text = f"{abs(value):,.{decimals}f}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def money(value: float, symbol: str) -> str:
    """ "£36.8 billion", "€160.6 million", "£24,808", "£31.12": three significant figures once scaled."""
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size >= 1e9:
        return f"{sign}{symbol}{_three(size / 1e9)} billion"
    if size >= 1e6:
        return f"{sign}{symbol}{_three(size / 1e6)} million"
    if size >= 1000:
        return f"{sign}{symbol}{size:,.0f}"
    return f"{sign}{symbol}{size:,.2f}" if size % 1 else f"{sign}{symbol}{size:,.0f}"


def _three(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    text = f"{value:.3g}"
    return f"{float(text):,.2f}".rstrip("0").rstrip(".") if value < 10 else f"{float(text):,.1f}".removesuffix(".0")


def written(value: float, unit: str, exact: bool = True) -> str:
    """The value as the publisher would write it, followed by the figure as held where the two differ.

    36751 "GBP million" is "£36.8 billion (36,751 GBP million)"; 34.5 "%" is "34.5%"; 336558 "jobs" is "336,558 jobs".
    """
    head, scale, rest = split_unit(unit)
    if head in _CURRENCY:
        size = value * scale
        short = money(size, _CURRENCY[head])
        if rest.startswith("per "):
            return f"{short} {rest}"
        if (
            exact
            and abs(size) >= 1e6
            and not (unit.endswith("million") and abs(size) < 1e9 and float(f"{value:.3g}") == value)
        ):
            return f"{short} ({grouped(value, 0 if abs(value) >= 1000 else None)} {unit})"
        return short
    if unit in ("%", "% change"):
        return f"{grouped(round(value, 2))}%"
    if unit in ("% a year",):
        return f"{grouped(round(value, 2))}% a year"
    if unit == "percentage points":
        rounded = grouped(round(value, 2))
        return f"{rounded} percentage point{'' if rounded in ('1', '−1') else 's'}"
    if unit == "UK=100":
        return f"{grouped(value)} (UK = 100)"
    if unit in ("UK=1", "LQ", "index", "score", "count", "rank", "times"):
        return grouped(round(value, 4) if unit != "times" else round(value, 2))
    if unit.startswith("thousand "):
        return f"{grouped(value * 1000, 0)} {unit.removeprefix('thousand ')} ({grouped(value)} {unit})"
    if unit == "million":
        return f"{grouped(value)} million"
    return f"{grouped(value)} {unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number found in a sentence: the value scaled to single units, how it was written, and its sign or unit if any."""

    value: float
    text: str
    kind: str  # "£", "€", "$", "%", "year" or ""
    decimals: int


_QUANTITY = re.compile(
    r"(?P<sign>[−-])?(?P<currency>[£€$])?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s(?P<code>GBP|EUR|USD)\b)?(?:\s?(?P<scale>thousand|million|billion|trillion|mn|bn|k|m|b)\b)?\s?(?P<percent>%|per cent|percentage points?)?",
    re.IGNORECASE,
)


def quantities(text: str) -> list[Quantity]:
    """The numbers in a sentence, left to right; markers such as [3] are not numbers, nor are digits inside a word."""
    text = re.sub(r"\[\d+(?:,\s*\d+)*\]", " ", text)
    out = []
    for match in _QUANTITY.finditer(text):
        start = match.start("number")
        before = text[start - 1] if start else " "
        after = text[match.end("number")] if match.end("number") < len(text) else " "
        if before.isalpha() or (after.isalpha() and not match["scale"]):  # NVQ4, 4G
            continue
        number = match["number"].replace(",", "")
        scale = _SCALE_WORDS.get((match["scale"] or "").lower(), 1.0)
        lead = text[match.start() - 1] if match.start() else " "
        negative = match["sign"] == "−" or (match["sign"] == "-" and not lead.strip())
        kind = match["currency"] or _CURRENCY.get((match["code"] or "").upper()) or ("%" if match["percent"] else "")
        if not kind and scale == 1.0 and re.fullmatch(r"(19|20)\d\d", match["number"]):
            kind = "year"
        value = float(number) * scale * (-1 if negative else 1)
        decimals = len(number.split(".")[1]) if "." in number else 0
        out.append(Quantity(value, match[0].strip(), kind, decimals))
    return out
