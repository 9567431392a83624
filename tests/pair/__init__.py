"""A pair of Prometheus servers, as the Operator runs them, and the Alertmanager that hears both."""
