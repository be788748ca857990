# Warung.  make run: the shop, in the foreground.  make test: everything.  GNU make, no configure.

SERVER =
PORT = 8080
DATA = var
PREFIX = /usr/local
DATADIR = /var/lib/warung
OWNER = www-data
MOUNT = /

CC = gcc
OPTIMIZE = -O2
WARNINGS = -Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
HARDENING = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-clash-protection -fstack-protector-strong -fcf-protection=full \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing -ftrivial-auto-var-init=zero -fPIE
# Relocations lie in the file as a bitmap: 77 kB less of it, and a quarter less to do at every start.
HARDENED_LINK = -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed -Wl,--gc-sections \
	-Wl,-z,pack-relative-relocs
CFLAGS = -std=gnu17 $(OPTIMIZE) -g $(WARNINGS) $(HARDENING) $(SANITIZE) -ffunction-sections -fdata-sections
INCLUDES = -D_GNU_SOURCE -Icommon -Icgi-bin -I$(GEN)/common -I$(GEN)/cgi-bin -I/usr/include/libxml2 \
	-DSTYLE_VERSION='"$(STYLE_VERSION)"' -DWARUNG_DATADIR='"$(DATADIR)"'

# Everything that is made lies below BUILD; make test makes a second tree, with sanitizers.
BUILD = build
GEN = $(BUILD)/gen
TEMPLATE = $(BUILD)/tool/template
STYLE_VERSION := $(firstword $(shell cksum htdocs/style.css))

# The set of executables is the route list: every source with ROUTE( in it is one.
ROUTE_SOURCES := $(shell grep -l '^ROUTE\>' cgi-bin/*/*.c)
ROUTES := $(addprefix $(BUILD)/cgi-bin/,$(notdir $(ROUTE_SOURCES:.c=)))
TEMPLATES := $(wildcard common/*/*.html cgi-bin/*/*.html)
LIBRARY_SOURCES := $(wildcard common/*/*.c)
ROOM_SOURCES := $(filter-out $(ROUTE_SOURCES),$(wildcard cgi-bin/*/*.c))
LANGUAGES := $(patsubst common/html/po/%.po,$(BUILD)/po/%.mo,$(wildcard common/html/po/*.po))

LIBRARY = $(BUILD)/libwarung.a
OBJECTS = $(patsubst %.c,$(BUILD)/obj/%.o,$(LIBRARY_SOURCES) $(ROOM_SOURCES)) $(BUILD)/obj/catalogues.o \
	$(patsubst %.html,$(BUILD)/obj/%.html.o,$(TEMPLATES))

# Debian has static archives of all but two: a static program starts in two thirds of the time.
STATIC_LIBRARIES = -lsqlite3 -lsodium -lunistring
LINK = -static-pie $(STATIC_LIBRARIES) -lm
# Programs that take pictures.
PICTURE_LIBRARIES = -lgd -lexif -ljpeg -lpng -lwebp -lz
$(addprefix $(BUILD)/cgi-bin/,add_product edit_product payment): LINK = -static-pie $(PICTURE_LIBRARIES) $(STATIC_LIBRARIES) -lm
$(BUILD)/cgi-bin/admin: LINK = -static -no-pie -lzxcvbn $(PICTURE_LIBRARIES) $(STATIC_LIBRARIES) -lm
$(BUILD)/cgi-bin/json: LINK = -pie -Wl,-Bstatic $(STATIC_LIBRARIES) -Wl,-Bdynamic -lcjson -lm
$(BUILD)/cgi-bin/xml: LINK = -pie -Wl,-Bstatic $(STATIC_LIBRARIES) -Wl,-Bdynamic -lxml2 -lm
# The archive of libzxcvbn is not position-independent.
$(addprefix $(BUILD)/cgi-bin/,register setup): LINK = -static -no-pie -lzxcvbn $(STATIC_LIBRARIES) -lm
$(BUILD)/bin/warung: LINK = -no-pie -Wl,-Bstatic -lzxcvbn $(STATIC_LIBRARIES) -Wl,-Bdynamic -lcjson -lxml2 -lm
$(BUILD)/cgi-bin/account: LINK = -no-pie -Wl,-Bstatic -lzxcvbn $(STATIC_LIBRARIES) -Wl,-Bdynamic -lcjson -lm

# Stripped, a program starts with a fifth fewer page faults; the symbols stay behind in debug/, for gdb.
# The linker is heard only when it fails: it warns of every static program that SQLite could load extensions (with
# --no-warnings it would not even fail for what is undefined).
define link
@mkdir -p $(@D) $(BUILD)/debug
$(CC) $(CFLAGS) $(HARDENED_LINK) -o $(BUILD)/debug/$(@F) $(filter %.o,$^) $(LIBRARY) $(LINK) 2>$(BUILD)/debug/$(@F).said || \
	{ cat $(BUILD)/debug/$(@F).said >&2; exit 1; }
@rm $(BUILD)/debug/$(@F).said
strip -o $@ $(BUILD)/debug/$(@F)
endef

.PHONY: all routes run test unit units fuzz fuzzers lint bench install dist dist-folder clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(ROUTES) $(BUILD)/bin/demo $(BUILD)/bin/warung

run:
	@bin/packages build
	@$(MAKE) --no-print-directory -s all
	@SERVER=$(SERVER) PORT=$(PORT) DATA=$(DATA) MOUNT=$(MOUNT) exec bin/run

# OWNER is who runs the programs: the data belong to that user and to nobody else.  MOUNT is where the shop will be.
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/warung/cgi-bin $(DESTDIR)$(PREFIX)/share/warung/htdocs
	install $(BUILD)/bin/warung $(DESTDIR)$(PREFIX)/bin
	install $(ROUTES) $(DESTDIR)$(PREFIX)/lib/warung/cgi-bin
	test -e $(DESTDIR)$(PREFIX)/lib/warung/cgi-bin/warung.conf || \
		echo 'data = $(DATADIR)' >$(DESTDIR)$(PREFIX)/lib/warung/cgi-bin/warung.conf
	install -m 644 htdocs/* $(DESTDIR)$(PREFIX)/share/warung/htdocs
	install -m 644 apache.conf lighttpd.conf $(DESTDIR)$(PREFIX)/share/warung
	install -d -m 700 -o $(OWNER) $(DESTDIR)$(DATADIR)
	bin/status-pages $(DESTDIR)$(DATADIR)/status $(MOUNT)
	chown -R $(OWNER) $(DESTDIR)$(DATADIR)/status

# A folder to upload to a shared host, and an archive of it; host/INSTALL.txt says how.
VERSION := $(shell sed -n 's/^.define WARUNG_VERSION "\(.*\)"/\1/p' common/base/version.h)
DIST = $(BUILD)/warung-$(VERSION)

dist: dist-folder
	tar -C $(BUILD) --owner=0 --group=0 -czf $(DIST).tar.gz $(notdir $(DIST))

dist-folder: all
	rm -rf $(DIST)
	install -d $(DIST)/bin $(DIST)/cgi-bin $(DIST)/htdocs
	install -d -m 700 $(DIST)/warung-data
	install $(BUILD)/bin/warung $(DIST)/bin
	install $(ROUTES) $(DIST)/cgi-bin
	install -m 644 host/cgi-bin/.htaccess host/cgi-bin/warung.conf $(DIST)/cgi-bin
	install -m 644 htdocs/.htaccess htdocs/* $(DIST)/htdocs
	install -m 644 host/warung-data/.htaccess $(DIST)/warung-data
	install -m 644 host/INSTALL.txt $(DIST)

clean:
	rm -rf $(BUILD)

# The template compiler, and what it makes.
$(TEMPLATE): $(wildcard common/html/compiler/*) common/base/buffer.c common/base/fail.c common/base/arena.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -D_GNU_SOURCE -Icommon -o $@ $(filter %.c,$^)

$(GEN)/%.html.c $(GEN)/%.html.h &: %.html $(TEMPLATE)
	@mkdir -p $(@D)
	$(TEMPLATE) $< $(GEN)/$*.html.c $(GEN)/$*.html.h

$(BUILD)/po/%.mo: common/html/po/%.po
	@mkdir -p $(@D)
	msgfmt -c --no-hash -o $@ $<

$(BUILD)/obj/catalogues.o: common/html/catalogues.S $(LANGUAGES)
	@mkdir -p $(@D)
	$(CC) -I$(BUILD)/po -c -o $@ $<

# Sources may include any page's header, so all of them are made first.
PAGE_HEADERS = $(patsubst %.html,$(GEN)/%.html.h,$(TEMPLATES))

$(BUILD)/obj/%.o: %.c | $(PAGE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.html.o: $(GEN)/%.html.c | $(PAGE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/obj/common/db/schema.o: schema.sql
$(BUILD)/obj/common/route/frame.html.o: htdocs/style.css

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(foreach source,$(ROUTE_SOURCES),$(eval $(BUILD)/cgi-bin/$(notdir $(source:.c=)): $(BUILD)/obj/$(source:.c=.o)))
$(ROUTES): $(LIBRARY)
	$(link)

# What fills a new shop, and the owner's command.
$(foreach name,demo warung,$(eval $(BUILD)/bin/$(name): $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard bin/$(name)/*.c))))
$(BUILD)/bin/demo $(BUILD)/bin/warung: $(LIBRARY)
	$(link)

# What no route of the shop does, or does not do simply, the tests ask of routes of their own.
TEST_ROUTES := $(patsubst tests/http/routes/%.c,$(BUILD)/test-cgi/%,$(wildcard tests/http/routes/*.c))

routes: $(TEST_ROUTES)

$(BUILD)/test-cgi/%: $(BUILD)/obj/tests/http/routes/%.o $(LIBRARY)
	$(link)

# Unit tests have a tree of their own, with sanitizers, which neither static programs nor our hardening suit.
# With them go the inputs that fuzzing found worth keeping.
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
REPLAYS := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/replay/%,$(wildcard tests/fuzz/fuzz_*.c))
UNIT_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/unit/test_%,$(wildcard tests/unit/*.c)))
UNIT_LIBRARIES = -lcmocka -lsqlite3 -lsodium -lunistring -lzxcvbn -lgd -lexif -ljpeg -lz -lm
CHECK = BUILD=$(BUILD)/check OPTIMIZE=-O1 HARDENING= \
	SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover -Wno-format-truncation -DARENA_BLOCK=0"
CHECKS = $(patsubst $(BUILD)/%,$(BUILD)/check/%,$(UNITS) $(REPLAYS))

# Fuzzing has another: Clang tells libFuzzer which way each input took.
FUZZERS := $(REPLAYS:$(BUILD)/replay/%=$(BUILD)/fuzzer/%)
FUZZ = BUILD=$(BUILD)/fuzz CC=clang OPTIMIZE=-O1 HARDENING= \
	SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -DARENA_BLOCK=0"

test:
	@bin/packages test
	@$(MAKE) --no-print-directory -s all routes $(BUILD)/browser/node_modules
	@$(MAKE) --no-print-directory -s $(CHECK) units
	@$(MAKE) --no-print-directory -s $(FUZZ) fuzzers
	@tests/run tests/lint.t tests/template/*.t $(CHECKS) tests/http/*.t tests/browser/*.t tests/fuzz/*.t

unit:
	@$(MAKE) --no-print-directory -s $(CHECK) units
	@tests/run $(CHECKS)

# make fuzz SECONDS=600: so long for each target.
fuzz:
	@bin/packages fuzz
	@$(MAKE) --no-print-directory -s $(FUZZ) fuzzers
	@tests/fuzz/fuzz.t

lint:
	@tests/run tests/lint.t

units: $(UNITS) $(REPLAYS)

fuzzers: $(FUZZERS)

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(UNIT_OBJECTS) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(UNIT_LIBRARIES)

FUZZ_LIBRARIES = -lsqlite3 -lsodium -lunistring -lgd -lexif -lz -lm

$(BUILD)/replay/%: $(addprefix $(BUILD)/obj/tests/fuzz/,fuzz_%.o fuzz.o replay.o) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(FUZZ_LIBRARIES)

$(BUILD)/fuzzer/%: $(addprefix $(BUILD)/obj/tests/fuzz/,fuzz_%.o fuzz.o) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(FUZZ_LIBRARIES)

# Chromium and Java are Debian's; what drives and judges the pages comes from npm.
$(BUILD)/browser/node_modules: tests/browser/package.json tests/browser/package-lock.json
	@mkdir -p $(@D)
	@cp $^ $(@D)
	cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# The floor is built as our programs are: anything less would flatter us.
BENCH = CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(HARDENED_LINK) -static-pie -s'

bench:
	@bin/packages bench
	@$(MAKE) --no-print-directory -s all
	@$(BENCH) tests/bench/run
	@$(BENCH) tests/bench/scale
	@$(BENCH) tests/bench/load
	@$(BENCH) tests/bench/stress

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
