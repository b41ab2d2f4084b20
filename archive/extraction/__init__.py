"""An article's text to suggestions: who, where, when, and who said it."""
