"""Fields of several layers in one text: what is written is read again, whatever names layers have."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from segregation_plugin.core.errors import InputError
from segregation_plugin.core.field_lists import field_lists, field_lists_text


@pytest.mark.parametrize(
    ("text", "layers", "expected"),
    [
        ("", 2, [[], []]),
        ("kind", 2, [["kind"], ["kind"]]),
        (" kind , sort,, ", 1, [["kind", "sort"]]),
        ("Klass_181;Kateg_380", 2, [["Klass_181"], ["Kateg_380"]]),
        ("Klass_181; ;highway, fclass", 3, [["Klass_181"], [], ["highway", "fclass"]]),
        ("Klass_181;", 2, [["Klass_181"], []]),
        (";", 2, [[], []]),
        ('"a,b"', 1, [["a,b"]]),
        ('"a;b";"say ""x"""', 2, [["a;b"], ['say "x"']]),
        ('5" pipe', 1, [['5" pipe']]),
    ],
)
def test_lists(text, layers, expected):
    assert field_lists(text, layers) == expected


@pytest.mark.parametrize(("text", "layers"), [("a;b", 1), ("a;b", 3), (";", 1)])
def test_lists_for_other_layers_are_refused(text, layers):
    with pytest.raises(
        InputError, match=rf"for each of 2 layers, but there are {layers}; give one list for all"
    ):
        field_lists(text, layers)


_NAME = some.one_of(
    some.just(""), some.text(alphabet='a ;,"åB_', min_size=1).filter(lambda name: name.strip())
)


@given(some.lists(_NAME, min_size=1, max_size=5))
def test_what_is_written_is_read_again(fields):
    assert field_lists(field_lists_text(fields), len(fields)) == [[name] if name else [] for name in fields]
