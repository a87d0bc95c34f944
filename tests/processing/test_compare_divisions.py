"""Compare divisions as a user runs it: the sample's known changes, a real region, guards, kommuner left out, cancel."""

from __future__ import annotations

import itertools

import pytest
from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsVectorLayer,
)

from tests.conftest import ROOT
from tests.support import Log, memory_layer, rows_of

shapely = pytest.importorskip("shapely")

from shapely.ops import substring  # noqa: E402 - it needs shapely

from tests.divisions import areas_in, jittered, layer_of, moved, squares  # noqa: E402 - it needs shapely

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
SAMPLE = ROOT / "resources" / "sample"
OLD, NEW = "RegSO 2020", "RegSO 2025"
FIELDS = [
    *("region_code", "region_name", "municipality_code", "status", "old_area_m2", "new_area_m2"),
    *("shared_area_m2", "share_of_old", "share_of_new", "overlap_count"),
    *("largest_other_code", "largest_other_way", "largest_other_share"),
]
PARAMETERS = {"OLD", "NEW", "TOLERANCE", "OLD_CODE_FIELD", "NEW_CODE_FIELD", "OUTPUT", "OVERLAPS"}
OUTPUTS = {"OUTPUT", "OVERLAPS", "UNCHANGED_COUNT", "CHANGED_COUNT", "ENDED_COUNT", "NEW_COUNT"}
COUNTS = ("UNCHANGED_COUNT", "CHANGED_COUNT", "ENDED_COUNT", "NEW_COUNT")


@pytest.fixture
def compare(run):
    def compare(old, new, **changes):
        """Return the rows by code, the shared ground by pair of codes, and the result."""
        layers = {
            name: layer_of(areas, division, name.lower()) if isinstance(areas, dict) else areas
            for name, areas, division in (("OLD", old, OLD), ("NEW", new, NEW))
        }
        result = run("comparedivisions", **{**layers, "OUTPUT": TEMPORARY, "OVERLAPS": TEMPORARY, **changes})
        rows = {row["region_code"]: row for row in rows_of(result["OUTPUT"])}
        pairs = {(row["old_code"], row["new_code"]): row for row in rows_of(result["OVERLAPS"])}
        assert [result[name] for name in COUNTS] == [
            sum(row["status"] == name.split("_")[0].lower() for row in rows.values()) for name in COUNTS
        ]
        return rows, pairs, result

    return compare


def codes_of(rows, status):
    return {code for code, row in rows.items() if row["status"] == status}


def test_declares_the_contract(provider):
    algorithm = provider.algorithm("comparedivisions")
    assert {definition.name() for definition in algorithm.parameterDefinitions()} == PARAMETERS
    assert {output.name() for output in algorithm.outputDefinitions()} == OUTPUTS
    assert algorithm.groupId() == "data"
    tolerance = algorithm.parameterDefinition("TOLERANCE")
    assert (tolerance.defaultValue(), tolerance.minimum()) == (0.5, 0.001)
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    assert algorithm.parameterDefinition("OVERLAPS").flags() & optional
    assert algorithm.svgIconPath().endswith("comparedivisions.svg")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_help_covers_every_parameter_and_output(language):
    from segregation_plugin.processing_provider.help import help_of

    found = help_of("comparedivisions", language)
    assert found.summary
    assert found.tags
    assert set(found.parameters) == PARAMETERS
    assert set(found.outputs) == OUTPUTS


@pytest.fixture(scope="module")
def sample():
    return tuple(areas_in(SAMPLE / f"regso_{year}.geojson", "regsokod") for year in (2020, 2025))


def test_the_known_changes_of_the_sample(compare, sample, log):
    old, new = sample
    rows, pairs, result = compare(*(str(SAMPLE / f"regso_{year}.geojson") for year in (2020, 2025)))
    assert list(rows_of(result["OUTPUT"])[0]) == FIELDS
    assert codes_of(rows, "ended") == {"9902R021"}
    assert codes_of(rows, "new") == {"9901R073"}
    changed = {code for code in old.keys() & new.keys() if not old[code].equals(new[code])}
    assert codes_of(rows, "changed") == changed
    assert len(changed) == 8  # as the sample's README says
    assert [result[name] for name in COUNTS] == [len(old) - 9, 8, 1, 1]
    assert rows["9902R021"]["largest_other_share"] == pytest.approx(1)
    assert rows["9901R073"]["largest_other_way"] == "from"
    for code, row in rows.items():
        assert (row["overlap_count"], row["largest_other_code"]) == (1, None) or row["status"] != "unchanged"
        assert row["municipality_code"] == code[:4]
        assert row["region_name"]
    assert any("Of 126 codes" in info and "8 for other ground" in info for info in log.infos)
    assert log.warnings == []
    agree(old, new, rows, pairs)


def agree(old, new, rows, pairs):
    """Hold areas, shares and pairs against shapely; every area is covered by the other layer."""
    for (before, after), row in pairs.items():
        common = old[before].intersection(new[after]).area
        assert row["shared_area_m2"] == pytest.approx(common, rel=1e-9), (before, after)
        assert row["share_of_old"] == pytest.approx(common / old[before].area, rel=1e-9)
        assert row["share_of_new"] == pytest.approx(common / new[after].area, rel=1e-9)
    for side, areas in enumerate((old, new)):
        share = ("share_of_old", "share_of_new")[side]
        for code, area in areas.items():
            own = [row for pair, row in pairs.items() if pair[side] == code]
            assert sum(row[share] for row in own) == pytest.approx(1, abs=1e-6), code
            assert rows[code][("old_area_m2", "new_area_m2")[side]] == pytest.approx(area.area)
    total = shapely.union_all(list(old.values())).intersection(shapely.union_all(list(new.values()))).area
    assert sum(row["shared_area_m2"] for row in pairs.values()) == pytest.approx(total, rel=1e-6)


def test_a_layer_and_itself_as_the_other_division(compare, sample):
    _, new = sample
    rows, pairs, result = compare(new, new)
    assert [result[name] for name in COUNTS] == [len(new), 0, 0, 0]
    assert (
        {row["share_of_old"] for row in rows.values()}
        == {row["share_of_new"] for row in rows.values()}
        == {1}
    )
    assert pairs.keys() == {(code, code) for code in new}


def test_a_centimetre_of_rounding_changes_nothing(compare, sample):
    _, new = sample
    rows, _, result = compare(new, jittered(new, 0.01))
    assert result["UNCHANGED_COUNT"] == len(new)
    assert all(0.999 < row["share_of_old"] < 1 for row in rows.values())


@pytest.mark.parametrize(("tolerance", "changed"), [(0.5, 2), (1.9, 2), (2.1, 0)])
def test_a_strip_of_two_metres_is_found_unless_more_is_allowed(compare, tolerance, changed):
    old = squares(3, 3)
    strip = shapely.box(651_000 - 2, 6_580_300, 651_000, 6_580_600)
    rows, pairs, result = compare(old, moved(old, strip, "0180R001", "0180R002"), TOLERANCE=tolerance)
    assert result["CHANGED_COUNT"] == changed
    assert (("0180R001", "0180R002") in pairs) == bool(changed)
    assert rows["0180R001"]["share_of_old"] == pytest.approx(1 - 600 / 1e6)
    assert rows["0180R001"]["share_of_new"] == pytest.approx(1)
    if changed:
        assert rows["0180R001"]["largest_other_code"] == "0180R002"
        assert rows["0180R002"]["largest_other_way"] == "from"
        assert rows["0180R002"]["largest_other_share"] == pytest.approx(600 / (1e6 + 600))


def test_swapped_codes_are_found(compare):
    old = squares(2, 2)
    new = {**old, "0180R001": old["0180R004"], "0180R004": old["0180R001"]}
    rows, pairs, _ = compare(old, new)
    assert codes_of(rows, "changed") == {"0180R001", "0180R004"}
    assert (rows["0180R001"]["shared_area_m2"], rows["0180R001"]["share_of_old"]) == (0, 0)
    assert ("0180R001", "0180R001") not in pairs
    agree(old, new, rows, pairs)


def test_missing_is_null(compare):
    old = squares(2, 1)
    rows, _, _ = compare(old, {"0180R001": old["0180R001"], "0180R003": old["0180R002"]})
    ended, new = rows["0180R002"], rows["0180R003"]
    assert (ended["status"], ended["new_area_m2"], ended["shared_area_m2"], ended["share_of_old"]) == (
        *("ended", None, None, None),
    )
    assert (new["status"], new["old_area_m2"], new["share_of_new"]) == ("new", None, None)
    assert (ended["largest_other_code"], new["largest_other_code"]) == ("0180R003", "0180R002")


def test_only_kommuner_of_both_layers_are_compared(compare, log):
    shared_kommun = squares(2, 1)
    beside = squares(2, 1, kommun="0182", west=652_000.0)
    old = {**shared_kommun, **squares(1, 1, kommun="0114", west=649_000.0)}
    new = moved({**shared_kommun, **beside}, shapely.box(651_900, 0, 652_000, 1e7), "0180R002", "0182R001")
    rows, pairs, result = compare(old, new)
    assert set(rows) == {"0180R001", "0180R002"}
    assert [result[name] for name in COUNTS] == [1, 1, 0, 0]
    assert rows["0180R002"]["largest_other_code"] == "0182R001"
    assert sum(row["share_of_old"] for pair, row in pairs.items() if pair[0] == "0180R002") == pytest.approx(
        1
    )
    assert any(
        "1 kommuner are in layer old only" in warning and "0114" in warning for warning in log.warnings
    )
    assert any(
        "1 kommuner are in layer new only" in warning and "0182" in warning for warning in log.warnings
    )


def test_ground_that_the_other_layer_does_not_cover_is_told(compare, log):
    old = squares(2, 2)
    new = {**old, "0180R004": old["0180R004"].intersection(shapely.box(0, 0, 651_500, 1e7))}
    rows, _, _ = compare(old, new)
    assert codes_of(rows, "changed") == {"0180R004"}
    assert rows["0180R004"]["largest_other_code"] is None
    assert any("1 codes have ground" in warning and "0180R004" in warning for warning in log.warnings)


def test_an_unknown_division_is_taken_with_a_warning(compare, log):
    old = squares(2, 1)
    compare(layer_of(old, None, "here"), old)
    assert any(
        "Layer here does not say which division it holds; it is taken as OLD" in text for text in log.warnings
    )


def test_raw_fields_are_recognised_or_chosen(run):
    fields = ("kod:string", "annan:string", "version:string")
    first, second = squares(2, 1).values()
    made = [
        memory_layer(
            "Polygon",
            fields,
            [(first.wkt, ("180R001", "0180R008", version)), (second.wkt, ("180R002", "0180R009", version))],
        )
        for version in ("2020_v3", "2025_v1")
    ]
    parameters = {"OLD": made[0], "NEW": made[1], "OUTPUT": TEMPORARY}
    assert run("comparedivisions", **parameters)["UNCHANGED_COUNT"] == 2
    result = run("comparedivisions", **parameters, OLD_CODE_FIELD="annan", NEW_CODE_FIELD="annan")
    assert [row["region_code"] for row in rows_of(result["OUTPUT"])] == ["0180R008", "0180R009"]
    assert "OVERLAPS" not in result


def test_how_it_was_made_goes_with_the_tables(compare):
    old = squares(2, 1)
    _, _, result = compare(old, old)
    for name in ("OUTPUT", "OVERLAPS"):
        history = result[name].metadata().history()
        assert history[:2] == ["Source: old areas: 2 of RegSO 2020", "Source: new areas: 2 of RegSO 2025"]
        assert "segregation:comparedivisions" in history[2]
        assert not result[name].isSpatial()


def deso(areas):
    return {f"0180C10{number}0": area for number, area in enumerate(areas.values(), start=1)}


@pytest.mark.parametrize(
    ("old", "new", "changes", "sentence"),
    [
        (NEW, NEW, {}, r"^Layers old and new both hold areas of RegSO 2025; give the older division as OLD and the newer one as NEW\."),
        (NEW, OLD, {}, "^OLD is layer old with areas of RegSO 2025, and NEW is layer new with areas of RegSO 2020; give"),
        (NEW, None, {}, "NEW is layer new with areas of an unknown division; give the older division as OLD"),
        (OLD, "DeSO 2025", {}, "^Layer old holds RegSO and layer new holds DeSO; give two layers of the same kind of area"),
        (OLD, NEW, {"OLD_CODE_FIELD": "kod"}, "has no field kod"),
        (OLD, NEW, {"NEW_CODE_FIELD": "region_name"}, "No row of layer new has a RegSO or DeSO code"),
        (OLD, NEW, {"TOLERANCE": 0}, "TOLERANCE"),
    ],
)  # fmt: skip
def test_wrong_parameters_stop_with_one_sentence(run, old, new, changes, sentence, tmp_path):
    output = tmp_path / "changes.gpkg"
    areas = squares(2, 1)
    layers = {
        "OLD": layer_of(areas, old, "old"),
        "NEW": layer_of(deso(areas) if new and new.startswith("DeSO") else areas, new, "new"),
    }
    with pytest.raises(QgsProcessingException, match=sentence):
        run("comparedivisions", **{**layers, "OUTPUT": str(output), **changes})
    assert not output.exists()


def test_layers_without_a_kommun_in_common_stop(compare):
    with pytest.raises(QgsProcessingException, match="Layers old and new have no kommun in common; give two"):
        compare(squares(2, 1), squares(2, 1, kommun="1480"))


@pytest.mark.usefixtures("swedish")
def test_sentences_are_in_the_users_language(run):
    layer = layer_of(squares(1, 1), NEW, "lager")
    with pytest.raises(QgsProcessingException, match="enligt en okänd indelning; ange den äldre indelningen"):
        run("comparedivisions", OLD=layer, NEW=layer_of(squares(1, 1), None, "b"), OUTPUT=TEMPORARY)


class CancelledAt(Log):
    def __init__(self, progress):
        super().__init__()
        self.progressChanged.connect(lambda value: self.cancel() if value >= progress else None)


@pytest.mark.parametrize("progress", [1, 50, 90])
def test_cancel_writes_nothing(progress, tmp_path):
    import processing

    output = tmp_path / "changes.gpkg"
    parameters = {
        "OLD": layer_of(squares(12, 12), OLD),
        "NEW": layer_of(jittered(squares(12, 12), 3), NEW),
        "OUTPUT": str(output),
    }
    with pytest.raises(QgsProcessingException, match="cancelled"):
        processing.run("segregation:comparedivisions", parameters, feedback=CancelledAt(progress))
    assert not output.exists()


def test_tables_in_files(run, tmp_path):
    old = squares(2, 1)
    paths = {name: str(tmp_path / f"{name.lower()}.gpkg") for name in ("OUTPUT", "OVERLAPS")}
    result = run("comparedivisions", OLD=layer_of(old, OLD), NEW=layer_of(old, NEW), **paths)
    assert {name: result[name] for name in paths} == paths
    assert [QgsVectorLayer(path, "t", "ogr").featureCount() for path in paths.values()] == [2, 2]


@pytest.mark.shared
@pytest.mark.slow
def test_a_real_region_with_some_borders_moved(compare, shared_data):
    """The 300 areas of the Göteborg region, and an older division made of them: exactly what was edited is found."""
    new = areas_in(shared_data / "goteborgsregionen" / "regso_2025.gpkg", "regsokod")
    old, touched = dict(new), set()
    for giver, taker in itertools.islice(neighbours(new), 0, 60, 6):
        border = shapely.line_merge(new[giver].intersection(new[taker]))
        line = max(shapely.get_parts(border), key=lambda part: part.length)
        strip = substring(line, line.length / 3, line.length / 3 + 300).buffer(2, cap_style="flat")
        old = moved(old, strip, giver, taker)
        touched |= {giver, taker}
    ended, split = "1480R900", sorted(new.keys() - touched)[0]
    half = shapely.box(*old[split].bounds[:2], old[split].centroid.x, old[split].bounds[3])
    old[ended], old[split] = old[split].intersection(half), old[split].difference(half)
    old = jittered(old, 0.01)
    rows, pairs, result = compare(old, str(shared_data / "goteborgsregionen" / "regso_2025.gpkg"))
    assert codes_of(rows, "changed") == {*touched, split}
    assert (codes_of(rows, "ended"), codes_of(rows, "new")) == ({ended}, set())
    assert result["UNCHANGED_COUNT"] == 300 - len(touched) - 1
    assert rows[ended]["largest_other_code"] == split
    for (before, after), row in pairs.items():
        common = shapely.make_valid(old[before], method="structure").intersection(new[after])
        assert row["shared_area_m2"] == pytest.approx(common.area, rel=1e-6), (before, after)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("decimals", "unchanged"), [(2, True), (1, True), (0, False)])
def test_the_default_covers_decimetres_on_a_real_region(compare, shared_data, decimals, unchanged):
    new = areas_in(shared_data / "goteborgsregionen" / "regso_2025.gpkg", "regsokod")
    old = {code: shapely.transform(area, lambda xy: xy.round(decimals)) for code, area in new.items()}
    _, _, result = compare(old, new)
    assert (result["UNCHANGED_COUNT"] == len(new)) == unchanged


def neighbours(areas):
    """Yield pairs of codes whose areas share a border of a kilometre, no code twice."""
    codes = sorted(areas)
    tree, free = shapely.STRtree([areas[code] for code in codes]), set(codes)
    for giver in codes:
        for place in sorted(tree.query(areas[giver], predicate="touches").tolist()):
            taker = codes[place]
            if {giver, taker} <= free and areas[giver].intersection(areas[taker]).length > 1000:
                free -= {giver, taker}
                yield giver, taker
