# What demo.sh, test.sh and lint.sh share: installing what is missing, and building. Sourced.
#
# Installing is by Debian package name and only ever adds: no package that is there is upgraded,
# least of all a PostgreSQL server that may be running.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=$ROOT/build/release

CORE_PACKAGES=(g++ cmake ninja-build ccache pkg-config nlohmann-json3-dev libutf8proc-dev
  libxxhash-dev libzstd-dev libsnappy-dev libbrotli-dev libcurl4-openssl-dev libisal-dev zlib1g-dev
  libssl-dev libpcre2-dev libcctz-dev tzdata libsqlite3-dev sqlite3)
TEST_PACKAGES=(libgtest-dev libbenchmark-dev zstd python3 ceph-mon ceph-osd radosgw ceph-common python3-avro)
# Node may have come from elsewhere: Debian's is installed where there is none.
command -v node >/dev/null && command -v npm >/dev/null || TEST_PACKAGES+=(nodejs npm)
LINT_PACKAGES=(clang-format clang-tidy)

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename "$0"): $*"
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "\"$*\" needs root, and there is no sudo"
  fi
}

# A field of the installed ones among the packages; dpkg-query fails where one is not known.
installed() {
  { dpkg-query -W -f "\${db:Status-Status} \${$1}\n" "$2" 2>/dev/null || true; } |
    sed -n 's/^installed //p'
}

# The version of an installed package; nothing for one that is not.
installed_version() { installed Version "$1" | sed -n 1p; }

# The major version of the newest installed server; 15 where there is none.
server_major() {
  local major
  major=$(installed Package 'postgresql-[0-9]*' | sed -n 's/^postgresql-\([0-9]*\)$/\1/p' |
    sort -n | tail -n 1)
  printf '%s' "${major:-15}"
}

# The packages that PostgreSQL's extension needs beyond CORE_PACKAGES, those that belong to an
# installed server in the version of that server.
postgres_packages() {
  local major server libpq
  major=$(server_major)
  server=$(installed_version "postgresql-$major")
  libpq=$(installed_version libpq5)
  printf '%s\n' "postgresql-$major" \
    "postgresql-server-dev-$major${server:+=$server}" "libpq-dev${libpq:+=$libpq}"
}

missing() {
  local package
  for package in "$@"; do
    [ -n "$(installed_version "${package%%=*}")" ] || printf '%s\n' "$package"
  done
}

# A new server package would make and start a cluster that nobody asked for.
without_main_cluster() {
  local folder=/etc/postgresql-common/createcluster.d status=0 made=no
  [ -d "$folder" ] || made=yes
  as_root mkdir -p "$folder"
  echo "create_main_cluster = false" | as_root tee "$folder/tamis-build.conf" >/dev/null
  "$@" || status=$?
  as_root rm -f "$folder/tamis-build.conf"
  [ "$made" = no ] || as_root rmdir --ignore-fail-on-non-empty "$folder"
  return $status
}

# Runs a command as root and shows what it printed only if it fails.
quietly() {
  local output
  output=$(as_root env DEBIAN_FRONTEND=noninteractive "$@" 2>&1) || {
    say "$output"
    fail "\"$*\" failed"
  }
}

apt_install() { quietly apt-get install -y -q --no-install-recommends "$@"; }

# Fails if installing the packages would put a new version under an installed server.
check_plan() {
  local plan upgrades
  plan=$(apt-get install -s -q --no-install-recommends "$@" 2>&1) || {
    say "$plan"
    case $plan in
      *"was not found"*) fail "the archive no longer has the packages in the version of the \
installed server. Upgrade the server when it may restart (apt-get install postgresql-\
$(server_major)), then run this again" ;;
      *) fail "apt-get can't install: $*" ;;
    esac
  }
  upgrades=$(sed -n 's/^Inst \(postgresql-[0-9]*\|postgresql-client-[0-9]*\|libpq5\) \[.*/\1/p' \
    <<<"$plan" | paste -sd ' ')
  [ -z "$upgrades" ] || fail "installing $* would upgrade $upgrades underneath an installed server"
}

install_missing() {
  local packages
  command -v apt-get >/dev/null || {
    say "not a Debian system: taking for granted that these are here: $*"
    return 0
  }
  mapfile -t packages < <(missing "$@")
  [ ${#packages[@]} -gt 0 ] || return 0
  say "installing ${packages[*]}"
  quietly apt-get update -q
  check_plan "${packages[@]}"
  case " ${packages[*]}" in
    *" postgresql-"*) without_main_cluster apt_install "${packages[@]}" ;;
    *) apt_install "${packages[@]}" ;;
  esac
}

has_postgres() {
  local config
  config=$(pg_config_path)
  command -v "$config" >/dev/null && [ -f "$("$config" --includedir-server)/postgres.h" ]
}

# With several servers installed, the newest: the one postgres_packages() speaks of.
pg_config_path() {
  local path
  path=/usr/lib/postgresql/$(server_major)/bin/pg_config
  if [ -x "$path" ]; then printf '%s' "$path"; else printf '%s' "${PG_CONFIG:-pg_config}"; fi
}

# build PostgreSQL(ON|OFF) [TARGET...]
build() {
  local output options=(-DTAMIS_POSTGRESQL="$1")
  shift
  PG_CONFIG=$(pg_config_path)
  export PG_CONFIG
  case $PG_CONFIG in /*) options+=(-DPG_CONFIG="$PG_CONFIG") ;; esac
  # Run from the root: presets are looked up in the current folder.
  output=$(cd "$ROOT" && cmake --preset release "${options[@]}" 2>&1) || {
    say "$output"
    fail "cmake failed"
  }
  ninja -C "$BUILD" -j"$(nproc)" "$@"
}
