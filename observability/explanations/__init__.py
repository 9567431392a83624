"""What an SLO promises, what may go wrong before that is broken, and who hears of it when."""
