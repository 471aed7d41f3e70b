#!/bin/sh
# Makes a virtual environment in $1 and installs Tocsin there; $2 names an extra ("[test]").
# On a Debian without the venv module it installs that first (which asks for root).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
fi
[ -x "$1/bin/python" ] || "$python" -m venv "$1"
"$1/bin/python" -m pip install --quiet --disable-pip-version-check "$root${2:-}"
