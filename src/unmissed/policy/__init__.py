"""The local rules: time limits and thresholds, each with a default, a unit and the source of that default."""
