"""Performs what the core decided: claims, the outbox, answers, documents. Knows no Prefect."""
