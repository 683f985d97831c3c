"""A roadmap taken over into another year: what is changed in its text, what a person must look at."""
