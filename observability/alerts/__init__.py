"""Writes `alerts/`: recording and alerting rules, and the promtool tests that prove them."""
