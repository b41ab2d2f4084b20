"""English, of whatever country."""
