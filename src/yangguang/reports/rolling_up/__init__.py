"""The report of a government out of those below it (条例第四十九条第二款): who is counted, from where, and the trace.

``gathering`` says which agencies are parts and what each gives; ``kept`` keeps figures small enough for thousands;
``tracing`` opens a sum again. The sums themselves are made by :mod:`yangguang.annualreport.rollup`.
"""
