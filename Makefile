# Every verb is one line here and one script in scripts/. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help serve test check journeys attack shots bench bench-data fuzz format lint package package-test clean

export PORT ?= 8080
export DATA ?= data
SECONDS ?= 60

help: ## List the verbs.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

serve: ## Build what is missing, make data/ the first time, and serve on http://127.0.0.1:8080 (PORT=, DATA=).
	@scripts/serve

test: ## Run every test: Swift on both engines, then the commands, then the browser journeys; ends on « N passed, N failed ».
	@scripts/test swift commands browser

check: ## Run the Swift tests only, on both engines (ONLY=regular expression).
	@scripts/test swift

journeys: ## Run the browser journeys only (ONLY=words of pytest -k, ENGINES=sqlite, postgres or both).
	@scripts/test browser

attack: ## Attack a thousand seeded series of releases with linear programs (SERIES=), where `make test` attacks fifty.
	@PROMIG_ATTACK_SERIES=$${SERIES:-1000} ONLY=AttackTests scripts/test swift

shots: ## Take the pictures of docs/guide again, from the journeys.
	@PROMIG_SHOTS=docs/guide/images ENGINES=sqlite scripts/test browser

bench: ## Run every measure of Benchmarks/ against a release build, and print what it found (ONLY=acts, journal, page, load, cases, results; SMALL=1).
	@scripts/bench

bench-data: ## Build the installations of up to a million case files that make bench reads, and keep them (CASES_PERCENT=10 of them, in BENCH_DATA=).
	@ONLY=data scripts/bench

fuzz: ## Feed made-up bytes to the readers of Fuzz/, each for SECONDS= (60 unless told; ONLY=name of one).
	@SECONDS_EACH=$(SECONDS) scripts/fuzz

format: ## Lay out the Swift sources as the project writes them, in place.
	@scripts/format in-place

lint: ## Say where the Swift sources differ from that layout, and change nothing.
	@scripts/format lint

package: ## Make dist/: our Debian package and all that a bare Debian 12 needs to install it without a network.
	@scripts/package

package-test: ## Install dist/ into a bare Debian 12 without a network, serve from it, and ask it for a page.
	@scripts/package-test

clean: ## Remove what was built; never the data.
	@rm -rf .build .build-* .venv dist
