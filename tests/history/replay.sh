#!/usr/bin/env bash
# Unpacks a real history and prints the SQL that replays it; 77 where the data is absent.
#
#   replay.sh ENGINE DATASET FOLDER_IN_ARCHIVE ARCHIVE
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
archive=$here/../../../shared/data/$4.tar.zst
if [ ! -f "$archive" ]; then
  echo "skipped: no shared/data/$4.tar.zst beside the checkout" >&2
  exit 77
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/tamis-replay.XXXXXX")
trap 'rm -rf -- "$folder"' EXIT
zstd -dc --long=27 "$archive" | tar x -C "$folder"
perl "$here/replay.pl" "$1" "$2" "$folder/$3"
