"""From terms as written to dates: stages, activities, openings, closings, meetings, report days."""
