"""An invented shop is reviewed here; the project's recordings only where their numbers matter."""
