# The commands of the office. `make help` lists them.

GO       ?= go
BUILD    := build
MODULE   := static/module/exchange.wasm
# Reproducible: no paths, no symbols, no build id, no commit; the same sources
# give the same bytes in every folder.
RELEASE  := -trimpath -buildvcs=false -ldflags="-s -w -buildid="
WASM     := GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 GOFLAGS= GOEXPERIMENT= GOWASM=
# The race detector needs a C compiler. Where there is none the tests run
# without it, and say so.
RACE     := $(if $(shell command -v $${CC:-cc} 2>/dev/null),-race,)
TESTS    ?= ./...

.PHONY: run build test check bench fuzz generate clean help module

## run: build everything and open the office at http://127.0.0.1:8080/
run: build
	$(BUILD)/agio serve --data $(BUILD)/data

## build: build/agio, build/exchange.wasm and build/site/
build: module
	$(GO) run ./static/press $(MODULE)
	$(GO) build $(RELEASE) -o $(BUILD)/agio ./server
	$(BUILD)/agio build --out $(BUILD)/site

# The calculator's module, and the copy that is embedded into build/agio.
module:
	@mkdir -p $(BUILD) $(dir $(MODULE))
	$(WASM) $(GO) build $(RELEASE) -buildmode=c-shared -o $(BUILD)/exchange.wasm ./wasm
	@cmp -s $(BUILD)/exchange.wasm $(MODULE) || cp $(BUILD)/exchange.wasm $(MODULE)

## test: every test, the shipped module and the generated files among them
test: module
	@test -z "$$(gofmt -l content server static templates wasm)" || { echo "gofmt would change:"; gofmt -l content server static templates wasm; exit 1; }
	@test -n "$(RACE)" || echo "no C compiler: the tests run without the race detector"
	$(GO) vet ./...
	$(WASM) $(GO) vet ./wasm/...
	$(GO) test $(RACE) $(TESTS)

## check: the content's terms, parameters, clauses and links
check: module
	$(GO) run ./server check --content content

## bench: quotes, module, site build and orders, measured in one run
bench: module
	$(GO) test -run '^$$' -bench . -benchtime 1s ./wasm/... ./content/site ./server/store ./server/api

## fuzz: every fuzz target for FUZZTIME (default 20s) each
FUZZTIME ?= 20s
fuzz:
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

## generate: write the Go files of the templates anew
generate:
	$(GO) tool templ generate -include-version=false -path templates

## clean: remove what was built (and the orders of `make run`)
clean:
	rm -rf $(BUILD) $(MODULE) $(MODULE).br

## help: this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
