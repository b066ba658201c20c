# make run    set up if needed, then the window on the filled-in sample (without a display: import, check, export)
# make test   set up if needed, then all tests, headless
# make setup  only prepare .venv            make lint   style, types, layers, guard (for developers)
# make wheel  build dist/*.whl              make bench  figures        make soak  long campaigns
# make mutants  whether the tests notice small errors in storage, money and checks (an hour)
# make package  Windows and Linux packages in dist/        make package-test  try them out on clean systems
# Windows has no make: README.md gives the same as PowerShell lines.

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
    $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv/bin/python
HEADLESS := QT_QPA_PLATFORM=offscreen
SELFEVAL := $(VENV) -m selfeval_gui.cli
SAMPLE := build/sample.zxzp.json

.PHONY: run window main-job test setup setup-runtime need-python lint wheel bench soak mutants package package-test clean

run: setup-runtime
	@mkdir -p build
	@$(SELFEVAL) sample -o $(SAMPLE) --force
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	    $(VENV) -m selfeval_gui $(SAMPLE); \
	else \
	    echo '未检测到图形界面（DISPLAY、WAYLAND_DISPLAY 均未设置），改为在命令行导入、检查并导出样例。'; \
	    $(MAKE) --no-print-directory main-job; \
	fi

main-job:
	@mkdir -p build
	@$(SELFEVAL) import resources/sample/last_year.txt -o build/imported.zxzp.json --force
	@$(SELFEVAL) check $(SAMPLE)
	@$(SELFEVAL) export $(SAMPLE) --pdf build/sample.pdf --force
	@echo '样例报告的 PDF 在：$(CURDIR)/build/sample.pdf'

test: setup
	$(HEADLESS) $(VENV) -m pytest --cov --cov-report=term:skip-covered

setup: need-python
	@$(PYTHON) packaging/setup_env.py

setup-runtime: need-python
	@$(PYTHON) packaging/setup_env.py --runtime

need-python:
	@test -n "$(PYTHON)" || { echo '找不到 Python 3.11 至 3.13，请先安装（Debian：sudo apt-get install python3 python3-venv）。' >&2; exit 1; }

lint: setup
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	.venv/bin/lint-imports
	$(VENV) packaging/guard.py

wheel: setup
	$(VENV) -m hatchling build -t wheel

bench: setup
	@if [ -f benchmarks/run.py ]; then $(HEADLESS) $(VENV) benchmarks/run.py; else echo '还没有 benchmarks/run.py。'; fi

soak: setup
	@$(HEADLESS) HYPOTHESIS_PROFILE=soak $(VENV) -m pytest -m soak; status=$$?; \
	    if [ $$status -eq 5 ]; then echo '还没有标记为 soak 的测试。'; elif [ $$status -ne 0 ]; then exit $$status; fi
	@$(MAKE) --no-print-directory package package-test

mutants: setup
	@$(VENV) benchmarks/mutants.py

package: setup
	@$(VENV) packaging/package.py

package-test: setup
	@$(VENV) packaging/trial/linux_trial.py
	@$(VENV) packaging/trial/windows_trial.py

clean:
	rm -rf build dist .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
