"""The pure parts of the benchmarks; their figures are measured by `make bench`, never here."""
