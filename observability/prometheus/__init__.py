"""Talk to Prometheus: run promtool, run a server for tests and replay, ask one over HTTP."""
