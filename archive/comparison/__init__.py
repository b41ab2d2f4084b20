"""Two texts and more beside each other: what they share, what only one says, what they count differently. Pure."""
