"""Prefect flows, one file each, named by verb phrases; they only order tasks."""
