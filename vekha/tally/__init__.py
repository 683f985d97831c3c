"""Figures counted from answers, exact until they are printed; documents are vekha/documents.

Totals are counted from the answers themselves, never from rows or rounded shares. Level scales are
in the roadmap (vekha/roadmap/figures.py); what a document declares is only ever compared.
"""
