"""The research API under /api/v1/."""
