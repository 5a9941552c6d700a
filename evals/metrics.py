"""Scores for answers, as an outside reader of the JSON would give them. Each is a small function with its own tests.

A figure is right when value, unit, place and period are; names are compared after the equalities that statisticians
would grant (the ITL1 area East is the East of England region).
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
SAME_TYPE = {"ITL1": "region", "ITL2": "NUTS2", "ITL3": "NUTS3", "city": "town"}


def same_place(name: str) -> str:
    """One spelling for a place: no boundary year, "East" as East of England, the UK under one name."""
    name = re.sub(r"\s*\(2020 boundary\)$", "", name).strip().lower().replace("&", "and")
    return {"east": "east of england", "uk less extra-regio": "united kingdom", "uk": "united kingdom"}.get(name, name)


def in_single_units(value: float, unit: str) -> tuple[float, str]:
    """(36751e6, "GBP") for 36751 "GBP million"; (16000, "FTE") for 16 "thousand FTE"."""
    words = [w for w in unit.split() if w not in _SCALE]
    scale = math.prod(_SCALE[w] for w in unit.split() if w in _SCALE)
    kind = " ".join(words)
    if kind in ("% change", "percentage points") and "point" not in kind:
        kind = "%"
    return value * scale, kind


def number_matches(gold: float, gold_unit: str, value: float | None, unit: str, signed: bool = True) -> bool:
    """Equal within 0.5 %, once both are in single units of one kind."""
    if value is None:
        return False
    a, kind_a = in_single_units(gold, gold_unit)
    b, kind_b = in_single_units(value, unit)
    if not signed:
        a, b = abs(a), abs(b)
    counts = {"people", "jobs", "count", "FTE", "full-time employees", ""}
    if kind_a != kind_b and not (kind_a in counts and kind_b in counts):
        return False
    return abs(a - b) <= max(0.005 * abs(a), 1e-9)


def cell_matches(gold: Json, observation: Json) -> bool:
    """Place, period, value and unit all agree."""
    return (
        same_place(gold["place"]) == same_place(observation["place"])
        and gold["period"] == observation["period"]
        and number_matches(gold["value"], gold["unit"], observation["value"], observation["unit"])
    )


def derived_matches(gold: Json, derivations: Sequence[Json]) -> bool:
    """One of the derivations is the number asked for; a rank must be of the number held."""
    for d in derivations:
        if gold["unit"] == "rank":
            if (
                d["unit"].startswith("rank")
                and d["value"] == gold["value"]
                and (not gold.get("of") or d["unit"].endswith(f" {gold['of']}"))
            ):
                return True
        elif number_matches(
            gold["value"],
            gold["unit"].replace("% change", "%"),
            d["value"],
            d["unit"].replace("% change", "%"),
            signed=False,
        ):
            return True
    return False


def order_matches(order: Sequence[str], observations: Sequence[Json], sector: bool) -> bool:
    """The first n observations name the places (or sectors) in the order wanted."""
    names = [o["indicator"].split(": ", 1)[-1].lower() if sector else same_place(o["place"]) for o in observations]
    names = list(dict.fromkeys(names))
    return names[: len(order)] == [n.lower() if sector else same_place(n) for n in order]


def figure_right(expect: Json, answer: Json, kind: str = "") -> tuple[bool, str]:
    """Whether an answer gives the figures wanted, and if not, what is wrong."""
    if not expect.get("values"):
        status = answer.get("status")
        return status in {expect.get("status", "answered"), *(expect.get("accept") or [])}, f"status {status}"
    observations = answer.get("observations") or []
    sector = kind == "sector" or (
        len({v["indicator"] for v in expect["values"]}) > 1 and ": " in expect["values"][0]["indicator"]
    )
    options = [(expect["values"], expect.get("order"))]
    if expect.get("values_also"):
        options.append((expect["values_also"], expect.get("order_also")))
    problem = "no figure"
    for values, order in options:
        missing = [v for v in values if not _has(v, observations, expect, sector)]
        if missing:
            problem = f"missing {missing[0]['place']} {missing[0]['period']} {missing[0]['value']} {missing[0]['unit']}"
            continue
        of_sectors = not {same_place(v["place"]) for v in values} & {same_place(n) for n in order or ()}
        if order and not order_matches(order, observations, of_sectors):
            problem = f"order {[o['place'] for o in observations][: len(order)]}"
            continue
        derived = expect.get("derived")
        if derived and not derived.get("optional"):
            also = (
                [expect["derived_also"]]
                if isinstance(expect.get("derived_also"), dict)
                else expect.get("derived_also") or []
            )
            if not any(derived_matches(d, answer.get("derivations") or []) for d in (derived, *also)):
                problem = f"derived {derived['value']} {derived['unit']}"
                continue
        return True, ""
    return False, problem


def _has(gold: Json, observations: Sequence[Json], expect: Json, sector: bool) -> bool:
    allowed = (
        [gold]
        + [
            a
            for a in expect.get("alternatives") or []
            if same_place(a["place"]) == same_place(gold["place"]) and a["period"] == gold["period"]
        ]
        + (list(expect.get("alternatives") or []) if len(expect["values"]) == 1 else [])
    )
    for observation in observations:
        if (
            sector
            and observation["indicator"].split(": ", 1)[-1].lower() != gold["indicator"].split(": ", 1)[-1].lower()
        ):
            continue
        if any(cell_matches(a, observation) for a in allowed):
            return True
    return False


def wrong_figure(expect: Json, answer: Json) -> bool:
    """True when an "answered" answer leads with a figure of another place or unit than any wanted."""
    observations = answer.get("observations") or []
    if answer.get("status") != "answered" or not observations:
        return False
    first = observations[0]
    wanted = list(expect["values"]) + list(expect.get("alternatives") or []) + list(expect.get("values_also") or [])
    places = {same_place(v["place"]) for v in wanted}
    units = {in_single_units(1, v["unit"])[1] for v in wanted}
    return same_place(first["place"]) not in places or in_single_units(1, first["unit"])[1] not in units


def outside_right(expect: Json, answer: Json) -> tuple[bool, str]:
    """Whether a question that cannot be answered as asked got the right status and the nearest held cell."""
    status = answer.get("status")
    accepted = {expect["status"], *(expect.get("accept") or [])}
    if status not in accepted:
        return False, f"status {status}, wanted {'/'.join(sorted(accepted))}"
    for text in expect.get("must_not") or []:
        if text.lower() in answer["text"].lower():
            return False, f"says “{text}”"
    if status == "nearest" and expect["status"] == "nearest" and expect.get("nearest"):
        if not any(cell_matches(cell, o) for cell in expect["nearest"] for o in answer.get("observations") or []):
            return False, "the nearest cell is not offered"
    return True, ""


def places_right(item: Json, answer: Json) -> tuple[bool, str]:
    """All wanted places found, and none beyond those that may be named as well."""

    def key(p: Json) -> tuple[str, str]:
        return same_place(p["name"]), SAME_TYPE.get(p["place_type"], p["place_type"])

    found = {key(p) for p in answer.get("places") or []}
    wanted = {key(p) for p in item["expect"]}
    allowed = wanted | {key(p) for p in item.get("also_ok") or []}
    if missing := wanted - found:
        return False, f"missing {sorted(missing)}"
    if beyond := found - allowed:
        return False, f"beyond {sorted(beyond)}"
    return True, ""


def squeeze(text: str) -> str:
    """The text for matching phrases: NFKC, lower case, one kind of quote and dash, no white space or hyphens."""
    text = unicodedata.normalize("NFKC", text).lower().translate(str.maketrans("‘’“”–—−", "''\"\"---"))
    return re.sub(r"[\s\-\u00ad]+", "", text)


def page_rank(expect: Json, passages: Sequence[Json], strict: bool = False) -> int | None:
    """The 1-based rank of the first retrieved passage on a gold page; None when none is."""
    gold = {(expect["document"], page) for page in expect["pages"]}
    if not strict:
        for other in expect.get("acceptable") or []:
            gold |= {(other["document"], page) for page in other["pages"]}
    for rank, passage in enumerate(passages, 1):
        if any((passage["document"], page) in gold for page in range(passage["page"], passage["last_page"] + 1)):
            return rank
    return None


def phrases_held(phrases: Sequence[str], text: str) -> float:
    """The share of the phrases that the text holds, after squeezing; 1bn and 1 billion, % and per cent are the same."""

    def unify(t: str) -> str:
        t = squeeze(t).replace("percent", "%")
        return re.sub(r"(?<=\d)(?:billion|bn)", "bn", re.sub(r"(?<=\d)(?:million|mn|m(?![a-z]))", "m", t))

    held = unify(text)
    return sum(unify(p) in held for p in phrases) / len(phrases)


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson interval for a share. Source: Wilson, JASA 22 (1927)."""
    if not n:
        return 0.0, 1.0
    z, p = 1.96, right / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def answered_right(expect: Json, answer: Json, kind: str = "") -> tuple[bool, str]:
    """As figure_right; right figures in an answer that does not call itself answered are wrong too."""
    right, problem = figure_right(expect, answer, kind)
    if right and expect.get("values") and answer.get("status") != "answered":
        return False, f"status {answer.get('status')}"
    return right, problem


def uncited_figures(answer: Json) -> list[str]:
    """Figures shown whose marker is not in the text, or whose citation does not quote their row, column and table."""
    by_marker = {c["marker"]: c for c in answer["citations"]}
    found = []
    for o in answer["observations"]:
        citation = by_marker.get(o["marker"])
        cell = f"{o['row']} | {o['column']} | "
        if citation is None or f"[{o['marker']}]" not in answer["text"]:
            found.append(f"{o['place']} {o['period']} has no marker in the text")
        elif citation["table"] != o["table"] or not any(q.startswith(cell) for q in citation["quote"].split("\n")):
            found.append(f"{o['place']} {o['period']} is not quoted by [{o['marker']}]")
    return found
