"""A cross-encoder from a local folder changes the order of hits; made here from its configuration, with known weights."""

from pathlib import Path

import pytest
import torch
from sentence_transformers import CrossEncoder
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.ask import Assistant
from assistant.rerank import LOOKED_AT, rerank, scorer
from assistant.schema import Hit
from assistant.settings import Settings
from ingest.errors import HubError

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "cheese", "roads", "what", "is", "funded", "the", "mapping", "for", "of")  # fmt: skip


def cross_encoder(folder: Path, n_labels: int = 1) -> Path:
    """A real cross-encoder of one small layer with random weights that stay the same."""
    torch.manual_seed(7)
    configuration = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=512, num_labels=n_labels,
    )  # fmt: skip
    BertForSequenceClassification(configuration).save_pretrained(folder)
    tokenizer = Tokenizer(WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(), BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]",
        mask_token="[MASK]", model_max_length=512,
    ).save_pretrained(folder)  # fmt: skip
    return folder


def hit(n: int, text: str) -> Hit:
    return Hit(f"d#p{n}.1", "d", "d.pdf", n, n, 2.0 - n / 100, text)


def test_the_first_hits_stand_in_the_order_of_the_cross_encoders_own_scores(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "model")
    texts = ["roads funded", "the cheese", "what is cheese for", "mapping of roads", "cheese cheese cheese"]
    hits = [hit(n, text) for n, text in enumerate(texts, 1)]
    own = CrossEncoder(str(folder), device="cpu", local_files_only=True).rank("what is funded", texts)
    expected = [hits[row["corpus_id"]] for row in own]
    assert expected != hits
    assert list(rerank("what is funded", hits, scorer(folder))) == expected


def test_hits_after_the_first_stay_behind(tmp_path: Path) -> None:
    hits = [hit(n, "cheese " * n) for n in range(1, LOOKED_AT + 4)]
    found = rerank("what is the cheese", hits, scorer(cross_encoder(tmp_path / "model")))
    assert list(found[LOOKED_AT:]) == hits[LOOKED_AT:]
    assert sorted(found, key=lambda h: h.page) == hits


def test_equal_scores_keep_the_order() -> None:
    hits = [hit(1, "a"), hit(2, "b"), hit(3, "c")]
    assert rerank("q", hits, lambda question, texts: [0.0, 1.0, 0.0]) == (hits[1], hits[0], hits[2])
    assert rerank("q", (), lambda question, texts: []) == ()


@pytest.mark.parametrize(
    ("made", "said"), [(None, "holds no config.json"), (3, "gives 3 scores to a pair"), (0, "cannot be read")]
)
def test_a_folder_without_a_reranker_is_refused_by_name(tmp_path: Path, made: int | None, said: str) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    if made is not None:
        cross_encoder(folder, made or 1)
    if made == 0:
        (folder / "model.safetensors").write_bytes(b"")
    with pytest.raises(HubError, match=said) as raised:
        scorer(folder)
    assert str(folder) in str(raised.value)


def test_the_setting_changes_the_order_of_pages_and_nothing_else(shipped_root: Path, tmp_path: Path) -> None:
    question = "What is the mapping for?"
    plain = Assistant(Settings(index=shipped_root)).ask(question)
    settings = Settings.from_env({"HUB_INDEX": str(shipped_root), "HUB_RERANKER": str(cross_encoder(tmp_path / "m"))})
    again = Assistant(settings).ask(question)
    assert Settings.from_env({}).reranker is None
    assert again.hits != plain.hits
    assert again.hits == rerank(question, again.hits, scorer(tmp_path / "m"))
