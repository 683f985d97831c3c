"""The roadmap itself: pure decisions over values, with no input or output, no tables, no Prefect and no clock."""
