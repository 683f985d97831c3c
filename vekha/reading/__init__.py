"""From files to a roadmap: what was understood, and everything that was not, with its place."""
