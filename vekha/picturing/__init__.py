"""Pictures of a plan that travel alone: a calendar file and a page with the year drawn on it."""
