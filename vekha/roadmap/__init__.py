"""The nouns of a roadmap file, as frozen pydantic models: their fields are the file's keys.

Reading a file into them, with places and issues, is vekha/reading; dates are vekha/dating.
"""
