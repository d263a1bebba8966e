"""Repair by arithmetic: the relations of the form as a checksum for what could not be read plainly."""
