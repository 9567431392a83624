"""What is compiled to PromQL."""
