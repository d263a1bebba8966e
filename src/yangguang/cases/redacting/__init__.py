"""Partial disclosure of a case's files (区分处理, 条例第三十七条): mark, make, check, confirm."""
