"""What a roadmap says against itself: facts that clash although each of them can be read."""
