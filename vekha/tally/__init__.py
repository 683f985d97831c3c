"""Figures counted from answers, exact until they are printed; documents are vekha/documents.

Totals are counted from the answers themselves, never from rows or rounded shares. Level scales and
indicators by formula (КУ) belong here too and come with the roadmaps that need them.
"""
