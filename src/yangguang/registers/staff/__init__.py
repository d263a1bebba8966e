"""The pages of the registers in the workbench."""
