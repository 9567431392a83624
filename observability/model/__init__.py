"""What a definition is: frozen values with exact numbers. No PromQL, no YAML, no I/O."""
