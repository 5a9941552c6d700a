"""Where each of the 38 LEPs stands on a tile map of England: equal squares, neighbours kept near, north at the top.

The layout was drawn by hand from the areas' centres. A tile is found by any name its LEP has had.
"""

from dataclasses import dataclass

from ingest.schema import Observation


@dataclass(frozen=True, slots=True)
class Tile:
    """A LEP's square: column from the west, row from the north, a short label, and the names it goes by."""

    column: int
    row: int
    label: str
    names: tuple[str, ...]


TILES: tuple[Tile, ...] = (
    Tile(4, 0, "NE", ("North East",)),
    Tile(3, 1, "Cum", ("Cumbria",)),
    Tile(4, 1, "TV", ("Tees Valley",)),
    Tile(3, 2, "Lan", ("Lancashire",)),
    Tile(4, 2, "YNY", ("York, North Yorkshire and East Riding", "York and North Yorkshire")),
    Tile(5, 2, "Hum", ("Humber", "Hull and East Yorkshire")),
    Tile(2, 3, "Liv", ("Liverpool City Region",)),
    Tile(3, 3, "GM", ("Greater Manchester",)),
    Tile(4, 3, "Lds", ("Leeds City Region",)),
    Tile(5, 3, "She", ("Sheffield City Region",)),
    Tile(6, 3, "GLin", ("Greater Lincolnshire",)),
    Tile(2, 4, "C&W", ("Cheshire and Warrington",)),
    Tile(3, 4, "Sto", ("Stoke-on-Trent and Staffordshire",)),
    Tile(4, 4, "D2N2", ("Derby, Derbyshire, Nottingham and Nottinghamshire", "Derby Derbyshire Nottingham and Nottinghamshire", "D2N2")),
    Tile(5, 4, "Lei", ("Leicester and Leicestershire",)),
    Tile(2, 5, "Mar", ("The Marches", "Marches")),
    Tile(3, 5, "BC", ("Black Country",)),
    Tile(4, 5, "GBS", ("Greater Birmingham and Solihull",)),
    Tile(5, 5, "CovW", ("Coventry and Warwickshire",)),
    Tile(6, 5, "GCGP", ("Greater Cambridge and Greater Peterborough", "Greater Cambridge Greater Peterborough", "Cambridgeshire and Peterborough", "The Business Board")),
    Tile(7, 5, "NA", ("New Anglia",)),
    Tile(2, 6, "Wor", ("Worcestershire",)),
    Tile(3, 6, "Glo", ("Gloucestershire", "GFirst")),
    Tile(4, 6, "Oxf", ("Oxfordshire",)),
    Tile(5, 6, "SEM", ("South East Midlands",)),
    Tile(6, 6, "Her", ("Hertfordshire",)),
    Tile(2, 7, "WoE", ("West of England",)),
    Tile(3, 7, "S&W", ("Swindon and Wiltshire",)),
    Tile(4, 7, "TVB", ("Thames Valley Berkshire",)),
    Tile(5, 7, "Buc", ("Buckinghamshire Thames Valley", "Buckinghamshire")),
    Tile(6, 7, "Lon", ("London", "London Economic Action Partnership", "The London Economic Action Partnership")),
    Tile(7, 7, "SE", ("South East",)),
    Tile(1, 8, "HotSW", ("Heart of the South West",)),
    Tile(2, 8, "Dor", ("Dorset",)),
    Tile(3, 8, "Sol", ("Solent",)),
    Tile(4, 8, "EM3", ("Enterprise M3",)),
    Tile(5, 8, "C2C", ("Coast to Capital",)),
    Tile(0, 9, "Corn", ("Cornwall and Isles of Scilly", "Cornwall and the Isles of Scilly")),
)  # fmt: skip


def named(name: str) -> str:
    """A name as it is compared: without case, "&" or what stands in brackets."""
    return " ".join(name.split(" (")[0].replace("&", "and").casefold().split())


def on_tiles(observations: list[Observation]) -> tuple[dict[Tile, Observation], list[Observation]]:
    """The observation of each tile that has one, and those of areas without a tile (an earlier LEP, say)."""
    by_name = {named(name): tile for tile in TILES for name in tile.names}
    placed: dict[Tile, Observation] = {}
    left: list[Observation] = []
    for o in observations:
        tile = by_name.get(named(o.place_name))
        if tile is None or (tile in placed and placed[tile].value is not None):
            left.append(o)
        else:
            placed[tile] = o
    return placed, left
