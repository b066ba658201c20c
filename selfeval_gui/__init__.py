"""Fill in, check and print the project expenditure self-evaluation report (项目支出绩效自评报告).

Importing this module must stay free of side effects and of other packages.
"""

__version__ = "0.1.0"
