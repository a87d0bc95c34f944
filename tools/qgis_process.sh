#!/usr/bin/env bash
# Run qgis_process with the packaged plugin, in a throw-away profile beside it:
#   tools/qgis_process.sh build run segregation:bufferexposure --AREAS=…
# The first argument is the folder that tools/package.py built into. Judge by the exit code of `run`: enabling a
# plugin and listing algorithms succeed even where the plugin cannot be imported.
set -euo pipefail
build=$(realpath "$1")
shift

export PATH=/usr/bin:/bin:$PATH # QGIS takes its standard library from the first python3 on PATH
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
export HOME=$build/home QGIS_CUSTOM_CONFIG_PATH=$build/home/profile QGIS_PLUGINPATH=$build/plugins
export XDG_RUNTIME_DIR=$HOME/run
mkdir -p -m 700 "$XDG_RUNTIME_DIR"

if ! grep -qs '^segregation_plugin=true' "$QGIS_CUSTOM_CONFIG_PATH/profiles/default/QGIS/QGIS3.ini"; then
  qgis_process plugins enable segregation_plugin >/dev/null
fi
exec qgis_process "$@"
