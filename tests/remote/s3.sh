#!/usr/bin/env bash
# Runs a command with an S3 server of its own, whose address and keys are in the environment.
#   tests/remote/s3.sh DIRECTORY COMMAND [ARGUMENT...]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:?directory}
shift
trap '"$here/rgw.sh" stop "$folder"' EXIT
"$here/rgw.sh" start "$folder" 19480
# shellcheck source=/dev/null
. "$folder/env"
"$@"
