"""Set up for every test, before anything else is imported."""

import os

# The networks here are small, and tests run two at a time: threads would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
