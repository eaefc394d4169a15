"""Two accounts that both have records become one."""
