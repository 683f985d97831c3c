"""The tables and every query: ledger, outbox, answers, documents. What may happen is decided in vekha."""
