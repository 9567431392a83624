"""Record from a Prometheus the raw samples that our SLOs need, and no more."""
