#!/bin/sh
# Makes .venv from nothing: the pinned packages and this project, editable.
# PYTHON names the interpreter to use; else python3.11, else python3.
set -eu

say_and_stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

runs_3_11() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    runs_3_11 "$PYTHON" || say_and_stop "PYTHON=$PYTHON is not a Python 3.11 or newer that runs."
else
    for PYTHON in python3.11 python3 ''; do
        if [ -z "$PYTHON" ] || runs_3_11 "$PYTHON"; then break; fi
    done
    [ -n "$PYTHON" ] || say_and_stop "Python 3.11 or newer is needed: install it (Debian, Ubuntu: \
apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3.11"
fi
"$PYTHON" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
    say_and_stop "$PYTHON lacks venv: install it (Debian, Ubuntu: apt install python3-venv)."

begun=$(date +%s)
echo "Making .venv with $("$PYTHON" --version) and the packages of constraints.txt:" \
    "a minute or two, 800 MB on disk …"
"$PYTHON" -m venv --clear .venv ||
    say_and_stop "Could not make .venv here; is the folder writable and the disk not full?"
.venv/bin/pip --disable-pip-version-check install -qq -c constraints.txt -e '.[dev]' ||
    say_and_stop "The packages could not be installed (see above). The first time needs the network; then run the same command again."
touch .venv/.ready
echo "Made in $(($(date +%s) - begun)) s."
