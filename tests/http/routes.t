#!/bin/bash
# routes: what the routes promise, through real servers: all of it on one server at one mount, and on
# every server at every mount what could depend on them.
MOUNTS=${MOUNTS:-/ /cgi-bin/ /sub/dir/}
. "$(dirname "$0")/lib.sh"

cd "$root" || exit
CGI=$(realpath "${CGI:-${BUILD:-build}/cgi-bin}")
export CGI
PASSWORD=Kopi-Gayo-72
TEA=11111111-2222-4333-8444-555555555555
AVOCADO=22222222-2222-4333-8444-555555555555
SECRET=33333333-2222-4333-8444-555555555555
COFFEE=44444444-2222-4333-8444-555555555555
NONE=99999999-2222-4333-8444-555555555555

# ---- a shop, and people ----

sql() { as_shop sqlite3 -batch -bail -cmd '.timeout 9000' "$DATA/warung.db" "$@"; }

# fixture: the shop of fixture.sql, in a database that the programs made.
fixture()
{
	rm -f "$tmp"/jar*
	as guest
	visit ''
	sql <"$root/tests/http/fixture.sql"
}

# as NAME: from here on it is this visitor who asks.
as() { JAR=$tmp/jar-$1; }

cookie()
{
	local domain sub path secure expires name value
	while IFS=$'\t' read -r domain sub path secure expires name value; do
		[ "$name" != "$1" ] || printf %s "$value"
	done <"$JAR"
}

# post PATH [CURL OPTION ...]: a form whose token is in a header, as a script sends it.
post()
{
	visit -H "X-CSRFToken: $(cookie csrftoken)" "${@:2}" "$1"
}

fields()
{
	local field
	DATA_OPTIONS=()
	for field in "$@"; do DATA_OPTIONS+=(--data-urlencode "$field"); done
}

# send PATH NAME=VALUE ...
send()
{
	fields "${@:2}"
	post "$1" -d '' "${DATA_OPTIONS[@]}"
}

sign_in()
{
	as "$1"
	submit login username="$1" password=$PASSWORD "${@:2}"
}

# ---- what is looked at ----

says()
{
	[[ $BODY == *"$1"* ]]
	report $? "$2" "got $STATUS, no '$1' in" "${BODY#*<main}"
}

silent()
{
	[[ $BODY != *"$1"* ]]
	report $? "$2" "'$1' is in" "${BODY#*<main}"
}

# refuses PATH TEXT NAME=VALUE ...: the form is shown again and says so.
refuses()
{
	send "$1" "${@:3}"
	[[ $STATUS == 200 && $BODY == *"<li>$2</li>"* ]]
	report $? "$1 refuses ${*:3:1}" "got $STATUS, no '$2' in" "${BODY#*<main}"
}

# goes STATUS PATH WHAT: the answer leads to this place of the mount.
goes()
{
	is "$STATUS $(header Location)" "$1 $MOUNT$2" "$3"
}

signed_in()
{
	visit list
	is "$STATUS" "$1" "$2"
}

# ---- register ----

register()
{
	local long name text

	as guest
	visit register
	says 'name="password2"' 'register shows its form'
	long=$(printf 'a%.0s' {1..151})
	text='Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.'
	for name in 'a b' 'a!b' 'a%b' 'a/b' '<a>' 😀 $'a\u200bb' $'\u0301a' ½ "a'b"; do
		refuses register "$text" "username=$name" password1=$PASSWORD password2=$PASSWORD
	done
	text='A user with that username already exists.'
	for name in siti SITI Siti ' siti ' ｓｉｔｉ; do
		refuses register "$text" "username=$name" password1=$PASSWORD password2=$PASSWORD
	done
	refuses register 'Ensure this value has at most 150 characters (it has 151).' "username=$long"
	refuses register 'Ensure this value has at most 150 characters (it has 450).' \
		"username=$(printf 'ﬃ%.0s' {1..150})" password1=$PASSWORD password2=$PASSWORD
	refuses register 'This field is required.' 'username= ' password1=$PASSWORD password2=$PASSWORD
	refuses register 'This field is required.' username=new password1=$PASSWORD
	post register -d 'username=a%00b' -d password1=$PASSWORD -d password2=$PASSWORD
	says '<li>Null characters are not allowed.</li>' 'register refuses a NUL'

	refuses register 'The two password fields didn’t match.' username=new password1=1 password2=2
	silent 'too short' '... and a mismatch is all that is said'
	refuses register 'This password is too short. It must contain at least 8 characters.' \
		username=new password1=1 password2=1
	says '<li>This password is too common.</li>' '... and too common'
	says '<li>This password is entirely numeric.</li>' '... and numeric'
	refuses register 'This password is too common.' username=new password1=iloveyou1 password2=iloveyou1
	refuses register 'This password is entirely numeric.' username=new password1=84620957 password2=84620957
	refuses register 'The password is too similar to the username.' username=bobsmith \
		password1=smithbob password2=smithbob
	is "$(sql 'SELECT count(*) FROM user')" 4 'nobody was registered'

	for name in é 宝 . @ .. a_b axb 'ﬀ' $'a\u0301'; do
		send register "username=$name" password1=$PASSWORD password2=$PASSWORD
		goes 303 login "$name may register"
	done
	is "$(sql "SELECT count(*) FROM user WHERE username IN ('ff', 'á')")" 2 '... under a normal form'
	refuses register "$text" username=É password1=$PASSWORD password2=$PASSWORD
	refuses register "$text" username=A_B password1=$PASSWORD password2=$PASSWORD
	refuses register "$text" username=Á password1=$PASSWORD password2=$PASSWORD

	as new
	submit register username=old username=new password1=x password1=$PASSWORD password2=$PASSWORD \
		is_staff=1 is_superuser=1 is_active=0 id=77 last_login=1
	goes 303 login 'a new member is sent to login'
	is "$(sql "SELECT is_staff, is_superuser, is_active, id = 77, last_login IS NULL FROM user
		WHERE username = 'new'")" '0|0|1|0|1' '... and fields that are not in the form change nothing'
	visit login
	says 'Your account has been successfully created!' '... and is told so'
	visit login
	silent 'successfully' '... once'
	as multipart
	visit register
	post register -F username=multipart -F password1=$PASSWORD -F password2=$PASSWORD -F file=@"$0"
	goes 303 login 'a multipart form registers, too'

	as racer
	visit register
	text=$(for name in 1 2 3 4; do
		curl -sS -b "$JAR" -H "X-CSRFToken: $(cookie csrftoken)" -o /dev/null -w '%{http_code}\n' \
			-d username=racer -d password1=$PASSWORD -d password2=$PASSWORD "${BASE}register" &
	done | sort | tr '\n' ' ')
	is "$text" '200 200 200 303 ' 'of four at once one gets the name'
}

# ---- login and logout ----

login()
{
	local name next old
	local wrong='Please enter a correct username and password. Note that both fields may be case-sensitive.'

	as guest
	for name in siti nobody lama SITI Siti '' 'siti%'; do
		submit login "username=$name" password=wrong
		[ -n "$name" ] || wrong='This field is required.'
		says "$wrong" "'$name' with a wrong password does not get in"
		wrong='Please enter a correct username and password. Note that both fields may be case-sensitive.'
	done
	for name in lama SITI 'siti x'; do
		submit login "username=$name" password=$PASSWORD
		says "$wrong" "nor does $name with siti's"
	done
	signed_in 302 'nobody is signed in'

	for next in list '?q=1' "${MOUNT}add_product" "$BASE" "//${BASE#http://}list" '#f' 'a/b?x=ü y'; do
		as next
		submit login username=siti password=$PASSWORD "next=$next"
		is "$STATUS $(header Location)" "303 ${next/ü y/%C3%BC%20y}" "next=$next is honoured"
		rm "$JAR"
	done
	for next in //evil.example ///evil.example '/\evil.example' '\\evil.example' 'javascript:alert(1)' \
		http:///evil.example http:evil.example $'\b//evil.example' $'\t//evil.example' $'/\t/evil.example' \
		http://user@localhost/ ftp://localhost/ "https://evil.example$MOUNT" 'http://127.0.0.1:1/' \
		"$(printf 'a%.0s' {1..2049})" $'/\r\nX: y' ' '; do
		as next
		submit login username=siti password=$PASSWORD "next=$next"
		if [ "$next" = $'/\r\nX: y' ]; then
			is "$(header Location)$(header X)" /%0D%0AX:%20y 'a line end in next splits nothing'
		else
			goes 303 list "next=${next:0:30} is not"
		fi
		rm "$JAR"
	done
	as next
	visit "login?next=${MOUNT}add_product"
	says "name=\"next\" value=\"${MOUNT}add_product\"" 'next goes on in the form'
	visit "edit_product/$TEA?a=1&b=x%20y"
	is "$(header Location)" "${MOUNT}login?next=${MOUNT}edit_product/$TEA%3Fa%3D1%26b%3Dx%2520y" \
		'a guest is sent to login, and back'
	visit "http://127.0.0.1:${SITE#*1:}${MOUNT#/}login" 2>/dev/null
	as next
	submit "login?next=${MOUNT}shop" username=siti password=$PASSWORD "next=${MOUNT}add_product"
	goes 303 add_product 'the next of the form goes before that of the address'
	visit login
	goes 302 list 'who is signed in need not sign in'
	visit "login?next=${MOUNT}add_product"
	goes 302 add_product '... and goes on at once'
	visit 'login?next=//evil.example'
	goes 302 list '... but not anywhere'

	for name in ' siti ' ｓｉｔｉ; do
		as spelled
		submit login "username=$name" password=$PASSWORD
		goes 303 list "'$name' is siti"
		rm "$JAR"
	done
}

sessions()
{
	local old id

	as siti
	sign_in siti
	id=$(cookie sessionid)
	like "$id" '^[A-Za-z0-9_-]{43}$' 'a session has 256 random bits'
	is "$(printf %s "$id" | sha256sum | cut -d' ' -f1)" "$(ls -t "$DATA/sessions" | head -1)" \
		'... and its file only a hash of them'
	is "$(stat -c %a "$DATA/sessions"/*)" 600 '... which is private'
	as planted
	visit -b "sessionid=$(printf 'A%.0s' {1..43})" list
	is "$STATUS $(ls "$DATA/sessions" | wc -l)" '302 1' 'an id that somebody made up is none'
	visit -b "sessionid=$(printf 'A%.0s' {1..43})" login
	send login username=budi password=$PASSWORD
	is "$STATUS $(grep -c AAAAA "$JAR")" '303 0' '... and nobody gets it by signing in'
	as siti
	visit list
	like "$BODY" 'Last login: [0-9]+ [A-Z][a-z]+ 20[0-9]+, [0-9:]+ UTC' 'list shows the last login'

	old=$(cookie csrftoken)
	send logout
	goes 303 login 'signing out'
	like "$(header Set-Cookie)" 'sessionid=""; expires=Thu, 01 Jan 1970' '... takes the session away'
	like "$(header Set-Cookie)" 'last_login=""; expires=Thu, 01 Jan 1970' '... and last_login'
	like "$(header Set-Cookie)" 'last_visit_summary=.*Max-Age=2592000' '... and leaves a summary'
	isnt "$(cookie csrftoken)" "$old" '... and a new token'
	visit login
	says 'You are signed out.' '... and says so'
	visit -b "sessionid=$id" list
	goes 302 "login?next=${MOUNT}list" '... and the session is dead'
	visit login
	submit logout
	goes 303 login 'a guest may sign out, too'

	sign_in siti
	old=$(cookie sessionid)
	visit logout
	says 'name="csrfmiddlewaretoken"' 'logout asks first'
	signed_in 200 '... and looking signs nobody out'
	fields username=budi password=$PASSWORD
	post login "${DATA_OPTIONS[@]}"
	goes 303 list 'signing in as somebody else'
	visit list
	says 'Welcome, budi' '... is that'
	rm "$JAR"
	visit -b "sessionid=$old" list
	is "$STATUS" 302 "... and forgets the first one's session"

	sign_in siti
	sql "UPDATE user SET password = replace(password, '5XXO', '5XXA') WHERE username = 'siti'"
	signed_in 302 'a new password ends the sessions of the old one'
	sql "UPDATE user SET password = replace(password, '5XXA', '5XXO') WHERE username = 'siti'"
	sign_in budi
	sql "UPDATE user SET is_active = 0 WHERE username = 'budi'"
	signed_in 302 'an account that is closed is nobody'
	sql "UPDATE user SET is_active = 1 WHERE username = 'budi'"
	signed_in 200 '... until it is opened'
}

isnt() { [ "$1" != "$2" ]; report $? "$3" "it is '$1'"; }

cookies()
{
	local attributes='; HttpOnly; Path=/; SameSite=Lax'

	as cookies
	visit login
	like "$(header Set-Cookie)" '^csrftoken=[A-Za-z0-9]{32}; expires=[^;]*; Max-Age=31449600; Path=/; SameSite=Lax$' \
		'csrftoken, which scripts may read'
	sign_in cookies
	send login username=siti password=$PASSWORD
	like "$(header Set-Cookie)" "sessionid=[A-Za-z0-9_-]{43}$attributes" 'a session ends with the browser'
	like "$(header Set-Cookie)" "last_login=20[0-9T:.-]*Z; expires=[^;]*; Max-Age=2592000$attributes" 'last_login'
	unlike "$(header Set-Cookie)" Secure 'none is Secure over http'
	rm "$JAR"
	visit login
	send login username=siti password=$PASSWORD remember_me=on
	like "$(header Set-Cookie)" "sessionid=[A-Za-z0-9_-]{43}; expires=[^;]*; Max-Age=2592000$attributes" \
		'or lasts 30 days'
	visit shop
	is "$(header Set-Cookie)" '' 'a page without a form or a message sets none'
	rm "$JAR"
	visit -b 'language=id' shop
	says 'lang="id"' 'the language is in a cookie'
	visit -H 'Accept-Language: id;q=0.5, en;q=0.4' shop
	says 'lang="id"' '... or what the browser asks for'
	visit -b 'language=en' -H 'Accept-Language: id' shop
	says 'lang="en"' '... and the cookie goes first'
}

# ---- forged requests ----

# forged OPTION ...: a POST to logout with these is refused as Django refuses it.
forged()
{
	visit "${@:2}" logout
	is "$STATUS" 403 "$1"
	[[ $BODY == *'Forbidden (403)'*'CSRF verification failed. Request aborted.'* ]]
	report $? '... with an explanation' "$BODY"
}

forgery()
{
	local cookie token other=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef origin=${BASE%"$MOUNT"}

	sign_in siti
	visit logout
	cookie=$(cookie csrftoken)
	token=$(csrf)
	is "${#cookie} ${#token}" '32 64' 'a secret of 32 letters and a token of 64'
	visit logout
	isnt "$(csrf)" "$token" '... which is another on every page'
	forged 'no token' -d a=b
	forged 'a wrong token' -d csrfmiddlewaretoken=$other
	forged 'a short token' -d csrfmiddlewaretoken=x
	forged 'a token with odd letters' -d "csrfmiddlewaretoken=${token%?}-"
	as without
	grep -v csrftoken "$tmp/jar-siti" >"$JAR"
	forged 'no cookie' -d "csrfmiddlewaretoken=$token"
	as siti
	visit -d a=b "logout?csrfmiddlewaretoken=$token"
	is "$STATUS" 403 'a token in the address'
	forged 'a wrong header' -d a=b -H "X-CSRFToken: $other"
	forged 'a wrong field, though the header is right' -d csrfmiddlewaretoken=$other -H "X-CSRFToken: $token"
	forged 'a foreign origin' -d "csrfmiddlewaretoken=$token" -H 'Origin: http://evil.example'
	forged 'no origin' -d "csrfmiddlewaretoken=$token" -H 'Origin: null'
	forged 'another scheme' -d "csrfmiddlewaretoken=$token" -H "Origin: https${origin#http}"
	forged 'another port' -d "csrfmiddlewaretoken=$token" -H "Origin: ${origin%:*}:1"
	forged 'a token in a body of another type' -H 'Content-Type: text/plain' -d "csrfmiddlewaretoken=$token"
	signed_in 200 'nobody was signed out'

	for token in "-d csrfmiddlewaretoken=$token" "-d csrfmiddlewaretoken=$cookie" "-F csrfmiddlewaretoken=$token" \
		"-d csrfmiddlewaretoken= -H X-CSRFToken:$token" "-d a=b -H X-CSRFToken:$cookie" \
		"-d csrfmiddlewaretoken=$token -H Origin:$origin" \
		"-d csrfmiddlewaretoken=$token -H Referer:http://evil.example/"; do
		sign_in siti
		visit -b "csrftoken=$cookie" -b "$JAR" shop
		visit $token -H "Cookie: csrftoken=$cookie; sessionid=$(cookie sessionid)" logout
		is "$STATUS" 303 "good: ${token:0:60}"
		rm "$JAR"
	done
	as fresh
	visit -d username=siti -d password=$PASSWORD login
	is "$STATUS" 403 'signing in can be forged, too'
	visit login
	token=$(csrf)
	send login username=siti password=$PASSWORD
	forged 'a token from before signing in' -d "csrfmiddlewaretoken=$token"
}

# ---- add, edit, delete ----

products()
{
	local long value

	as stranger
	for value in add_product "edit_product/$TEA" "delete_product/$TEA" list; do
		visit "$value"
		goes 302 "login?next=$MOUNT$value" "$value is for members"
	done
	visit shop; visit login
	send "delete_product/$TEA"
	goes 302 "login?next=${MOUNT}delete_product/$TEA" '... also to send'

	sign_in siti
	long=$(printf 'é%.0s' {1..256})
	refuses add_product 'This field is required.' name= price=1
	refuses add_product 'This field is required.' $'name= \u00a0\t' price=1
	refuses add_product 'Ensure this value has at most 255 characters (it has 256).' "name=$long" price=1
	refuses add_product 'This field is required.' price= name=x
	for value in abc 12.5 1,00 1e3 0x10 NaN '1 2' 1.25.000 1.2500 .0 12.00.0 '1,000.000' '٣.x' -; do
		refuses add_product 'Enter a whole number.' "price=$value" name=x
	done
	refuses add_product 'Ensure this value is greater than or equal to 0.' price=-1 name=x
	refuses add_product 'Ensure this value is less than or equal to 999999999999.' price=1000000000000 name=x
	for value in 1.5 abc 1e3 0x10 1,000 .0 '1 2' --1; do
		refuses add_product 'Enter a whole number.' "stock=$value" name=x price=1
	done
	refuses add_product 'Ensure this value is greater than or equal to 0.' stock=-1 name=x price=1
	refuses add_product 'Ensure this value is less than or equal to 2147483647.' stock=2147483648 name=x price=1
	refuses add_product 'Ensure this value is less than or equal to 2147483647.' \
		stock=99999999999999999999999 name=x price=1
	refuses add_product 'Ensure this value has at most 100 characters (it has 101).' \
		"category=${long:0:101}" name=x price=1
	post add_product -d name=x -d price=1 -d description=%00
	says '<li>Null characters are not allowed.</li>' 'add_product refuses a NUL'
	send add_product 'name=<b>"&'"'" price=x
	says 'value="&lt;b&gt;&quot;&amp;&#x27;"' 'what was typed stays, escaped'
	is "$(sql "SELECT count(*) FROM product WHERE name LIKE 'x%'")" 0 'nothing was added'

	while read -r value long; do
		send add_product "name=price $value" "price=$value"
		is "$STATUS $(sql "SELECT price FROM product WHERE name = 'price $value'")" "303 $long" "price $value"
	done <<-'PRICES'
		0 0
		007 7
		+7 7
		15000 15000
		12.000 12000
		1.250.000 1250000
		12,000 12000
		12.0 12
		١٢ 12
		999999999999 999999999999
		999.999.999.999 999999999999
	PRICES
	while read -r value long; do
		send add_product "name=stock $value" price=1 "stock=${value//_/ }"
		is "$STATUS $(sql "SELECT stock FROM product WHERE name = 'stock $value'")" "303 $long" "stock '$value'"
	done <<-'STOCKS'
		_ 0
		_12_ 12
		12.0 12
		12. 12
		007 7
		+7 7
		-0 0
		٣ 3
		2147483647 2147483647
	STOCKS

	send add_product 'name=  many  ' name=' one ' price=1 price=2 'description= a
b ' category=' ' available=0 user=2 user_id=2 id=$NONE seq=1 date_added=0 image=x is_staff=1
	goes 303 list 'a product is added'
	is "$(sql "SELECT user_id, price, description, category IS NULL, available, image, date_added > 0,
		length(id), stock FROM product WHERE name = 'one'")" '1|2|a
b|1|1||1|36|0' '... the last values, stripped, and nothing that is not in the form'
	visit list
	says 'Your product is on sale.' '... and said to be'
	post add_product -F name=two -F price=3 -F 'image=@/etc/hostname;filename=../../x.php'
	goes 303 list 'a multipart form adds one, too'
	is "$(sql "SELECT price, image FROM product WHERE name = 'two'")" '3|' '... without its file'
}

changes()
{
	local path

	sign_in siti
	for path in "$COFFEE" "$NONE" nope 1 '' "$TEA/x"; do
		for path in "edit_product/$path" "delete_product/$path"; do
			visit "$path"
			is "$STATUS" 404 "$path is not there"
			send "$path" name=stolen price=1
			is "$STATUS" 404 '... nor to send'
		done
	done
	is "$(sql "SELECT name FROM product WHERE id = '$COFFEE'")" 'Kopi Gayo 200 g' "nobody else's was changed"

	visit "edit_product/${SECRET^^}"
	is "$STATUS" 200 'an id in upper case is the same'
	says 'value="Kue rahasia"' '... with what is there'
	says '<option value="0" selected>' '... and is not on sale'
	send "edit_product/$SECRET" name=Kue price=5 available=2
	says 'Select a valid choice. 2 is not one of the available choices.' 'a state that does not exist'
	send "edit_product/$SECRET" name=Kue price=12.500 stock=4 category=Roti description=Manis user=2
	goes 303 list 'an edited product'
	is "$(sql "SELECT user_id, name, name_key, price, stock, category, description, available, search
		FROM product WHERE id = '$SECRET'")" '1|Kue|kue|12500|4|Roti|Manis|0|kue
roti
manis' '... has the new values, and is on sale as little as before'
	send "edit_product/$SECRET" name=Kue price=5 available=0 available=1
	is "$(sql "SELECT available, stock, category IS NULL FROM product WHERE id = '$SECRET'")" '1|0|1' \
		'... until it is said'
	send "edit_product/$SECRET" name=Kue price=5 available=0
	is "$(sql "SELECT available FROM product WHERE id = '$SECRET'")" 0 '... and no longer'
	visit list
	says 'Your product has been changed.' '... and said to be'

	send add_product name=Gone price=1
	path=delete_product/$(sql "SELECT id FROM product WHERE name = 'Gone'")
	visit "$path"
	says '“Gone” will be gone for good.' 'delete asks first'
	is "$(sql "SELECT count(*) FROM product WHERE name = 'Gone'")" 1 '... and looking deletes nothing'
	send "$path"
	goes 303 list 'a deleted product'
	is "$(sql "SELECT count(*) FROM product WHERE name = 'Gone'")" 0 '... is gone'
	visit list
	says '“Gone” has been deleted.' '... and said to be'
	send "$path"
	is "$STATUS" 404 '... and cannot be deleted again'

	as guest
	visit "product/$SECRET"
	is "$STATUS" 404 'what is not on sale is not there for others'
	visit "product/$AVOCADO"
	says 'Sold out' 'what is sold out is said to be'
	sign_in siti
	visit "product/$SECRET"
	is "$STATUS" 200 '... but for its owner'
}

# ---- the shop ----

shown() { grep -o "/product/[0-9a-f-]*\"" <<<"$BODY" | cut -d/ -f3 | tr -d '"'; }

# pages QUERY: the ids of all its pages, from the first to the last.
pages()
{
	local path="shop?$1"
	while [ -n "$path" ]; do
		visit "$path"
		shown
		path=$(sed -n 's/.*href="\([^"]*\)"[^>]*rel="next".*/\1/p; s/.*rel="next"[^>]*href="\([^"]*\)".*/\1/p' <<<"$BODY" |
			head -1 | sed 's/&amp;/\&/g')
		path=${path:+${SITE%"${MOUNT%cgi-bin/}"}$path}
	done
}

# found WANTED QUERY: the names that the shop shows for it, in order.
found()
{
	visit "shop?$2"
	is "$(shown | while read -r id; do sql "SELECT substr(name, 1, 4) FROM product WHERE id = '$id'"; done |
		tr '\n' ' ')" "$1" "shop?$2"
}

shop()
{
	local order

	as guest
	sql "DELETE FROM product WHERE id NOT LIKE '%-2222-4333-8444-555555555555';
		INSERT INTO product (id, user_id, name, name_key, price, description, stock, category, date_added, search)
		VALUES ('66666666-2222-4333-8444-555555555555', 2, 'ÉCLAIR 50%_a', 'éclair 50%_a', 29000, '', 1, 'buah', 0,
			'éclair 50%_a' || char(10) || 'buah' || char(10))"
	found 'ÉCLA Kopi Alpu Tea  ' ''
	found 'Tea  Alpu ÉCLA Kopi ' 'sort=price&x=y'
	found 'Kopi ÉCLA Alpu Tea  ' sort=-price
	found 'Alpu Kopi Tea  ÉCLA ' sort=name
	found 'Alpu ' category=Buah
	found 'ÉCLA ' category=buah
	found '' category=bua
	found 'Kopi ' q=KOPI
	found 'Kopi ' q=aceh+200
	found 'Kopi ' q=+%20gayo+%09+minuman+
	found '' q=kopi+tea
	found 'ÉCLA Tea  ' q=%C3%89
	found 'ÉCLA Tea  ' q=%C3%A9
	found 'ÉCLA ' q=e%CC%81clair
	found 'ÉCLA Alpu ' q=%25
	found 'ÉCLA ' q=_
	found 'ÉCLA Alpu ' q=0%25
	found '' q=5%25
	found 'Alpu ' q=alpukat%C2%A0100
	found 'Kopi Alpu Tea  ' q=te
	found '' q=te+x
	found '' q=mentegabuah
	found 'Alpu ' 'q=m&category=Buah&sort=name'
	found '' q=rahasia
	found '' q=%27%3B--
	visit 'shop?q=%3Cb%3E%22'
	says 'value="&lt;b&gt;&quot;"' 'what was searched for stays, escaped'

	sql "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100)
		INSERT INTO product (id, user_id, name, name_key, price, description, stock, category, available, date_added, search)
		SELECT printf('%08d-0000-4000-8000-000000000000', i), 2, 'N' || (i % 3), 'n' || (i % 3), i % 4, '', 1,
			CASE WHEN i % 2 THEN 'Odd' END, i % 10 > 0, 0, 'needle' || (i % 5) FROM n"
	for order in 'seq DESC' 'name_key, seq' 'price, seq' 'price DESC, seq DESC'; do
		case $order in seq*) sort=newest ;; name*) sort=name ;; *DESC) sort=-price ;; *) sort=price ;; esac
		is "$(pages sort=$sort)" "$(sql "SELECT id FROM product WHERE available ORDER BY $order")" \
			"all pages by $sort, without gap or repeat"
		is "$(pages "sort=$sort&category=Odd")" \
			"$(sql "SELECT id FROM product WHERE available AND category = 'Odd' ORDER BY $order")" '... of a category'
		is "$(pages "sort=$sort&q=needle+needle3")" \
			"$(sql "SELECT id FROM product WHERE available AND search LIKE '%needle3%' ORDER BY $order")" '... of a search'
	done
	visit shop
	order=$(sed -n 's/.*\(after=[0-9]*\).*/\1/p' <<<"$BODY" | head -1)
	visit "shop?$order"
	is "$(shown | wc -l)" 24 'a page has 24 products'
	is "$(sql "DELETE FROM product WHERE seq = ${order#*=}"; visit "shop?$order"; shown | wc -l)" 24 \
		'... also behind one that is gone'
	sql "DELETE FROM product WHERE date_added = 0"
}

# ---- json and xml: the bytes of Django ----

# bytes TEXT WHAT: the body is this, to the last byte.
bytes()
{
	cmp -s <(printf %s "$1") "$tmp/body"
	report $? "$2" "wanted $1" "got    $(<"$tmp/body")"
}

data()
{
	local object field fields control

	as guest
	visit "json/$TEA"
	is "$STATUS $(header Content-Type)" '200 application/json' 'json has its type'
	bytes '[{"model": "main.product", "pk": "11111111-2222-4333-8444-555555555555", "fields": {"user": 1, "name": '\
'"Tea & \"Milk\" <b>é'"'"'</b>", "price": 15000, "description": "line1\nline2\ttab \r\nend ]]>  / \\ 😀", '\
'"stock": 3, "category": null, "image": "", "available": true, "date_added": "2024-10-02T05:06:07.089Z"}}]'$'\n' \
		'... and the bytes of Django'
	visit "xml/$TEA"
	is "$STATUS $(header Content-Type)" '200 application/xml' 'xml has its type'
	object='<object model="main.product" pk="'$TEA'"><field name="user" rel="ManyToOneRel" to="auth.user">1</field>'\
'<field name="name" type="CharField">Tea &amp; "Milk" &lt;b&gt;é'"'"'&lt;/b&gt;</field><field name="price" '\
'type="IntegerField">15000</field><field name="description" type="TextField">line1
line2	tab '$'\r''
end ]]&gt;  / \ 😀</field><field name="stock" type="PositiveIntegerField">3</field><field name="category" '\
'type="CharField"><None></None></field><field name="image" type="ImageField"></field><field name="available" '\
'type="BooleanField">True</field><field name="date_added" type="DateTimeField">2024-10-02T05:06:07.089012+00:00'\
'</field></object>'
	bytes '<?xml version="1.0" encoding="utf-8"?>
<django-objects version="1.0">'"$object"'</django-objects>' '... and the bytes of Django'
	visit "json/$NONE"
	bytes $'[]\n' 'json of a missing id'
	visit "xml/$NONE"
	bytes '<?xml version="1.0" encoding="utf-8"?>
<django-objects version="1.0"></django-objects>' 'xml of a missing id'
	for object in json/nope xml/1 "json/$TEA/x" "xml/{$TEA}" "json/${TEA//-/}" json/%00; do
		visit -g "$object"
		like "$STATUS" '^40[04]$' "$object is no address"
	done
	visit "json/${TEA^^}/"
	says "\"pk\": \"$TEA\"" 'an id in upper case is the same'

	for object in json xml; do
		as guest
		visit "$object"
		is "$(grep -oE 'pk"?[:=] ?"[0-9]{8}' "$tmp/body" | tr -dc '0-9\n' | tr '\n' ' ')" '11111111 22222222 44444444 ' \
			"$object: what is on sale, in the order in which it was added"
		sign_in siti
		visit "$object"
		is "$(grep -oE 'pk"?[:=] ?"[0-9]{8}' "$tmp/body" | tr -dc '0-9\n' | tr '\n' ' ')" \
			'11111111 22222222 33333333 44444444 ' '... and her own, on sale or not, for siti'
		visit "$object/$SECRET"
		says "$SECRET" '... by its id, too'
		sign_in budi
		visit "$object/$SECRET"
		silent "$SECRET" '... but not for budi'
	done

	sign_in siti
	control=$(printf '%%%02x' {1..31} 127)
	post add_product -d name="a${control}z" -d price=0 -d description=%ef%bf%be%e2%80%a8 -d available=0
	object=$(sql "SELECT id FROM product WHERE user_id = 1 AND name LIKE 'a%z'")
	visit "json/$object"
	fields='a\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014'
	fields+='\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f'$'\x7f''z'
	says "\"name\": \"$fields\"" 'control characters in json'
	visit "xml/$object"
	fields=$(printf '\ufffd%.0s' 1 2 3 4 5 6 7 8)$'\t\n'$(printf '\ufffd\ufffd')$'\r'$(printf '\ufffd%.0s' {14..31})$'\x7f'
	says "<field name=\"name\" type=\"CharField\">a${fields}z</field>" '... and in xml'
	visit xml
	xmllint --noout "$tmp/body" 2>"$tmp/lint" || [ $? = 127 ]
	report $? '... which stays well-formed' "$(<"$tmp/lint")"

	sql "INSERT INTO setting VALUES ('currency_decimals', '2')"
	visit "json/$TEA"
	says '"price": "150.00"' 'a price in dollars in json'
	visit "xml/$TEA"
	says '<field name="price" type="DecimalField">150.00</field>' '... and in xml'
	visit "product/$TEA"
	says '$150.00' '... and on a page'
	visit -b language=id "product/$TEA"
	says '$150,00' '... in Indonesian'
	while read -r object field; do
		send "edit_product/$TEA" name=Tea "price=$object"
		is "$STATUS $(sql "SELECT price FROM product WHERE id = '$TEA'")" "303 $field" "dollars: $object"
	done <<-'PRICES'
		12.5 1250
		12,50 1250
		12 1200
		1,250.00 125000
		1.250,5 125050
		999999999999.00 99999999999900
	PRICES
	refuses "edit_product/$TEA" 'Enter a number.' price=abc name=x
	refuses "edit_product/$TEA" 'Ensure this value is less than or equal to 999999999999.' price=1000000000000 name=x
	refuses "edit_product/$TEA" 'Ensure this value is greater than or equal to 0.' price=-0.01 name=x
	sql "DELETE FROM setting"
}

# ---- every answer ----

# headers STATUS WHAT: this answer has all that every answer has.
headers()
{
	local missing='' line
	[ "$STATUS" = "$1" ] || missing="status $STATUS;"
	for line in 'X-Content-Type-Options: nosniff' 'X-Frame-Options: DENY' 'Referrer-Policy: same-origin' \
		'Cross-Origin-Opener-Policy: same-origin' "Content-Security-Policy: default-src 'none'"; do
		[ "$(grep -ci "^$line" <<<"$HEADERS")" = 1 ] || missing+=" $line"
	done
	[[ $(header Content-Length)$(header Transfer-Encoding) =~ ^([0-9]+|chunked)$ ]] || missing+=' a length'
	[[ $(header Cache-Control) =~ private ]] || missing+=' Cache-Control'
	[[ $(header Cache-Control) =~ no-store || $(header Vary) =~ Cookie ]] || missing+=' Vary'
	is "$missing" '' "the headers of $2"
}

answers()
{
	local path
	as guest
	for path in shop "product/$TEA" register login logout json xml "json/$TEA" "xml/$NONE"; do
		visit "$path"
		headers 200 "$path"
		visit -I "$path"
		is "$STATUS" 200 "HEAD $path"
	done
	visit list
	headers 302 'a redirect'
	visit "product/$NONE"
	headers 404 'a missing page'
	visit 'shop?q=%00'
	headers 400 'a bad request'
	visit -X DELETE shop
	headers 405 'a wrong method'
	is "$(header Allow)" 'GET, HEAD' '... which says what is right'
	visit -d a=b login
	headers 403 'a forged request'
	sign_in siti
	visit list
	headers 200 'a private page'
	for path in login logout register; do
		visit "$path"
	done
	like "$(header Cache-Control)" private 'a form is private'
	as guest
	visit login
	like "$(header Cache-Control)" no-store 'login is never stored'
}

# crawl WHO: every address on every page that can be reached leads somewhere on this site.
crawl()
{
	local -A seen=([$MOUNT]=1)
	local todo=("$MOUNT") found='' bad='' path prefix=${MOUNT%cgi-bin/} host=${SITE%"${MOUNT%cgi-bin/}"}

	while [ ${#todo[@]} -gt 0 ] && [ ${#seen[@]} -lt 200 ]; do
		rm -f "$tmp"/crawled*
		for path in "${!todo[@]}"; do
			printf 'url = "%s%s"\noutput = "%s/crawled%d"\n' "$host" "${todo[path]}" "$tmp" "$path"
		done >"$tmp/crawl"
		found=$(curl -sSg -b "$JAR" -w '%{http_code} %{url_effective} %{redirect_url}\n' -K "$tmp/crawl")
		bad+=$(grep -vE '^(200|302) ' <<<"$found")
		todo=()
		while read -r path; do
			[[ $path == "$prefix"* ]] || bad+=" $path"
			[ -n "${seen[$path]:-}" ] || todo+=("$path")
			seen[$path]=1
		done < <(grep -ohE '(href|src|action)="[^"#][^"]*"' "$tmp"/crawled* | cut -d'"' -f2 | sed 's/&amp;/\&/g' | sort -u
			sed -n "s|.* $host||p" <<<"$found")
	done
	is "$bad" '' "every link that $1 can follow leads somewhere"
	report $((${#seen[@]} < 10 || ${#seen[@]} >= 200)) "... ${#seen[@]} of them"
}

# ---- what depends on the server and the mount ----

everywhere()
{
	local id

	fixture
	as guest
	crawl 'a guest'
	visit ''
	says '<h1>Shop</h1>' 'the mount itself is the shop'
	visit shop/
	says '<h1>Shop</h1>' 'a slash behind a route'
	visit "${SITE%"${MOUNT%cgi-bin/}"}//${MOUNT#/}shop"
	unlike "$BODY" '(href|action)="//' 'a doubled slash leads nowhere else'
	visit -H 'Cookie: a=b' -H 'Host: evil.example' "product/$TEA"
	silent evil.example 'the Host header is on no page'
	visit list
	goes 302 "login?next=${MOUNT}list" 'a guest is sent to login'
	as journey
	submit register username=journey password1=$PASSWORD password2=$PASSWORD
	goes 303 login 'register leads to login'
	submit "login?next=${MOUNT}add_product" username=journey password=$PASSWORD
	goes 303 add_product 'login leads on'
	is "$(header Set-Cookie | grep -o 'Path=[^;]*' | sort -u)" "Path=${MOUNT%cgi-bin/}" 'cookies are for this site alone'
	submit add_product name=Kerupuk price=3.500 stock=2
	goes 303 list 'add_product leads to the list'
	visit list
	says Kerupuk '... which shows it'
	id=$(shown)
	visit "product/$id"
	says 'Rp3,500' '... as does its page'
	submit "edit_product/$id" name=Kerupuk price=4.000 available=0
	goes 303 list 'edit_product leads to the list'
	visit -F name=Kerupuk -F price=4.500 -F "csrfmiddlewaretoken=$(cookie csrftoken)" -F 'image=@/etc/hostname' \
		-H 'Transfer-Encoding: chunked' "edit_product/$id"
	goes 303 list '... also of a chunked multipart form'
	visit "json/$id"
	says '"price": 4500' 'json delivers it'
	visit "xml/$id"
	says '>4500<' '... and xml'
	crawl 'a member'
	head -c 2700000 /dev/zero >"$tmp/large"
	visit -H "X-CSRFToken: $(cookie csrftoken)" --data-binary @"$tmp/large" add_product
	headers 413 'a form that is too large'
	visit -H "X-CSRFToken: $(cookie csrftoken)" --data-binary @"$tmp/large" 'add_product?a=%00'
	headers 400 'a large form behind a bad query'
	visit --data-binary @"$tmp/large" shop
	headers 405 'a large form where there is none'
	visit --data-binary @"$tmp/large" login
	like "$STATUS" '^4(03|13)$' 'a large form that is forged'
	submit "delete_product/$id"
	goes 303 list 'delete_product leads to the list'
	submit logout
	goes 303 login 'logout leads to login'
	visit list
	goes 302 "login?next=${MOUNT}list" '... and out'
	answers
}

# ---- all of it on the first server and mount, the rest on the others ----

for part in register login sessions cookies forgery products changes shop data; do
	serve "${KINDS%% *}" "${MOUNTS%% *}"
	fixture
	$part
done
on_every_server everywhere
done_testing
