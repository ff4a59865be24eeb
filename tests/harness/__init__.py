"""Real servers for tests: each starts on a free port, and is stopped again."""
