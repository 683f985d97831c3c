"""The tables and every query; what may happen is decided in vekha."""
