"""What measures and sectors are called: the names of all indicators, and the single words of those names, with a vector
for each, so that a question that uses none of the names can be told from its meaning.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.schema import Indicator

NAMES = "names.txt"
NAME_VECTORS = "name_vectors.npy"
WORD = re.compile(r"[a-z&]{3,}")

Vectors = npt.NDArray[np.float32]


def measure_names(indicator: Indicator) -> list[str]:
    """What a measure is called, without its sector: label, short name and aliases."""
    own = [] if indicator.breakdown else [indicator.name]
    return [indicator.family or indicator.label, *own, *indicator.aliases]


def sector_names(indicator: Indicator) -> list[str]:
    """What the sector or product group of an indicator is called; [] when it has none."""
    return [indicator.breakdown, *indicator.breakdown_aliases] if indicator.breakdown else []


def every_name(indicators: Iterable[Indicator]) -> list[str]:
    """All names in small letters, then the words they are made of, each once."""
    names = dict.fromkeys(
        " ".join(name.lower().split()) for i in indicators for name in (*measure_names(i), *sector_names(i))
    )
    words = dict.fromkeys(word for name in names for word in WORD.findall(name))
    return list(dict.fromkeys((*names, *words)))


def save_names(folder: Path, names: Mapping[str, Vectors]) -> None:
    """Write the names with their vectors, in half precision."""
    if not names:
        return
    (folder / NAMES).write_text("\n".join(names), encoding="utf-8")
    np.save(folder / NAME_VECTORS, np.asarray(list(names.values()), dtype=np.float16))


def read_names(folder: Path) -> dict[str, Vectors]:
    """The vector of each name; {} when nothing is measured there. Shape of each: (dimension,), float32."""
    if not (folder / NAMES).exists():
        return {}
    names = (folder / NAMES).read_text(encoding="utf-8").split("\n")
    rows = np.load(folder / NAME_VECTORS).astype(np.float32)
    return dict(zip(names, rows, strict=True))
