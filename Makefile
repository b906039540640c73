# All that one does with this checkout. `make` or `make help` lists it.
# Needs make and Python 3.11 or later; everything else goes into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check fmt docs bench messages lock dev

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install -qq --require-hashes -r
PO := kipthoi/locale/vi/LC_MESSAGES/django.po
MO := $(PO:.po=.mo)

# The first Python on the PATH that is new enough; empty if there is none.
NEW := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; \
	do "$$p" -c '$(NEW)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

help:  ## list what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: .venv/.run $(MO)  ## start the demonstration on this machine (PORT, KIPTHOI_DATA)
	@exec $(PY) -m kipthoi.cli demo

test: dev  ## run all tests: SQLite, PostgreSQL, Chromium; says what it left out
	@exec $(PY) tools/test.py

check: dev  ## lint, types, order of rooms, translations, migrations, reference
	@exec $(PY) tools/check.py

fmt: dev  ## lay out the code and the templates, mend what can be mended
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .
	@find kipthoi/templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade || true

docs: dev  ## write docs/reference from the code
	@exec $(PY) tools/reference.py

bench: dev  ## run every bench; each ends with one line of JSON
	@set -e; for b in bench/*.py; do [ -e "$$b" ] || continue; \
		case "$$b" in bench/_*) continue;; esac; \
		echo "== $$b"; $(PY) "$$b"; done

messages: dev  ## find the messages of the code and list those without Vietnamese
	@$(PY) tools/messages.py extract --prune
	@exec $(PY) tools/messages.py check

lock: dev  ## choose newest versions anew and lock them with hashes
	@$(PY) -m uv pip compile $(LOCK) -o requirements.txt
	@$(PY) -m uv pip compile $(LOCK) --extra postgres --extra dev \
		-c requirements.txt -o requirements-dev.txt

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock" pyproject.toml

dev: .venv/.dev $(MO)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Kịp Thời needs Python 3.11 or later with venv;" \
		"none was found on the PATH." >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing what Kịp Thời needs into .venv (this once) …"
	@$(PIP) requirements.txt || { echo "Could not install; is the network there?" >&2; \
		exit 1; }
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests and checks need into .venv (this once) …"
	@$(PIP) requirements-dev.txt || { echo "Could not install; is the network there?" >&2; \
		exit 1; }
	@touch $@ .venv/.run

$(MO): $(PO) | .venv/.run
	@$(PY) tools/messages.py compile
