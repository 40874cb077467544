#!/usr/bin/env bash
# Azurite, an Azure Storage server in memory that checks signatures, on loopback.
#   tests/remote/azurite.sh start DIRECTORY PORT MODULES   exits 77 where it can't be installed
#   tests/remote/azurite.sh stop DIRECTORY
# MODULES: the folder that its packages are, or will be, installed in. Writes DIRECTORY/env.
set -euo pipefail

command=${1:?start or stop} folder=${2:?directory}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stop() {
  local pid
  [ -f "$folder/pid" ] || return 0
  pid=$(cat "$folder/pid")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -rf "$folder"
}

if [ "$command" = stop ]; then
  stop
  exit
fi

port=${3:?port} modules=${4:?folder of modules}
if ! [ -x "$modules/node_modules/.bin/azurite-blob" ]; then
  command -v npm >/dev/null || {
    echo "azurite.sh: npm is not installed" >&2
    exit 77
  }
  mkdir -p "$modules"
  cp "$here/package.json" "$here/package-lock.json" "$modules/"
  (cd "$modules" && npm ci --no-audit --no-fund >npm.log 2>&1) || {
    echo "azurite.sh: npm can't install azurite here" >&2
    rm -rf "$modules/node_modules"
    exit 77
  }
fi

stop
mkdir -p "$folder"
account=devstoreaccount1
key=$(printf 'a key that only this test knows 42' | base64)
AZURITE_ACCOUNTS="$account:$key" "$modules/node_modules/.bin/azurite-blob" --silent \
  --blobHost 127.0.0.1 --blobPort "$port" --inMemoryPersistence --disableTelemetry \
  >"$folder/out" 2>&1 </dev/null &
echo $! >"$folder/pid"
end=$((SECONDS + 60))
until python3 -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null; do
  if [ $SECONDS -ge $end ]; then
    cat "$folder/out" >&2
    stop
    exit 1
  fi
  sleep 0.3
done
cat >"$folder/env" <<ENV
export AZURE_STORAGE_SERVICE_ENDPOINT=http://127.0.0.1:$port/$account
export AZURE_STORAGE_ACCOUNT=$account
export AZURE_STORAGE_KEY=$key
ENV
