"""A year of cases that would give the tables of a published report: the proof that counting and procedure agree.

``plan`` says which cases there were and when, from nothing but the tables; ``enacting`` takes them through the real
procedures, day by day; ``entering`` writes the registers. Counting the year must then give the tables back, cell for
cell.
"""
