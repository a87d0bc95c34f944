#!/usr/bin/env bash
# Install what the project needs on Debian 12 or 13: QGIS 3.40 or newer, and the Python tools in .venv.
# Does nothing, in well under a second, when everything is there. Needs root or sudo only when something is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=/usr/bin:/bin:/usr/sbin:/sbin # QGIS takes its standard library from the first python3 on PATH
MINIMUM=3.40
PACKAGES=(qgis python3-qgis qgis-providers python3-pandas python3-openpyxl python3-matplotlib python3-venv
  python3-pip qttools5-dev-tools fonts-dejavu-core xvfb xauth zip unzip make git ca-certificates)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    echo "setup: Debian packages are missing and there is neither root nor sudo to install them." >&2
    exit 1
  fi
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 "$@"; }

# dpkg is asked, not QGIS: starting Python with qgis.core takes half a second each time.
new_enough() {
  local version
  version=$(dpkg-query -W -f='${Version}' python3-qgis 2>/dev/null) &&
    dpkg --compare-versions "${version#*:}" ge "$MINIMUM" # qgis.org's packages carry an epoch
}

missing_packages() {
  dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${PACKAGES[@]}" 2>/dev/null |
    awk '$1 == "installed" {print $2}' | sort | comm -13 - <(printf '%s\n' "${PACKAGES[@]}" | sort)
}

# Debian 12 ships QGIS 3.22, which is too old; its backports have 3.40. The mirror is the one apt already uses.
add_backports() {
  local mirror
  mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "bookworm" {print $2; exit}')
  [ -n "$mirror" ] || { echo "setup: apt knows no mirror of bookworm to take the backports from." >&2; exit 1; }
  echo "deb $mirror bookworm-backports main" | as_root tee /etc/apt/sources.list.d/bookworm-backports.list >/dev/null
  printf 'Package: src:qgis\nPin: release n=bookworm-backports\nPin-Priority: 990\n' |
    as_root tee /etc/apt/preferences.d/qgis-backports >/dev/null
}

install_packages() {
  # shellcheck source=/dev/null
  . /etc/os-release
  if [ "${ID:-}" != debian ]; then
    echo "setup: this installs on Debian 12 or 13; on ${PRETTY_NAME:-this system} install QGIS $MINIMUM or newer first." >&2
    exit 1
  fi
  echo "setup: installing QGIS and its companions from Debian (about two minutes)…"
  apt_get update -qq # before add_backports too: a bare image knows no mirrors until its lists are there
  if [ "${VERSION_CODENAME:-}" = bookworm ]; then
    add_backports
    apt_get update -qq
  fi
  apt_get install -y -qq --no-install-recommends "${PACKAGES[@]}" >/dev/null
}

install_tools() {
  local stamp=.venv/.installed
  if [ -f "$stamp" ] && cmp -s requirements-dev.txt "$stamp"; then return; fi
  echo "setup: installing the Python tools into .venv…"
  # System packages stay visible: qgis, numpy and pandas come from Debian and must not be replaced.
  [ -x .venv/bin/python ] || /usr/bin/python3 -m venv --system-site-packages .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
  cp requirements-dev.txt "$stamp"
}

if [ -n "$(missing_packages)" ] || ! new_enough; then install_packages; fi
new_enough || { echo "setup: QGIS $MINIMUM or newer could not be installed." >&2; exit 1; }
[ "${1:-}" = --without-tools ] || install_tools
