"""The home page (起始页): what to begin with, and the reports that were worked on. Loaded only when it is shown."""
