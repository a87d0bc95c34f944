#!/usr/bin/env bash
# Install what the plugin is compared with: geopandas, shapely and DuckDB in a virtual environment in the cache of
# the benchmarks, PostgreSQL with PostGIS from Debian. What cannot be had is said and left out of the tables.
set -uo pipefail
cd "$(dirname "$0")"
export PATH=/usr/bin:/bin:/usr/sbin:/sbin
cache=${SEGREGATION_BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/segregation-bench}
peers=$cache/peers
stamp=$peers/.installed

install_environment() {
  if [ -f "$stamp" ] && cmp -s requirements-peers.txt "$stamp"; then return; fi
  echo "bench: installing geopandas, shapely and DuckDB into $peers…"
  rm -rf "$peers"
  mkdir -p "$cache"
  /usr/bin/python3 -m venv "$peers" &&
    "$peers/bin/pip" install --quiet --disable-pip-version-check -r requirements-peers.txt &&
    cp requirements-peers.txt "$stamp"
}

postgis_is_there() { compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_postgis() {
  if postgis_is_there; then return; fi
  echo "bench: installing PostgreSQL and PostGIS from Debian…"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -qq update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq \
      --no-install-recommends postgresql postgresql-postgis >/dev/null
  postgis_is_there
}

install_environment || echo "bench: geopandas, shapely and DuckDB could not be installed; they are left out." >&2
install_postgis || echo "bench: PostGIS could not be installed; it is left out." >&2
exit 0
