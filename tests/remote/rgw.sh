#!/usr/bin/env bash
# A Ceph object gateway of one process each (monitor, store in memory, gateway) on loopback: an S3
# server that checks signatures, digests and conditions.
#   tests/remote/rgw.sh start DIRECTORY PORT    exits 77 where Ceph is not installed
#   tests/remote/rgw.sh stop DIRECTORY
# Writes DIRECTORY/env: AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION.
set -euo pipefail

command=${1:?start or stop} folder=${2:?directory}

stop() {
  local pid
  [ -f "$folder/pids" ] || return 0
  while read -r pid; do
    kill "$pid" 2>/dev/null || true
  done <"$folder/pids"
  while read -r pid; do
    for _ in $(seq 50); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  done <"$folder/pids"
  rm -rf "$folder"
}

if [ "$command" = stop ]; then
  stop
  exit
fi

port=${3:?port}
for program in ceph-mon ceph-osd radosgw radosgw-admin monmaptool ceph-authtool ceph; do
  command -v "$program" >/dev/null || {
    echo "rgw.sh: $program is not installed (Debian: ceph-mon ceph-osd radosgw ceph-common)" >&2
    exit 77
  }
done

stop
mkdir -p "$folder"/{mon,osd,run,log}
folder=$(cd "$folder" && pwd)
cd "$folder"
monitor=$((port + 20))
cluster=$(cat /proc/sys/kernel/random/uuid)
cat >ceph.conf <<CONF
[global]
fsid = $cluster
mon host = [v2:127.0.0.1:$monitor,v1:127.0.0.1:$((monitor + 1))]
public addr = 127.0.0.1
ms bind ipv6 = false
ms bind port min = $((monitor + 2))
ms bind port max = $((monitor + 30))
keyring = $folder/keyring
run dir = $folder/run
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
[mon.a]
mon data = $folder/mon
[osd.0]
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 1073741824
[client.rgw]
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = testkey-1=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=
CONF
export CEPH_CONF=$folder/ceph.conf

# Runs a server in the background and remembers it. Not through setsid: who kills the test's
# process group means the servers too.
serve() {
  "$@" >>"log/$1.out" 2>&1 </dev/null &
  echo $! >>pids
}

# Waits for up to a minute until a command succeeds.
until_works() {
  local end=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then
      echo "rgw.sh: gave up on: $*" >&2
      stop
      exit 1
    fi
    sleep 0.3
  done
}

monmaptool --create --fsid "$cluster" \
  --addv a "[v2:127.0.0.1:$monitor,v1:127.0.0.1:$((monitor + 1))]" monmap >/dev/null
ceph-authtool --create-keyring keyring --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' >/dev/null
ceph-authtool keyring --gen-key -n client.rgw --cap mon 'allow rwx' --cap osd 'allow rwx' >/dev/null
ceph-authtool keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
ceph-mon -i a --mkfs --monmap monmap --keyring keyring >/dev/null 2>&1
serve ceph-mon -i a -f --keyring mon/keyring
until_works timeout 10 ceph auth import -i keyring
identity=$(cat /proc/sys/kernel/random/uuid)
timeout 20 ceph osd new "$identity" >/dev/null
ceph-osd -i 0 --mkfs --osd-uuid "$identity" >/dev/null 2>&1
serve ceph-osd -i 0 -f --keyring keyring
until_works sh -c 'timeout 10 ceph osd stat | grep -q "1 up"'
serve radosgw -n client.rgw --keyring keyring \
  --rgw_frontends="beast endpoint=127.0.0.1:$port" -f
until_works python3 -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)"
timeout 60 radosgw-admin -n client.rgw --keyring keyring user create --uid=tamis \
  --display-name=tamis --access-key=TAMISACCESSKEY --secret-key=tamis/secret+key >/dev/null 2>&1
cat >env <<ENV
export AWS_ENDPOINT_URL_S3=http://127.0.0.1:$port
export AWS_ACCESS_KEY_ID=TAMISACCESSKEY
export AWS_SECRET_ACCESS_KEY=tamis/secret+key
export AWS_REGION=us-east-1
ENV
