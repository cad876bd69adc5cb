"""Years of the clock through planner, outbox and delivery, and processes that are killed."""
