"""What the law says, as pure functions: working days, limits, outcomes, remedies, fees.

No framework, no database, no wall clock: dates and events in, dates and sentences out. Everything is
imported from its own module (``yangguang.law.request_clock``), so that a caller loads what it needs.
"""
