"""Working days, official non-working days, sending hours and the shifts between them."""
