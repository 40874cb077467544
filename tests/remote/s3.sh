#!/usr/bin/env bash
# Runs programs against an S3 server of their own, whose address and keys are in the environment,
# and a proxy before it that spoils requests when it is told to.
#   tests/remote/s3.sh DIRECTORY PROGRAM...
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:?directory}
shift
port=19480
proxy=
end() {
  [ -z "$proxy" ] || kill "$proxy" 2>/dev/null || true
  "$here/rgw.sh" stop "$folder"
}
trap end EXIT
"$here/rgw.sh" start "$folder" $port
# shellcheck source=/dev/null
. "$folder/env"
"$here/fault_proxy.py" $((port + 1)) 127.0.0.1:$port &
proxy=$!
until python3 -c "import socket; socket.create_connection(('127.0.0.1', $((port + 1))), 1)" \
  2>/dev/null; do
  kill -0 "$proxy"
  sleep 0.1
done
export TAMIS_PLACE=s3://tamis-place TAMIS_PROXY=http://127.0.0.1:$((port + 1))
for program in "$@"; do "$program"; done
