"""What lets Prometheus scrape: monitors, network policies and rights; writes `servicemonitors/`."""
