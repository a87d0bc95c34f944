"""Start the server by hand: ``python -m tools.fake_scb [--port 8765] [--data FOLDER] [--national]``."""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from . import FakeScb, national_country, recorded_country, sample_country

if TYPE_CHECKING:
    from .answer import Asked
    from .country import Country

_SETTINGS = """SCB's two services, from {title}. Stop with Ctrl+C.

In QGIS, under Settings > Options > Segregation, fill in:
  Address of the geodata service (WFS):               {wfs}
  Address of the statistical database (PxWebApi v2):  {pxweb}
"""


def main() -> None:
    """Serve until somebody presses Ctrl+C."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.fake_scb", description="Answer like SCB's services, on this computer only."
    )
    parser.add_argument("--port", type=int, default=8765)
    country = parser.add_mutually_exclusive_group()
    country.add_argument("--data", type=Path, metavar="FOLDER", help="recorded answers instead of the sample")
    country.add_argument("--national", action="store_true", help="a made-up country of 290 kommuner")
    chosen = parser.parse_args()
    try:
        _serve(FakeScb(_country(chosen), port=chosen.port, on_answer=_tell))
    except OSError as error:
        parser.error(str(error))


def _serve(scb: FakeScb) -> None:
    with scb, suppress(KeyboardInterrupt):
        print(_SETTINGS.format(title=scb.title, wfs=scb.wfs_url, pxweb=scb.pxweb_url), flush=True)
        while True:
            time.sleep(3_600)


def _country(chosen: argparse.Namespace) -> Country:
    if chosen.data:
        return recorded_country(chosen.data)
    return national_country() if chosen.national else sample_country()


def _tell(asked: Asked) -> None:
    print(f"{asked.status} {asked.count:>7}  {asked.method} {unquote(asked.target)}", flush=True)


if __name__ == "__main__":
    main()
