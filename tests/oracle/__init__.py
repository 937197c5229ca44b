"""The plain twins of the checks: slow, obvious, and written from the words of the design alone."""
