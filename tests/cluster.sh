#!/usr/bin/env bash
# A private PostgreSQL cluster in a temporary folder, for tests and the demo.
#
#   tests/cluster.sh start HANDLE [FILE...]    starts one, installs FILEs, prints its environment
#   tests/cluster.sh install HANDLE FILE...    puts *.so, *.control, *.sql, or those of a folder,
#                                              where it looks
#   tests/cluster.sh env HANDLE                prints its environment again
#   tests/cluster.sh stop HANDLE               stops it and removes everything
#
# HANDLE is a file that remembers the cluster between calls. The environment is shell text:
#   eval "$(tests/cluster.sh start build/cluster.env build/release/pg_extension)"
#
# The server runs from a copy of its own files: PostgreSQL finds its libraries relative to its
# binary, so the extension is installed into the copy and no system directory is written. It
# listens on a Unix socket in a folder that only its owner can enter, and never on TCP, which is
# what makes "trust" safe. It refuses to run as root, so for root it runs as "postgres" or "nobody".
set -euo pipefail

fail() {
  printf 'cluster.sh: %s\n' "$*" >&2
  exit 1
}

usage() {
  sed -n '4,8s/^# *//p' "$0" >&2
  exit 2
}

owner_of_server() {
  if [ "$(id -u)" -ne 0 ]; then
    id -un
  elif id -u postgres >/dev/null 2>&1; then
    echo postgres
  else
    echo nobody
  fi
}

# Runs a command as the owner of the server, in a folder that this user may enter.
as_owner() {
  if [ "$(id -un)" = "$TAMIS_CLUSTER_OWNER" ]; then
    (cd "$TAMIS_CLUSTER_ROOT" && "$@")
  else
    (cd "$TAMIS_CLUSTER_ROOT" && runuser -u "$TAMIS_CLUSTER_OWNER" -- "$@")
  fi
}

load() {
  [ -f "$HANDLE" ] || return 1
  # shellcheck disable=SC1090
  . "$HANDLE"
}

# A socket's path may have 107 bytes; a deep TMPDIR leaves no room for it.
make_root() {
  local parent=${TMPDIR:-/tmp}
  [ ${#parent} -le 60 ] || parent=/tmp
  mktemp -d "$parent/tamis-cluster.XXXXXX"
}

# The longest folder that holds all three.
common_prefix() {
  local prefix=$1
  while [[ "$2/" != "$prefix/"* || "$3/" != "$prefix/"* ]]; do prefix=${prefix%/*}; done
  printf '%s' "$prefix"
}

copy_server() {
  local config=${PG_CONFIG:-pg_config} bin lib share prefix name
  command -v "$config" >/dev/null || fail "pg_config not found: install PostgreSQL's server headers"
  bin=$("$config" --bindir) lib=$("$config" --pkglibdir) share=$("$config" --sharedir)
  [ -n "$bin" ] && [ -n "$lib" ] && [ -n "$share" ] || fail "$config does not say where PostgreSQL is"
  [ -x "$bin/postgres" ] || fail "no server in $bin: install PostgreSQL's server"
  prefix=$(common_prefix "$bin" "$lib" "$share")
  BIN=$SERVER${bin#"$prefix"} LIB=$SERVER${lib#"$prefix"} SHARE=$SERVER${share#"$prefix"}
  mkdir -p "$BIN" "$LIB" "$SHARE"
  for name in postgres initdb pg_ctl pg_config psql pg_dump pg_restore createdb dropdb pgbench; do
    [ ! -e "$bin/$name" ] || cp -L "$bin/$name" "$BIN/"
  done
  cp -R "$lib/." "$LIB/"
  cp -R "$share/." "$SHARE/"
}

# Containers often give 64 MB of shared memory, too little for parallel hash joins, or none.
enough_shared_memory() {
  local free
  as_owner test -w /dev/shm || return 1
  free=$(df -Pk /dev/shm | awk 'NR == 2 {print $4}')
  [ "$free" -ge 524288 ]
}

write_config() {
  local dynamic=mmap
  ! enough_shared_memory || dynamic=posix
  cat <<CONFIG
listen_addresses = ''
unix_socket_directories = '$(printf '%s' "$TAMIS_CLUSTER_ROOT/socket" | sed "s/'/''/g")'
dynamic_shared_memory_type = $dynamic
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
work_mem = 64MB
max_wal_size = 4GB
timezone = 'UTC'
datestyle = 'ISO, YMD'
log_line_prefix = '%m [%p] %d '
CONFIG
}

write_handle() {
  local name
  mkdir -p "$(dirname "$HANDLE")"
  {
    for name in PGHOST PGPORT PGUSER PGDATABASE TAMIS_CLUSTER_ROOT TAMIS_CLUSTER_OWNER \
      TAMIS_CLUSTER_BIN TAMIS_CLUSTER_LIB TAMIS_CLUSTER_SHARE TAMIS_CLUSTER_WORK; do
      printf 'export %s=%q\n' "$name" "${!name}"
    done
    printf 'export PATH=%q:"$PATH"\n' "$TAMIS_CLUSTER_BIN"
  } >"$HANDLE"
}

install_folder() {
  local file
  for file in "$1"/*.so "$1"/*.control "$1"/*.sql; do
    [ ! -f "$file" ] || install_files "$file"
  done
}

# Into place by rename: writing over a library that a backend has mapped would crash it, and a
# backend that starts meanwhile must find the one or the other.
install_file() {
  local place=$3/$(basename "$2")
  install -m "$1" -T -- "$2" "$place.$$"
  mv -f -- "$place.$$" "$place"
}

install_files() {
  local file
  for file in "$@"; do
    if [ -d "$file" ]; then
      install_folder "$file"
      continue
    fi
    case $file in
      *.so) install_file 755 "$file" "$TAMIS_CLUSTER_LIB" ;;
      *.control | *.sql) install_file 644 "$file" "$TAMIS_CLUSTER_SHARE/extension" ;;
      *) fail "don't know where to install $file" ;;
    esac
  done
}

remove_root() {
  # Only what make_root() made: the name comes from a file that anyone may have edited.
  case $TAMIS_CLUSTER_ROOT in
    */tamis-cluster.??????) rm -rf -- "$TAMIS_CLUSTER_ROOT" ;;
    *) fail "$TAMIS_CLUSTER_ROOT is no cluster of ours" ;;
  esac
}

stop() {
  load || return 0
  if [ -f "$TAMIS_CLUSTER_ROOT/data/postmaster.pid" ]; then
    as_owner "$TAMIS_CLUSTER_BIN/pg_ctl" -D "$TAMIS_CLUSTER_ROOT/data" -m immediate -w stop \
      >/dev/null 2>&1 || true
  fi
  [ ! -e "$TAMIS_CLUSTER_ROOT" ] || remove_root
  rm -f -- "$HANDLE"
}

start_failed() {
  [ ! -s "$TAMIS_CLUSTER_ROOT/log" ] || tail -n 20 "$TAMIS_CLUSTER_ROOT/log" >&2
  stop
  fail "the cluster did not start"
}

start() {
  stop
  TAMIS_CLUSTER_ROOT=$(make_root)
  trap 'rm -rf -- "$TAMIS_CLUSTER_ROOT"' EXIT
  trap 'exit 130' INT TERM
  TAMIS_CLUSTER_OWNER=$(owner_of_server)
  SERVER=$TAMIS_CLUSTER_ROOT/server
  copy_server
  TAMIS_CLUSTER_BIN=$BIN TAMIS_CLUSTER_LIB=$LIB TAMIS_CLUSTER_SHARE=$SHARE
  TAMIS_CLUSTER_WORK=$TAMIS_CLUSTER_ROOT/work
  PGHOST=$TAMIS_CLUSTER_ROOT/socket PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
  mkdir "$PGHOST" "$TAMIS_CLUSTER_WORK"
  [ "$(id -u)" -ne 0 ] || chown -R -- "$TAMIS_CLUSTER_OWNER" "$TAMIS_CLUSTER_ROOT"
  chmod 700 "$TAMIS_CLUSTER_ROOT"
  as_owner true || fail "$TAMIS_CLUSTER_OWNER may not enter $TAMIS_CLUSTER_ROOT: set TMPDIR"
  install_files "$@"

  local data=$TAMIS_CLUSTER_ROOT/data
  as_owner "$BIN/initdb" -D "$data" -U "$PGUSER" -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$TAMIS_CLUSTER_ROOT/initdb.log" 2>&1 || {
    cat "$TAMIS_CLUSTER_ROOT/initdb.log" >&2
    fail "initdb failed"
  }
  write_config >>"$data/postgresql.conf"
  write_handle
  trap - EXIT
  trap 'stop; exit 130' INT TERM
  # Descriptors beyond the standard ones would be inherited by the server and keep pipes open.
  as_owner "$BIN/pg_ctl" -D "$data" -l "$TAMIS_CLUSTER_ROOT/log" -w -t 60 start \
    >/dev/null 2>&1 </dev/null 3>&- 9>&- || start_failed
  trap - INT TERM
  cat "$HANDLE"
}

[ $# -ge 2 ] || usage
COMMAND=$1 HANDLE=$2
shift 2
case $COMMAND in
  start) start "$@" ;;
  stop) stop ;;
  env) load && cat "$HANDLE" || fail "no cluster at $HANDLE" ;;
  install)
    load || fail "no cluster at $HANDLE"
    install_files "$@"
    ;;
  *) usage ;;
esac
