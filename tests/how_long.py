"""How much the random tests try: DECISION_SUPPORT_LONG=1 makes them twenty times longer, and runs what is left out."""

from __future__ import annotations

import os

LONG = os.environ.get("DECISION_SUPPORT_LONG") == "1"
TIMES = 20 if LONG else 1
