"""Makes the embedded sample: a fictitious city region with SCB's file shapes; run by ``tools/make_sample.py``."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the sample uses the plugin's own definition of the area types
