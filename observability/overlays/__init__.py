"""All that is applied to an environment; writes `overlays/`."""
