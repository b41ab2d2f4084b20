"""Signing in, by one step or two, and the pages where the second is turned on and off."""
