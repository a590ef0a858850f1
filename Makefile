# Isoglot: one makefile, no recursion. `make help` lists what it can do.
# BUILD=DIR builds elsewhere; SAN=1 builds with the address and undefined-behaviour sanitizers,
# SAN=thread with the one for data races.

# Compilations, and tests, that run at the same time.
JOBS ?= $(shell nproc)
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL),0) # those below get their share from above
MAKEFLAGS += -j$(JOBS)
endif

BUILD   ?= build
PREFIX  ?= /usr/local
ISOGLOT_SHARED ?= ../shared
export ISOGLOT_SHARED

# --- libraries and flags
PACKAGES := glib-2.0 gio-2.0 xapian-core sqlite3 icu-uc icu-i18n libxml-2.0 raptor2 jansson zlib libbrotlidec libcurl
# Asked when first used: `make deps` may have to install pkg-config before.
LIB_CFLAGS = $(eval LIB_CFLAGS := $$(shell pkg-config --cflags $(PACKAGES)))$(LIB_CFLAGS)
LIBS       = $(eval LIBS := $$(shell pkg-config --libs $(PACKAGES)) -lstemmer -lcld2 -lm)$(LIBS)
# A CGI process lives for milliseconds, of which shared libraries would take two to be found, mapped and relocated. Debian has
# libxapian and libcld2 as shared ones only.
CGI_LIBS  = $(if $(SAN),$(LIBS) -l:libfcgi.a,-l:libfcgi.a -Wl,-Bstatic -lglib-2.0 -lpcre2-8 -lsqlite3 -licui18n -licuuc -licudata \
            -ljansson -lstemmer -Wl,-Bdynamic -lxapian -lcld2 -lm)
WARN     := -Wall -Wextra -Wshadow -Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla
HARDEN   := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
SANS     := $(if $(SAN),$(if $(filter thread,$(SAN)),thread,address,undefined))
ifneq ($(SANS),)
HARDEN   := -fsanitize=$(SANS) $(if $(filter thread,$(SAN)),-include tests/tsan.h,-fno-sanitize-recover=undefined) -fno-omit-frame-pointer
LINKSAN  := -fsanitize=$(SANS)
endif
OPT      ?= -O2
CPPFLAGS  = -I. -I$(BUILD) -D_GNU_SOURCE $(LIB_CFLAGS)
CFLAGS   := -std=gnu17 $(OPT) -g $(WARN) -Wstrict-prototypes -Wmissing-prototypes $(HARDEN)
CXXFLAGS := -std=gnu++17 $(OPT) -g $(WARN) $(HARDEN)
LDFLAGS  := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LINKSAN)

# The goals that install what they need do so before anything is compiled.
DEPS     := $(if $(filter check demo relevance% bench%,$(MAKECMDGOALS)),deps-debian)

# --- what there is. A language is a folder of langs/ with a profile.c.
LANGS    := $(sort $(patsubst langs/%/profile.c,%,$(wildcard langs/*/profile.c)))
SHIM_C   := $(wildcard shim/*.c)
SHIM_CC  := $(wildcard shim/*.cc)
LANGS_C  := $(wildcard langs/*.c) $(LANGS:%=langs/%/profile.c)
INDEX_C  := $(wildcard indexer/*.c)
QUERY_C  := $(filter-out query/cgi_main.c,$(wildcard query/*.c))
GEN_C    := $(BUILD)/langs/registry.c $(BUILD)/langs/models.c $(BUILD)/langs/stops.c
UNIT_C   := $(wildcard tests/unit/t_*.c)

objects   = $(patsubst $(BUILD)/%.o,$(BUILD)/%.o,$(patsubst %.cc,$(BUILD)/%.o,$(patsubst %.c,$(BUILD)/%.o,$(patsubst $(BUILD)/%,%,$(1)))))
BASE_O   := $(call objects,$(SHIM_C) $(SHIM_CC) $(LANGS_C) $(GEN_C))
INDEX_O  := $(call objects,$(INDEX_C))
QUERY_O  := $(call objects,$(QUERY_C)) $(BUILD)/query/web_files.o
UNIT_BIN := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_C))


all: $(BUILD)/isoglot $(BUILD)/isoglot.cgi ## build isoglot and isoglot.cgi into build/

$(BUILD)/isoglot: $(call objects,isoglot.c) $(INDEX_O) $(QUERY_O) $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/isoglot.cgi: $(call objects,query/cgi_main.c) $(BUILD)/libquery.a $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) $(if $(SAN),,-Wl,-O1 -Wl,-z,pack-relative-relocs) -o $@ $^ $(CGI_LIBS)
$(BUILD)/libbase.a: $(BASE_O)
	rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/libindexer.a: $(INDEX_O)
	rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/libquery.a: $(QUERY_O)
	rm -f $@ && $(AR) rcs $@ $^
# A unit test is one program: t_NAME.c against the rooms it may need.
$(BUILD)/tests/t_%: $(BUILD)/tests/unit/t_%.o $(BUILD)/libindexer.a $(BUILD)/libquery.a $(BUILD)/libbase.a
	@mkdir -p $(@D)
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS) -lbrotlienc

$(BUILD)/tests/identify: $(BUILD)/tests/bench/identify.o $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/cluster: $(BUILD)/tests/bench/cluster.o $(BUILD)/libindexer.a $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/fetch: $(BUILD)/tests/bench/fetch.o $(BUILD)/libindexer.a $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/load: $(BUILD)/tests/bench/load.o
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/authority: $(BUILD)/tests/bench/authority.o $(BUILD)/libindexer.a $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/suggest: $(BUILD)/tests/bench/suggest.o $(BUILD)/libquery.a $(BUILD)/libbase.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.cc | $(DEPS)
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: $(BUILD)/%.c | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# --- what is made from data: the registry and tables of the languages, of charsets and entities, the style sheet
# The list of languages is written when it has changed, so that a folder may come and go.
$(BUILD)/langs/list: FORCE
	@mkdir -p $(@D)
	@echo '$(LANGS)' | cmp -s - $@ || echo '$(LANGS)' > $@
$(BUILD)/langs/registry.c: $(BUILD)/langs/list $(LANGS:%=langs/%/profile.c)
	@mkdir -p $(@D)
	@{ echo '#include "langs/profile.h"'; \
	   for l in $(LANGS); do echo "extern const LangProfile lang_$$l;"; done; \
	   echo 'const LangProfile *const lang_registry[] = {'; \
	   for l in $(LANGS); do echo "$$(sed -n 's/^ *\.order = \([0-9]*\),.*/\1/p' langs/$$l/profile.c) $$l"; done \
	   | sort -n | sed 's/.* \(.*\)/    \&lang_\1,/'; \
	   echo '};'; echo 'const guint lang_registry_n = G_N_ELEMENTS(lang_registry);'; } > $@

# Every language has every message, of the interface and of the report: the keys that any of them has, each in one place.
$(BUILD)/langs/keys: $(BUILD)/langs/list $(LANGS:%=langs/%/messages.txt) $(LANGS:%=langs/%/report.txt)
	@mkdir -p $(@D)
	@sed -n 's/^\([a-z][a-z0-9_]*\) = .*/\1/p' $(LANGS:%=langs/%/messages.txt) $(LANGS:%=langs/%/report.txt) | sort -u > $@
	@for l in $(LANGS); do \
	   sed -n 's/^\([a-z][a-z0-9_]*\) = .*/\1/p' langs/$$l/messages.txt langs/$$l/report.txt | sort > $@.$$l; \
	   uniq -d $@.$$l | sed "s|^|langs/$$l: message twice: |"; comm -23 $@ $@.$$l | sed "s|^|langs/$$l: missing message: |"; \
	   rm $@.$$l; done > $@.wrong
	@if [ -s $@.wrong ]; then cat $@.wrong >&2; rm -f $@; exit 1; fi

$(BUILD)/langs/%/tables.h: langs/%/stopwords.txt langs/%/messages.txt langs/%/report.txt langs/tables.awk $(BUILD)/langs/keys
	@mkdir -p $(@D)
	LC_ALL=C awk -f langs/tables.awk langs/$*/stopwords.txt langs/$*/messages.txt langs/$*/report.txt > $@

$(BUILD)/langs/charset_tables.h: langs/charset_labels.txt langs/charset_exceptions.txt langs/charset_tables.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -f langs/charset_tables.awk langs/charset_labels.txt langs/charset_exceptions.txt > $@
$(BUILD)/langs/charset.o: $(BUILD)/langs/charset_tables.h

# A language may have a generator of its own: langs/LANG/NAME_table.c writes build/langs/LANG/NAME.h.
LANG_GENERATORS := $(foreach l,$(LANGS),$(wildcard langs/$(l)/*_table.c))
LANG_TABLES := $(LANGS:%=$(BUILD)/langs/%/tables.h) $(LANG_GENERATORS:%_table.c=$(BUILD)/%.h)
$(LANG_GENERATORS:%.c=$(BUILD)/%): $(BUILD)/%: %.c | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -O1 -o $@ $< $(LIBS)
$(LANG_GENERATORS:%_table.c=$(BUILD)/%.h): $(BUILD)/%.h: $(BUILD)/%_table
	$< > $@

# How a language's words are written in Latin letters, langs/LANG/romanise.txt, if it has that.
LANG_ROMANISED := $(patsubst %/romanise.txt,$(BUILD)/%/romanise.h,$(wildcard $(LANGS:%=langs/%/romanise.txt)))
LANG_TABLES += $(LANG_ROMANISED)
$(BUILD)/langs/tools/romanise: langs/tools/romanise.c | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -O1 -o $@ $< $(LIBS)
$(LANG_ROMANISED): $(BUILD)/%/romanise.h: %/romanise.txt $(BUILD)/langs/tools/romanise
	@mkdir -p $(@D)
	$(BUILD)/langs/tools/romanise $< > $@
# What the keys of its keyboards give, langs/LANG/keyboard.txt, if it has that.
LANG_KEYBOARDS := $(patsubst %/keyboard.txt,$(BUILD)/%/keyboard.h,$(wildcard $(LANGS:%=langs/%/keyboard.txt)))
LANG_TABLES += $(LANG_KEYBOARDS)
$(LANG_KEYBOARDS): $(BUILD)/%/keyboard.h: %/keyboard.txt langs/tools/keyboard.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -f langs/tools/keyboard.awk $< > $@
$(LANGS:%=$(BUILD)/langs/%/profile.o): $(LANG_TABLES)

$(BUILD)/indexer/entities.h: indexer/entities.txt indexer/entities.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -f indexer/entities.awk $< > $@
$(BUILD)/indexer/entity.o: $(BUILD)/indexer/entities.h

# The stop words of all languages as the analysis has them.
STOPS_O := $(call objects,langs/tools/stops.c langs/fold.c langs/uni.c langs/lang.c langs/number.c langs/segment.c shim/error.c \
           $(BUILD)/langs/registry.c $(LANGS:%=langs/%/profile.c))
$(BUILD)/langs/tools/stops: $(STOPS_O)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/langs/stops.c: $(BUILD)/langs/tools/stops
	$< > $@

# What tells a language from others, langs/LANG/identify.txt, if it has that: one trie of all, build/langs/models.c.
LANG_MODELS = $(foreach l,$(LANGS),$(wildcard langs/$(l)/identify.txt))
$(BUILD)/langs/tools/trie: langs/tools/trie.c langs/pieces.h | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -O1 -o $@ $< $(LIBS)
$(BUILD)/langs/models.c: $(BUILD)/langs/tools/trie $(BUILD)/langs/list $(LANG_MODELS)
	$(BUILD)/langs/tools/trie $(LANG_MODELS) > $@

# The files that pages need: a new one is served as soon as it is there.
WEB_FILES := $(sort $(foreach type,css js json svg,$(wildcard query/web/*.$(type))))
$(BUILD)/query/web.list: FORCE
	@mkdir -p $(@D)
	@echo '$(WEB_FILES)' | cmp -s - $@ || echo '$(WEB_FILES)' > $@
$(BUILD)/query/web_files.c: query/web.awk $(BUILD)/query/web.list $(WEB_FILES)
	LC_ALL=C awk -f query/web.awk $$(sha256sum $(WEB_FILES) | sed 's/\([^ ]*\)  *\(.*\)/\2=\1/') > $@
FORCE:
.PHONY: FORCE

# --- tests. Every case is a program that prints TAP.
CASES := $(wildcard tests/cases/*.t)
unit: $(UNIT_BIN) ## run the unit tests; T=index for one
	prove $(if $(T),$(BUILD)/tests/t_$(T),$(UNIT_BIN))
tests: all $(UNIT_BIN) ## run all tests, on what is installed
	BUILD=$(BUILD) prove --timer -j $(JOBS) $(UNIT_BIN) $(CASES)
screenshots: deps all ## pictures of the search page in every language, for people to look at, and the README's
	BUILD=$(BUILD) bash tests/browser/screenshots.sh
relevance: all ## the benchmark of relevance in six languages against its marks
	BUILD=$(BUILD) bash tests/relevance/relevance.sh
relevance-equity: all ## how equal the languages are in what is answered, against the marks
	BUILD=$(BUILD) bash tests/relevance/equity.sh
relevance-cross: all ## questions in each language put to the pages of each other one, against their marks
	BUILD=$(BUILD) bash tests/relevance/cross.sh
check: deps all rules tests ## install what is needed, build, test
	$(MAKE) relevance
# Xapian::Database::check of 1.4.22 frees an object by its base's size, which AddressSanitizer would report as ours.
SAN_CASES := tests/cases/bad_input.t tests/cases/extract.t tests/cases/handbook.t tests/cases/sitemap.t tests/cases/warc.t
check-san: ## the tests under the address and undefined-behaviour sanitizers
	ASAN_OPTIONS=new_delete_type_mismatch=0 $(MAKE) SAN=1 OPT=-O1 BUILD=build-san CASES="$(SAN_CASES)" tests
check-threads: ## a bulk build and an incremental one under the thread sanitizer
	$(MAKE) SAN=thread OPT=-O1 BUILD=build-tsan all && rm -rf build-tsan/data
	for i in 1 2; do G_SLICE=always-malloc TSAN_OPTIONS="halt_on_error=1 suppressions=tests/tsan.supp" build-tsan/isoglot --data build-tsan/data index \
	  --base http://handbook.example/ $(wildcard $(HANDBOOK)/[afz][rh]-??) || exit 1; done
torture: all ## 200 kills of a running index, 50 of a watcher, and the feed of all pages
	ROUNDS=200 BUILD=$(BUILD) prove --timer tests/cases/kill.t
	ROUNDS=50 PAGES=1000 BUILD=$(BUILD) prove --timer tests/cases/reindex.t tests/cases/feed.t
torture-query: all ## 10,000 hostile queries by hand, and a third as many under each web server; SEED=N for others
	N=$${N:-10000} BUILD=$(BUILD) prove --timer -v tests/cases/hostile_requests.t
torture-crawl: all ## a crawl of 5,000 pages under ten kills, all outages three times
	PAGES=5000 BUILD=$(BUILD) prove --timer tests/cases/crawl.t
	LATER="+25h +50h" BUILD=$(BUILD) prove --timer tests/cases/outage.t
valgrind: all ## leaks of index and search, on a part of the handbook
	BUILD=$(BUILD) sh tests/valgrind.sh
rules: ## check the order of the rooms, the doors, the names and the sizes
	sh tests/rules.sh
lint: ## cppcheck over all sources
	cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr --std=c17 -I. \
	  --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=varFuncNullUB --suppress=leakReturnValNotUsed --suppress=invalidPrintfArgType_sint --library=gtk isoglot.c shim langs indexer query
format-check: ## would clang-format change anything?
	clang-format --dry-run $$(git ls-files '*.c' '*.h' '*.cc' '*.hh')

# --- what a new machine needs
PACKAGE_NAMES = $(shell sed 's/\#.*//' packages.txt)
BROWSER := tests/browser/node_modules
deps: deps-debian $(BROWSER)/.package-lock.json ## install what it needs: packages of Debian, and of npm for the browser tests
deps-debian: ## install the Debian packages of packages.txt
	@dpkg-query -W -f '$${Status}\n' $(PACKAGE_NAMES) 2>&1 | grep -qv '^install ok installed' || exit 0; \
	 sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	 $$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q --no-install-recommends $(PACKAGE_NAMES)
# Debian's npm brings hundreds of packages, so it is installed where there is no other.
$(BROWSER)/.package-lock.json: tests/browser/package-lock.json | deps-debian
	command -v npm >/dev/null || { sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q --no-install-recommends nodejs npm; }
	cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts && touch node_modules/.package-lock.json

DEMO := $(BUILD)/demo
HANDBOOK := /usr/share/doc/debian-handbook/html
demo: deps-debian all ## index the Debian Handbook in six languages and serve the search page
	BUILD=$(BUILD) DEMO=$(DEMO) HANDBOOK=$(HANDBOOK) sh tests/site/demo.sh
bench: deps-debian all ## figures, beside Xapian Omega on the same files
	BUILD=$(BUILD) bash tests/bench/bench.sh
bench-identify: $(BUILD)/tests/identify ## figures of language identification; ROWS="FILE ..." for further rows
	BUILD=$(BUILD) tests/bench/identify $(ROWS)
bench-cluster: deps-debian all $(BUILD)/tests/cluster ## clusters of sites whose translations are known, and the time to find them
	BUILD=$(BUILD) bash tests/bench/cluster.sh
bench-crawl: deps-debian all ## the crawler beside wget, its politeness, its memory with a million URLs; PARTS picks some
	BUILD=$(BUILD) bash tests/bench/crawl.sh
bench-authority: deps-debian all $(BUILD)/tests/authority ## what links between pages do to searches, and the time to weigh 3 million
	BUILD=$(BUILD) bash tests/bench/authority.sh
bench-change: deps-debian all ## time until a changed page is found, at 100,000 pages; CHANGES of them (20) by each way
	BUILD=$(BUILD) bash tests/bench/change.sh
bench-fetch: all $(BUILD)/tests/fetch ## time of fetching 5,000 pages, beside curl and wget
	BUILD=$(BUILD) bash tests/bench/fetch.sh
bench-load: deps all $(BUILD)/tests/load ## requests per second by FastCGI and CGI beside Omega's, 200 at once with commits, 2,000 at once
	BUILD=$(BUILD) bash tests/bench/load.sh
bench-memory: deps-debian all ## peak memory and index size at 100,000 pages
	BUILD=$(BUILD) bash tests/bench/memory.sh
bench-query: deps-debian all ## time of a search in each language at 10,000 pages, and index size against the text
	BUILD=$(BUILD) bash tests/bench/query.sh
bench-answer: deps-debian all ## time that clusters, other languages and all of them add to a query, at 10,000 pages
	BUILD=$(BUILD) bash tests/bench/answer.sh
bench-learn: deps-debian all ## how well words are translated by what was learned from other texts, and how long 20,000 pages take
	BUILD=$(BUILD) bash tests/bench/learn.sh
bench-rescue: deps-debian all ## what is typed wrongly and finds what was meant, and good queries changed, in each language
	BUILD=$(BUILD) bash tests/bench/rescue.sh
bench-suggest: deps-debian all $(BUILD)/tests/suggest ## time of suggestions at 100,000 pages
	BUILD=$(BUILD) bash tests/bench/suggest.sh
# What is installed says where: PREFIX, SYSCONFDIR and RUNDIR stand in it. DESTDIR is for packages only.
SYSCONFDIR ?= /etc
RUNDIR     ?= /run
SHARE       = $(DESTDIR)$(PREFIX)/share
install: all ## install program, CGI, examples for web servers, manual pages; PREFIX (/usr/local), DESTDIR
	install -D -m 755 $(BUILD)/isoglot $(DESTDIR)$(PREFIX)/bin/isoglot
	install -D -m 755 $(BUILD)/isoglot.cgi $(DESTDIR)$(PREFIX)/lib/cgi-bin/isoglot.cgi
	install -d $(SHARE)/isoglot/servers $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/doc/isoglot
	for f in query/servers/* man/*; do \
	   case $$f in *.1) to=man/man1;; *.5) to=man/man5;; *) to=isoglot/servers;; esac; \
	   sed 's|@PREFIX@|$(PREFIX)|g; s|@SYSCONFDIR@|$(SYSCONFDIR)|g; s|@RUNDIR@|$(RUNDIR)|g' $$f > $(SHARE)/$$to/$${f##*/} || exit 1; done
	rm -f $(SHARE)/isoglot/isoglot.conf
	$(BUILD)/isoglot init https://www.example.org/ $(SHARE)/isoglot > /dev/null
	install -m 644 README.md LICENSE $(SHARE)/doc/isoglot
clean: ## remove what was built
	rm -rf $(BUILD) build-san build-tsan
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' Makefile)
.SECONDARY:
