"""What runs where: deployments, the embedded system behind up, reconciliation of Prefect with the ledger."""
