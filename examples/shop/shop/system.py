"""The shop: what it is called, how its pods are found, what it is made of."""

from observability import Component, System

WEB = Component(name="web", user_facing=True)
STOCK = Component(name="stock")

SYSTEM = System(
    name="shop",
    title="Shop",
    domain="shop.example.org",
    selector_labels={"app": "shop"},
    component_label="tier",
    metric_prefixes=("shop_",),
    components=(WEB, STOCK),
)
