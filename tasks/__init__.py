"""Thin Prefect tasks: primitive values in, get the tools, call the office, translate the error."""
