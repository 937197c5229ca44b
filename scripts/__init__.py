"""Scripts for the people who work on the project."""
