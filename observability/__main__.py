"""`python -m observability` is `observability`."""

from observability.cli import main

main()
