"""Fill in, check and print the project expenditure self-evaluation report (项目支出绩效自评报告).

This module holds what every start of the program needs to know: importing it must stay free of side effects and of
other packages.
"""

__version__ = "0.1.0"
READER_SWITCH = "--read-foreign-file"
"""Given alone to either program, it makes the process a reader of one foreign file (see `importing.worker`)."""
LIMITS_SWITCH = "--try-reader-limits"
"""Given alone to either program, it tries out whether a reader is held to its limits (see `importing.limits`)."""
WORKER_SWITCH = "--work-on-reports"
"""Given alone to either program, it makes the process one that works on many reports (see `batch.worker`)."""
