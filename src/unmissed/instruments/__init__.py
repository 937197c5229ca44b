"""Assessment tools as data: the library, one evaluator, and the comparison of many tools over the same answers."""
