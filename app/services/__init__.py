"""The verbs of the product: plain functions that take a session, change rows, and never commit."""
