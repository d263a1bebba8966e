# make run · test · check · bench are the whole interface. Needs Python 3.11 or newer, nothing else.
VENV ?= .venv
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
JOBS ?= 2

.PHONY: help run test check bench format messages clean
help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本。 Python 3.11 or newer is needed." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "无法建立虚拟环境；Debian/Ubuntu 请先安装 python3-venv。 On Debian/Ubuntu install python3-venv." >&2; rm -rf $(VENV); exit 1; }

# stamps: installing again happens only when a requirement changes
$(VENV)/.installed: pyproject.toml requirements/base.txt | $(VENV)/bin/python
	@echo "安装依赖…… Installing."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt $(VENV)/.installed
	@echo "安装开发依赖…… Installing for development."
	@$(PIP) install --requirement requirements/dev.txt
	@touch $@

run: $(VENV)/.installed  ## set up, create the demonstration office, start the server and a worker
	@$(VENV)/bin/yangguang demo --if-empty
	@YANGGUANG_LOG_FORMAT=$${YANGGUANG_LOG_FORMAT:-plain} exec $(VENV)/bin/yangguang serve

test: $(VENV)/.installed-dev  ## the whole suite
	@$(PY) -m pytest -n $(JOBS) --dist worksteal --quiet

check: $(VENV)/.installed-dev  ## style, types, imports between floors, migrations, messages
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check --quiet . || { echo "运行 make format。 Run make format." >&2; exit 1; }
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@DJANGO_SETTINGS_MODULE=yangguang.settings.test $(VENV)/bin/yangguang manage makemigrations --check --dry-run
	@$(PY) scripts/messages.py --check
	@$(PY) scripts/library_messages.py check

bench: $(VENV)/.installed-dev  ## how fast, as ratios
	@for script in bench/bench_*.py; do echo "== $$script"; $(PY) $$script || exit 1; done

format: $(VENV)/.installed-dev  ## let ruff put things in order
	@$(VENV)/bin/ruff check --fix --quiet .
	@$(VENV)/bin/ruff format --quiet .

messages: $(VENV)/.installed-dev  ## compile the message catalogues of rooms and library
	@$(PY) scripts/messages.py

clean:  ## remove what make has installed
	rm -rf $(VENV) build dist src/*.egg-info
