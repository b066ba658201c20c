"""设置: what the window remembers, and the dialog that changes it."""
