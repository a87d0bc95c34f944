"""The zip that people download: one folder, all of the plugin, nothing else."""

from __future__ import annotations

import configparser
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest

REQUIRED = (
    "name",
    "qgisMinimumVersion",
    "description",
    "about",
    "version",
    "author",
    "email",
    "repository",
    "tracker",
)
BINARIES = {
    ".pyc",
    ".pyo",
    ".so",
    ".pyd",
    ".dll",
    ".dylib",
    ".exe",
    ".o",
    ".a",
    ".lib",
    ".bin",
    ".whl",
    ".zip",
}


@pytest.fixture(scope="module")
def content(archive):
    with ZipFile(archive) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def metadata(content):
    parser = configparser.ConfigParser()  # QGIS reads it so: a % would be taken as an interpolation
    parser.read_string(content["segregation_plugin/metadata.txt"].decode("utf-8"))
    return parser["general"]


def test_the_zip_holds_one_folder(content):
    assert {PurePosixPath(name).parts[0] for name in content} == {"segregation_plugin"}


def test_the_zip_holds_the_tree_and_nothing_else(content, root):
    expected = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in (root / "segregation_plugin", root)
        for path in (folder.rglob("*") if folder != root else (root / "resources").rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".qm"
    }
    expected |= {name: (root / name).read_bytes() for name in ("LICENSE", "CHANGELOG.md")}
    compiled = {
        source.with_suffix(".qm").relative_to(root).as_posix() for source in root.glob("resources/i18n/*.ts")
    }
    found = {name.removeprefix("segregation_plugin/"): data for name, data in content.items()}
    assert found.keys() == expected.keys() | compiled | {"metadata.txt"}
    assert [name for name, data in expected.items() if found[name] != data] == []


def test_the_zip_holds_no_binaries_and_no_caches(content):
    assert [name for name in content if PurePosixPath(name).suffix in BINARIES or "__pycache__" in name] == []
    assert [name for name, data in content.items() if data[:4] == b"\x7fELF" or data[:2] == b"MZ"] == []


def test_the_swedish_translation_is_compiled(content):
    qm = content["segregation_plugin/resources/i18n/segregation_sv.qm"]
    assert qm.startswith(b"\x3c\xb8\x64\x18")


def test_metadata_is_what_qgis_and_its_repository_read(metadata, root):
    assert [key for key in REQUIRED if not metadata.get(key)] == []
    assert all(part.isdigit() for part in metadata["version"].split("."))
    assert metadata["qgisMinimumVersion"] == "3.40"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert "%" not in (root / "metadata.txt").read_text(encoding="utf-8")
    assert "supportsQt6" not in metadata


def test_the_icon_of_the_metadata_is_there(metadata, content):
    assert f"segregation_plugin/{metadata['icon']}" in content


def test_the_changelog_tells_of_the_version(metadata, content):
    changelog = content["segregation_plugin/CHANGELOG.md"].decode("utf-8")
    assert f"## [{metadata['version']}]" in changelog
