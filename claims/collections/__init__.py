"""Collections: documents, claims and evidence as JSON files, loaded through the services that editors use (``fixtures/``).

Why this is not an exchange (``claims.exchange``), which reads claims too: a collection is *written by a person*, and what it asks for
*happens* when it is loaded. Its quotes are looked for in the texts and pinned to the character; its accounts, live ones, propose, submit and
approve at that moment, by the same services and under the same refusals as anybody. An exchange *tells what happened* in another
database: spans and hashes instead of quotes, reviews with their own times and comments, brought in by an administrator who had no part
in them (law 8). Told as an exchange, a collection would have to make up times and an importer; loaded as a collection, an
exchange would have its reviews happen again. Nor has either the other's records: a collection names files to read and texts to await.
"""
