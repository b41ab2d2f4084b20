"""Which articles are the same report: fingerprint -> candidates -> features -> score -> suggestion -> groups."""
