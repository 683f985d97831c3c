"""Dated actions: what the engine does, when, until when it is still useful, and under which key."""
