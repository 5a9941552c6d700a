"""A second look at the first pages found, by a cross-encoder from a local folder, which reads question and passage together.

Off unless `HUB_RERANKER` names a folder. Only the order changes: a hit's score, and with it how sure an answer is, stays
as it was, because the scores of one cross-encoder are not those of another.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.schema import Hit
from ingest.errors import HubError

Scorer = Callable[[str, Sequence[str]], Sequence[float]]
LOOKED_AT = 20  # hits read again; those after them stay behind


def scorer(folder: Path) -> Scorer:
    """How well each text answers a question, by the cross-encoder in the folder; nothing is fetched.

    Raises HubError when the folder holds no cross-encoder with one score.
    """
    if not (folder / "config.json").is_file():
        raise HubError(f"HUB_RERANKER is {folder}, which holds no config.json; name the folder of a cross-encoder")
    # Only here: the library takes seconds to import, which a run without a reranker need not wait for.
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, SafetensorError) as error:
        raise HubError(f"the cross-encoder in {folder} cannot be read: {error}") from error
    if model.num_labels != 1:
        raise HubError(f"the model in {folder} gives {model.num_labels} scores to a pair; a reranker gives one")

    def scores(question: str, texts: Sequence[str]) -> Sequence[float]:
        found = model.predict([(question, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in found]

    return scores


def rerank(question: str, hits: Sequence[Hit], score: Scorer) -> tuple[Hit, ...]:
    """The hits with the first ones in the order of the scores given by `score`, equal ones as they were."""
    first, rest = hits[:LOOKED_AT], hits[LOOKED_AT:]
    scores = score(question, [hit.text for hit in first]) if first else []
    order = sorted(range(len(first)), key=lambda i: -scores[i])
    return (*(first[i] for i in order), *rest)
