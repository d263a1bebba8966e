"""Cases in the workbench: the worklist, the pages of a case, and the forms of its steps; for every procedure."""
