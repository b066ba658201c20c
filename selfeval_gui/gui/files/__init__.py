"""New, open, save, close: the file of the open report, its name, its lock, and every question about it."""
