"""Which fields say the class of a road in a way that maps can draw."""

import pytest

from segregation_plugin.core.road_class import STEPS, road_classes


@pytest.mark.parametrize(
    "field",
    ["Klass_181", "klass_9", "Funktionell_vägklass", "funkvagklass_klass_181", "FUNKTIONEL"],
)
def test_functional_classes(field):
    assert road_classes(field).steps == (("0", "1"), ("2", "3", "4"))


@pytest.mark.parametrize("field", ["highway", "fclass"])
def test_classes_of_openstreetmap(field):
    assert "motorway" in road_classes(field).steps[0]


@pytest.mark.parametrize(
    "field", ["", "Vagha_6", "Kateg_380", "klass", "class", "typ", "ADT_f_117", "FPV_k_309", "Vägklass"]
)
def test_other_fields_say_none(field):
    assert road_classes(field) is None


@pytest.mark.parametrize("field", ["Klass_181", "highway"])
def test_every_step_has_a_name_in_both_languages(field):
    assert {language: len(set(labels)) for language, labels in road_classes(field).labels.items()} == {
        "en": STEPS,
        "sv": STEPS,
    }
