"""What one entry of the file stands for, written out: meetings by rule, minutes, visits, risks.

Everything after reading knows only single meetings, surveys, letters and reports.
"""
