"""Every editorial write: one function, one transaction, one entry in the history."""
