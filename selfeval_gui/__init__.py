"""Fill in, check and print the project expenditure self-evaluation report (项目支出绩效自评报告).

This module holds the version and nothing else: importing it must stay free of side effects and of other
packages.
"""

__version__ = "0.1.0"
