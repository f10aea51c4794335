# `make help` lists what there is to run. Everything needs only Python 3.11+ and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ONRECORD_HOME ?= .onrecord
export ONRECORD_HOME
ARCHIVE := $(ONRECORD_HOME)/archive.db
TORCH := torch==2.13.0
UV := uv==0.13.9
OPENWEBUI := .openwebui
OPENWEBUI_VERSION := 0.12.4
OPENWEBUI_PYTHON ?= $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup ask serve test check format eval bench bulk bulk-search load bench-reader fit-fusion fit-reader train-reader deep-writer honest-writer chainlit-example e2e-openwebui fuzz lock

help: ## List the targets
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

setup: $(READY) ## Make .venv with everything in it

# torch comes first and by pip: where a CPU build is at hand (a find-links folder or an extra index), pip takes it.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("onrecord needs Python 3.11 or newer: make PYTHON=python3.12 setup")'
	@echo "setting up $(VENV): a minute or two, once" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check $(TORCH) $(UV) 2>$(VENV)/pip.log || { cat $(VENV)/pip.log >&2; exit 1; }
	@UV_FIND_LINKS="$${UV_FIND_LINKS:-$${PIP_FIND_LINKS:-}}" $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(ARCHIVE): | $(READY)
	@$(BIN)/onrecord ingest --sample >&2

ask: $(READY) $(ARCHIVE) ## Answer Q="…" over the archive; over the sample articles where there is none yet
	@$(BIN)/onrecord ask "$$Q"

serve: $(READY) $(ARCHIVE) ## Serve HTTP on 127.0.0.1:8000
	@$(BIN)/onrecord serve

test: $(READY) ## Run every test
	@$(BIN)/python -m pytest

check: $(READY) ## Check format, lint, types and import directions
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

eval: $(READY) ## Measure the answers to the sample questions against the committed baseline
	@$(BIN)/onrecord eval --baseline evals/baseline.json --out .eval

bench: $(READY) ## Measure speed, as ratios
	@$(BIN)/onrecord bench

bulk: $(READY) ## Take in 10,000 generated articles, twice; minutes
	@$(BIN)/python tests/bulk/bulk.py

bulk-search: $(READY) ## Search 10,000 generated passages, plain and filtered in turn; minutes
	@$(BIN)/python tests/bulk/search.py

load: $(READY) ## Load a server with 16 clients for a minute: errors, and how long requests took
	@$(BIN)/python tests/load/load.py

bench-reader: $(READY) ## Measure what the trained reader costs an ask, both ways in turn; two minutes
	@$(BIN)/python tests/bulk/reader.py

fit-fusion: $(READY) ## Fit the weights of retrieval on the samples and the data sets in DATA=…; ten minutes
	@$(BIN)/python -m evals.fit_fusion $(if $(DATA),--data $(DATA)) --out qa/fusion.json

fit-reader: $(READY) ## Fit what judges sentences on the samples, GOLD=… ARTICLES=… and the data sets in DATA=…; minutes
	@$(BIN)/python -m evals.fit_reader $(if $(GOLD),--gold $(GOLD) --articles $(ARTICLES)) $(if $(DATA),--data $(DATA)) --out qa/reader/fitted.json

train-reader: $(READY) ## Train the reader on the data in DATA=…, three stages; hours on two cores
	@$(BIN)/python -m evals.training.train_reader --data $(DATA) --stage plain --steps 2173 --learning-rate 6e-4 --out $(ONRECORD_HOME)/training/plain.safetensors
	@$(BIN)/python -m evals.training.train_reader --data $(DATA) --stage hard --steps 2100 --seed 5 --start $(ONRECORD_HOME)/training/plain.safetensors --out $(ONRECORD_HOME)/training/hard.safetensors
	@$(BIN)/python -m evals.training.train_reader --data $(DATA) --stage joined --steps 8097 --seed 4 --start $(ONRECORD_HOME)/training/hard.safetensors --out qa/reader/adapter.safetensors

deep-writer: $(READY) ## Thousands of replies by scripted chat models, and BIPIA's attacks in DATA=…; ten minutes
	@$(BIN)/python tests/qa/writer/deep.py --json $(if $(DATA),--data $(DATA))

honest-writer: $(READY) ## Ask the sample questions of an honest scripted model; GOLD=… ARTICLES=… for others; minutes
	@$(BIN)/python tests/qa/writer/honest.py $(if $(GOLD),--gold $(GOLD)) $(if $(ARTICLES),--articles $(ARTICLES))

chainlit-example: $(READY) ## Try the example for Chainlit, in an environment of its own
	@test -d $(VENV)/chainlit || $(BIN)/uv venv --quiet --python $(BIN)/python $(VENV)/chainlit
	@$(BIN)/uv pip install --quiet --python $(VENV)/chainlit/bin/python "chainlit>=2.12,<3"
	@CHAINLIT_PYTHON=$(abspath $(VENV))/chainlit/bin/python $(BIN)/python -m pytest tests/e2e/test_chainlit_example.py

fuzz: $(READY) ## Send 50,000 requests made from the OpenAPI document; half an hour
	@$(BIN)/python tests/fuzz/fuzz_many.py $(if $(CASES),--cases $(CASES)) $(if $(JSON),--json)

e2e-openwebui: $(READY) $(OPENWEBUI)/.ready-$(OPENWEBUI_VERSION) ## Ask in Open WebUI with a real browser and look at what it shows; needs Chromium; minutes
	@$(OPENWEBUI)/venv/bin/python tests/openwebui/accept.py --models $(OPENWEBUI)/models --out $(OPENWEBUI)/seen

# Without its dependencies first: the slim ones, which need neither torch nor a model, are listed within the wheel.
$(OPENWEBUI)/.ready-$(OPENWEBUI_VERSION): | $(READY)
	@$(OPENWEBUI_PYTHON) -c 'import sys; sys.version_info < (3, 13) or sys.exit("Open WebUI needs Python 3.11 or 3.12: make OPENWEBUI_PYTHON=python3.12 e2e-openwebui")'
	@echo "setting up Open WebUI in $(OPENWEBUI): 800 MB, once" >&2
	@$(BIN)/uv venv --quiet --clear --python $(OPENWEBUI_PYTHON) $(OPENWEBUI)/venv
	@$(BIN)/uv pip install --quiet --python $(OPENWEBUI)/venv/bin/python --no-deps open-webui==$(OPENWEBUI_VERSION)
	@$(BIN)/uv pip install --quiet --python $(OPENWEBUI)/venv/bin/python --requirements $(OPENWEBUI)/venv/lib/python*/site-packages/requirements-slim.txt playwright==1.65.2
	@touch $@

lock: $(READY) ## Resolve requirements.lock anew
	@echo "$(TORCH)" | UV_FIND_LINKS="$${UV_FIND_LINKS:-$${PIP_FIND_LINKS:-}}" $(BIN)/uv pip compile --quiet pyproject.toml --extra dev --no-header --no-annotate --no-emit-find-links --constraints - --output-file requirements.lock
	@sed -i -E 's/\+cpu//; /^(nvidia-|cuda-|triton)/d' requirements.lock
