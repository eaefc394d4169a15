"""A standing cast: one person per role, all around one program, and an example of everything that has an address."""
