"""An official document, as neutral blocks, into the draft of a roadmap: guesses are marked, nothing is lost.

Opening files and reading .docx is the shell's part (cli/documents.py).
"""
