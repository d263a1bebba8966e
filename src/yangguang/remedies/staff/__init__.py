"""Remedies in the workbench: taking a case in, its page, the register."""
