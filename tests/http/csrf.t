#!/bin/bash
# csrf: the page that refuses a form keeps what was typed, and only our own form gets a button.
. "$(dirname "$0")/people.sh"

STALE=$(printf 'x%.0s' {1..32})

# refused WHAT PATH CURL OPTION ...: a POST that is refused, with a page that is whole.
refused()
{
	visit "${@:3}" "$2"
	[[ $STATUS$BODY == 403*'<h1>Forbidden (403)</h1>'*'<code>403-'*'</html>' &&
		"$(header Cache-Control)" == *no-store* ]]
	report $? "refused: $1" "$STATUS" "$HEADERS" "$BODY"
}

# ours WHAT PATH CURL OPTION ...: the same for one that our own page surely sent.
ours() { refused "$@" -H "Origin: ${BASE%"$MOUNT"}"; }

# press: send the form of the page, as a browser does.
press()
{
	local action
	action=$(perl -0777 -ne '
		sub plain { my %of = (lt => "<", gt => ">", quot => "\"", "#x27" => "\x27", amp => "&");
			return shift =~ s/&([^;]+);/$of{$1}/gr =~ s/\r?\n/\r\n/gr }
		sub encode { return plain(shift) =~ s/([^A-Za-z0-9])/sprintf "%%%02X", ord $1/ger }
		my ($action, $form) = m{<form method="post" action="([^"]*)">(.*?)</form>}s or exit;
		print STDERR join "&", map { encode($_->[0]) . "=" . encode($_->[1]) }
			map { [ /name="([^"]*)" value="([^"]*)"/ ] } $form =~ /<input type="hidden"[^>]*>/g;
		print plain($action)' "$tmp/body" 2>"$tmp/form")
	visit --data-binary "@$tmp/form" -H "Origin: ${BASE%"$MOUNT"}" "${BASE%"$MOUNT"}$action"
}

offers()  { says '<button type="submit" class="primary">Send it again</button>' "$1"; }

# opens PATH WHAT: there is a link instead of a form, and nothing to send one with.
opens()
{
	says "<a class=\"button primary\" href=\"$MOUNT$1\">Open the form again</a>" "$2"
	silent '<form' '... no form'
	silent csrfmiddlewaretoken '... and no token'
	is "$(header Set-Cookie)" '' '... nor a cookie'
}

# ---- what was typed is not lost ----

another_tab()
{
	local old text=$'first\r\n\r\n  "second" & <third> é\'' id

	sign_in siti
	visit add_product
	old=$(csrf)
	visit login
	send login username=siti password=$PASSWORD
	goes 303 list 'signing in again in another tab'
	ours 'the form of the first tab' add_product --data-urlencode "csrfmiddlewaretoken=$old" \
		-d name=Kopi -d name='Kopi+%22Toraja%22' -d price=12.500 -d stock= -d category= \
		--data-urlencode "description=$text"
	says '<dt>Name</dt><dd class="description">Kopi</dd>' '... shows what was typed'
	says '<dd class="description">Kopi &quot;Toraja&quot;</dd>' '... each time'
	says $'first\r\n\r\n  &quot;second&quot; &amp; &lt;third&gt; é&#x27;</dd>' '... line by line'
	silent '<dt>Stock</dt>' '... but no empty fields'
	silent "$old" '... nor the old token'
	offers '... and offers to send it again'
	stored 0 "SELECT count(*) FROM product WHERE name LIKE 'Kopi%Toraja%'" '... and saves nothing'
	press
	goes 303 list '... which works'
	stored '12500|0' "SELECT price, stock FROM product WHERE name = 'Kopi \"Toraja\"'" \
		'... with all of the fields'
	send add_product name=direct price=1 "description=$text"
	stored 1 "SELECT count(DISTINCT description) FROM product
		WHERE name IN ('direct', 'Kopi \"Toraja\"')" '... as they were typed'

	id=$(sql "SELECT id FROM product WHERE name = 'direct'")
	ours 'a form with nothing but a stale token' "delete_product/$id" \
		-d csrfmiddlewaretoken=$STALE
	silent 'What you typed' '... shows nothing'
	press
	goes 303 list '... and can be sent again'
	stored 0 "SELECT count(*) FROM product WHERE name = 'direct'" '... and does what it says'
}

# The cookie is gone, too: the page brings a new one.
another_browser()
{
	as forgetful
	ours 'a visitor without cookies' 'login?next=/a%3Fb%26c' -d csrfmiddlewaretoken=$STALE \
		-d favorite_dish=Rendang
	says '<dt>Favorite dish</dt><dd class="description">Rendang</dd>' '... reads names of fields'
	says "<form method=\"post\" action=\"${MOUNT}login?next=/a%3Fb%26c\">" '... the address stays'
	offers '... and gets a form'
	press
	is "$STATUS" 200 '... which is good'
	says 'name="password"' '... and leads to where it was sent'
}

# ---- who gets no button ----

strangers()
{
	local origin=${BASE%"$MOUNT"} other

	sign_in siti
	for other in http://evil.example null "https${origin#http}" "${origin%:*}:1" "$origin/"; do
		refused "from '$other'" "edit_product/$TEA?a=b" -H "Origin${other:+: }${other:-;}" \
			-d csrfmiddlewaretoken=$STALE -d name=typed
		silent typed '... shows no words of another site'
		opens "edit_product/$TEA?a=b" '... and leads to the form'
	done
	refused 'from nobody knows where' add_product -d name=typed -H "Referer: $origin/"
	says '<dd class="description">typed</dd>' '... shows what was typed'
	opens add_product '... and leads to the form'
	ours 'with a file, perhaps' add_product -F name=typed -F image=@"$0"
	says '<dd class="description">typed</dd>' '... shows what was typed'
	opens add_product '... and leads to the form'
	ours 'in parts, without a file' add_product -F name=typed -F 'image=;filename=""'
	offers '... and offers to send it again'
	ours 'of another type' add_product -d name=typed -H 'Content-Type: text/plain'
	silent typed '... shows nothing'
	opens add_product '... and leads to the form'
	ours 'with a NUL' add_product -d name=typed%00more
	opens add_product '... leads to the form'
	stored 0 "SELECT count(*) FROM product WHERE name LIKE 'typed%'" 'nothing was saved'
}

secrets()
{
	local name

	as guest
	visit login
	for name in password password1 old_password New-Password-2 recovery_code RECOVERY; do
		ours "with $name" login -d csrfmiddlewaretoken=$STALE -d username=siti \
			-d "$name=Rahasia-9"
		says '<dt>Username</dt><dd class="description">siti</dd>' '... shows the rest'
		silent Rahasia-9 '... never that'
		silent "$STALE" '... nor the token'
		opens login '... and leads to the form'
	done
}

# ---- what somebody may send ----

markup()
{
	sign_in siti
	ours 'with markup' "add_product?%22%3E%3Cscript%3E" -d csrfmiddlewaretoken=$STALE \
		--data-urlencode 'name="><script>alert(1)</script>' \
		--data-urlencode "description='\"></dd></textarea>{{ x }}{% csrf %}" \
		-d '%22%3E%3Cscript%3Ealert(2)=%27%3E%3Cscript%3E' -d '%3Cscript%3E=x' -d '=nameless'
	silent '<script' '... none is on the page'
	says '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</dd>' '... but what was typed'
	says 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' '... also in the form'
	says '<dt>&lt;script&gt;</dt>' '... and names'
	silent nameless '... if there are any'
	press
	is "$STATUS" 200 '... which can be sent again'
	says 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' '... as it was'
}

count() { grep -o "$1" "$tmp/body" | wc -l; }

plenty()
{
	local i long

	sign_in siti
	for i in {1..100}; do printf 'n=%d&' "$i"; done >"$tmp/hundred"
	ours '100 fields' add_product -d "@$tmp/hundred"
	is "$(count '<dt>N</dt>') $(count 'type="hidden" name="n"')" '100 100' '... are all there'
	for i in {1..998}; do printf 'n=%d&' "$i"; done >"$tmp/thousand"
	ours '1000 fields' add_product -d "@$tmp/thousand" -d csrfmiddlewaretoken=x -d z=z
	is "$(count '<dt>N</dt>') $(count '<dt>Z</dt>')" '100 0' '... the first hundred are shown'
	says 'Not all that you typed fits on this page.' '... it says so'
	opens add_product '... and they are not sent in part'

	long=$(printf '%%22%.0s' {1..65530})
	printf 'name=%s&a=' "$long" >"$tmp/long"
	ours '64 KiB that are escaped' add_product -d "@$tmp/long"
	is "$(count '&quot;')" 131060 '... are shown, and in the form'
	offers '... and may be sent again'
	press
	is "$STATUS $(count '&quot;')" '200 65530' '... all of them'
	printf 'name=%s&price=5&a=%%22%%22&b=cc' "$long" >"$tmp/long"
	ours 'more than 64 KiB' add_product -d "@$tmp/long"
	is "$(count '&quot;') $(count '<dt>B</dt>')" '65530 0' '... are shown in part'
	says 'Not all that you typed' '... it says so'
	opens add_product '... and leads to the form'
	printf 'name=%s&price=5' "$long$long$long" >"$tmp/long"
	ours 'one field that is too long' add_product -d "@$tmp/long"
	is "$(count '&quot;') $(count '<dt>Price</dt>')" '0 1' '... is left out, the others are not'
	printf 'name=%s' "$long$long" >"$tmp/long"
	ours 'nothing but that' add_product -d "@$tmp/long"
	silent 'is still here' '... promises nothing'
	says 'Not all that you typed' '... and says so'
}

# Nothing is opened that may be broken.
broken()
{
	as guest
	visit login
	mv "$DATA/warung.db" "$tmp/warung.db"
	mv "$DATA/secret.key" "$DATA/sessions" "$tmp"
	ours 'without a database' login -d csrfmiddlewaretoken=$STALE -d username=siti
	says '<dd class="description">siti</dd>' '... shows what was typed'
	offers '... and offers to send it again'
	is "$(ls -d "$DATA"/{warung.db,secret.key,sessions} 2>/dev/null)" '' '... and makes nothing'
	mv "$tmp/warung.db" "$tmp/secret.key" "$tmp/sessions" "$DATA"
	press
	is "$STATUS" 200 '... which works afterwards'
}

# With any memory there is a whole page; where there is too little for the fields, it has none.
little_memory()
{
	local limit body answer pages=0 forms=0

	body=name=$(printf '%%22%.0s' {1..65000})
	for limit in {12..60..4}; do
		answer=$(as_shop env -i REQUEST_METHOD=POST SCRIPT_NAME=/login WARUNG_DATA="$DATA" \
			HTTP_HOST=localhost HTTP_ORIGIN=http://localhost CONTENT_LENGTH=${#body} \
			CONTENT_TYPE=application/x-www-form-urlencoded \
			prlimit --data=${limit}00000 -- "$CGI/login" <<<"$body")
		[[ $answer != 'Status: 403 '*'</html>' ]] || pages=$((pages + 1))
		[[ $answer != *'<form'* ]] || forms=$((forms + 1))
	done
	is $pages 13 'there is a whole page with any memory'
	ok "... with the form where there is enough: $forms" test $forms -gt 0 -a $forms -lt 13
}

in_the_shop another_tab another_browser strangers secrets markup plenty broken little_memory
done_testing
