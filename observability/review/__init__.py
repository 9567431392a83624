"""The SLO review: from the ledger's rows and the human inputs to one document."""
