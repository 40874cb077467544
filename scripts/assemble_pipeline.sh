#!/usr/bin/env bash
# Prints the pipeline for one data set and one engine, ready for psql or the sqlite3 shell.
#   scripts/assemble_pipeline.sh DATASET ENGINE ROWS OUT
# DATASET is a folder of sql/pipelines (service_desk, incidents), ENGINE is sqlite or postgres, ROWS
# goes to the data set's generator if it has one, OUT is a directory the engine may write to.
set -euo pipefail

if [ $# -ne 4 ]; then
  echo "usage: $0 DATASET sqlite|postgres ROWS OUT" >&2
  exit 2
fi
dataset=$1 engine=$2 rows=$3 out=$4
pipelines=$(cd "$(dirname "$0")/../sql/pipelines" && pwd)
folder=$pipelines/$dataset
if [ ! -f "$folder/pipeline.conf" ]; then
  echo "$0: no data set \"$dataset\" in $pipelines" >&2
  exit 2
fi
# shellcheck source=/dev/null
. "$folder/pipeline.conf"
contract=$(sed "s/'/''/g" "$folder/contract.json")

assembled() {
  if [ -f "$folder/00_prelude.$engine.sql" ]; then
    cat "$folder/00_prelude.$engine.sql"
  else
    cat "$folder/00_prelude.sql"
  fi
  if [ -f "$folder/10_generate.sql" ]; then
    echo "-- step: Generate $rows rows with planted ills, and the truth about them"
    cat "$folder/10_generate.sql"
    echo "SELECT count(*) AS rows_generated FROM $TABLE;"
  fi
  while IFS= read -r line; do
    case $line in
      '-- include: '*)
        part=$folder/${line#-- include: }
        if [ -f "$part" ]; then cat "$part"; fi
        ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$pipelines/pipeline.sql"
}

text=$(assembled)
text=${text//@CONTRACT@/$contract}
text=${text//@CLEAN_OPTIONS@/$CLEAN_OPTIONS}
text=${text//@PARTITION_BY@/$PARTITION_BY}
text=${text//@TABLE@/$TABLE}
text=${text//@KEY@/$KEY}
text=${text//@ROWS@/$rows}
text=${text//@OUT@/$out}
printf '%s\n' "$text"
