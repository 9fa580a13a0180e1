"""Which actors' parts a report disputes, by a small trained reader where no rule of the claims speaks."""
