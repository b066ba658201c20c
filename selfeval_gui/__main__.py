"""`python -m selfeval_gui` opens the window, exactly as `selfeval-gui` does. It must hold nothing else."""

import sys

from selfeval_gui.gui.app import main

if __name__ == "__main__":
    sys.exit(main())
