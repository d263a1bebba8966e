"""The workbench's pages of annual reports, below ``/staff/reports/``."""
