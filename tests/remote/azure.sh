#!/usr/bin/env bash
# Runs programs against an Azure Storage server of their own, and a proxy before it that spoils
# requests when it is told to.
#   tests/remote/azure.sh DIRECTORY MODULES PROGRAM...
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:?directory} modules=${2:?folder of modules}
shift 2
port=19580
proxy=
end() {
  [ -z "$proxy" ] || kill "$proxy" 2>/dev/null || true
  "$here/azurite.sh" stop "$folder"
}
trap end EXIT
"$here/azurite.sh" start "$folder" $port "$modules"
# shellcheck source=/dev/null
. "$folder/env"
"$here/fault_proxy.py" $((port + 1)) 127.0.0.1:$port &
proxy=$!
until python3 -c "import socket; socket.create_connection(('127.0.0.1', $((port + 1))), 1)" \
  2>/dev/null; do
  kill -0 "$proxy"
  sleep 0.1
done
export TAMIS_PLACE=az://tamis-place TAMIS_PROXY=http://127.0.0.1:$((port + 1))
for program in "$@"; do "$program"; done
