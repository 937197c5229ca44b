"""Pictures in one style: readable by the colour-blind and in black and white, a title that says what is seen, the data beside."""
