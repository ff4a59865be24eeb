"""The rules of the product as plain values: roles, states, deadlines and errors."""
