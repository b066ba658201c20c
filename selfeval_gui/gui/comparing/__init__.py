"""Two states of a report side by side: this year and last, two files, before and after."""
