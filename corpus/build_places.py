"""`python corpus/build_places.py SOURCE_DIR` writes `corpus/places` from a folder of lookups.

SOURCE_DIR holds `data/places` (codes, districts and LEPs, boundaries, towns), `data/tables/ons` (ITL names), `facts/figures`
(the ITL3 areas of which a LEP's figures are the sum) and, if given by `--dictionary`, a list of English words, one a line.
What no lookup says (ITL3 areas made of several districts, which areas touch, short names in use) is written out below.
"""

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.places_facts import (
    AMBIGUOUS,
    CITIES,
    DISTRICT_ALIASES,
    GROUPS,
    HUB_AREAS,
    ITL3_MEMBERS,
    LEP_ALIASES,
    LEP_REGION_NAMES,
    MERGED,
    NO_WORDS,
    NUTS2_NEIGHBOURS,
    NUTS_ALIASES,
    ODDITIES,
    REGION_ALIASES,
    REGION_NEIGHBOURS,
    STRONG_WORDS,
    TOWN_ALIASES,
)
from ingest.gazetteer import normal_name

Row = dict[str, str]
PLACE_FIELDS = (
    "code", "scheme", "place_type", "name", "aliases", "valid_from", "valid_to", "lat", "lon", "population",
)  # fmt: skip
UK, ENGLAND, SCOTLAND, WALES, NI = "K02000001", "E92000001", "S92000003", "W92000004", "N92000002"
NATION = {"E": ENGLAND, "S": SCOTLAND, "W": WALES, "N": NI}
ITL1_REGION = dict(
    zip("CDEFGHIJKLMN", [*(f"E1200000{i}" for i in range(1, 10)), WALES, SCOTLAND, NI], strict=True)
)  # fmt: skip


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file by column name."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return list(csv.DictReader(file))


class Builder:
    """Places and relations as they are gathered."""

    def __init__(self, source: Path) -> None:
        self.data = source / "data" / "places"
        self.ons = source / "data" / "tables" / "ons"
        self.figures = source / "facts" / "figures"
        self.places: dict[str, Row] = {}
        self.aliases: dict[str, dict[str, None]] = {}
        self.relations: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.district_codes: dict[str, str] = {}  # any code of a council area -> the code it is kept under
        self.district_by_name: dict[str, str] = {}
        self.counties: dict[str, str] = {}  # normal name -> code
        self.lep_codes: dict[str, str] = {}  # by name
        self.members: dict[str, set[str]] = defaultdict(set)  # area -> districts

    def place(
        self, code: str, scheme: str, place_type: str, name: str, aliases: Iterable[str] = (), **more: object
    ) -> None:
        """Add a place, or further aliases to one that is there."""
        if code not in self.places:
            given = {field: str(value) for field, value in more.items() if value != ""}
            self.places[code] = {"code": code, "scheme": scheme, "place_type": place_type, "name": name, **given}
            self.aliases[code] = {}
        self.aliases[code].update(dict.fromkeys(a for a in (name, *aliases) if a != self.places[code]["name"]))

    def lep_of_2021(self, code: str) -> str:
        """The LEP's code here, from its code of 2021."""
        return next(c for c in self.lep_codes.values() if c == code or code in self.aliases[c])

    def relate(self, code: str, relation: str, other: str, valid_from: object = "", valid_to: object = "") -> None:
        """Add a relation once."""
        if code != other:
            self.relations.setdefault((code, relation, other), (str(valid_from), str(valid_to)))

    def joined(self, code: str, area: str, relation: str = "part_of") -> None:
        """A district lies in an area."""
        self.relate(code, relation, area)
        self.members[area].add(code)

    def build(self) -> None:
        """Everything, largest areas first."""
        self.countries()
        self.districts()
        self.leps()
        self.nuts_and_itl()
        self.combined_authorities()
        self.hub_areas()
        self.towns()
        self.touching()

    def countries(self) -> None:
        """Nations, regions and ITL1."""
        uk = ["UK", "U.K.", "Britain", "British", "UK less Extra-Regio", "United Kingdom less Extra-Regio", "UK average",
              "UKX", "the United Kingdom of Great Britain and Northern Ireland"]  # fmt: skip
        self.place(UK, "ONS", "country", "United Kingdom", uk)
        self.place("K03000001", "ONS", "country", "Great Britain", ["GB"])
        self.place("K04000001", "ONS", "country", "England and Wales", [])
        self.place(ENGLAND, "ONS", "country", "England", ["English", "TLB"])
        self.place(SCOTLAND, "ONS", "country", "Scotland", ["Scottish", "Scots"])
        self.place(WALES, "ONS", "country", "Wales", ["Welsh", "Cymru"])
        self.place(NI, "ONS", "country", "Northern Ireland", ["Northern Irish", "Ulster", "N Ireland"])
        self.place("UKZ", "NUTS", "country", "Extra-Regio", ["Extra Regio", "TLZ"])
        self.place("UKZZ", "NUTS", "NUTS2", "Extra-regio", ["Extra Regio"])
        for nation in (ENGLAND, SCOTLAND, WALES, NI):
            self.relate(nation, "part_of", UK)
        for nation in (ENGLAND, SCOTLAND, WALES):
            self.relate(nation, "part_of", "K03000001")
        for nation in (ENGLAND, WALES):
            self.relate(nation, "part_of", "K04000001")
        self.relate("K04000001", "part_of", "K03000001")
        self.relate("K03000001", "part_of", UK)
        for row in rows(self.data / "rgn_all_codes.csv"):
            self.place(row["RGNCD"], "ONS", "region", row["RGNNM"], REGION_ALIASES.get(row["RGNNM"], []))
            self.relate(row["RGNCD"], "part_of", ENGLAND)
        for letter, region in ITL1_REGION.items():
            name = self.places[region]["name"]
            alias = ["East"] if letter == "H" else []
            self.place(f"TL{letter}", "ITL", "ITL1", name, alias)
            self.relate(f"TL{letter}", "same_area", region)
            self.aliases[region][f"UK{letter}"] = None

    def districts(self) -> None:
        """Council areas as of 2017 with the counties and regions they lie in, and the councils that came after."""
        of_2017 = {r["lad_code"] for r in rows(self.data / "lad_lep_2013_2017_clean.csv") if r["vintage"] == "2017"}
        more = {r["gss-code"]: r for r in rows(self.data / "uk_local_authorities_mysociety.csv")}
        by_name = {(normal_name(r["nice-name"]), r["gss-code"][:1]): r for r in more.values()}
        hexes = json.loads((self.data / "hex" / "uk-lad-2019.hexjson").read_text(encoding="utf-8"))["hexes"]
        lookup = {r["LADCD"]: r for r in rows(self.data / "la_all_codes.csv")}
        before = {r["ltlacd"]: r for r in rows(self.data / "ltla_2014_lookup_ons.csv")}
        # the 2017 districts under their codes of that year, everything outside England under its last code
        for code, row in lookup.items():
            in_england = code.startswith("E")
            if in_england and code not in of_2017:
                continue
            if not in_england and code != row["LADCD_ACTIVE"]:
                continue
            known = more.get(code) or by_name.get((normal_name(row["LADNM"]), code[0])) or {}
            at = hexes.get(code, {})
            others = [
                c
                for c, r in lookup.items()
                if c != code and r["LADCD_ACTIVE"] == row["LADCD_ACTIVE"] and r["LADNM"] == row["LADNM"]
            ]
            if (
                in_england
                and row["LADNM"] == row["LADNM_ACTIVE"]
                and row["LADCD_ACTIVE"] != code
                and row["LADCD_ACTIVE"] not in others
            ):
                others.append(row["LADCD_ACTIVE"])
            aliases = [*DISTRICT_ALIASES.get(row["LADNM"], ()), *others]
            if m := re.fullmatch(r"(.+), (City|County) of", row["LADNM"]):
                aliases = [m[1], f"{m[2]} of {m[1]}", *aliases]
            if m := re.fullmatch(r"(.+) City", row["LADNM"]):
                aliases = [m[1], f"City of {m[1]}", *aliases]
            if m := re.fullmatch(r"City of (.+)", row["LADNM"]):
                aliases = [*([] if m[1] == "London" else [m[1]]), *aliases]
            where = {
                "lat": at.get("lat") or known.get("lat") or "",
                "lon": at.get("lon") or known.get("long") or "",
                "population": str(known.get("pop-2020") or "").removesuffix(".0"),
            }
            gone = "" if row["Current"] == "TRUE" or row["LADNM"] == row["LADNM_ACTIVE"] else str(self.end_year(code))
            self.place(code, "ONS", "district", row["LADNM"], aliases, valid_to=gone, **where)
            for any_code in (code, *others):
                self.district_codes[any_code] = code
            self.district_by_name[normal_name(row["LADNM"]) + code[0]] = code
            self.joined(code, row["RGNCD"] if in_england else NATION[code[0]])
            old = before.get(code, {})
            for county, name in ((old.get("ctycd"), old.get("ctynm")), (old.get("mctycd"), old.get("mctynm"))):
                if county and name and county.startswith(("E10", "E11")):
                    self.place(county, "ONS", "county", name)
                    self.counties[normal_name(name)] = county
                    self.joined(code, county)
        for code in list(self.counties.values()):
            for region in {
                o for m in self.members[code] for (c, rel, o) in self.relations if c == m and o.startswith("E12")
            }:
                self.relate(code, "part_of", region)
        self.councils_after(lookup)
        for row in rows(self.data / "lieutenancy_areas_england.csv"):  # Newport in Telford is "in Shropshire"
            name = normal_name(row["LIEUTENANCY_AREA_1997"])
            kept = self.district_codes.get(row["LADCD"])
            county = self.counties.get(name) or self.district_by_name.get(name + "E")
            if kept and county and kept not in self.members[county]:
                self.relate(kept, "ceremonial", county)

    def end_year(self, code: str) -> int:
        """The last year of a district that was merged."""
        starts = [
            int(r["start"])
            for r in rows(self.data / "la_changes_ons.csv")
            if r["oldcd"] == code and r["type"] == "merger"
        ]
        return min(starts) if starts else 2021

    def councils_after(self, lookup: dict[str, Row]) -> None:
        """Councils formed since 2017: same area as a county, or a new place over the districts that it replaced."""
        formed: dict[str, set[str]] = defaultdict(set)
        names: dict[str, str] = {}
        for code, row in lookup.items():
            active = row["LADCD_ACTIVE"]
            if code in self.district_codes and active not in self.district_codes and active in lookup:
                formed[active].add(code)
                names[active] = row["LADNM_ACTIVE"]
        for name, merged, code, _ in MERGED:
            formed[code] |= {self.district_by_name[normal_name(m) + "E"] for m in merged}
            names[code] = name
        years = {r["newcd"]: r["start"] for r in rows(self.data / "la_changes_ons.csv") if r["type"] == "merger"}
        years |= {code: str(year) for _, _, code, year in MERGED}
        for code, members in formed.items():
            county = self.counties.get(normal_name(names[code]))
            if county and self.members[county] == members:
                self.aliases[county][code] = None
                kept = county
            else:
                # upper tier councils stand over the older districts, as counties do
                kind = "county" if code.startswith("E06") else "district"
                self.place(
                    code,
                    "ONS",
                    kind,
                    names[code],
                    DISTRICT_ALIASES.get(names[code], ()),
                    valid_from=years.get(code, ""),
                )
                kept = code
            for member in members:
                self.joined(member, kept)
                self.relate(member, "succeeded_by", kept, years.get(code, ""))

    def leps(self) -> None:
        """39 LEPs under the code of 2017, with every vintage's codes, and the districts in each."""
        codes = self.lep_codes
        for row in rows(self.data / "lep_codes_by_vintage.csv"):
            code = row["code_2017"] or row["code_2014"]
            codes[row["name"]] = code
            others = [row[f"code_{y}"] for y in (2014, 2017, 2020, 2021) if row[f"code_{y}"] not in ("", code)]
            aliases = [*dict.fromkeys(others), f"{row['name']} (2020 boundary)", *LEP_ALIASES.get(row["name"], ())]
            if row["name_2021"] and row["name_2021"] != row["name"]:
                aliases.append(row["name_2021"])
            gone = "2017" if row["name"] == "Northamptonshire" else ""
            self.place(code, "LEP", "LEP", row["name"], aliases, valid_to=gone)
        for row in rows(self.data / "lep_aliases.csv"):
            alias = row["alias"]
            if row["ambiguous"] or re.search(r"\((?:part|core|successor|Leeds|Liverpool|Cheshire)", alias):
                continue
            if alias.startswith("LEP "):
                continue  # the kind before the name, which is read as such
            if "informal" in alias and alias.startswith("Merseyside"):
                continue  # Merseyside is an area of its own
            self.place(codes[row["lep_name"]], "LEP", "LEP", re.sub(r"\s*\(.*?\)", "", alias))
        shape = json.loads((self.data / "lep_boundaries_2021_buc.geojson").read_text(encoding="utf-8"))
        for feature in shape["features"]:
            properties = feature["properties"]
            code = self.lep_of_2021(properties["LEP21CD"])
            self.places[code] |= {"lat": f"{properties['LAT']:.4f}", "lon": f"{properties['LONG']:.4f}"}
        vintages: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows(self.data / "lad_lep_2013_2017_clean.csv"):
            district = self.district_codes.get(row["lad_code"])
            if district is None:
                district = self.district_codes[self.district_by_name[normal_name(row["lad_name"]) + "E"]]
            vintages[district, codes[row["lep_name"]]].add(row["vintage"])
        for (district, lep), years in vintages.items():
            self.relate(
                district, "part_of", lep, "2017" if years == {"2017"} else "", "2017" if years == {"2013"} else ""
            )
        northamptonshire, successor = codes["Northamptonshire"], codes["South East Midlands"]
        self.relate(northamptonshire, "merged_into", successor, "2017")
        self.relate(northamptonshire, "succeeded_by", successor, "2017")
        for row in rows(self.figures / "lep_gva_productivity_derived_2014_2019.csv"):
            lep = codes[re.sub(r" \(.*\)$", "", row["place"])]
            for area in re.findall(r"\bTL[A-Z0-9]{3}\b", row["source"]):
                self.relate(lep, "sum_of", area, 2020 if "(2020 boundary)" in row["place"] else "")

    def nuts_and_itl(self) -> None:
        """NUTS2, NUTS3, ITL2 and ITL3 areas with the districts in each."""
        names: dict[tuple[int, str], str] = {}
        for row in rows(self.data / "nuts_uk_names.csv"):
            if row["level"] == "1":
                continue
            level = int(row["level"])
            labels = [re.sub(r"\s*—\s*", " - ", label) for label in (row["name"], row["other_labels"]) if label]
            labels[0] = re.sub(r" \((?:England|Western Isles)\)", "", labels[0])
            names[level, row["nuts_id"]] = labels[0]
        latest: dict[tuple[int, str], str] = {}
        codes: dict[tuple[int, str], list[str]] = defaultdict(list)
        for (level, code), name in names.items():
            codes[level, normal_name(name)].append(code)
        for key, same in codes.items():  # one series, renumbered when NUTS was revised
            latest[key] = same[-1] if not (key[0] == 3 and same[0].startswith("UKN0")) else same[0]
        itl: dict[str, str] = {}
        for file in ("gdp_itl.csv", "gva_balanced_itl.csv", "population_itl.csv", "gva_per_hour_itl_2004_2021.csv"):
            with (self.ons / file).open(encoding="utf-8-sig", newline="") as handle:
                for line in csv.reader(handle):
                    if len(line) > 2 and re.fullmatch(r"TL[C-N][0-9][0-9A-Z]?", line[1].strip()):
                        code, name = line[1].strip(), line[2].strip()
                        self.place(
                            code,
                            "ITL",
                            "ITL2" if len(code) == 4 else "ITL3",
                            itl.setdefault(code, name),
                            [name, name.removesuffix(" CC")],
                        )
        for (level, plain), code in latest.items():
            name = names[level, code]
            aliases = [c for c in codes[level, plain] if c != code] + list(NUTS_ALIASES.get(name, ()))
            self.place(code, "NUTS", f"NUTS{level}", name, [*aliases, name.removesuffix(" CC")])
            twin = "TL" + code[2:]
            if twin in itl:
                self.relate(code, "same_area", twin)
                self.place(code, "NUTS", f"NUTS{level}", name, [itl[twin]])
                self.place(twin, "ITL", f"ITL{level}", itl[twin], [name, *NUTS_ALIASES.get(name, ())])
            if level == 3:
                parent = next((c for c in latest.values() if c == code[:4]), None)
                parent = parent or latest.get((2, normal_name(names.get((2, code[:4]), ""))))
                if parent:
                    self.relate(code, "part_of", parent)
            else:
                self.relate(code, "part_of", ITL1_REGION[code[2]]) if code[2] in ITL1_REGION else None
        for code in itl:
            if len(code) == 5:
                self.relate(code, "part_of", code[:4])
            else:
                self.relate(code, "part_of", ITL1_REGION[code[2]])
        for code, name in itl.items():
            if len(code) != 5:
                continue
            for district, partly in self.districts_of(code, name):
                for area in (
                    code,
                    code[:4],
                    *(("UK" + code[2:],) if "UK" + code[2:] in self.places else ()),
                    "UK" + code[2:4],
                ):
                    if area in self.places:
                        self.joined(district, area, "partly_in" if partly else "part_of")
        # a council cut by an ITL2 boundary has both rows; one that is cut within an ITL2 area is wholly in it
        for code, relation, area in list(self.relations):
            if relation == "partly_in" and len(area) == 4 and area[:2] in ("TL", "UK"):
                others = {
                    a
                    for (c, r, a) in self.relations
                    if c == code and r == "partly_in" and len(a) == 4 and a[:2] == area[:2]
                }
                if len(others) == 1:
                    self.relations[code, "part_of", area] = self.relations.pop((code, relation, area))
        for ring in ("Inner London", "Outer London"):
            older = latest[2, normal_name(ring)]
            for sub, place in list(self.places.items()):
                if place["place_type"] == "NUTS2" and place["name"].startswith(f"{ring} - "):
                    self.relate(sub, "part_of", older)
                    for member in self.members[sub]:
                        self.relate(member, "part_of", older)

    def districts_of(self, code: str, name: str) -> Iterator[tuple[str, bool]]:
        """The districts of an ITL3 area, and whether they lie in it in part only."""
        letter = {"L": "W", "M": "S", "N": "N"}.get(code[2], "E")
        for member in ITL3_MEMBERS.get(code, (re.sub(r" CC$", "", name),)):
            partly = member.startswith("~")
            member = member.removeprefix("~")
            key = normal_name(member)
            county = self.counties.get(key) if letter == "E" else None
            district = self.district_by_name.get(key + letter)
            if district:
                yield district, partly
            elif county:
                yield from ((m, partly) for m in sorted(self.members[county]))
            else:
                raise SystemExit(f"{code} {name}: no district or county is called “{member}”")

    def combined_authorities(self) -> None:
        """Combined authorities and the districts in each."""
        more = {"Greater Manchester": ["GMCA"], "West Midlands": ["WMCA"], "West of England": ["WECA"], "Tees Valley": ["TVCA"],
                "Cambridgeshire and Peterborough": ["CPCA"], "West Yorkshire": ["WYCA"], "Sheffield City Region": ["SCRCA", "South Yorkshire Mayoral Combined Authority", "SYMCA"],
                "Liverpool City Region": ["LCRCA"], "North of Tyne": ["NTCA"], "North East": ["NECA"]}  # fmt: skip
        for row in rows(self.data / "cauth_all_codes.csv"):
            name = row["CAUTHNM"]
            self.place(
                row["CAUTHCD"], "ONS", "combined authority", name, [f"{name} Combined Authority", *more.get(name, ())]
            )
        for row in rows(self.data / "la_all_codes.csv"):
            if row["CAUTHCD"] in self.places and row["LADCD"] in self.district_codes:
                self.joined(self.district_codes[row["LADCD"]], row["CAUTHCD"])
        west_midlands = "HUB-WMCA-LEPS"
        self.place(west_midlands, "Hub", "combined authority", "West Midlands Combined Authority (three LEPs)")
        for name in ("Black Country", "Coventry and Warwickshire", "Greater Birmingham and Solihull"):
            lep = self.lep_codes[name]
            self.relate(lep, "part_of", west_midlands)
            for district, relation, area in list(self.relations):
                if relation == "part_of" and area == lep:
                    self.relate(district, "part_of", west_midlands)

    def hub_areas(self) -> None:
        """The Hub's areas outside England, and the odd areas of single figures."""
        for code, place_type, name, aliases, members in HUB_AREAS:
            self.place(code, "Hub", place_type, name, aliases)
            letter = {"Scottish Parliament region": "S", "Welsh region": "W", "HSC trust": "N"}[place_type]
            for member in members:
                district = self.district_by_name[normal_name(member.removeprefix("~")) + letter]
                self.joined(district, code, "partly_in" if member.startswith("~") else "part_of")
            self.relate(code, "part_of", NATION[letter])
        for name, district in CITIES.items():
            code = f"HUB-CITY-{normal_name(name).replace(' ', '-').upper()}"
            self.place(code, "Hub", "city", name)
            letter = "S" if name == "Aberdeen" else "E"
            self.relate(
                code,
                "partly_in",
                self.district_by_name[normal_name(district) + letter] if district else ITL1_REGION["I"],
            )
        for code, place_type, name, aliases, parents in ODDITIES:
            self.place(code, "Hub", place_type, name, aliases)
            for parent in parents:
                owner = self.lep_codes.get(parent) or self.district_by_name.get(normal_name(parent) + "E")
                owner = owner or self.district_by_name.get(normal_name(parent) + "S") or parent
                self.relate(code, "same_area" if place_type == "council area" else "partly_in", owner)

    def towns(self) -> None:
        """Towns of over 5,000 people and the district each lies in."""
        nations = {"ENG": "E", "SCT": "S", "WLS": "W", "NIR": "N"}
        by_hand = {"Herne Bay": "Canterbury", "Bo’ness": "Falkirk", "Garston": "Liverpool"}
        for row in rows(self.data / "gazetteer_gb_geonames_5000.csv"):
            letter = nations.get(row["nation"])
            if letter is None:
                continue
            district = self.district_codes.get(row["lad16cd"])
            name = row["lad16nm"] or by_hand.get(row["name"], "")
            district = district or self.district_by_name.get(normal_name(name) + letter)
            if district is None:
                print("no district for", row["name"], row["lad16cd"], row["lad16nm"])
                continue
            if row["name"] == "London":
                district = ""
            code = f"GEO{row['geonameid']}"
            longer = re.compile(re.escape(row["name"]) + r"[- ](?:upon|on|under|le|in|by|super|next)[- ].+")
            aliases = [a for a in row["altnames"].split("|") if longer.fullmatch(a) and a.isascii() and " i " not in a]
            aliases += TOWN_ALIASES.get(row["name"], ())
            self.place(code, "GeoNames", "town", row["name"].replace("’", "'"), aliases, lat=f"{float(row['lat']):.4f}",
                       lon=f"{float(row['lon']):.4f}", population=row["population"])  # fmt: skip
            self.relate(code, "part_of", district or ITL1_REGION["I"])

    def touching(self) -> None:
        """Which areas border: LEPs by their boundaries of 2021, regions by their LEPs, and as written out for the rest.

        Two LEPs border that share two points of the generalised boundaries. Two English regions border where a LEP of one
        borders a LEP of the other, or where a LEP lies in both.
        """
        shape = json.loads((self.data / "lep_boundaries_2021_buc.geojson").read_text(encoding="utf-8"))
        points: dict[str, set[tuple[float, float]]] = {}
        for feature in shape["features"]:
            properties = feature["properties"]
            code = self.lep_of_2021(properties["LEP21CD"])
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            points[code] = {(round(x, 4), round(y, 4)) for polygon in polygons for ring in polygon for x, y in ring}
        codes = sorted(points)
        for i, a in enumerate(codes):
            for b in codes[i + 1 :]:
                if len(points[a] & points[b]) >= 2:
                    self.border(a, b)
                    self.regions_beside(a, b)
            self.regions_beside(a, a)
        by_name = {(p["place_type"], p["name"]): c for c, p in self.places.items()}
        for name, others in REGION_NEIGHBOURS.items():
            for other in others:
                a = by_name.get(("region", name)) or by_name["country", name]
                b = by_name.get(("region", other)) or by_name["country", other]
                self.border(a, b)
        for name, others in NUTS2_NEIGHBOURS.items():
            for other in others:
                a, b = by_name["NUTS2", name], by_name["NUTS2", other]
                self.border(a, b)
                self.border("TL" + a[2:], "TL" + b[2:])

    def regions_beside(self, a: str, b: str) -> None:
        """The regions of two LEPs that border border too, where each lies in one; so do the regions of a LEP in two."""
        regions = []
        for lep in (a, b):
            districts = {c for c, relation, o in self.relations if relation in ("part_of", "partly_in") and o == lep}
            regions.append(sorted({o for c, _, o in self.relations if c in districts and is_region(o)}))
        if a == b:
            for n, one in enumerate(regions[0]):
                for other in regions[0][n + 1 :]:
                    self.border(one, other)
        elif len(regions[0]) == len(regions[1]) == 1 and regions[0] != regions[1]:
            self.border(regions[0][0], regions[1][0])

    def border(self, a: str, b: str) -> None:
        """Two areas share a boundary."""
        self.relate(a, "borders", b)
        self.relate(b, "borders", a)


def is_region(code: str) -> bool:
    """Whether a code is that of a region of England."""
    return re.fullmatch(r"E1200000\d", code) is not None


def groups(builder: Builder) -> list[tuple[str, str, str]]:
    """(group, alias, place code) rows."""
    by_name = {(p["place_type"], p["name"]): c for c, p in builder.places.items()}
    out = []
    for name, aliases, place_type, members in GROUPS:
        for member in members:
            code = by_name.get((place_type, member)) or by_name["country", member]
            out.append((name, "|".join(aliases), code))
    for region, leps in LEP_REGION_NAMES.items():
        out += [(f"{region} LEPs", "", by_name["LEP", lep]) for lep in leps]
    return out


def near_words(dictionary: Path, place_words: set[str]) -> tuple[list[str], set[str]]:
    """English words that a mender could take for a misspelt place, and the dictionary's words in lower case."""
    words = {w.strip() for w in dictionary.read_text(encoding="utf-8").splitlines()}
    words = {w for w in words if w.isascii() and w.isalpha()}
    lower = {w for w in words if w.islower()}
    by_deletion: dict[str, set[str]] = defaultdict(set)
    for place in place_words:
        for cut in deletions(place):
            by_deletion[cut].add(place)
    near = []
    for word in sorted({w.lower() for w in words}):
        if len(word) >= 5 and word not in place_words and any(cut in by_deletion for cut in deletions(word)):
            near.append(word)
    return near, lower


def deletions(word: str) -> set[str]:
    """The word with none, one or two letters left out: two words within two edits share one of these."""
    one = {word[:i] + word[i + 1 :] for i in range(len(word))}
    two = {w[:i] + w[i + 1 :] for w in one for i in range(len(w))} if len(word) >= 5 else set()
    return {word} | one | two


def write(folder: Path, name: str, header: Iterable[str], lines: Iterable[Iterable[object]]) -> None:
    """One CSV file."""
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(list(header))
        writer.writerows(lines)


def main() -> None:
    """Build and write."""
    parser = argparse.ArgumentParser(description="Write corpus/places from a folder of source lookups.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--dictionary", type=Path, help="a list of English words, one a line (SCOWL)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "places")
    arguments = parser.parse_args()
    builder = Builder(arguments.source)
    builder.build()
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    lines = []
    for code, place in builder.places.items():
        kept = {
            normal_name(a): a for a in reversed(builder.aliases[code]) if normal_name(a) != normal_name(place["name"])
        }
        row = place | {"aliases": "|".join(reversed(kept.values()))}
        row |= {f: f"{float(row[f]):.4f}" for f in ("lat", "lon") if row.get(f)}
        lines.append([row.get(f, "") for f in PLACE_FIELDS])
    lines.sort(key=lambda line: (line[2], line[0]))
    write(out, "places.csv", PLACE_FIELDS, lines)
    write(out, "relations.csv", ("code", "relation", "other_code", "valid_from", "valid_to"),
          sorted((*key, *value) for key, value in builder.relations.items()))  # fmt: skip
    write(out, "ambiguous.csv", ("name", "codes", "note"), AMBIGUOUS)
    write(out, "groups.csv", ("group", "aliases", "code"), groups(builder))
    names = {normal_name(n) for line in lines for n in (line[3], *line[4].split("|"))}
    place_words = {w for n in names for w in n.split() if len(w) >= 5}
    if arguments.dictionary:
        near, lower = near_words(arguments.dictionary, place_words)
        (out / "english_words.txt").write_text("\n".join(near) + "\n", encoding="utf-8")
        both = sorted(n for n in names if " " not in n and n in lower and n not in NO_WORDS)
        write(out, "words.csv", ("name", "kind", "evidence"), word_rows(both))
    print(f"{len(lines)} places, {len(builder.relations)} relations")


def word_rows(both: Iterable[str]) -> list[tuple[str, str, str]]:
    """(name, kind, evidence needed): "strong" for everyday words, "weak" for words seldom met in our texts."""
    out = []
    for name in both:
        kind = "month" if name in ("march", "may") else "strong" if name in STRONG_WORDS else "weak"
        evidence = {
            "month": "the word LEP or town beside it, or an area that contains it",
            "strong": "a capital letter and words of place beside it",
            "weak": "a capital letter, or words of place beside it",
        }[kind]
        out.append((name, kind, evidence))
    return out


if __name__ == "__main__":
    main()
