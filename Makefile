# `make` alone says what there is. Every target works on a fresh clone: it makes .venv/ and fetches
# into .tools/ what it needs, once, and no more. A target's line of help is the text after its `##`.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

ifeq ($(filter grouped-target,$(.FEATURES)),)
$(error GNU Make 4.3 or newer is needed; this is $(MAKE_VERSION))
endif

# A worker that has nothing left takes over half of what another one still has.
PYTEST_FLAGS ?= --numprocesses 2 --dist worksteal
# Markers of pyproject.toml: what `make test` leaves to `make test-rest`, and what has its own target.
rest := prometheus3 or browser or kubectl
apart := cluster or live

bin := .venv/bin
installed := .venv/.installed
promtool := .tools/prometheus2/promtool
prometheus2 := $(promtool) .tools/prometheus2/prometheus
prometheus3 := .tools/prometheus3/promtool .tools/prometheus3/prometheus
amtool := .tools/amtool
alertmanager := .tools/alertmanager
kubectl := .tools/kubectl
chromium := .tools/chromium
sloth := .tools/sloth
cluster := $(addprefix .tools/cluster/,etcd kube-apiserver kube-controller-manager operator admission-webhook)

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

# ---------------------------------------------------------------- generated folders

.PHONY: generate
generate: $(installed) ## Write all generated folders
	@$(bin)/observability generate
	@cp -R observability/starter/. examples/shop
	@cd examples/shop && ../../$(bin)/observability generate

.PHONY: alerts
alerts: $(installed) ## Write alerts/: recording and alerting rules, and their unit tests
	@$(bin)/observability generate alerts

.PHONY: dashboards
dashboards: $(installed) ## Write dashboards/: Grafana dashboards
	@$(bin)/observability generate dashboards

.PHONY: servicemonitors
servicemonitors: $(installed) ## Write servicemonitors/: scrape targets and the network policies they need
	@$(bin)/observability generate servicemonitors

.PHONY: reference
reference: $(installed) ## Write docs/reference/: pages of checks, of causes, of what upstream must do
	@$(bin)/observability generate reference

.PHONY: overlays
overlays: $(installed) ## Write overlays/: what is applied to each environment
	@$(bin)/observability generate overlays

# ---------------------------------------------------------------- proof

.PHONY: check
check: $(installed) $(promtool) ## Check style, types, layers, definitions and generated files
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/observability check

.PHONY: test
test: $(installed) $(prometheus2) $(amtool) ## Run every proof once, on Prometheus 2 (8 minutes)
	$(bin)/pytest $(PYTEST_FLAGS) -m "not ($(rest) or $(apart))"

.PHONY: test-rest
test-rest: $(installed) $(prometheus2) $(prometheus3) $(alertmanager) $(kubectl) $(chromium) ## Run what test leaves out: Prometheus 3, kubectl, a browser
	$(bin)/pytest $(PYTEST_FLAGS) -m "($(rest)) and not ($(apart))"

.PHONY: test-all
test-all: test test-rest ## Run all proofs on Prometheus 2 and 3, with kubectl and in a browser

.PHONY: test-cluster
test-cluster: $(installed) $(prometheus2) $(prometheus3) $(amtool) $(kubectl) $(cluster) ## Prove on a real API server and Operator (minutes)
	$(bin)/pytest tests/cluster -m cluster

.PHONY: test-live
test-live: $(installed) $(prometheus2) $(prometheus3) ## Prove the rows in real time: slow scrapes, restarts, reloads (15 minutes)
	$(bin)/pytest tests/live -m live

.PHONY: mutate
mutate: $(installed) $(prometheus2) $(prometheus3) ## Change the emitted rules and the figures bit by bit: some test must fail each time
	$(bin)/python -m tests.mutation
	$(bin)/python -m tests.mutation.pages

.PHONY: bench
bench: $(installed) $(prometheus2) $(prometheus3) $(sloth) ## Measure counting and cost, beside Sloth
	$(bin)/python -m benchmarks

# ---------------------------------------------------------------- pages

.PHONY: preview
preview: $(installed) $(prometheus2) ## Draw every dashboard with recorded data: preview.html (or PROMETHEUS=http://…)
	@$(bin)/observability preview $(if $(PROMETHEUS),--prometheus $(PROMETHEUS))

.PHONY: pictures
pictures: $(installed) $(prometheus2) $(chromium) ## Draw docs/pictures/ anew: each dashboard as preview draws it
	@tools/pictures.sh

.PHONY: review
review: $(installed) $(prometheus2) ## Write the SLO review of the shipped week (or PROMETHEUS=http://… PERIOD=2026-01)
	@$(bin)/observability review $(if $(PROMETHEUS),--prometheus $(PROMETHEUS),--recording recordings/week/week.om.gz --output .tools/review) $(if $(PERIOD),--period $(PERIOD))

# ---------------------------------------------------------------- a cluster

.PHONY: diff
diff: $(installed) ## Show what apply would change: make diff ENV=staging
	@$(bin)/observability diff $(ENV)

.PHONY: apply
apply: check ## Apply an environment to the cluster: make apply ENV=staging
	@$(bin)/observability apply $(ENV)

# ---------------------------------------------------------------- upkeep

.PHONY: format
format: $(installed) ## Format the code and mend what lint can mend
	$(bin)/ruff check --fix-only .
	$(bin)/ruff format .

.PHONY: lock
lock: $(installed) ## Bring requirements.lock up to date with pyproject.toml
	tools/lock.sh

.PHONY: clean
clean: ## Remove .venv/, .tools/ and caches (not the tools that all clones share)
	rm -rf .venv .tools .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# ---------------------------------------------------------------- what they need

.PHONY: setup
setup: $(installed) ## Make .venv/ with the locked packages

.PHONY: tools
tools: $(prometheus2) $(prometheus3) $(amtool) $(alertmanager) $(kubectl) $(chromium) $(sloth) $(cluster) ## Fetch or build all that tests and benchmarks need (15 minutes, once)

.PHONY: cluster-tools
cluster-tools: $(cluster) ## Build the API server and the Operator for test-cluster (6 minutes, once)

$(installed): pyproject.toml requirements.lock tools/python.sh tools/lib.sh
	@tools/python.sh
	@touch $@

$(prometheus2): .tools/prometheus2/%: tools/prometheus2.sh tools/lib.sh $(wildcard tools/prometheus2/*)
	@tools/prometheus2.sh $*

# One after the other: what brings the first brings both.
.tools/prometheus2/prometheus: | $(promtool)

$(prometheus3) &: tools/prometheus3.sh tools/lib.sh $(wildcard tools/prometheus3/*)
	@tools/prometheus3.sh

$(cluster) &: tools/cluster.sh tools/lib.sh $(wildcard tools/cluster/go.*)
	@tools/cluster.sh

$(chromium): tools/chromium.sh tools/lib.sh
	@tools/chromium.sh

$(amtool): tools/amtool.sh tools/lib.sh $(wildcard tools/amtool/*)
	@tools/amtool.sh

$(alertmanager): tools/alertmanager.sh tools/lib.sh $(wildcard tools/alertmanager/*)
	@tools/alertmanager.sh

$(kubectl): tools/kubectl.sh tools/lib.sh $(wildcard tools/kubectl/*)
	@tools/kubectl.sh

$(sloth): tools/sloth.sh tools/lib.sh $(wildcard tools/sloth/*)
	@tools/sloth.sh
