"""Room of the roles component: which part each actor has in the incident."""
