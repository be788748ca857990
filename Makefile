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
HARDENED_LINK = -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed -Wl,--gc-sections
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
# (The linker's only warning would be that SQLite could load extensions, which no program of ours does.)
STATIC_LIBRARIES = -Wl,--no-warnings -lsqlite3 -lsodium -lunistring
LINK = -static-pie $(STATIC_LIBRARIES) -lm
$(BUILD)/cgi-bin/json: LINK = -pie -Wl,-Bstatic $(STATIC_LIBRARIES) -Wl,-Bdynamic -lcjson -lm
$(BUILD)/cgi-bin/xml: LINK = -pie -Wl,-Bstatic $(STATIC_LIBRARIES) -Wl,-Bdynamic -lxml2 -lm
# The archive of libzxcvbn is not position-independent.
$(BUILD)/cgi-bin/register: LINK = -static -no-pie -lzxcvbn $(STATIC_LIBRARIES) -lm

# Stripped, a program starts with a fifth fewer page faults; the symbols stay behind in debug/, for gdb.
define link
@mkdir -p $(@D) $(BUILD)/debug
$(CC) $(CFLAGS) $(HARDENED_LINK) -o $(BUILD)/debug/$(@F) $(filter %.o,$^) $(LIBRARY) $(LINK)
strip -o $@ $(BUILD)/debug/$(@F)
endef

.PHONY: all run test unit units lint bench install clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(ROUTES) $(BUILD)/bin/demo

run:
	@bin/packages build
	@$(MAKE) --no-print-directory -s all
	@SERVER=$(SERVER) PORT=$(PORT) DATA=$(DATA) MOUNT=$(MOUNT) bin/run

# OWNER is who runs the programs: the data belong to that user and to nobody else.  MOUNT is where the shop will be.
install: all
	install -d $(DESTDIR)$(PREFIX)/lib/warung/cgi-bin $(DESTDIR)$(PREFIX)/share/warung/htdocs
	install $(ROUTES) $(DESTDIR)$(PREFIX)/lib/warung/cgi-bin
	test -e $(DESTDIR)$(PREFIX)/lib/warung/cgi-bin/warung.conf || \
		echo 'data = $(DATADIR)' >$(DESTDIR)$(PREFIX)/lib/warung/cgi-bin/warung.conf
	install -m 644 htdocs/* $(DESTDIR)$(PREFIX)/share/warung/htdocs
	install -m 644 apache.conf lighttpd.conf $(DESTDIR)$(PREFIX)/share/warung
	install -d -m 700 -o $(OWNER) $(DESTDIR)$(DATADIR)
	bin/status-pages $(DESTDIR)$(DATADIR)/status $(MOUNT)
	chown -R $(OWNER) $(DESTDIR)$(DATADIR)/status

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

$(BUILD)/bin/%: $(BUILD)/obj/bin/%.o $(LIBRARY)
	$(link)

# Unit tests have a tree of their own, with sanitizers, which neither static programs nor our hardening suit.
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
UNIT_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/unit/test_%,$(wildcard tests/unit/*.c)))
UNIT_LIBRARIES = -lcmocka -lsqlite3 -lsodium -lunistring -lzxcvbn -lm
CHECK = BUILD=$(BUILD)/check OPTIMIZE=-O1 HARDENING= \
	SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover -Wno-format-truncation"

test:
	@bin/packages test
	@$(MAKE) --no-print-directory -s all $(BUILD)/browser/node_modules
	@$(MAKE) --no-print-directory -s $(CHECK) units
	@tests/run tests/lint.t tests/template/*.t $(UNITS:$(BUILD)/%=$(BUILD)/check/%) tests/http/*.t tests/browser/*.t

unit:
	@$(MAKE) --no-print-directory -s $(CHECK) units
	@tests/run $(UNITS:$(BUILD)/%=$(BUILD)/check/%)

lint:
	@tests/run tests/lint.t

units: $(UNITS)

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(UNIT_OBJECTS) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(UNIT_LIBRARIES)

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
	@$(BENCH) tests/bench/stress

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
