"""Petitions in the workbench: the case page, taking a matter in at the counter, and from a request."""
