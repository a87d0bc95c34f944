"""Make the package that QGIS installs: ``build/segregation_plugin.zip``, and the same files in ``build/plugins``.

``resources/`` and ``metadata.txt`` stand beside the package in the checkout but belong inside it when installed,
so everything is staged as one folder before pb_tool zips it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
NAME = "segregation_plugin"
BESIDE_THE_CODE = ("metadata.txt", "LICENSE", "CHANGELOG.md")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.qm", ".*")
LRELEASE = "/usr/lib/qt5/bin/lrelease"


def stage(build: Path) -> Path:
    """Lay the plugin out below ``build/stage`` as it will be installed, translations compiled."""
    folder = build / "stage"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / NAME, folder, ignore=LEFT_OUT)
    shutil.copytree(ROOT / "resources", folder / "resources", ignore=LEFT_OUT)
    for name in BESIDE_THE_CODE:
        shutil.copy2(ROOT / name, folder)
    for source in sorted(folder.glob("resources/i18n/*.ts")):
        _run([LRELEASE, "-silent", source.name], folder / "resources" / "i18n")
    return folder


def package(build: Path) -> Path:
    """Stage, deploy to ``build/plugins`` and zip; return the zip.

    Raises:
        SystemExit: a tool failed, or the zip does not hold exactly what was staged; pb_tool itself exits with 0
            when it could not copy a file.
    """
    build = build.resolve()
    staged = stage(build)
    shutil.rmtree(build / "plugins", ignore_errors=True)  # pb_tool would zip an earlier copy as it is
    pb_tool = str(Path(sys.executable).with_name("pb_tool"))
    options = ["--config_file", str(ROOT / "pb_tool.cfg"), "--plugin_path", str(build / "plugins")]
    _run([pb_tool, "zip", "--quick", "--no-docs", *options], staged)
    archive = shutil.move(staged / f"{NAME}.zip", build / f"{NAME}.zip")
    wanted = {f"{NAME}/{path.relative_to(staged)}" for path in staged.rglob("*") if path.is_file()}
    with ZipFile(archive) as content:
        found = {name for name in content.namelist() if not name.endswith("/")}
    if found != wanted:
        sys.exit(f"package: the zip does not hold what was staged: {sorted(found ^ wanted)}")
    return Path(archive)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"package: {' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def main() -> None:
    """Package into the folder named on the command line, ``build`` unless told otherwise."""
    parser = argparse.ArgumentParser(description="Make the package that QGIS installs.")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    archive = package(parser.parse_args().build)
    with ZipFile(archive) as content:
        files = sum(not name.endswith("/") for name in content.namelist())
    print(f"{archive}: {files} files, {archive.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
