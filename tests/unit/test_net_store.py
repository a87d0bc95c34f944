"""Border nets kept on disk: found again, never stale, never half-read."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from segregation_plugin.geometry.coverage import store as store_module
from segregation_plugin.geometry.coverage.store import NetStore, name_of

EAST, NORTH = 500_000, 6_600_000


def squares(count, size=1000.0):
    """Return the WKB of squares side by side."""
    return [
        shapely.to_wkb(shapely.box(EAST + size * i, NORTH, EAST + size * (i + 1), NORTH + size))
        for i in range(count)
    ]


@pytest.fixture(autouse=True)
def _every_net_is_worth_a_file(monkeypatch):
    monkeypatch.setattr(store_module, "_WORTH_A_FILE", 1)


@pytest.fixture
def never_built(monkeypatch):
    """Make it a fault to build a net from now on."""

    def no_net(polygons):
        raise AssertionError(f"a net of {len(polygons)} areas was built")

    return lambda: monkeypatch.setattr(store_module, "border_net", no_net)


def built(folder, areas):
    """Build a net in a store of its own and wait until it is on disk."""
    store = NetStore(folder)
    net = store.net(name_of(areas), areas)
    store.flush()
    return net


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def same(one, other):
    for part in ("edges", "grid"):
        for name, value in vars(getattr(one, part)).items():
            if name in getattr(other, part).__dataclass_fields__:
                np.testing.assert_array_equal(value, getattr(getattr(other, part), name))


def test_net_is_read_from_its_file_by_another_store(tmp_path, never_built):
    areas = squares(3)
    net = built(tmp_path, areas)
    never_built()
    same(NetStore(tmp_path).net(name_of(areas), areas), net)


def test_net_stays_in_memory_without_a_folder(never_built):
    areas, store = squares(3), NetStore(None)
    assert not store.has(name_of(areas))
    net = store.net(name_of(areas), areas)
    never_built()
    assert store.has(name_of(areas))
    assert store.net(name_of(areas), areas) is net


@pytest.mark.parametrize(
    "other",
    [
        squares(4),
        squares(3)[::-1],
        squares(3, 1000.0000001),
        [*squares(2), shapely.to_wkb(shapely.box(EAST + 2000, NORTH, EAST + 3000, NORTH + 1000.5))],
    ],
    ids=["one more", "another order", "a hair larger", "one corner moved"],
)
def test_changed_areas_have_another_name(other):
    assert name_of(other) != name_of(squares(3))


def test_another_version_has_another_name(monkeypatch):
    before = name_of(squares(3))
    monkeypatch.setattr(store_module, "_code", lambda: b"another version")
    assert name_of(squares(3)) != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda _: b"",
        lambda data: data[:3000] + bytes([data[3000] ^ 0xFF]) + data[3001:],
        lambda _: b"not a net",
    ],
    ids=["half written", "empty", "a byte turned", "something else"],
)
def test_damaged_file_is_built_anew_and_replaced(tmp_path, damage):
    areas = squares(300)
    net = built(tmp_path, areas)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    same(built(tmp_path, areas), net)
    same(store_module._unpacked(path, name_of(areas)), net)


def test_file_under_another_name_is_not_taken(tmp_path):
    one, other = squares(3), squares(4)
    built(tmp_path, one)
    (path,) = tmp_path.iterdir()
    path.rename(path.with_name(path.name.replace(name_of(one), name_of(other))))
    assert NetStore(tmp_path).net(name_of(other), other).edges.left.max() == 3


def test_write_that_ends_early_leaves_nothing(tmp_path, monkeypatch):
    def full_disk(file, **arrays):
        file.write(b"half of " + next(iter(arrays)).encode())
        raise OSError("no space left on device")

    monkeypatch.setattr(store_module.np, "savez", full_disk)
    areas = squares(3)
    assert built(tmp_path, areas) is not None
    assert files(tmp_path) == []


def test_folder_that_cannot_be_made_costs_no_result(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    areas = squares(3)
    assert built(tmp_path / "file" / "cache", areas) is not None


def test_the_longest_unused_files_go(tmp_path):
    import os

    for count in range(1, store_module._ON_DISK + 4):
        areas = squares(count)
        built(tmp_path, areas)
        os.utime(next(tmp_path.glob(name_of(areas) + "*")), (count, count))
    kept = {name.partition(".")[0] for name in files(tmp_path)}
    assert len(kept) == store_module._ON_DISK
    assert name_of(squares(1)) not in kept
    assert name_of(squares(store_module._ON_DISK + 3)) in kept


def test_memory_holds_few_nets():
    store = NetStore(None)
    for count in range(1, 6):
        store.net(name_of(squares(count)), squares(count))
    assert store.has(name_of(squares(5)))
    assert not store.has(name_of(squares(1)))


def test_areas_that_are_no_coverage_are_known_as_such(tmp_path, never_built):
    areas = [*squares(2), shapely.to_wkb(shapely.box(EAST + 500, NORTH + 200, EAST + 700, NORTH + 400))]
    store = NetStore(tmp_path)
    assert store.net(name_of(areas), areas) is None
    never_built()
    assert store.net(name_of(areas), areas) is None
    assert files(tmp_path) == []


def test_clear_forgets_and_removes(tmp_path):
    areas, store = squares(3), NetStore(tmp_path)
    store.net(name_of(areas), areas)
    store.clear()
    assert not store.has(name_of(areas))
    assert files(tmp_path) == []


def test_what_a_killed_writer_left_is_removed_after_a_while(tmp_path):
    import os

    old, fresh = tmp_path / ".x.borders.part", tmp_path / ".y.borders.part"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    built(tmp_path, squares(3))
    assert not old.exists()
    assert fresh.exists()


def test_folder_that_may_not_be_looked_into_costs_no_result(tmp_path, monkeypatch):
    def refused(self):
        raise PermissionError(self)

    monkeypatch.setattr(store_module.Path, "is_file", refused)
    assert NetStore(tmp_path).net(name_of(squares(3)), squares(3)) is not None


@pytest.mark.parametrize("byte", range(0, 60, 2))
def test_no_damage_to_the_header_ends_a_run(tmp_path, byte):
    areas = squares(3)
    net = built(tmp_path, areas)
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[byte] ^= 0xFF
    path.write_bytes(data)
    same(NetStore(tmp_path).net(name_of(areas), areas), net)
