# Two commands for everyone, two for those who work here.
#   make demo   build, make a synthetic Beijing ledger, run the whole chain, serve a demo desk on it
#               (make demo SERVE=--desk ends without serving)
#   make test   every test but the stories in a browser
#   make e2e    those: five groups, each its whole work, in Chromium against a real server
#   make check  fmt, clippy, docs, tidy: what rustc does not see
#   make bench  the figures of the README
# A build cache outside the checkout: CARGO_TARGET_DIR=~/.cache/reweave/target make test

SHELL := /bin/bash
TARGET := $(or $(CARGO_TARGET_DIR),target)
OUT ?= out/demo
SERVE ?= --serve

# The same selection as the tests, so that nothing heavy is built twice for other features.
SAME_FEATURES := --workspace --examples

# The pages for people, built in where they are there before the program is.
PAGES := web/dist/index.html
NPM := npm --prefix web --no-audit --no-fund --loglevel=error

.PHONY: demo test e2e check bench

demo: $(PAGES)
	@./tools/system-packages build paper
	cargo build $(SAME_FEATURES) --bin reweave
	$(TARGET)/debug/reweave demo --out $(OUT) $(SERVE)

test: $(PAGES)
	@./tools/system-packages build paper database browser
	cargo test --workspace

e2e: $(PAGES)
	@./tools/system-packages build paper browser
	cargo build $(SAME_FEATURES) --bin reweave
	REWEAVE_BIN=$(abspath $(TARGET))/debug/reweave $(NPM) run e2e

check: web/node_modules/.package-lock.json
	@./tools/system-packages build paper
	cargo xtask check
	$(NPM) run check

bench:
	@./tools/system-packages build
	cargo bench --workspace --profile dev

$(PAGES): web/node_modules/.package-lock.json $(shell git ls-files web/src web/public web/index.html web/*.ts)
	$(NPM) run build

web/node_modules/.package-lock.json: web/package-lock.json
	$(NPM) ci
	@touch $@
