"""Citations that texts make: found, led to the documents that they mean, tried again when such a document comes."""
