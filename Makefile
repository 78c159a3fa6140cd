# Everything starts here: `make film` on a bare machine installs what it needs, then makes a film.

BRIEF    ?= A silver robot walks through downtown Austin at sunset
ASPECT   ?= 16:9
DURATION ?= 24
QUALITY  ?= final
FPS      ?= 24
MODE     ?=
OUT      ?= film.mp4

# A brief may hold anything ($, quotes, backquotes): it reaches the command through the environment, untouched.
override BRIEF := $(value BRIEF)
override OUT := $(value OUT)
export BRIEF OUT

# The algebra library's own threads only get in the way of ours.
export OPENBLAS_NUM_THREADS := 1

# Workers of `make test`; tests on the same servers stay in one (tests/beside.py).
TESTERS ?= 2

PYTHON  ?= python3
BIN     := .venv/bin
RUNTIME := .venv/.runtime
DEV     := .venv/.dev
BENCH   := .venv/.bench
VOICES  := .venv/.voices
BROWSER := .venv/.browser
WEB     := $(if $(wildcard web/package.json),web/dist/index.html)
# The JavaScript SDKs that the previz server is tried with; their tests are skipped on a machine without Node.js.
JS      := tests/previz/server/js/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help film up setup doctor test lint format bench chaos clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

film: $(RUNTIME) $(VOICES) ## Make a film: BRIEF="…" ASPECT DURATION QUALITY FPS MODE OUT
	@$(BIN)/reelwright make "$$BRIEF" --aspect "$(ASPECT)" --duration "$(DURATION)" --quality "$(QUALITY)" \
		--fps "$(FPS)" $(if $(MODE),--mode "$(MODE)") --out "$$OUT"

up: $(RUNTIME) $(VOICES) $(WEB) ## Run the whole studio here until Ctrl-C
	@$(BIN)/reelwright up

setup: $(RUNTIME) $(DEV) $(VOICES) $(BROWSER) $(WEB) ## Install everything, run nothing

doctor: $(RUNTIME) ## Say how each part is
	@$(BIN)/reelwright doctor

test: lint $(VOICES) $(BROWSER) $(JS) ## Lint, then all tests but chaos
	$(BIN)/pytest --ignore=tests/chaos -n $(TESTERS)

lint: $(DEV) ## Style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV) ## Format the code, renew what is generated from it
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/python scripts/catalogue_schema.py

bench: $(BENCH) $(VOICES) ## Print the ratios we claim
	$(BIN)/python -m benchmarks

chaos: $(DEV) $(VOICES) ## Kill things while films are made
	$(BIN)/pytest tests/chaos

clean: ## Remove what can be made again; films and the data folder .reelwright stay
	rm -rf .venv .bench dist web/dist web/node_modules tests/previz/server/js/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): uv.lock pyproject.toml scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py
	@touch $@

$(DEV): $(RUNTIME)
	@$(PYTHON) scripts/bootstrap.py --dev
	@touch $@

$(BENCH): $(DEV)
	@$(PYTHON) scripts/bootstrap.py --bench
	@touch $@

# A film without a voice is better than none: say so, go on, and try again next time.
$(VOICES): $(wildcard previz/sound/install.py previz/sound/weights.py) | $(RUNTIME)
	@$(PYTHON) scripts/bootstrap.py --voices && touch $@ || true

# Tests that play films in a browser are skipped where there is none and none can be installed.
$(BROWSER): | $(DEV)
	@$(PYTHON) scripts/bootstrap.py --browser && touch $@ || true

tests/previz/server/js/node_modules/.package-lock.json: tests/previz/server/js/package-lock.json
	cd tests/previz/server/js && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: $(wildcard web/package-lock.json web/*.ts web/*.html) $(shell find web/src web/public -type f 2>/dev/null)
	cd web && npm ci --no-audit --no-fund && npm run build
	@touch $@
