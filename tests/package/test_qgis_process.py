"""The package as the night job meets it: ``qgis_process`` in a throw-away profile, judged by its exit code."""

from __future__ import annotations

import json
import subprocess

import pytest


@pytest.fixture
def run(build, root):
    def run_(*arguments):
        command = [root / "tools" / "qgis_process.sh", build, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    return run_


def test_an_algorithm_runs_and_writes(run, areas_with_index, tmp_path):
    output = tmp_path / "types.geojson"
    done = run(
        *("run", "--json", "segregation:classifyareatypes", f"--INPUT={areas_with_index}"),
        *("--MEAN=30", "--STANDARD_DEVIATION=10", f"--OUTPUT={output}"),
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert [results[f"COUNT_{type_}"] for type_ in (1, 2, 3, 4, 5)] == [1] * 5
    written = json.loads(output.read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["area_type"] for feature in written] == [5, 4, 3, 2, 1, None]


def test_bad_input_fails_with_a_sentence_and_writes_nothing(run, tmp_path):
    output = tmp_path / "types.gpkg"
    done = run(
        "run", "segregation:classifyareatypes", f"--INPUT={tmp_path / 'no.gpkg'}", f"--OUTPUT={output}"
    )
    assert done.returncode != 0
    assert "INPUT" in done.stderr
    assert not output.exists()
