"""Letters: composing, MIME, SMTP in both directions, the captured mailbox.

Which letters, and to whom, is decided in vekha.
"""
