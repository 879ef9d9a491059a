"""The project's database backend: Django's PostgreSQL backend, which first wakes the embedded server where that is used."""
