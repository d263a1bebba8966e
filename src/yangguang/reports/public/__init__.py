"""What the public sees of annual reports: library, one report, comparison, open data, checker.

No models of its own; it reads what :mod:`yangguang.reports.models` keeps, published reports only.
"""
