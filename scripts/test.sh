#!/bin/sh
# Installs Tocsin and what its tests need into .venv-test (and by apt, where it is missing: a browser, the one library that
# the browser's driver needs, PostgreSQL, and Java for Spark), then checks and tests it.
set -eu
cd "$(dirname "$0")/.."
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
ldconfig -p | grep -q 'libatomic\.so\.1' || missing="$missing libatomic1"
command -v pg_ctl >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v java >/dev/null 2>&1 || missing="$missing openjdk-17-jre-headless"
if [ -n "$missing" ]; then
    apt-get update -qq
    # shellcheck disable=SC2086  # one word a package
    apt-get install -y -qq $missing >/dev/null
fi
sh scripts/install.sh .venv-test '[test,spark]'
.venv-test/bin/ruff check .
.venv-test/bin/ruff format --check .
.venv-test/bin/mypy
# a process a core, each with a model and a browser of its own; the tests of one file stay together
exec .venv-test/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile "$@"
