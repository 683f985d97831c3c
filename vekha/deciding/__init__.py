"""What an action does at its moment, from the facts of that moment; doing it is the office's work."""
