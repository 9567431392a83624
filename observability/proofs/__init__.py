"""Plain promtool unit tests for the rules: what each SLO's alerts must do, and must not do."""
