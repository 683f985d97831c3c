"""The schema's history; `models.migrating` brings a database up to it."""
