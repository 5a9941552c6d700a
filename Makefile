# Two commands do everything on a fresh machine: `make run` and `make test`.
VENV   ?= .venv
PYTHON ?= python3
PY     := $(VENV)/bin/python
INDEX  ?= index
CORPUS ?= corpus
PORT   ?= 8501

.PHONY: run test check index evals evals-quick corpus clean

run: index                      ## environment, index of the shipped corpus, the app on 127.0.0.1
	@echo "Hub Assistant: http://127.0.0.1:$(PORT)"
	HUB_INDEX=$(INDEX) $(PY) -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

test: $(VENV)/.ready            ## environment, style, types, all tests on two cores
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy
	$(PY) -m pytest tests -q -n 2 --dist loadfile

check: $(VENV)/.ready           ## style and types only
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

index: $(VENV)/.ready           ## read the corpus, embed what is new, publish the index
	$(PY) -m ingest $(CORPUS) --index $(INDEX)

evals: $(VENV)/.ready           ## every evaluation suite on two cores; writes evals/results/latest.*
	$(PY) -m pytest evals -q -n 2 --dist loadgroup

evals-quick: $(VENV)/.ready     ## a sample of the suites that need no long reading; writes evals/results/quick.*
	$(PY) -m pytest evals -q --quick -m "not slow"

corpus: $(VENV)/.ready          ## rebuild the briefings' PDFs from their text sources
	$(PY) corpus/build_reports.py

clean:
	rm -rf $(VENV) $(INDEX) artefacts

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[dev]'
	@touch $@
