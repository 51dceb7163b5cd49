"""Background work: one table for the outbox, long work and timers; leases, retries, dead letters, periodic jobs."""
