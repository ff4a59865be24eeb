"""Files to bring in, in the shape in which other programs write them, with invented words."""
