"""Row arithmetic: what an SLO's recorded rows say of its budget, its alerts and its state."""
