"""SCB's services as the settings have them, for one run."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import settings
from ..i18n import localised
from ..sources.scb.cache import AnswerCache
from ..sources.scb.network import QgisNetwork
from ..sources.scb.pxweb import StatisticalDatabase
from ..sources.scb.service import Freshness, Service
from ..sources.scb.wfs import GeodataService

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

    from ..core.notices import Notice
    from ..settings import Setting


@dataclass(frozen=True)
class ScbServices:
    """Where areas and figures come from."""

    geodata: GeodataService
    database: StatisticalDatabase


def answer_cache() -> AnswerCache:
    """Return the cache of this QGIS profile."""
    return AnswerCache(settings.cache_folder(), settings.CACHE_MB.value)


def scb_services(feedback: QgsProcessingFeedback, *, refresh: bool) -> ScbServices:
    """Return the services.

    Args:
        feedback: asked for cancel, told what the user should know.
        refresh: ask for everything anew; what is kept then serves only where the network does not.
    """
    freshness = Freshness(datetime.timedelta(days=settings.CACHE_DAYS.value), refresh)

    def tell(notice: Notice) -> None:
        feedback.pushWarning(localised(notice))

    def service(authentication: Setting[str]) -> Service:
        network = QgisNetwork(feedback, settings.TIMEOUT_S.value, authentication.value)
        return Service(network.send, feedback.isCanceled, answer_cache(), freshness, tell=tell)

    return ScbServices(
        GeodataService(service(settings.WFS_AUTHENTICATION), settings.WFS_ADDRESS.value),
        StatisticalDatabase(service(settings.PXWEB_AUTHENTICATION), settings.PXWEB_ADDRESS.value),
    )
