"""From the model and its expressions to Grafana dashboards."""
