"""The private PostgreSQL and Valkey of `dev.py run` and of the tests, and what keeps them running."""
