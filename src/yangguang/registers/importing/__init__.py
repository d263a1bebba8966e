"""Import of lists from spreadsheets: read, held against the register, shown, written whole or not at all, undone."""
