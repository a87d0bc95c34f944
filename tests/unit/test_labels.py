import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segregation_plugin.core.labels import fold_label, is_region_label, region_label
from segregation_plugin.core.words import WORD_LENGTH, ascii_words, repeated, unique_words, word


@pytest.mark.parametrize(
    "found",
    [
        "Luleå (Tuna )",
        " Luleå  ( Tuna)",
        "LULEÅ (tuna)",
        "Luleå(Tuna)",
        "Luleå\u00a0(Tuna)",
        "Lulea\u030a (Tuna)",
    ],
)
def test_stray_blanks_case_and_composition_are_folded(found):
    assert fold_label(found) == fold_label("Luleå (Tuna)")


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2010", "\u2011", "\u2014", "\u2212", " - ", " \u2013 "])
def test_dashes_are_folded(dash):
    assert fold_label(f"Karlstad (Alster{dash}Skattkärr)") == fold_label("Karlstad (Alster-Skattkärr)")


def test_different_names_stay_different():
    labels = ["Lund (Norr)", "Lund (Norra)", "Lund (Nörr)", "Lund-Norr", "Lunda (Norr)"]
    assert len({fold_label(label) for label in labels}) == len(labels)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold_label(fold_label(text)) == fold_label(text)


def test_every_label_of_the_country_stays_its_own(shared_data):
    with (shared_data / "national/koppling-deso2018-regso2020.csv").open(encoding="utf-8-sig") as file:
        labels = {region_label(row["Kommunnamn"], row["RegSO_2020"]) for row in csv.DictReader(file)}
    assert len({fold_label(label) for label in labels}) == len(labels) == 3363
    assert all(map(is_region_label, labels))


@pytest.mark.parametrize(
    "text", ["Karlstad", "(Alster)", "Karlstad ()", "", "1780", "Karlstad (Alster), 2022"]
)
def test_what_is_no_label_of_an_area(text):
    assert not is_region_label(text)


def test_words_are_ascii_and_short():
    assert word("Andelen med ekonomiskt bistånd och/eller långtidsarbetslösa") == (
        "andelen_med_ekonomiskt_bistand_och_eller"
    )
    assert ascii_words("Utländsk/svensk bakgrund 2022") == "utlandsk_svensk_bakgrund_2022"
    assert word("…") == "layer"
    assert word("…", "value") == "value"


@given(st.lists(st.text(max_size=60)))
def test_words_are_unique_and_fit(names):
    words = unique_words([word(name) for name in names], taken=["layer"])
    assert len(set(words)) == len(words)
    assert "layer" not in words
    assert all(len(found) <= WORD_LENGTH and found.isascii() for found in words)


def test_the_first_name_that_comes_twice():
    assert repeated(["a", "b", "c", "b", "c"]) == "b"
    assert repeated(["a", "b"]) is None
    assert repeated([]) is None
