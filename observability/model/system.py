"""The observed system: what it is called, how it is found, what it is made of."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from observability.errors import DefinitionError
from observability.model.component import Component

_NAME = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")
_TITLE = re.compile(r"[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+)*")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What is observed. `naming` makes every name of ours from it.

    Attributes:
        name: the beginning of the names of objects, jobs, rule groups and dashboards.
        title: the name as people write it; alerts begin with it, dashboards are titled with it.
        domain: a DNS name of its owners, for the keys of our own labels.
        selector_labels: the labels by which its pods and Services are selected, component aside.
        component_label: the key of the label that names a pod's component.
        other_labels: labels that its pods carry besides, by which policies may select them.
        metric_prefixes: how its own metrics begin; other metrics that it exposes are a library's.
        components: its parts.

    """

    name: str
    title: str
    domain: str
    selector_labels: Mapping[str, str]
    component_label: str = "app.kubernetes.io/component"
    other_labels: Mapping[str, str] = field(default_factory=dict)
    metric_prefixes: tuple[str, ...]
    components: tuple[Component, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be a part of a name, or selects any pod; freeze the labels."""
        for what, given, form, example in (
            ("name", self.name, _NAME, "'shop' or 'web-shop'"),
            ("title", self.title, _TITLE, "'Shop' or 'Web Shop'"),
            ("domain", self.domain, _DOMAIN, "'example.org'"),
        ):
            if not form.fullmatch(given):
                raise DefinitionError(f"system: {what} {given!r} cannot be used: write {example}")
        if not self.selector_labels:
            raise DefinitionError(
                f"{self.name}: selector_labels is empty, so that monitors and network policies "
                "would select the pods of other systems: give the labels of its own pods"
            )
        if not all(self.metric_prefixes):
            raise DefinitionError(f"{self.name}: a metric prefix is empty: every metric has it")
        names = Counter(component.name for component in self.components)
        twice = sorted(name for name, count in names.items() if count > 1)
        if twice:
            raise DefinitionError(
                f"{self.name}: two components are named {', '.join(twice)}: rename one"
            )
        for labels in ("selector_labels", "other_labels"):
            object.__setattr__(self, labels, MappingProxyType(dict(getattr(self, labels))))

    def component(self, name: str) -> Component:
        """Return the component `name`, or say which there are."""
        for component in self.components:
            if component.name == name:
                return component
        raise DefinitionError(
            f"{self.name} has no component {name!r}; "
            f"there are: {', '.join(map(str, self.components))}"
        )

    def pod_labels(self, component: Component) -> dict[str, str]:
        """Return the labels by which a component's pods and Services are selected."""
        return {**self.selector_labels, self.component_label: component.name}
