#!/usr/bin/env bash
# Run the shipped model on the embedded sample, with the plugin as packaged and a throw-away profile.
# Leaves in out/demo/: demo.gpkg with every result, demo.qgz, map.png and the log of the run.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=/usr/bin:/bin:$PATH QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
sample=resources/sample
out=$PWD/out/demo
case ${LANG:-} in sv*) language=sv ;; *) language=en ;; esac

# A layer, or a table, of the one GeoPackage: given a plain path, each output would replace the file of the one before.
layer() { printf "ogr:dbname='%s/demo.gpkg' table=\"%s\" (geom)" "$out" "$1"; }
table() { printf "ogr:dbname='%s/demo.gpkg' table=\"%s\"" "$out" "$1"; }

.venv/bin/python tools/package.py
rm -rf "$out" build/home
settings=build/home/profile/profiles/default/QGIS # of tools/qgis_process.sh
mkdir -p "$out" "$settings"
printf '[locale]\noverrideFlag=true\nuserLocale=%s\n' "$language" >"$settings/QGIS3.ini"

echo "Running segregation:assessment on $sample …"
tools/qgis_process.sh build run segregation:assessment \
  --AREAS="$sample/regso_2025.geojson" \
  --TABLE="$sample/TAB6586.json" \
  --YEAR=2024 \
  --POPULATION_TABLE="$sample/TAB6574.json" \
  --INFRASTRUCTURE="$sample/infrastructure.gpkg|layername=motorway" \
  --INFRASTRUCTURE="$sample/infrastructure.gpkg|layername=railway" \
  --INFRASTRUCTURE="$sample/infrastructure.gpkg|layername=stations" \
  --DISTANCES=250,500,1000 \
  --GRID="$sample/population_grid_250m.gpkg" \
  --GRID_FIELD=beftotalt \
  --MASK="$sample/built_up_mask.gpkg" \
  --JOINED="$(layer joined)" \
  --OVERLAY="$(layer overlay)" \
  --SUMMARY="$(table summary)" \
  --RECONCILIATION="$(table reconciliation)" \
  --ZONES="$(layer zones)" \
  --EXPOSURE="$(table exposure)" \
  >"$out/assessment.log" 2>&1 || {
  cat "$out/assessment.log" >&2
  exit 1
}

XDG_RUNTIME_DIR=$PWD/build/home/run .venv/bin/python tools/demo_project.py "$out" \
  --infrastructure "$sample/infrastructure.gpkg" "$sample/water.gpkg" --project motorway --language "$language"
echo "Results: $out"
