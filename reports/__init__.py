"""Word, PDF, XLSX, HTML and charts from an outline. What the outline says is decided in vekha."""
