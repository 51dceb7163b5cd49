#!/bin/sh
# Compiles each *.in of this folder into a *.txt with hashes. Without any address of an index: pip asks the one it is
# set up with. Give `--upgrade` to raise what the *.in files leave open. Called by `make lock`.
set -eu
cd "$(dirname "$0")"
for name in base production dev build; do
    "${UV:-../.venv/bin/uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@" --output-file "$name.txt" "$name.in"
    echo "requirements/$name.txt: $(grep -c == "$name.txt") packages"
done
