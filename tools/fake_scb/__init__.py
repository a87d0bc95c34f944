"""A local server that answers like SCB's geodata service and statistical database.

For tests, and to try the plugin without a network. Standard library only; ``python -m tools.fake_scb`` starts it by
hand. In tests::

    from tools.fake_scb import FakeScb, national_country, recorded_country, sample_country

    with FakeScb(sample_country(), max_calls_per_time_window=1000) as scb:
        scb.wfs_url       # http://127.0.0.1:<port>/geoserver/stat/wfs
        scb.pxweb_url     # http://127.0.0.1:<port>/api/v2/
        scb.fail("503", times=2, where="TAB6586")
        scb.requests      # what was asked: time, method, path, query, body, status, count

The countries:
    ``sample_country()``: the embedded sample; stands alone.
    ``recorded_country(folder)``: SCB's own answers, recorded, such as ``shared/data/karlstad``.
    ``national_country()``: all 290 kommuner with 3 363 RegSO in both divisions, made up, the same every time.

The limits (``FakeScb(country, max_data_cells=…)``) are the fields of ``Limits``: ``max_data_cells``,
``max_calls_per_time_window``, ``time_window``, ``max_url_length``, ``max_features``, ``too_many_cells_status``,
``exception_status``.

The faults, by ``scb.fail(kind, times=1, where="", seconds=None)``:
    instead of the answer: ``429`` and ``429_date`` (``seconds`` to wait, as a number or a date), ``503`` (with
    Retry-After if ``seconds`` are given), ``500``, ``wrong_type``, ``html``, ``redirect`` (to the same with
    ``redirected=1``), ``redirect_loop``, ``redirect_file``, ``empty``, ``exception_report``, ``bad_json``;
    the answer changed: ``gzip``, ``truncated_gzip``, ``changed_count``, ``repeated_page`` (both wait for a GetFeature
    with a startIndex above 0), ``missing_codes`` (waits for a call for data; every fifth region and the last lack);
    the answer sent badly: ``slow`` (over ``seconds``), ``stall`` (headers, then nothing for ``seconds``), ``cut``,
    ``cut_chunked``, ``huge``.

A fault that answers instead does not count as a call in the database's time window; the others do.

Where SCB's own behaviour was not to be seen, this is assumed: an axis that is left out and eliminated is not in the
answer; a call without any selection is refused like one that lacks an axis; a wildcard that matches nothing is an
unknown value; texts are Swedish with ``lang=en`` too; småorter have fields like those of tätorter.

``FakeScb(country, https=True)`` speaks TLS with a certificate of its own (``scb.certificate`` is its file), with
``expired=True`` one whose time is over; the openssl program makes it.
"""

from .answer import Asked
from .certificate import NoOpensslError
from .country import Country
from .faults import KINDS
from .limits import Limits
from .national import national_country
from .recorded import recorded_country
from .sample import sample_country
from .server import FakeScb

__all__ = [
    "KINDS",
    "Asked",
    "Country",
    "FakeScb",
    "Limits",
    "NoOpensslError",
    "national_country",
    "recorded_country",
    "sample_country",
]
