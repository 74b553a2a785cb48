# The commands of the office. `make help` lists them.

GO       ?= go
BUILD    := build
MODULE   := static/module/exchange.wasm
# Reproducible: no paths, no symbols, no build id, no commit; the same sources
# give the same bytes in every folder.
RELEASE  := -trimpath -buildvcs=false -ldflags="-s -w -buildid="
# All commands compile alike, so that each finds what the one before has compiled.
ALIKE    := -trimpath
WASM     := GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 GOFLAGS= GOEXPERIMENT= GOWASM=
# SQLite is C made into Go: its memory is outside Go's, where the race detector does
# not look, and to ask it at every access makes the store's tests take two and a half
# times the processor. The drivers that stand before it are watched, as all of ours is.
UNSEEN   := $(foreach p,modernc.org/sqlite/lib modernc.org/libc github.com/ncruces/go-sqlite3-wasm/v6,-gcflags=$(p)=-race=false)
# The race detector needs a C compiler. Where there is none the tests run
# without it, and say so.
RACE     := $(if $(shell command -v $${CC:-cc} 2>/dev/null),-race $(UNSEEN),)
TESTS    ?= ./...
# Only these packages start goroutines (TestWhoStartsGoroutines), so it is their tests
# that run under the race detector.
RACED    := ^agio/(content/site|server(/.*)?)$$
# What would take too long under the race detector is smaller there, and runs whole
# without it. MORE names others that are, such as '|TestPowerLoss'.
WHOLE     = ^(TestAMonthOfABusyOffice|TestKilledAtEachStepItSendsOnce|TestRandomLives|TestKill|TestTheFilterForgetsNothing$(MORE))$$
# Every package is vetted before the tests, by more than go test would do.
TEST     := $(GO) test $(ALIKE) -vet=off -timeout 20m
PROOFS   := $(BUILD)/.tools

.PHONY: run build test check preview proofs bench bench-site fuzz generate clean help module

## run: build everything and open the office at http://127.0.0.1:8080/
run: build
	$(BUILD)/agio serve --data $(BUILD)/data

## build: build/agio, build/exchange.wasm and build/site/
build: module
	$(GO) run $(ALIKE) ./static/press $(MODULE)
	$(GO) build $(RELEASE) -o $(BUILD)/agio ./server
	$(BUILD)/agio build --out $(BUILD)/site

# The calculator's module, and the copy that is embedded into build/agio.
module:
	@mkdir -p $(BUILD) $(dir $(MODULE))
	$(WASM) $(GO) build $(RELEASE) -buildmode=c-shared -o $(BUILD)/exchange.wasm ./wasm
	@cmp -s $(BUILD)/exchange.wasm $(MODULE) || cp $(BUILD)/exchange.wasm $(MODULE)

## test: every test, the shipped module and the generated files among them
# The store's tests take longest and begin first. The browser's run after the others: a
# browser on a busy machine is slow; each mostly waits, so that three fit.
test: module
	@test -z "$$(gofmt -l content server static templates wasm)" || { echo "gofmt would change:"; gofmt -l content server static templates wasm; exit 1; }
	@test -n "$(RACE)" || echo "no C compiler: the tests run without the race detector"
	$(GO) vet $(ALIKE) ./...
	$(WASM) $(GO) vet $(ALIKE) $(filter-out %_test.go,$(wildcard wasm/*.go))
	{ $(GO) list $(TESTS) | grep '/server/store$$'; $(GO) list $(TESTS); } | grep -E '$(RACED)' | grep -v '/server/e2e$$' | xargs -r $(TEST) $(RACE)
	$(GO) list $(TESTS) | { grep -vE '$(RACED)' || true; } | xargs -r $(TEST)
	$(if $(RACE),test "$(TESTS)" != "./..." ||,true ||) $(TEST) -run '$(WHOLE)' ./server/work ./server/life ./server/store
	$(GO) list $(TESTS) | { grep '/server/e2e$$' || true; } | xargs -r $(TEST) $(RACE) -parallel 3

## check: the content's terms, parameters, clauses and links
check: module
	$(GO) run $(ALIKE) ./server check --content content

## proofs: accessibility, valid HTML, feeds against their schemas, and Lighthouse; needs chromium and npm
PROOF    ?= ^TestProof
proofs: module $(PROOFS)/installed
	$(GO) vet $(ALIKE) -tags proofs ./server/e2e
	CI=true $(GO) test $(ALIKE) -vet=off -tags proofs -count=1 -timeout 40m -parallel 3 -v -run '$(PROOF)' ./server/e2e

# The tools, exactly as the lock file names them, no script of theirs run. The
# folder's dot keeps Go from looking for packages in it.
$(PROOFS)/installed: server/e2e/tools/package.json server/e2e/tools/package-lock.json
	@mkdir -p $(PROOFS)
	cp server/e2e/tools/package.json server/e2e/tools/package-lock.json $(PROOFS)/
	cd $(PROOFS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

## preview: the site as it will be, drafts marked, at http://127.0.0.1:8081/
preview: module
	$(GO) run $(ALIKE) ./server preview --content content

## bench: quotes, module, site build and orders, measured in one run; on PostgreSQL too where AGIO_TEST_POSTGRES names one
bench: module
	@mkdir -p $(BUILD)
	$(GO) test $(ALIKE) -run '^$$' -bench . -benchtime 1s ./wasm/... ./content/site/... ./server/store ./server/api | tee $(BUILD)/bench.txt
	@awk "$$SUMMARY" $(BUILD)/bench.txt

# What the benchmarks say in words: the value before each unit.
define SUMMARY
function of(unit,  i) { for (i = 2; i <= NF; i++) if ($$i == unit) return $$(i-1) }
/^BenchmarkQuote\/domain/          { native = of("quotes/s") }
/^BenchmarkQuote\/wasm/            { wasm = of("quotes/s") }
/^BenchmarkRates\/wasm/            { rates = of("directions/s"); call = of("ns/op") / 1e6 }
/^BenchmarkSize/                   { raw = of("bytes"); brotli = of("brotli-bytes") }
/^BenchmarkCompare[-\t ]/          { compared = of("ns/op") / 1e6; compared_size = of("bytes-of-text") / 1e3 }
/^BenchmarkBuild/                  { first = of("ms/first"); again = of("ns/op") / 1e6 }
/^BenchmarkOrders\/clients=1-/     { one = of("orders/s") }
/^BenchmarkOrders\/clients=64/     { many = of("orders/s"); share = of("of-handler-alone"); log_share = of("of-file-log"); log_alone = of("file-log-of-handler-alone"); times = of("x-single"); p50 = of("p50-ms"); p99 = of("p99-ms") }
/^BenchmarkGroupCommit[-\t ]/      { group = of("ratio") }
/^BenchmarkGroupCommitPostgres[-\t ]/     { pg = of("grouped-orders/s"); pg_group = of("ratio") }
/^BenchmarkGroupCommitPostgresPool[-\t ]/ { pg_pool = of("ratio") }
END {
  print ""
  printf "quotes/s, native                                  %10d\n", native
  printf "quotes/s, the module in wazero                    %10d   1/%.0f of native\n", wasm, native / wasm
  printf "directions/s in one call, the module in wazero    %10d\n", rates
  printf "1,560 directions in one call, ms                  %10d\n", call
  printf "module, bytes                                     %10d\n", raw
  printf "module, bytes in brotli                           %10d   %.2f of raw\n", brotli, brotli / raw
  printf "site with 1,000 news pages, first build, ms       %10d\n", first
  printf "site with 1,000 news pages, built again, ms       %10d   %.2f of the first\n", again, again / first
  printf "two policies of %.0f KB compared, ms                %10.1f\n", compared_size, compared
  printf "orders/s stored durably, 1 client                 %10d\n", one
  printf "orders/s stored durably, 64 clients               %10d   %.2f of the handler without a store\n", many, share
  printf "  of a file that is only added to                 %10.2f   which is %.2f of the handler without a store\n", log_share, log_alone
  printf "  of a transaction for each request               %9.1fx\n", times
  printf "  a request waits, ms                             %10.1f   of a hundred 50, %.1f 99\n", p50, p99
  printf "orders written in groups, 64 clients              %9.1fx   of a transaction for each, without the handler\n", group
  if (pg) {
    printf "orders/s on PostgreSQL in groups, 64 clients      %10d\n", pg
    printf "  of a transaction for each request               %9.1fx\n", pg_group
    printf "  of the same on sixteen connections              %9.1fx\n", pg_pool
  }
}
endef
export SUMMARY

IN       ?= $(BUILD)/bench-site
## bench-site: 10,000 pages against Hugo and goldmark, and 500 saves in the preview, in chromium where there is one; in the folder IN
bench-site: module
	$(GO) build $(ALIKE) -o $(BUILD)/bench ./content/corpus/bench
	$(BUILD)/bench -dir $(IN)

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
