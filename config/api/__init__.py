"""What every endpoint shares: rendering, errors, filters, paging, the schema."""
