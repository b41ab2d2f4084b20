"""The OpenRefine reconciliation service (version 0.2) at /reconcile/, for entities and sources."""
