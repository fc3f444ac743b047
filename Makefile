# `make` alone tells what there is. Nothing is needed beforehand but make and Python 3.11 or newer.

PYTHON ?=
# Any SQuAD-format file; without one its rows of the evaluation read "not measured".
QA_SQUAD_FILE ?= $(wildcard ../shared/gold/xquad-en-dev.json)

READY := .venv/.ready
GOLD := tests/gold/seeds.json tests/gold/invented.json tests/gold/pages/labels.json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install serve test check evaluate clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

install: $(READY) ## Make .venv; the other targets do it when it is missing or out of date

$(READY): constraints.txt pyproject.toml scripts/make_venv.sh
	@PYTHON="$(PYTHON)" sh scripts/make_venv.sh

serve: $(READY) ## Start the service on the seed articles (Ctrl-C stops it)
	@.venv/bin/qa serve

test: check ## Check, then run all tests
	@.venv/bin/pytest -n auto

check: $(READY) ## Style and types
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

evaluate: $(READY) ## Measure the answers on the gold sets; fail below the floors
	@mkdir -p build
	@QA_SQUAD_FILE="$(QA_SQUAD_FILE)" .venv/bin/qa evaluate $(GOLD) \
		--floors tests/gold/floors.json --output build/evaluation.json

clean: ## Remove .venv, build/ and caches; data in var/ stays
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find qa_service tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
