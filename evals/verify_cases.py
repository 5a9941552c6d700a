"""Every gold value of evals/cases computed again from corpus/tables, every phrase found again on its page.

Run as `python -m evals.verify_cases`.

A case that no longer agrees with the tables is named with what is wrong, and the exit code is 1. The tables are read
here on their own, without the ingest or the assistant, so that an error of theirs cannot hide one in the gold.
"""

import csv
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import pypdfium2

from evals.cases_io import CASES, REPORTS, ROOT, read_jsonl
from evals.metrics import squeeze

Json = dict[str, Any]
Key = tuple[str, str, str, str]  # indicator, place_type, place, period
CORPUS = ROOT / "corpus"
SETS = ("figures", "outside", "conversations", "places", "passages", "passages_outside", "multi")
_SAME_NAME = {"East": "East of England"}  # the ITL1 area of that name is the region
_SPAN = re.compile(r"(?P<last>\S+) minus (?P<first>\S+)")
_CHANGE = re.compile(r"100 \* \((?P<last>\S+) - (?P<first>\S+)\) / (?P=first)")
_RANK = re.compile(r"rank from the (?P<end>highest|lowest) among the (?P<of>\d+) .+ held")
_COUNT = re.compile(r"count of (?P<place_type>\S+) (?P<side>above|below) (?P<limit>[\d.]+)")


@dataclass(frozen=True, slots=True)
class Tables:
    """The figures of corpus/tables, and which places border or make up a group."""

    cells: Mapping[Key, tuple[tuple[float, str], ...]]
    neighbours: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    places: frozenset[tuple[str, str]]
    leps_of: Mapping[str, frozenset[str]]

    def holds(self, cell: Json) -> bool:
        """Whether the tables hold this very cell, value and unit."""
        key = (cell["indicator"], cell["place_type"], cell["place"], cell["period"])
        return any(
            unit == cell["unit"] and math.isclose(value, cell["value"], rel_tol=1e-9, abs_tol=1e-12)
            for value, unit in self.cells.get(key, ())
        )

    def pool(self, cell: Json) -> dict[str, float]:
        """The values of the same measure, kind of place, period and unit: {"Cumbria": 34.8, …}."""
        return {
            place: value
            for (indicator, place_type, place, period), held in self.cells.items()
            if (indicator, place_type, period) == (cell["indicator"], cell["place_type"], cell["period"])
            for value, unit in held
            if unit == cell["unit"] and place != "Extra-regio"
        }

    def breakdowns(self, cell: Json) -> dict[str, float]:
        """The values of the sectors or industries of the same place and period: {"Manufacturing": 24.8, …}."""
        head = cell["indicator"].split(": ", 1)[0] + ": "
        return {
            indicator.removeprefix(head): held[0][0]
            for (indicator, place_type, place, period), held in self.cells.items()
            if (place_type, place, period) == (cell["place_type"], cell["place"], cell["period"])
            and indicator.startswith(head)
        }


def load_tables(corpus: Path = CORPUS) -> Tables:
    """The tables as the data package describes them: place names and periods as printed."""
    package = json.loads((corpus / "datapackage.json").read_text(encoding="utf-8"))
    cells: defaultdict[Key, list[tuple[float, str]]] = defaultdict(list)
    for resource in package["resources"]:
        if not resource["path"].endswith(".csv") or not resource["path"].startswith("tables/"):
            continue
        hub = resource["hub"]
        for row in _rows(corpus / resource["path"]):
            if hub["indicator"] is None:
                key = (row["indicator"], row["place_type"], row["place"], row["period"])
                cells[key].append((float(row["value"]), row["unit"]))
                continue
            breakdown = hub["breakdown_column"]
            indicator = f"{hub['indicator']}: {row[breakdown]}" if breakdown else hub["indicator"]
            for period, text in row.items():
                if period[:1].isdigit() and text:
                    cells[indicator, row["place_type"], row["place"], period].append((float(text), hub["unit"]))
    return Tables({k: tuple(v) for k, v in cells.items()}, *_geography(corpus / "places"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _geography(
    folder: Path,
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], frozenset[tuple[str, str]], dict[str, frozenset[str]]]:
    """Neighbours of LEPs, LEPs of a group, (name, kind) of every place, and the LEPs of a district, by names."""
    places = {row["code"]: row for row in _rows(folder / "places.csv")}
    leps = {code: row["name"] for code, row in places.items() if row["place_type"] == "LEP"}
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    of_district: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "relations.csv"):
        one, other = row["code"], row["other_code"]
        if row["relation"] == "borders" and one in leps and other in leps:
            neighbours[leps[one]].add(leps[other])
            neighbours[leps[other]].add(leps[one])
        if row["relation"] in ("part_of", "partly_in") and other in leps and one in places:
            if places[one]["place_type"] == "district":
                of_district[places[one]["name"]].add(leps[other])
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "groups.csv"):
        if row["code"] in places:
            groups[row["group"]].add(places[row["code"]]["name"])
    names = frozenset((row["name"], row["place_type"]) for row in places.values())
    return (
        {k: frozenset(v) for k, v in neighbours.items()},
        {k: frozenset(v) for k, v in groups.items()},
        names,
        {k: frozenset(v) for k, v in of_district.items()},
    )


def problems_of_figures(expect: Json, tables: Tables, note: str = "") -> list[str]:
    """What is wrong with the figures of an expectation; [] when every number follows from the tables."""
    found = [
        f"not in the tables: {cell['indicator']}, {cell['place']} ({cell['place_type']}), {cell['period']}"
        f" = {cell['value']} {cell['unit']}"
        for field in ("values", "alternatives", "values_also", "nearest")
        for cell in expect.get(field) or []
        if not tables.holds(cell)
    ]
    found += [
        f"said not to be held, but is: {cell['indicator']}, {cell['place']}, {cell['period']}"
        for cell in expect.get("absent") or []
        if (cell["indicator"], cell["place_type"], cell["place"], cell["period"]) in tables.cells
    ]
    if found:
        return found
    values = expect.get("values") or []
    for gold in (expect.get("derived"), *_also(expect)):
        if gold and (problem := _derived_problem(gold, values, tables)):
            found.append(problem)
    if expect.get("order"):
        found += _order_problems(expect["order"], values, expect.get("of"), tables, note, expect.get("from_rank", 1))
    if expect.get("order_also"):
        found += _order_problems(expect["order_also"], expect["values_also"], None, tables, "checked as cells")
    if note.startswith("neighbours of "):
        place = note.removeprefix("neighbours of ").split(";")[0]
        if missing := tables.neighbours[place] - {v["place"] for v in values}:
            found.append(f"neighbours of {place} left out: {sorted(missing)}")
    return found


def _also(expect: Json) -> Sequence[Json]:
    also = expect.get("derived_also") or []
    return [also] if isinstance(also, dict) else list(also)


def derived(how: str, values: Sequence[Json], tables: Tables) -> float:
    """The number that `how` describes, from the cells: "first minus second", "2018 minus 2014", "mean of values".

    Raises ValueError for words that are no known way.
    """
    numbers = [v["value"] for v in values]
    by_period = {v["period"]: v["value"] for v in values}
    if match := _RANK.fullmatch(how):
        pool = tables.pool(values[0])
        own = numbers[0]
        ahead = sum(v > own if match["end"] == "highest" else v < own for v in pool.values())
        if len(pool) != int(match["of"]) or sum(v == own for v in pool.values()) > 1:
            raise ValueError(f"{len(pool)} held, and {sum(v == own for v in pool.values())} of this value")
        return ahead + 1
    if match := _COUNT.fullmatch(how):
        limit = float(match["limit"])
        return sum(v > limit if match["side"] == "above" else v < limit for v in tables.pool(values[0]).values())
    if match := _CHANGE.fullmatch(how):
        return 100 * (by_period[match["last"]] - by_period[match["first"]]) / by_period[match["first"]]
    if how == "first minus second":
        return numbers[0] - numbers[1]
    if match := _SPAN.fullmatch(how):
        return by_period[match["last"]] - by_period[match["first"]]
    ways = {
        "first / second": lambda: numbers[0] / numbers[1],
        "100 * first / second": lambda: 100 * numbers[0] / numbers[1],
        "million * first / second": lambda: 1e6 * numbers[0] / numbers[1],
        "sum of values": lambda: sum(numbers),
        "mean of values": lambda: mean(numbers),
        "first change less second change": lambda: (numbers[1] - numbers[0]) - (numbers[3] - numbers[2]),
        "second gap less first gap": lambda: (numbers[2] - numbers[3]) - (numbers[0] - numbers[1]),
    }
    if how not in ways:
        raise ValueError(f"no known way: {how}")
    return float(ways[how]())


def _derived_problem(gold: Json, values: Sequence[Json], tables: Tables) -> str | None:
    try:
        computed = derived(gold["how"], values, tables)
    except (ValueError, KeyError, IndexError) as error:
        return f"derived {gold['value']} {gold['unit']} cannot be computed: {error}"
    if math.isclose(computed, gold["value"], rel_tol=5e-4, abs_tol=1e-6):
        return None
    return f"derived is {gold['value']} {gold['unit']}, but {gold['how']} gives {computed:.6g}"


def _order_problems(
    order: Sequence[str], values: Sequence[Json], of: int | None, tables: Tables, note: str, from_rank: int = 1
) -> list[str]:
    """Whether the order is that of the values, and for a ranking that nobody left out belongs in it.

    The order starts at `from_rank`: 2 for "the second highest".
    """
    by_sector = len({v["indicator"] for v in values}) > 1 or (len(order) == 1 and order[0] in values[0]["indicator"])
    names = [v["indicator"].split(": ", 1)[-1] if by_sector else v["place"] for v in values]
    if [n for n in order if n not in names]:
        return [f"the order names what has no value: {sorted(set(order) - set(names))}"]
    own = dict(zip(names, (v["value"] for v in values), strict=True))
    if of is None:
        ranked = sorted(own, key=own.__getitem__, reverse=own[order[0]] >= own[order[-1]])
        return [] if list(order) == ranked else [f"the order is not that of the values: {ranked}"]
    pool = tables.breakdowns(values[0]) if by_sector else tables.pool(values[0])
    if note.startswith("ranked by change"):
        before, after = (tables.pool(v) for v in values[:2])
        pool = {place: 100 * (after[place] - before[place]) / before[place] for place in before if place in after}
    if note.startswith("group: "):
        group = tables.groups.get(note.removeprefix("group: ").split(";")[0], frozenset())
        pool = {place: value for place, value in pool.items() if _SAME_NAME.get(place, place) in group}
    if note.startswith("without "):
        pool.pop(note.removeprefix("without ").split(";")[0])
    if len(pool) != of:
        return [f"{len(pool)} are held, not {of}"]
    for best_first in (True, False):
        ranked = sorted(pool, key=pool.__getitem__, reverse=best_first)
        first, last = from_rank - 1, from_rank - 1 + len(order)
        if ranked[first:last] == list(order):
            edge = [pool[name] for name in ranked[max(0, first - 1) : last + 1]]
            return [] if len(set(edge)) == len(edge) else ["there is a tie in the ranking"]
    return [f"ranks {from_rank} to {from_rank + len(order) - 1} are not {list(order)}"]


def problems_of_places(item: Json, tables: Tables) -> list[str]:
    """What is wrong with a place case: a place that the lists do not hold, or LEPs other than the district's."""
    found = [
        f"no such place: {place['name']} ({place['place_type']})"
        for place in [*item["expect"], *item.get("also_ok", [])]
        if (place["name"], place["place_type"]) not in tables.places
    ]
    wanted = {p["name"] for p in item["expect"] if p["place_type"] == "LEP"}
    districts = [p["name"] for p in item.get("also_ok", []) if p["place_type"] == "district"]
    if len(districts) == 1 and wanted and tables.leps_of.get(districts[0]) != wanted:
        found.append(f"{districts[0]} lies in {sorted(tables.leps_of.get(districts[0], ()))}, not {sorted(wanted)}")
    return found


@cache
def page_texts(path: Path) -> tuple[str, ...]:
    """The squeezed text of each page of a report, as PDFium has it."""
    document = pypdfium2.PdfDocument(path)
    texts = tuple(squeeze(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return texts


def report_files() -> dict[str, Path]:
    """The shipped reports, and the development ones where they are beside the checkout, by file name."""
    return {path.name: path for folder in (CORPUS / "reports", REPORTS) for path in sorted(folder.glob("*.pdf"))}


def problems_of_pages(expect: Json, files: Mapping[str, Path]) -> list[str]:
    """Phrases that do not stand on a gold page, and pages that are not there; reports not at hand are passed over."""
    found = []
    for entry in expect.get("evidence") or [expect]:
        for place in [entry, *(entry.get("acceptable") or [])]:
            if place["document"] not in files:
                continue
            texts = page_texts(files[place["document"]])
            found += [f"{place['document']} has no page {n}" for n in place["pages"] if not 1 <= n <= len(texts)]
            if not found:
                missing = [
                    p for n in place["pages"] for p in place.get("phrases", ()) if squeeze(p) not in texts[n - 1]
                ]
                found += [f"{place['document']} {place['pages']}: no “{p}”" for p in missing]
    return found


def problems_of_absence(item: Json, files: Mapping[str, Path]) -> list[str]:
    """Pages on which the words that would answer meet after all."""
    terms = [squeeze(term) for term in item["absent_together"]]
    return [
        f"{name} p. {n} holds all of {item['absent_together']}"
        for name, path in files.items()
        for n, text in enumerate(page_texts(path), 1)
        if all(term in text for term in terms)
    ]


def problems(cases: Path = CASES, tables: Tables | None = None) -> list[str]:
    """Every disagreement, "own-fig-003: derived is 4.1 %, but … gives 4.2"; [] when all gold stands."""
    tables = tables or load_tables()
    found: list[str] = []
    for item in _items(cases / "figures.jsonl"):
        found += _named(item["id"], problems_of_figures(item["expect"], tables, item.get("note", "")))
    for item in _items(cases / "outside.jsonl"):
        found += _named(item["id"], problems_of_figures(item["expect"], tables))
    for item in _items(cases / "conversations.jsonl"):
        for n, turn in enumerate(item["turns"], 1):
            found += _named(f"{item['id']}.{n}", problems_of_figures(turn["expect"], tables))
    for item in _items(cases / "places.jsonl"):
        found += _named(item["id"], problems_of_places(item, tables))
    files = report_files()
    for name in ("passages", "multi"):
        for item in _items(cases / f"{name}.jsonl"):
            found += _named(item["id"], problems_of_pages(item["expect"], files))
    for item in _items(cases / "passages_outside.jsonl"):
        found += _named(item["id"], problems_of_absence(item, files))
    return found


def _items(path: Path) -> list[Json]:
    return read_jsonl(path) if path.exists() else []


def _named(case: str, found: Iterable[str]) -> list[str]:
    return [f"{case}: {problem}" for problem in found]


def main() -> int:
    """0 when every gold value agrees with the tables; else the disagreements are printed, and 1."""
    found = problems(CASES)
    if found:
        print("\n".join(found))
    n = sum(len(_items(CASES / f"{name}.jsonl")) for name in SETS)
    print(f"{n} cases, {len(found)} disagreements with the tables, places and reports")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
