"""A letter as a file: one content, several writers (GB/T 9704—2012)."""
