"""Answers of SCB's database that are in memory: one, or the parts of one table."""

from __future__ import annotations

import json

import pytest

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.sources import limits
from segregation_plugin.sources.scb_tables import read_table, table_of_answers
from tests.made_tables import index_table, json_stat, written


def part(*codes, title="Made", contents=("000008IT",), **more):
    made = json_stat(
        {
            "Region": {code: f"Karlstad ({code})" for code in codes},
            "ContentsCode": {content: f"label {content}" for content in contents},
            "Tid": {"2022": "2022"},
        },
        lambda region, *_: int(region[5:8]),
        title=title,
        **more,
    )
    return json.dumps(made)


def test_one_answer_is_what_a_file_of_it_is(tmp_path):
    text = json.dumps(index_table())
    table = table_of_answers([text], "TAB6586", "2022")
    assert table.data.equals(read_table(written(tmp_path, text, "t.json"), years="2022").data)
    assert table.stamp() == "TAB6586, SCB, updated 2026-06-23T06:00:00Z"


def test_the_rows_of_parts_come_after_each_other():
    texts = [part("1780R002", note=["a"]), part("1780R001", "1780R003", note=["b", "a"])]
    table = table_of_answers(["\ufeff" + texts[0], texts[1]], "TAB6586")
    assert table.data["region_code"].tolist() == ["1780R002", "1780R001", "1780R003"]
    assert table.data["socioeconomic_index"].tolist() == [2, 1, 3]
    assert table.notes == ["a", "b"]


def test_what_is_counted_is_counted_over_all_parts():
    texts = [part(code, value=[None], status={"0": "-"}) for code in ("1780R001", "1780R002")]
    assert table_of_answers(texts, "t").counts.nil_signs == 2


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (
            part("1780R002", title="Other"),
            r"^Part 2 of t does not fit the first \(title: Other, not Made\); download",
        ),
        (part("1780R002", contents=("000008IU",)), "contents: label 000008IU, not label 000008IT"),
        (part("1780R002", updated="2026-01-01"), "time of update: 2026-01-01, not 2026-06-23T06:00:00Z"),
        (part("1780R001"), "^t has two rows for 1780R001, RegSO 2020, 2022"),
        ("", "^t is no JSON"),
        ("{}", "^t is JSON, but no"),
    ],
)
def test_parts_that_do_not_fit_are_refused(second, sentence):
    with pytest.raises(InputError, match=sentence):
        table_of_answers([part("1780R001"), second], "t")


def test_parts_of_other_dimensions_are_refused():
    axes = {"Region": {"1780R002": "a"}, "ContentsCode": {"000008IT": "label 000008IT"}, "Tid": {"2022": ""}}
    other = json.dumps(json_stat({**axes, "Kon": {"1": "män"}}, lambda *_: 1))
    with pytest.raises(InputError, match=r"dimensions: kon, not \(blank\)"):
        table_of_answers([part("1780R001"), other], "t")


@pytest.mark.parametrize("answers", [[], [""]])
def test_no_answer_is_no_table(answers):
    with pytest.raises(InputError, match=r"^t is empty; download the table again"):
        table_of_answers(answers, "t")


def test_the_limit_holds_for_all_parts_together(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 1)
    assert len(table_of_answers([part("1780R001")], "t").data) == 1
    with pytest.raises(InputError, match=r"^t has more than 1 cells"):
        table_of_answers([part("1780R001"), part("1780R002")], "t")


def test_reading_can_be_cancelled():
    with pytest.raises(RunCancelledError):
        table_of_answers([part("1780R001")], "t", is_cancelled=lambda: True)
