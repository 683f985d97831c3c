"""`vekha mail doctor`: what was seen of domain, server and lists → findings. Pure; looks at nothing.

Looking (DNS, SMTP, IMAP, the site) is in wiring/looking.py; the texts are in doctor.toml.
"""
