"""Outlines of the documents that an official would sign; figures are vekha/tally, files reports/.

Import from the modules: checking needs only how days are printed, and must answer at once.
"""
