"""The workbench's pages of letters, below ``/staff/letters/``."""
