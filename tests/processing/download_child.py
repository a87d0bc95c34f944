"""A download in a process of its own: ``download_child.py WFS PXWEB CACHE OUTPUT [NAME=VALUE …]``.

Prints, as JSON, what came of it and the most memory the process held.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback


def main() -> None:
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS has it by place
    application.initQgis()
    sys.path += ["/usr/share/qgis/python/plugins", str(Path(__file__).resolve().parents[2])]
    from processing.core.Processing import Processing

    from segregation_plugin import settings
    from segregation_plugin.processing_provider.provider import SegregationProvider

    Processing.initialize()
    provider = SegregationProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    wfs, pxweb, cache, output, *others = sys.argv[1:]
    settings.WFS_ADDRESS.value, settings.PXWEB_ADDRESS.value, settings.CACHE_FOLDER.value = wfs, pxweb, cache
    parameters = {"OUTPUT": output, **dict(other.split("=", 1) for other in others)}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("segregation:downloadscb")
    results, fine = algorithm.run(
        parameters,
        QgsProcessingContext(),
        QgsProcessingFeedback(False),  # noqa: FBT003
        {},
        False,  # noqa: FBT003
    )
    answer = {"fine": fine, "count": results["AREA_COUNT"], "peak_kb": peak_kb()}
    sys.stdout.write(json.dumps(answer) + "\n")


def peak_kb() -> int:
    """Return the most memory this process held; what ``getrusage`` says counts that of its parent too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


if __name__ == "__main__":
    main()
