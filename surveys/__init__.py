"""The site: personal links, forms, receipts, the board, the captured mail. `app.create_app` makes it."""
