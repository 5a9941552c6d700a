"""Which places lie in, around or across each other, read from corpus/places alone: to tell a wrong place from a near one."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases_io import ROOT
from evals.metrics import SAME_TYPE, same_place

Named = tuple[str, str]  # name and kind, as metrics writes them: ("new anglia", "LEP")
INSIDE = {"part_of", "partly_in", "same_area", "ceremonial", "succeeded_by", "merged_into"}


def named(name: str, place_type: str) -> Named:
    """A place as it is compared: one spelling, one name for a kind ("ITL2" is "NUTS2")."""
    return same_place(name), SAME_TYPE.get(place_type, place_type)


@dataclass(frozen=True, slots=True)
class Geography:
    """The smallest areas held that each place is made of or lies in."""

    footprints: Mapping[Named, frozenset[str]]

    def related(self, one: Named, other: Named) -> bool:
        """Whether one is the other, or they are areas of different kinds that share ground.

        Two areas of one kind are never near enough: the LEPs that overlap are still different LEPs.
        """
        if one[0] == other[0]:
            return True
        if one[1] == other[1] and one[1] != "country":
            return False
        return bool(self.footprints.get(one, frozenset()) & self.footprints.get(other, frozenset()))


def load_geography(folder: Path = ROOT / "corpus" / "places") -> Geography:
    """The relations of the place lists, followed down to districts."""
    places = {row["code"]: row for row in _rows(folder / "places.csv")}
    contents: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "relations.csv"):
        if row["relation"] in INSIDE:
            contents[row["other_code"]].add(row["code"])
        if row["relation"] in ("sum_of", "same_area"):
            contents[row["code"]].add(row["other_code"])
    memo: dict[str, frozenset[str]] = {}

    def districts(code: str, above: frozenset[str]) -> frozenset[str]:
        if code in memo:
            return memo[code]
        own = {code} if places.get(code, {}).get("place_type") == "district" else set()
        below = [districts(c, above | {code}) for c in contents[code] if c not in above]
        found = frozenset(own.union(*below))
        if not above:
            memo[code] = found
        return found

    footprints: defaultdict[Named, frozenset[str]] = defaultdict(frozenset)
    for code, row in places.items():
        footprints[named(row["name"], row["place_type"])] |= districts(code, frozenset())
    return Geography(dict(footprints))


def stray_places(expect: dict[str, Any], answer: dict[str, Any], geography: Geography) -> list[str]:
    """Places of figures shown that are none of those asked about, neither hold them nor lie in them, and are not ranked.

    Where the question ranks or counts, every place of the kind ranked is asked about.
    """
    cells = [c for field in ("values", "alternatives", "values_also", "nearest") for c in expect.get(field) or []]
    asked = {named(c["place"], c["place_type"]) for c in cells}
    derived = expect.get("derived") or {}
    ranks = bool(expect.get("order") or expect.get("of") or derived.get("unit") in ("rank", "count"))
    kinds = {kind for _, kind in asked} if ranks else set()
    shown = {named(o["place"], o["place_type"]): o["place"] for o in answer["observations"]}
    return [
        name
        for key, name in shown.items()
        if key[1] not in kinds and not any(geography.related(key, wanted) for wanted in asked)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
