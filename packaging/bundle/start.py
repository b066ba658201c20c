"""What an installed program starts with: `start window …` or `start console …`, called by its launchers.

A build by PyInstaller has no launchers; there the program's own name tells the door. This module only sets up what is
different in a package, and hands over to one of the two doors.
"""

import sys
from pathlib import Path


def main() -> int:
    """Run the door that is asked for; the exit status."""
    if hasattr(sys, "_MEIPASS"):
        door = "console" if Path(sys.executable).stem == "selfeval" else "window"
    else:
        door = sys.argv.pop(1)
    if sys.platform == "win32":
        # The launcher is the interpreter here: who starts this program once more starts the launcher.
        sys.frozen = True  # type: ignore[attr-defined]
        if "--multiprocessing-fork" in sys.argv:
            from multiprocessing import freeze_support

            freeze_support()
    else:
        sys.path.append(str(Path(__file__).resolve().parent))
    if door == "window":
        from selfeval_gui.gui.app import main as run
    else:
        from selfeval_gui.cli import main as run
    return run()


if __name__ == "__main__":
    sys.exit(main())
