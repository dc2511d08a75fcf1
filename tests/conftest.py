"""Set up for every test, before anything else is imported."""

import os
import sys
from pathlib import Path

# The networks here are small, and tests run two at a time: threads would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))  # helper modules such as optim_db are imported by name
