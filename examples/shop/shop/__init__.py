"""The definitions of the shop: what is observed and what is promised."""
