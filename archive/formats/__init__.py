"""How dates are written, where Django asks for it (FORMAT_MODULE_PATH)."""
