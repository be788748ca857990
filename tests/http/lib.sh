# lib.sh: what the HTTP tests share: a server of their own, a visitor with a cookie jar, and TAP.
#
#	. "$(dirname "$0")/lib.sh"
#	guests() { visit list; status_is 302 'a guest may not see the list'; }
#	on_every_server guests
#	done_testing
#
# KINDS and MOUNTS narrow down where a test runs, CGI names another folder of programs.
set -u
umask 022
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
tmp=$(mktemp -d)
chmod 711 "$tmp"	# root's server runs as somebody else
trap 'stop; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# ---- a server ----

KINDS=${KINDS:-lighttpd apache-cgid apache-cgi}
MOUNTS=${MOUNTS:-/ /cgi-bin/ /sub/dir/ /sub/dir/cgi-bin/}
server='' servers=0

# serve KIND MOUNT: start a shop with a fresh DATA.  SITE is then the address of the site's root (style.css,
# media/), BASE that of its routes, RUNLOG what bin/run says: on a first run, how to sign in.
serve()
{
	local port try
	stop
	KIND=$1 MOUNT=$2
	for try in 1 2 3 4 5; do
		port=$((RANDOM % 20000 + 10000))
		DATA=$tmp/data$((++servers)) RUNLOG=$tmp/run$servers.log
		mkdir "$DATA"
		[ -z "${CGI:-}" ] || : >"$DATA/warung.db"	# stand-ins need no demo shop
		SERVER=$KIND PORT=$port DATA=$DATA MOUNT=${MOUNT%cgi-bin/} "$root/bin/run" >"$RUNLOG" 2>&1 &
		server=$!
		while kill -0 $server 2>/dev/null; do
			if grep -qs '^Warung is open' "$RUNLOG"; then
				SITE=http://127.0.0.1:$port${MOUNT%cgi-bin/}
				BASE=http://127.0.0.1:$port$MOUNT
				new_visitor
				return
			fi
			sleep 0.05
		done
		grep -qs 'is in use' "$RUNLOG" || break
	done
	sed 's/^/# /' "$RUNLOG"
	echo "Bail out!  $KIND does not start"
	exit 1
}

stop()
{
	[ -z "$server" ] || { kill $server; wait $server; server=; } 2>/dev/null
}

# on_every_server FUNCTION: call it once for each kind of server and each place where a site can be mounted.
on_every_server()
{
	local kind mount
	for kind in $KINDS; do
		for mount in $MOUNTS; do
			serve "$kind" "$mount"
			"$@"
		done
	done
}

# as_shop COMMAND ...: run it as the owner of DATA, so that root leaves no files there that the shop cannot open.
as_shop()
{
	if [ "$(id -u)" = 0 ]; then
		set -- setpriv --reuid="$(stat -c %u "$DATA")" --regid="$(stat -c %g "$DATA")" --clear-groups "$@"
	fi
	"$@"
}

# ---- a visitor ----

new_visitor()
{
	JAR=$tmp/jar
	rm -f "$JAR"
}

# visit [CURL OPTION ...] PATH: relative to BASE, or a whole address.  Sets STATUS, HEADERS and BODY (without NULs;
# the file $tmp/body has them).
visit()
{
	local path=${*: -1}
	case $path in http:*) ;; *) path=$BASE$path ;; esac
	rm -f "$tmp/headers" "$tmp/body"
	STATUS=$(curl -sS --max-time 30 -b "$JAR" -c "$JAR" -D "$tmp/headers" -o "$tmp/body" -w '%{http_code}' \
		--path-as-is "${@:1:$#-1}" -- "$path" 2>"$tmp/curl.log")
	{ HEADERS=$(<"$tmp/headers") BODY=$(<"$tmp/body"); } 2>/dev/null
	HEADERS=${HEADERS//$'\r'/}
}

# header NAME: its values in the last answer, a line each.
header()
{
	local line
	while IFS= read -r line; do
		[[ ${line,,} != "${1,,}: "* ]] || printf '%s\n' "${line#*: }"
	done <<<"$HEADERS"
}

# csrf: the token of the form on the last page.
csrf()
{
	[[ $BODY =~ name=\"csrfmiddlewaretoken\"\ value=\"([^\"]*)\" ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# submit PATH NAME=VALUE ...: open the page and send its form as a browser does.
submit()
{
	local path=$1 field data=()
	shift
	visit "$path"
	for field in "csrfmiddlewaretoken=$(csrf)" "$@"; do data+=(--data-urlencode "$field"); done
	visit "${data[@]}" "$path"
}

# ---- TAP ----

tests=0 failures=0

diag() { printf '%s\n' "$@" | head -c 2000 | sed 's/^/# /'; }

# report GOOD WHAT [LINE ...]: one result; the lines tell why, when GOOD is not 0.
report()
{
	tests=$((tests + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests - ${KIND:+$KIND $MOUNT: }$2"
	else
		failures=$((failures + 1))
		echo "not ok $tests - ${KIND:+$KIND $MOUNT: }$2"
		diag "${@:3}"
	fi
}

# ok WHAT COMMAND ...; is GOT WANTED WHAT; like GOT REGEX WHAT; unlike GOT REGEX WHAT; status_is WANTED WHAT
ok()        { "${@:2}"; report $? "$1"; }
is()        { [ "$1" = "$2" ]; report $? "$3" "got    '$1'" "wanted '$2'"; }
like()      { [[ $1 =~ $2 ]]; report $? "$3" "no '$2' in" "$1"; }
unlike()    { ! [[ $1 =~ $2 ]]; report $? "$3" "'$2' is in" "$1"; }
status_is() { [ "$STATUS" = "$1" ]; report $? "$2" "got $STATUS, wanted $1" "$(<"$tmp/curl.log")" "$HEADERS"; }

done_testing()
{
	echo "1..$tests"
	[ "$failures" = 0 ]
	exit
}
