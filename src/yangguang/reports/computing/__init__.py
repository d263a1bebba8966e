"""The annual report that writes itself: figures counted from the year's cases and registers.

``sources`` say which room counts which cells and what stands behind each; ``drawing_up`` makes a whole
report of them, which is filed as an edition like any file that was read. What people settle — corrections,
verdicts — hangs on it in the same way.
"""
