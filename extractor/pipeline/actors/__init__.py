"""Room of the actors component: who acts in a report, and which named systems it speaks of."""
