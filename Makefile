# The workshop: `make help` lists what there is. Every target sets up what it needs.

# QGIS takes its standard library from the first python3 on PATH, and file names from the locale.
export PATH := /usr/bin:/bin:$(PATH)
export LC_ALL := C.UTF-8
export QT_QPA_PLATFORM := offscreen

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
WITHOUT_QGIS := -p no:pytest_qgis -o addopts=--strict-markers
WITH_QGIS := -n 2 --dist loadfile
PROFILE ?= $(HOME)/.local/share/QGIS/QGIS3/profiles/default

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint package smoke bench bench-panel fake-scb tour translations model deploy clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: ## install QGIS 3.40 or newer and the tools where they are missing (Debian 12 or 13; root or sudo)
	@tools/setup.sh

demo: setup ## run the whole job on the embedded sample; results in out/demo/
	@tools/demo.sh

# The pure tests first, without QGIS: quick, and proof that they need none. Both parts run, whatever the first says.
test: setup ## run all tests
	@failed=0; \
	$(PYTEST) tests/unit $(WITHOUT_QGIS) || failed=1; \
	$(PYTEST) --ignore=tests/unit $(WITH_QGIS) || failed=1; \
	exit $$failed

lint: setup ## check style, types, QGIS's own rules, security and secrets
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/flake8 segregation_plugin tests tools benchmarks
	.venv/bin/mypy
	.venv/bin/bandit --quiet --recursive segregation_plugin
	$(PYTHON) tools/package.py
	find build/stage -type f -print0 | xargs -0 .venv/bin/detect-secrets-hook

package: setup ## make build/segregation_plugin.zip, to install with "Install from ZIP"
	$(PYTHON) tools/package.py

smoke: package ## run the package with qgis_process in a throw-away profile
	$(PYTEST) tests/package/test_qgis_process.py $(WITHOUT_QGIS)

bench: setup ## measure speed beside other tools, a minute (SIZE=national: most of an hour)
	@benchmarks/setup_peers.sh
	$(PYTHON) -m benchmarks.run --size $(or $(SIZE),small) $(FLAGS)

bench-panel: package ## measure how long a planner waits in the panel, in the real desktop
	$(PYTHON) -m benchmarks.panel

fake-scb: setup ## answer like SCB's services on this computer, to try without a network (FLAGS=--national)
	$(PYTHON) -m tools.fake_scb $(FLAGS)

tour: package ## walk through the panel in the real desktop; pictures in out/desktop/
	$(PYTHON) -m tools.tour

translations: setup ## bring the Swedish texts in step with the code and list what is not translated
	$(PYTHON) -m tools.translations

model: setup ## write resources/models/assessment.model3 anew from tools/make_model.py
	QT_HASH_SEED=0 $(PYTHON) tools/make_model.py

deploy: package ## install into your own QGIS profile (PROFILE=…)
	rm -rf "$(PROFILE)/python/plugins/segregation_plugin"
	mkdir -p "$(PROFILE)/python/plugins"
	cp -r build/plugins/segregation_plugin "$(PROFILE)/python/plugins/"

clean: ## remove what was built; .venv stays
	rm -rf build out .qgis-settings .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find segregation_plugin tests tools -name __pycache__ -prune -exec rm -rf {} +
