"""Vectors are the model's own, whichever back end makes them; words are found as people write them."""

import subprocess
import sys
from pathlib import Path

import bm25s
import numpy as np
import pytest

from ingest.embed import Embedder, QuestionEmbedder, WordVectors, embed_hash, model_folder, model_hash
from ingest.keyword import Words, save_words, words
from ingest.passage_vectors import Unfinished

QUESTIONS = (
    "Which LEP has the highest business R&D?",
    "GVA",
    "How did patents per head in New Anglia change between 2014 and 2017, and how does it compare with the East?",
    "offshore wind " * 200,
    "£33m for agri-tech in Norwich – “centre of excellence”",
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(model_folder())


@pytest.fixture(scope="module")
def questions(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> QuestionEmbedder:
    folder = tmp_path_factory.mktemp("models") / "copy"
    embedder.export(folder, ["Is it near?"])
    return QuestionEmbedder(folder)


def test_vectors_are_normalised_and_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["Norwich", "The longest text of these three, so embedded first", "Leeds in West Yorkshire"]
    together = embedder.embed(texts)
    assert together.shape == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.vstack([embedder.embed([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() > 0.9999


def test_vectors_are_those_of_sentence_transformers(embedder: Embedder) -> None:
    texts = [*QUESTIONS, "Leeds", "In 2017 firms in the East spent £5,871 million on research. " * 9]
    own = embedder._model.encode_document(texts)
    assert (own / np.linalg.norm(own, axis=1, keepdims=True) * embedder.embed(texts)).sum(axis=1).min() > 0.99999


def test_a_line_means_what_it_says_in_its_passage(embedder: Embedder) -> None:
    text = "Fisheries\nBoats land cod.\nA park opened in Hull.\n---"
    begins = [text.index(line) for line in ("Boats", "A park", "---")]
    (read,) = embedder.read([text], [begins], embedder._basis())
    boats, park, nothing = read.lines.astype(np.float32)
    asked = embedder.embed(["fishing vessels and their catch"])[0]
    assert boats @ asked > park @ asked + 0.1
    assert nothing @ read.vector == pytest.approx(1, abs=1e-3)  # a line that says nothing stands for the whole
    assert read.lines.shape == (3, 384)


def test_near_in_meaning_is_near_in_vectors(embedder: Embedder) -> None:
    spend, research, cheese = embedder.embed(
        [
            "Firms' spending on research and development",
            "Money that companies invest in research",
            "A recipe for goat's cheese",
        ]
    )
    assert spend @ research > spend @ cheese + 0.2


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_onnx_copy_agrees_with_torch(question: str, embedder: Embedder, questions: QuestionEmbedder) -> None:
    assert float(questions.embed(question) @ embedder.embed([question])[0]) > 0.999


def test_single_words_near_in_meaning_are_near(embedder: Embedder, tmp_path: Path) -> None:
    embedder.export(tmp_path / "copy", ["Is it near?"])
    words = WordVectors(tmp_path / "copy")
    firm, company, cheese, again = words.numbers(["firm", "company", "cheese", "firm"])
    near = words.alike(np.array([firm]), np.array([company, cheese, again]))[0]
    assert firm == again
    assert near[0] > near[1] + 0.1
    assert near[2] == pytest.approx(1.0, abs=1e-5)


def test_more_words_than_were_made_room_for_keep_their_vectors(embedder: Embedder, tmp_path: Path) -> None:
    embedder.export(tmp_path / "copy", ["Is it near?"])
    words = WordVectors(tmp_path / "copy")
    before = words.alike(words.numbers(["road"]), words.numbers(["street", ""]))
    numbers = words.numbers(f"word{i}" for i in range(3000))
    assert len(set(numbers.tolist())) == 3000
    assert np.array_equal(words.alike(words.numbers(["road"]), words.numbers(["street", ""])), before)
    assert before[0, 1] == 0.0


def test_half_precision_is_used_only_where_it_agrees(embedder: Embedder) -> None:
    texts = [f"In {2000 + i} the area spent £{i}.{i} million on research. " * 8 for i in range(32)]
    exact = Embedder(model_folder()).embed(texts)
    embedder.choose(texts)
    assert embedder.backend in ("torch float32", "torch bfloat16")
    assert (embedder.embed(texts) * exact).sum(axis=1).min() > 0.999
    embedder.backend = "torch float32"


def test_progress_counts_every_text(embedder: Embedder) -> None:
    done: list[int] = []
    embedder.embed([f"text {i}" for i in range(70)], done.append)
    assert sum(done) == 70


def test_the_model_hash_is_of_the_files(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json", "sentence_bert_config.json"):
        (tmp_path / name).write_bytes(b"x")
    first = model_hash(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    for name in ("model.safetensors", "tokenizer.json", "sentence_bert_config.json"):
        (other / name).write_bytes(b"y")
    assert first != model_hash(other) != model_hash(model_folder())
    assert embed_hash("a") != embed_hash("b")


def test_reading_an_index_loads_no_torch() -> None:
    code = (
        "import sys, ingest.index, ingest.embed, ingest.pipeline, ingest.__main__;"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'chromadb', 'scipy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("R&D", ["r&d"]),
        ("R＆D", ["r&d"]),
        ("£33m", ["£33m", "33m"]),
        ("£1,250.5 million", ["£1250.5", "1250.5", "million"]),
        ("NVQ4+", ["nvq4+", "nvq4"]),
        ("CO₂", ["co2"]),
        ("start-ups", ["startup", "start"]),
        ("agri‑tech", ["agritech", "agri", "tech"]),
        ("Cambridge’s", ["cambridg"]),
        ("Stoke-on-Trent", ["stokeontr", "stoke", "trent"]),
        ("2014–2016", ["20142016", "2014", "2016"]),
        ("the of and", []),
        ("", []),
    ],
)
def test_words_are_those_that_people_search_by(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_the_text_that_shares_the_rarer_word_comes_first(tmp_path: Path) -> None:
    save_words(["R&D spending in Norwich", "", "R&D spending in Leeds", "R&D tax credits"], tmp_path / "words")
    search = Words(tmp_path / "words")
    assert [i for i, _ in search.find("How much R&D is there in Leeds?", 10)] == [2, 0, 3]
    assert [i for i, _ in search.find("startups or leeds", 1)] == [2]
    assert search.find("zebra", 10) == search.find("", 10) == search.find("leeds", 0) == []


def test_what_an_ingest_cut_short_had_read_is_kept_but_for_a_torn_file(embedder: Embedder, tmp_path: Path) -> None:
    unfinished = Unfinished(tmp_path / "embedded.part")
    assert unfinished.read() == {}
    texts = ["Norwich\nA short line", "", "Leeds\nTwo lines here\nand there"]
    begins = [[8], [], [6, 21]]
    reads = embedder.read(texts, begins, embedder._basis())
    hashes = [embed_hash(text) for text in texts]
    unfinished.add(hashes[:2], reads[:2])
    (tmp_path / "embedded.part" / "00001.tmp").write_bytes(b"torn")
    assert list(unfinished.read()) == hashes[:2]
    unfinished.add(hashes[2:], reads[2:])
    held = unfinished.read()
    assert list(held) == hashes
    for before, after in zip(reads, held.values(), strict=True):
        assert np.array_equal(before.vector, after.vector)
        assert np.array_equal(before.lines, after.lines)
        assert np.array_equal(before.pieces, after.pieces)
        assert np.array_equal(before.counts, after.counts)
    unfinished.drop()
    assert unfinished.read() == {}


def test_scores_are_those_of_bm25s(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    texts = [" ".join(f"word{n}" for n in chance.zipf(1.5, 40) if n < 60) for _ in range(200)]
    save_words(texts, tmp_path / "words")
    library = bm25s.BM25()
    library.index([words(text) or [""] for text in texts], show_progress=False)
    query = "word1 word7 word23 word50"
    expected = library.get_scores(words(query))
    found = Words(tmp_path / "words").find(query, 200)
    assert [score for _, score in found] == pytest.approx(sorted(expected[expected > 0], reverse=True), rel=1e-5)
    assert all(expected[i] == pytest.approx(score, rel=1e-5) for i, score in found)


def test_word_pieces_are_read_in_their_sentence(
    embedder: Embedder, questions: QuestionEmbedder, tmp_path: Path
) -> None:
    texts = ["The bank lends money to small firms.", "They sat on the grassy bank of the river."]
    basis = embedder._basis()
    reads = embedder.read(texts, [[0], [0, 9]], basis)
    assert np.allclose([one.vector for one in reads], embedder.embed(texts), atol=1e-4)
    assert reads[0].counts.tolist() == [0, 6]  # bank, lend, ##s, money, small, firms
    assert reads[1].counts.tolist() == [0, 1, 3]  # sat; grassy, bank, river
    lending, river = reads[0].pieces, reads[1].pieces
    asked = questions.read("Which bank gave a loan?")[1]
    assert (lending.astype(float) @ asked.T).max(axis=0).mean() > (river.astype(float) @ asked.T).max(axis=0).mean()


def test_a_question_of_grammar_alone_keeps_its_pieces(questions: QuestionEmbedder) -> None:
    assert len(questions.read("What is it?")[1]) == 4
    assert len(questions.read("What is the budget?")[1]) == 1
