"""Running an installation: serving, the work of the night, backup, verifying. What the commands call."""
