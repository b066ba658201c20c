"""Work on the words of the whole report: find and replace, live figures, levels."""
