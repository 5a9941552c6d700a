"""Numbers as a publisher writes them, and numbers read back out of a sentence for checking."""

import re
from dataclasses import dataclass

_CURRENCY = {"GBP": "£", "EUR": "€", "USD": "$"}
_NAMED = {"pounds": "£", "euro": "€", "euros": "€", "dollars": "$"}
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
    """A number found in a sentence: the value scaled to single units, how it was written, its sign or unit if any, where
    it stands, and half of what its last digit is worth."""

    value: float
    text: str
    kind: str  # "£", "€", "$", "%", "points" (of a per cent), "year" or ""
    decimals: int
    start: int = 0
    end: int = 0
    half: float = 0.0


_QUANTITY = re.compile(
    r"(?P<sign>[−-])?(?P<currency>[£€$]|\b(?:GBP|EUR|USD)(?=\s))?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s(?P<code>GBP|EUR|USD)\b)?(?:\s?(?P<scale>thousand|million|billion|trillion|mn|bn|k|m|b)\b)?"
    r"(?:\s(?P<named>pounds|euros?|dollars)\b)?\s?(?P<percent>%|per cent|percent\b|percentage points?)?",
    re.IGNORECASE,
)


def quantities(text: str) -> list[Quantity]:
    """The numbers in a sentence, left to right; markers such as [3] are not numbers, nor are digits inside a word."""
    text = re.sub(r"\[\d+(?:,\s*\d+)*\]", lambda m: " " * len(m[0]), text)
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
        code = (match["currency"] or match["code"] or "").upper()
        kind = _CURRENCY.get(code, code) or _NAMED.get((match["named"] or "").lower()) or _share_kind(match["percent"])
        if not kind and scale == 1.0 and re.fullmatch(r"(19|20)\d\d", match["number"]):
            kind = "year"
        value = float(number) * scale * (-1 if negative else 1)
        decimals = len(number.split(".")[1]) if "." in number else 0
        half = 0.5 * 10**-decimals * scale
        out.append(Quantity(value, match[0].strip(), kind, decimals, match.start(), match.end(), half))
    return out


def _share_kind(written_as: str | None) -> str:
    """ "%" for per cent, "points" for the difference between two of them, "" for neither."""
    if not written_as:
        return ""
    return "points" if "point" in written_as.lower() else "%"


_UNITS = (  # noqa: SIM905
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_SMALL = {"one": 1, **{w: n for n, w in enumerate(_UNITS, 2)}, **{w: 10 * n for n, w in enumerate(_TENS, 2)}}
_SPELT = re.compile(
    rf"\b(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>one|{'|'.join(_UNITS[:8])}))?\b|\b(?P<small>one|{'|'.join(_UNITS)})\b",
    re.IGNORECASE,
)
_SPELT_SCALE = re.compile(r"\s(hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_SPELT_MONEY = re.compile(r"\s(pounds|euros?|dollars)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"\s(per cent|percent|percentage points?)\b", re.IGNORECASE)


def spelt_quantities(text: str) -> list[Quantity]:
    """The numbers written as words ("forty", "thirty-six billion", "nine per cent"); a bare "one" is no number."""
    out = []
    for match in _SPELT.finditer(text):
        value = float(sum(_SMALL[match[g].lower()] for g in ("tens", "ones", "small") if match[g]))
        end, scale = match.end(), 1.0
        while named := _SPELT_SCALE.match(text, end):
            scale *= {"hundred": 100.0, **_SCALE_WORDS}[named[1].lower()]
            end = named.end()
        share = _PER_CENT.match(text, end)
        money = _SPELT_MONEY.match(text, end)
        kind = _NAMED[money[1].lower()] if money else _share_kind(share[1] if share else None)
        if unit := share or money:
            end = unit.end()
        if value != 1 or scale != 1 or kind:
            out.append(Quantity(value * scale, text[match.start() : end], kind, 0, match.start(), end, 0.5 * scale))
    return out
