"""Stops of GTFS are found in files, folders and packed timetables, and hostile ones are told or left alone."""

import zipfile

import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources import gtfs
from segregation_plugin.sources.gtfs import StopsFile, stops_file

HEADER = "stop_id,stop_name,stop_lat,stop_lon\n"


def packed(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("member", ["stops.txt", "feed/stops.txt", "../stops.txt"])
def test_a_packed_timetable_holds_its_stops(tmp_path, member):
    path = packed(tmp_path / "sl.zip", {"agency.txt": "agency_id\n", member: "\ufeff" + HEADER})
    stops = stops_file(path)
    assert stops == StopsFile(path, member)
    assert stops.name == "sl stops"
    assert stops.columns() == ["stop_id", "stop_name", "stop_lat", "stop_lon"]


@pytest.mark.parametrize(
    "members", [{"agency.txt": "x"}, {"feed|option:X=1/stops.txt": HEADER}, {"stops.txt.bak": HEADER}]
)
def test_a_zip_of_anything_else_is_none(tmp_path, members):
    assert stops_file(packed(tmp_path / "x.zip", members)) is None


def test_of_several_timetables_none_is_guessed(tmp_path):
    path = packed(tmp_path / "all.zip", {"a/stops.txt": HEADER, "b/stops.txt": HEADER})
    with pytest.raises(InputError, match=r"^all\.zip holds 2 timetables; unpack it"):
        stops_file(path)


def test_a_zip_of_layers_is_left_to_qgis(tmp_path):
    assert stops_file(packed(tmp_path / "x.zip", {"roads.shp": "", "stops.txt": HEADER})) is None


def test_zones_of_services_on_demand_are_part_of_a_timetable(tmp_path):
    path = packed(tmp_path / "flex.zip", {"stops.txt": HEADER, "locations.geojson": "{}"})
    assert stops_file(path).member == "stops.txt"


def test_the_name_may_be_in_capitals(tmp_path):
    path = packed(tmp_path / "x.zip", {"Stops.TXT": HEADER})
    assert stops_file(path).member == "Stops.TXT"


def test_what_is_called_zip_and_is_none(tmp_path):
    (tmp_path / "x.zip").write_text("PK")
    assert stops_file(tmp_path / "x.zip") is None
    assert stops_file(tmp_path / "absent.zip") is None


def test_stops_that_unpack_to_too_much_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(gtfs, "_MOST_BYTES", 1_000_000)
    path = packed(tmp_path / "bomb.zip", {"stops.txt": HEADER + " " * 2_000_000})
    with pytest.raises(
        InputError, match=r"^The stops\.txt in bomb\.zip unpacks to 2 MB, more than the 1 MB that are read\.$"
    ):
        stops_file(path).columns()


def spoilt(path, content):
    """Overwrite what is packed, and leave the zip's directory as it was."""
    written = path.read_bytes()
    begin = written.index(b"stops.txt") + len(b"stops.txt")
    path.write_bytes(written[:begin] + content + written[begin + len(content) :])


@pytest.mark.parametrize("content", [b"\xff" * 20, b"\x00" * 20])
def test_a_broken_zip_lacks_all_columns(tmp_path, content):
    path = packed(tmp_path / "x.zip", {"stops.txt": HEADER * 40})
    spoilt(path, content)
    with pytest.raises(InputError, match=r"^x\.zip lacks the columns stop_id, stop_lat, stop_lon;"):
        stops_file(path).columns()


def test_a_locked_zip_lacks_all_columns(tmp_path):
    path = packed(tmp_path / "x.zip", {"stops.txt": HEADER})
    written = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        written[written.index(signature) + flags] |= 1  # "encrypted"
    path.write_bytes(written)
    with pytest.raises(InputError, match=r"^x\.zip lacks the columns"):
        stops_file(path).columns()


def test_files_and_folders(tmp_path):
    folder = tmp_path / "västtrafik"
    folder.mkdir()
    (folder / "stops.txt").write_text(HEADER)
    (folder / "other.csv").write_text(HEADER)
    (folder / "table.csv").write_text("a;b\n")
    assert stops_file(folder).name == "västtrafik stops"
    assert stops_file(folder / "stops.txt").name == "västtrafik stops"
    assert stops_file(folder / "other.csv").name == "other"
    assert stops_file(folder / "table.csv") is None
