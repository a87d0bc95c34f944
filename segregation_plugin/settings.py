"""What a person may set; kept in the settings of QGIS, so that batch runs have it too."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from qgis.core import QgsApplication, QgsSettings

Value = TypeVar("Value", str, int)

_GROUP = "segregation"


class Setting(Generic[Value]):
    """One value, and what it is where nobody has set it."""

    def __init__(
        self, key: str, default: Value, least: Value | None = None, most: Value | None = None
    ) -> None:
        self.key = f"{_GROUP}/{key}"
        self.default = default
        self.least, self.most = least, most

    @property
    def value(self) -> Value:
        """The value; the default where something else than such a value stands in the settings."""
        try:
            value = type(self.default)(QgsSettings().value(self.key, self.default))
        except (TypeError, ValueError):
            return self.default
        is_within = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return value if is_within else self.default

    @value.setter
    def value(self, value: Value) -> None:
        if value == self.default:
            QgsSettings().remove(self.key)  # a later version may know a better one
        else:
            QgsSettings().setValue(self.key, value)


WFS_ADDRESS = Setting("wfs_address", "https://geodata.scb.se/geoserver/stat/wfs")
PXWEB_ADDRESS = Setting("pxweb_address", "https://statistikdatabasen.scb.se/api/v2/")
WFS_AUTHENTICATION = Setting("wfs_authentication", "")
"""An authentication configuration of QGIS; empty for none. Each service has its own: a login is for one of them."""
PXWEB_AUTHENTICATION = Setting("pxweb_authentication", "")
TIMEOUT_S = Setting("timeout_s", 60, 1, 3600)
"""How long nothing may come before a question is given up."""
CACHE_FOLDER = Setting("cache_folder", "")
"""Empty for a folder in the QGIS profile."""
CACHE_MB = Setting("cache_mb", 500, 1, 100_000)
CACHE_DAYS = Setting("cache_days", 7, 0, 3650)
"""How old an answer may be before the service is asked again."""
LANGUAGE = Setting("language", "auto")
"""``auto`` (that of QGIS), ``en`` or ``sv``."""


def cache_folder() -> Path:
    """Return the folder for answers of SCB's services."""
    if CACHE_FOLDER.value:
        return Path(CACHE_FOLDER.value)
    return Path(QgsApplication.qgisSettingsDirPath()) / "cache" / "segregation" / "scb"
