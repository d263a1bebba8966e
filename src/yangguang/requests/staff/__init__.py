"""Requests in the workbench: the case page with the applicant's data, and taking in what comes on paper."""
