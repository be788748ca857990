#!/bin/bash
# servers: what apache.conf and lighttpd.conf promise, on every kind of server and at every mount.
#
# First stand-in programs show what the server tells them; at the end the real ones are asked.
. "$(dirname "$0")/lib.sh"

# ---- stand-ins ----

mkdir "$tmp/cgi"
cat >"$tmp/cgi/probe" <<'PROBE'
#!/bin/sh
# With the status that a header asks for: the environment, the arguments, the length of the body.
bytes=$(wc -c)
printf 'Status: %s\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n\r\n' "${HTTP_X_STATUS:-200 OK}"
env
echo "ARGV=$*"
echo "BYTES=$bytes"
PROBE
cp "$tmp/cgi/probe" "$tmp/cgi/shop"
cp "$tmp/cgi/probe" "$tmp/cgi/product"
printf '#!/bin/sh\nexit 1\n' >"$tmp/cgi/crash"
chmod 755 "$tmp"/cgi/*
echo 'canary' | tee "$tmp/cgi/warung.conf" >"$tmp/cgi/notes"

# probed NAME: the variable as the program saw it.
probed() { sed -n "s/^$1=//p" <<<"$BODY"; }

# friendly STATUS WHAT: the answer is our page for it, in two languages, and no cache keeps it.
friendly()
{
	local newline=$'\n'
	like "$STATUS" "^($1)$" "$2: $1"
	like "${BODY//$newline/}" '<main><h1>[^<]+</h1>.*<section lang="id">' '... with a page that helps'
	unlike "$(header Cache-Control)" 'max-age|public' '... which is not cached'
}

# The name of a picture begins with letters that nobody can guess.
PICTURE=abcdefghijklmnopqrstuv

# raw TEXT: the answer to these very bytes, in which @ is MOUNT.
raw()
{
	local port=${SITE#http://127.0.0.1:}
	exec 3<>"/dev/tcp/127.0.0.1/${port%%/*}"
	printf '%b' "${1//@/$MOUNT}" >&3
	BODY=$(timeout 5 cat <&3 | tr -d '\0\r')
	exec 3>&-
	STATUS=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' <<<"$BODY")
}

# crowd PATH: the statuses of 256 requests, 64 at a time, each status once.
crowd()
{
	curl -sS --max-time 60 -Z --parallel-immediate --parallel-max 64 -o "$tmp/crowd" -w '%{http_code}\n' \
		"$BASE$1?[1-256]" 2>/dev/null | sort -u
}

# ---- what the server promises ----

addresses()
{
	visit probe
	status_is 200 'a route answers'
	is "$(probed SCRIPT_NAME)" "${MOUNT}probe" '... SCRIPT_NAME is its own address'
	is "$(probed PATH_INFO)" '' '... PATH_INFO is empty'
	is "$(probed WARUNG_DATA)" "$DATA" '... WARUNG_DATA is the data directory'

	visit product/6f1c/
	is "$(probed SCRIPT_NAME)" "${MOUNT}product" 'SCRIPT_NAME ends with the route'
	is "$(probed PATH_INFO)" /6f1c/ '... and PATH_INFO is the rest'
	visit 'product/a%20b%C3%A9%2541'
	is "$(probed PATH_INFO)" '/a bé%41' '... decoded, once'
	visit "$BASE/probe"
	is "$(probed SCRIPT_NAME)" "${MOUNT}probe" 'a doubled slash is one'

	visit ''
	is "$(probed SCRIPT_NAME)" "${MOUNT}shop" 'the mount itself is the shop'
	visit "${SITE}cgi-bin"
	like "$STATUS" '^301$' 'cgi-bin without its slash is not lost'

	visit 'probe?-s+--help'
	is "$(probed QUERY_STRING)" '-s+--help' 'a query stays a query'
	visit 'probe?q=%00%0a%ff'
	status_is 200 '... and is left to the program when odd'
	visit -H 'Proxy: http://evil/' probe
	is "$(probed HTTP_PROXY)" '' 'a Proxy header goes no further'
	visit -X TRACE -H 'Cookie: canary' probe
	unlike "$(header Content-Type)" message/http 'TRACE is not the server'"'"'s to answer'
	visit -I probe
	status_is 200 'HEAD is served'
}

bodies()
{
	head -c 15M /dev/zero >"$tmp/large"
	head -c 17M /dev/zero >"$tmp/larger"

	visit --data a=b probe
	is "$(probed BYTES) $(probed CONTENT_LENGTH)" '3 3' 'a body arrives'
	visit --data a=b -H 'Transfer-Encoding: chunked' probe
	is "$(probed BYTES)" 3 'a chunked body arrives'
	visit --data-binary @"$tmp/large" probe
	is "$(probed BYTES)" 15728640 '15 MiB arrive, for the program to judge'
	visit --data-binary @"$tmp/larger" probe
	friendly 413 '17 MiB do not'
	visit --data-binary @"$tmp/larger" -H 'Transfer-Encoding: chunked' probe
	friendly 413 'nor when chunked'

	raw 'POST @probe HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde'
	is "$STATUS" 400 'two lengths are refused'
	raw 'POST @probe HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'
	is "$STATUS" 400 'a negative length is refused'
	raw 'POST @probe HTTP/1.1\r\nHost : a\r\nContent-Length: 0\r\n\r\n'
	is "$STATUS" 400 'a space before the colon is refused'
	raw 'GET @probe HTTP/1.1\r\n\r\n'
	is "$STATUS" 400 'a request without Host is refused'
	raw 'GET @probe HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'
	is "$STATUS" 400 'two hosts are refused'
}

errors()
{
	local status

	for status in '400 Bad' '403 No' '404 No' '405 No' '413 Big' '422 Bad' '429 Wait' '500 Oh' '503 Busy'; do
		visit -H "X-Status: $status" probe
		is "$STATUS $(probed ARGV)$(probed BYTES)" "${status% *} 0" "a program's own $status page is not replaced"
	done
	visit crash
	like "$STATUS$BODY" '^500.*lang="id"|^502.*lang="id"' 'a program that dies: a page that helps'
	visit nothing
	friendly 404 'an unknown route'
	visit nothing/at/all
	friendly 404 'an unknown route with a path'
	visit 'product/a%2Fb'
	friendly '400|404' 'an encoded slash'
	visit "probe?$(printf '%09000d' 0)"
	friendly '414|431' 'an endless address'
	visit -H "Cookie: $(printf '%020000d' 0)" probe
	friendly '400|431' 'endless cookies'
}

files()
{
	as_shop mkdir -p "$DATA/media"
	local name ours=$PICTURE-800x600 foreign=(page.html page.php page shop a.jpg .hidden.jpg warung.conf
		$PICTURE-800x600.php $PICTURE-800x600.jpg.php $PICTURE-800x600.png $PICTURE-800x600.jpg.A1.new
		$PICTURE-800x600.html $PICTURE-800x600.svg ${PICTURE}x-800x600.jpg)

	for name in "${foreign[@]}"; do
		as_shop cp "$tmp/cgi/probe" "$DATA/media/$name"
		echo '# canary' | as_shop tee -a "$DATA/media/$name" >/dev/null
	done
	echo canary | as_shop tee "$DATA/secret.key" >/dev/null
	as_shop ln -s ../secret.key "$DATA/media/$PICTURE-1x1.jpg"
	as_shop cp "$tmp/cgi/probe" "$DATA/media/$ours.jpg"
	echo '# jpeg' | as_shop tee -a "$DATA/media/$ours.jpg" "$DATA/media/$ours-small.jpg" >/dev/null

	visit "${SITE}style.css"
	like "$STATUS $(header Content-Type)" '^200 text/css; charset=utf-8' 'the style sheet is served'
	is "$(header X-Content-Type-Options)" nosniff '... not to be sniffed'
	like "$(header Content-Security-Policy)" "default-src 'none'" '... with a policy'
	is "$(header Cache-Control)" 'public, max-age=3600' '... cached for an hour'
	visit -H "If-None-Match: $(header ETag)" "${SITE}style.css"
	status_is 304 '... and asked for again'
	visit "${SITE}style.css?v=1"
	is "$(header Cache-Control)" 'public, max-age=31536000, immutable' 'a version of it is cached for ever'

	visit "${SITE}media/$ours-small.jpg"
	is "$STATUS $(header Content-Type)" '200 image/jpeg' 'a thumbnail is served'
	visit "${SITE}media/$ours.jpg"
	is "$STATUS $(header Content-Type)" '200 image/jpeg' 'a picture is served'
	like "$BODY" '^#!/bin/sh.*# jpeg$' '... whatever is in it'
	is "$(header X-Content-Type-Options)" nosniff '... not to be sniffed'
	is "$(header Content-Security-Policy)" "default-src 'none'; sandbox" '... powerless'
	like "$(header Cache-Control)" 'max-age=31[0-9]{6}' '... cached for a year'
	visit "${SITE}media/$PICTURE-800x601.jpg"
	friendly 404 'a picture that is gone'
	for name in "${foreign[@]}" "$PICTURE-1x1.jpg"; do
		visit "${SITE}media/$name"
		like "$STATUS" '^40[34]$' "media/$name is not served"
		unlike "$BODY" 'canary|ARGV' '... nor run'
	done
}

secrets()
{
	local path found=

	for path in warung.db secret.key access.log data/ var/ .git/config .htaccess media/ media/page.html status/ \
		media/../secret.key media/..%2fsecret.key media/%2e%2e/secret.key media media/. media.swept \
		media/$PICTURE-800x600.jpg/../../secret.key media/$PICTURE-800x600.jpg/x media%2f..%2fsecret.key 'media/..;/secret.key' 'media/..\secret.key' \
		media//../secret.key icons/../../secret.key icons/%2e%2e/%2e%2e/secret.key status/../secret.key \
		../secret.key ../../secret.key %2e%2e/secret.key ..%00/secret.key media/page.html%00.jpg \
		warung.conf cgi-bin/warung.conf cgi-bin/WARUNG.CONF cgi-bin/warung.conf/ cgi-bin/notes notes \
		cgi-bin/../warung.conf cgi-bin/probe/../warung.conf cgi-bin/%77arung.conf cgi-bin/warung.conf%20; do
		visit "$SITE$path"
		[[ $STATUS == [45]* && $BODY != *canary* ]] || found+=" $path:$STATUS"
	done
	is "$found" '' 'nothing of the data directory or beside the programs is shown'
}

contract()
{
	addresses
	bodies
	errors
	files
	secrets
	is "$(crowd probe)" 200 '64 visitors at once are all served'
}

# ---- the real programs ----

shop()
{
	local program failed= style

	for program in "${CGI:-$root/build/cgi-bin}"/*; do
		[ -x "$program" ] || continue
		visit "${program##*/}"
		[[ $STATUS == [2-4]* ]] || failed+=" ${program##*/}:$STATUS"
		visit "${program##*/}?-s"
		[[ $STATUS == [2-4]* ]] || failed+=" ${program##*/}?-s:$STATUS"
		visit --data a=b -H 'Transfer-Encoding: chunked' "${program##*/}"
		[[ $STATUS == [2-4]* ]] || failed+=" POST ${program##*/}:$STATUS"
	done
	is "$failed" '' 'every route answers a guest, and nonsense, without a fault'

	visit ''
	style=$(sed -n 's/.*href="\([^"]*style\.css[^"]*\)".*/\1/p' <<<"$BODY" | head -1)
	visit "http://127.0.0.1:$(cut -d: -f3 <<<"$SITE" | cut -d/ -f1)$style"
	like "$(header Content-Type)" text/css 'the shop finds its style sheet'
	visit product/00000000-0000-4000-8000-000000000000
	status_is 404 'the page of a missing product'
	unlike "$BODY" 'Its address may be old or mistyped' "... is the program's own"
	is "$(crowd shop)" 200 '64 shoppers at once are all served'
}

CGI=$tmp/cgi on_every_server contract
on_every_server shop
done_testing
