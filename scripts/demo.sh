#!/bin/sh
# Installs Tocsin into .venv and runs its demo on the bundled sample reports.
set -eu
cd "$(dirname "$0")/.."
sh scripts/install.sh .venv
exec .venv/bin/tocsin demo
