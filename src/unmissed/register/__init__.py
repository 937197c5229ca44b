"""The record: its schema, how it is loaded, what is quarantined, and what was known when."""
