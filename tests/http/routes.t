#!/bin/bash
# routes: what could depend on the server and on the mount, on all of them: a journey through every
# route, every link on every page, the headers of every answer, and large forms that are refused.
. "$(dirname "$0")/people.sh"

PREFIX=	# of the site's addresses: the mount without cgi-bin/
ORIGIN=
ITEM=	# what the member of the journey keeps in the stock-room

# ---- every link ----

# links: the addresses on the pages that were crawled, but for WhatsApp's, and those that they
# redirect to.
links()
{
	grep -ohE '(href|src|action)="[^"#][^"]*"' "$tmp"/crawled* | cut -d'"' -f2 |
		sed '/^https:\/\/wa\.me\//d; s/&amp;/\&/g'
	sed -n "s|.* $ORIGIN||p" "$tmp/statuses"
}

# fetch ADDRESS ...: all of them at once.
fetch()
{
	local i=0 address
	rm -f "$tmp"/crawled*
	for address; do
		printf 'url = "%s"\noutput = "%s"\n' "$ORIGIN$address" "$tmp/crawled$((i++))"
	done >"$tmp/addresses"
	curl -sSg -b "$JAR" -K "$tmp/addresses" \
		-w '%{http_code} %{url_effective} %{redirect_url}\n' >"$tmp/statuses"
}

# crawl WHO: from page to page, until there is no new address.
crawl()
{
	local -A seen=([$MOUNT]=1)
	local new=("$MOUNT") bad='' address

	while [ ${#new[@]} -gt 0 ] && [ ${#seen[@]} -lt 200 ]; do
		fetch "${new[@]}"
		bad+=$(grep -vE '^(200|302) ' "$tmp/statuses")
		new=()
		for address in $(links | sort -u); do
			[[ $address == "$PREFIX"* && $address != //* ]] || bad+=" $address"
			[ -n "${seen[$address]:-}" ] || new+=("$address")
			seen[$address]=1
		done
	done
	is "$bad" '' "every link that $1 can follow leads somewhere"
	report $((${#seen[@]} < 10 || ${#seen[@]} >= 200)) "... ${#seen[@]} of them"
}

# ---- every header ----

# answered STATUS WHAT: this answer has the status, and all the headers that every answer has.
answered()
{
	local line missing=

	[ "$STATUS" = "$1" ] || missing="status $STATUS;"
	for line in 'X-Content-Type-Options: nosniff' 'X-Frame-Options: DENY' \
		'Referrer-Policy: same-origin' 'Cross-Origin-Opener-Policy: same-origin' \
		"Content-Security-Policy: default-src 'none'; style-src 'self'"; do
		[ "$(grep -ci "^$line" <<<"$HEADERS")" = 1 ] || missing+=" $line"
	done
	# Apache sends what it gets in pieces, and forgets the length.
	[[ $(header Content-Length)$(header Transfer-Encoding) =~ ^([0-9]+|chunked)$ ]] ||
		missing+=' a length'
	[[ $(header Cache-Control) == *private* ]] || missing+=' Cache-Control'
	[[ $(header Cache-Control) == *no-store* || $(header Vary) == *Cookie* ]] ||
		missing+=' Vary'
	is "$missing" '' "$2 is answered $1, with all headers"
}

headers()
{
	local route

	as guest
	for route in shop "product/$TEA" register login logout json xml "json/$TEA" "xml/$NONE"; do
		visit $route
		answered 200 $route
	done
	like "$(header Content-Type)" '^application/xml$' 'xml has its type'
	visit -I shop
	is "$STATUS" 200 'HEAD is answered'
	for route in list inventory json/item "xml/item/7"; do
		visit $route
		answered 302 "$route"
		goes 302 "login?next=$MOUNT$route" '... which asks to sign in'
	done
	visit "product/$NONE"
	answered 404 'a missing product'
	visit shop/x
	answered 404 'a segment too many'
	visit 'shop?q=%00'
	answered 400 'a NUL in a query'
	visit -X DELETE shop
	answered 405 'a wrong method'
	is "$(header Allow)" 'GET, HEAD' '... which says what is right'
	visit -d a=b login
	answered 403 'a forged form'
	visit login
	like "$(header Cache-Control)" no-store 'login is never stored'
}

# ---- from register to logout ----

journey()
{
	local id

	as journey
	submit register username=journey password1=$PASSWORD password2=$PASSWORD
	goes 303 login 'register leads to login'
	submit "login?next=${MOUNT}add_product" username=journey password=$PASSWORD
	goes 303 add_product 'login leads on'
	is "$(header Set-Cookie | grep -o 'Path=[^;]*' | sort -u)" "Path=$PREFIX" \
		'cookies are for this site alone'
	submit add_product name=Kerupuk price=3.500 stock=2
	goes 303 list 'add_product leads to the list'
	visit list
	answered 200 'the list'
	says Kerupuk '... shows it'
	id=$(grep -o '/product/[^"]*' <<<"$BODY" | cut -d/ -f3)
	id=${id:0:36}
	visit "product/$id"
	says Rp3,500 '... as does its page'
	submit "edit_product/$id" name=Kerupuk price=4.000 available=0
	goes 303 list 'edit_product leads to the list'
	post "edit_product/$id" -F name=Kerupuk -F price=4.500 -F image=@doc/shop.png \
		-H 'Transfer-Encoding: chunked'
	goes 303 list '... also from a chunked multipart form'
	visit "product/$id"
	says "src=\"${PREFIX}media/" '... and its picture is shown'
	visit "json/$id"
	says '"price": 4500' 'json delivers it'
	visit "xml/$id"
	says '>4500<' '... and xml'
	stockroom
	crawl 'a member'
	large
	submit "delete_item/$ITEM"
	goes 303 inventory 'delete_item leads to the inventory'
	submit "delete_product/$id"
	goes 303 list 'delete_product leads to the list'
	submit logout
	goes 303 login 'logout leads to login'
	visit list
	goes 302 "login?next=${MOUNT}list" '... and out'
}

# A guest buys, and the seller hands out.
order()
{
	local token receipt

	as buyer
	visit "product/$TEA"
	post cart -d action=add -d "product=$TEA" -d quantity=2
	goes 303 cart 'what is added leads to the cart'
	visit checkout
	answered 200 checkout
	[[ $BODY =~ name=\"order_token\"\ value=\"([^\"]*)\" ]]
	token=${BASH_REMATCH[1]}
	post checkout --data-urlencode "order_token=$token" -d name=Ani -d phone=08123456789
	receipt=$(header Location)
	like "$STATUS $receipt" "^303 ${MOUNT}receipt/." 'checkout leads to the receipt'
	visit "$ORIGIN$receipt"
	answered 200 'the receipt'
	crawl 'a buyer'
	sign_in siti
	crawl 'a seller'
	visit orders
	answered 200 'the orders'
	[[ $BODY =~ href=\"$MOUNT(orders/[0-9]+)\" ]]
	post "${BASH_REMATCH[1]}" -d action=done
	goes 303 "${BASH_REMATCH[1]}" 'what is done leads to the order'
}

# What the member keeps: ITEM is its id then.
stockroom()
{
	submit create_item name=Telur amount=10 threshold=12
	goes 303 inventory 'create_item leads to the inventory'
	visit inventory
	answered 200 'the inventory'
	ITEM=$(grep -o '/edit_item/[0-9]*' <<<"$BODY" | cut -d/ -f3)
	submit inventory action=adjust "item=$ITEM" by=-1
	goes 303 inventory 'an amount is adjusted'
	submit "edit_item/$ITEM" name=Telur amount=8
	goes 303 inventory 'edit_item leads to the inventory'
	visit 'inventory?low=1'
	answered 200 'the shopping list'
	says 'Missing: 4' '... says how many to buy'
	visit json/item
	answered 200 'json/item'
	says "\"pk\": $ITEM, " '... has it'
	visit "xml/item/$ITEM"
	answered 200 'xml/item/ID'
	says '<field name="amount" type="IntegerField">8</field>' '... also'
}

# Forms that are refused before they are read: the answer arrives all the same.
large()
{
	head -c 2700000 /dev/zero >"$tmp/large"
	post add_product --data-binary @"$tmp/large"
	answered 413 'a form that is too large'
	post 'add_product?a=%00' --data-binary @"$tmp/large"
	answered 400 '... behind a bad query'
	post shop --data-binary @"$tmp/large"
	answered 405 '... where there is none'
	visit -X PUT --data-binary @"$tmp/large" login
	answered 405 '... of another method'
	visit -H 'Content-Type: text/plain' --data-binary @"$tmp/large" login
	answered 403 '... that is forged'
}

addresses()
{
	as guest
	visit ''
	says '<h1>Shop</h1>' 'the mount itself is the shop'
	visit shop/
	says '<h1>Shop</h1>' 'a slash behind a route'
	visit "$ORIGIN//${MOUNT#/}shop"
	unlike "$BODY" '(href|action|src)="//' 'a doubled slash leads nowhere else'
	visit -H 'Host: evil.example' "product/$TEA"
	silent evil.example 'the Host header is on no page'
	visit list
	goes 302 "login?next=${MOUNT}list" 'a guest is sent to login'
}

everywhere()
{
	PREFIX=${MOUNT%cgi-bin/} ORIGIN=${BASE%"$MOUNT"}
	fixture
	addresses
	crawl 'a guest'
	journey
	order
	headers
}

on_every_server everywhere
done_testing
