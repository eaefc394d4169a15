"""Statistics as pure functions of plain values: no Django, no database, no clock, no hidden randomness.

**One rule for what cannot be computed.** A fault of the caller (lengths that differ, NaN or infinity, a
negative count, a level outside 0..1) raises `ValueError` with a sentence. A property of the data (too few
people, no spread, nothing counted) never raises: what can be computed is given, what cannot is `None`, and
`reason` says why.

**Every result** is a frozen dataclass, mostly an `Estimate`: value, low, high, n, and a `method_id` that pins
every option; when an option changes, the id changes. Floats are read as the decimal they print as (0.1 is one
tenth), so that ties are ties and sums are exact.

**Weight.** Everything here needs only numpy and `scipy.special`, except `suppression_audit`, which imports
`scipy.optimize` and belongs to the worker alone (a test watches this).

`docs/statistics.md` lists each statistic with its formula, source and method id.
"""
