"""Which articles are the same report: fingerprint -> candidates -> features -> score -> suggestion -> groups."""

import os

# The matrices here are small: threads of the linear algebra would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
