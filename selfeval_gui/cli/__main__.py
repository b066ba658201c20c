"""`python -m selfeval_gui.cli` does exactly what `selfeval` does. It must hold nothing else."""

import sys

from selfeval_gui.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
