"""Performs what the core decided: claims actions, fills and empties the outbox, keeps answers and documents. Knows no Prefect."""
