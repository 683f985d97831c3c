"""The only place that reads the environment and the real clock, and makes the tools out of them."""
