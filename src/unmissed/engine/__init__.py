"""The engine: runs the catalogue over a register as it was known on a date, and gives findings."""
