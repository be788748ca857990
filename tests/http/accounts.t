#!/bin/bash
# accounts: register, login, logout, the cookies that they set, and requests that are forged.
. "$(dirname "$0")/people.sh"

# is_answered STATUS WHAT: what list answers tells who is signed in.
is_answered()
{
	visit list
	is "$STATUS" "$1" "$2"
}

# registers NAME: the form of a new account, filled in well but for the name.
registers()
{
	send register "username=$1" password1=$PASSWORD password2=$PASSWORD
}

# refuses_name NAME TEXT
refuses_name()
{
	refuses register "$2" "username=$1" password1=$PASSWORD password2=$PASSWORD
}

# refuses_password PASSWORD TEXT [NAME]
refuses_password()
{
	refuses register "$2" "password1=$1" "password2=$1" "username=${3:-new}"
}

bad_names()
{
	local name
	local odd='Enter a valid username. This value may contain only letters, numbers,'
	local taken='A user with that username already exists.'

	as guest
	visit register
	says 'name="password2"' 'register shows its form'
	for name in 'a b' 'a!b' 'a%b' 'a/b' '<a>' 😀 $'a\u200bb' $'\u0301a' ½ "a'b"; do
		refuses_name "$name" "$odd and @/./+/-/_ characters."
	done
	for name in siti SITI Siti ' siti ' ｓｉｔｉ; do
		refuses_name "$name" "$taken"
	done
	refuses_name "$(printf 'a%.0s' {1..151})" \
		'Ensure this value has at most 150 characters (it has 151).'
	refuses_name "$(printf 'ﬃ%.0s' {1..150})" \
		'Ensure this value has at most 150 characters (it has 450).'
	refuses_name ' ' 'This field is required.'
	post register -d 'username=a%00b' -d password1=$PASSWORD -d password2=$PASSWORD
	says '<li>Null characters are not allowed.</li>' 'register refuses a NUL'
	stored 4 'SELECT count(*) FROM user' 'nobody was registered'

	for name in é 宝 . @ .. a_b axb 'ﬀ' $'a\u0301'; do
		registers "$name"
		goes 303 login "$name may register"
	done
	stored 2 "SELECT count(*) FROM user WHERE username IN ('ff', 'á')" '... under a normal form'
	for name in É A_B Á; do
		refuses_name $name "$taken"
	done
}

bad_passwords()
{
	as guest
	visit register
	refuses register 'This field is required.' username=new password1=$PASSWORD
	refuses register 'The two password fields didn’t match.' password1=1 password2=2
	silent 'too short' '... and a mismatch is all that is said'
	refuses_password 1 'This password is too short. It must contain at least 8 characters.'
	says '<li>This password is too common.</li>' '... and too common'
	says '<li>This password is entirely numeric.</li>' '... and numeric'
	refuses_password iloveyou1 'This password is too common.'
	refuses_password 84620957 'This password is entirely numeric.'
	refuses_password smithbob 'The password is too similar to the username.' bobsmith
	silent smithbob '... and does not show it'
	stored 4 'SELECT count(*) FROM user' 'nobody was registered'
}

new_members()
{
	local statuses i

	as new
	visit register
	send register username=old username=new password1=x password1=$PASSWORD \
		password2=$PASSWORD is_staff=1 is_superuser=1 is_active=0 id=77 last_login=1
	goes 303 login 'a new member is sent to login'
	stored '0|0|1|0|1' "SELECT is_staff, is_superuser, is_active, id = 77, last_login IS NULL
		FROM user WHERE username = 'new'" '... and what is not in the form does nothing'
	visit login
	says 'Your account has been successfully created!' '... and is told so'
	visit login
	silent 'successfully' '... once'
	as multipart
	visit register
	post register -F username=other -F password1=$PASSWORD -F password2=$PASSWORD -F file=@"$0"
	goes 303 login 'a multipart form registers, too'

	as racer
	visit register
	statuses=$(for i in {1..20}; do
		(JAR=$JAR-$i tmp=$tmp/race$i
		mkdir "$tmp"
		cp "$tmp/../jar-racer" "$JAR"
		case $((i % 4)) in
		0) registers pÉdro ;;
		1) registers pédro ;;
		2) registers ｐéＤro ;;
		3) registers $'pe\u0301dro' ;;
		esac
		echo "$STATUS") &
	done | sort | uniq -c | tr -s ' \n' ' ')
	is "$statuses" ' 19 200 1 303 ' \
		'of twenty at once one gets the name, however it is written'
}

# ---- login ----

strangers()
{
	local name
	local wrong='Please enter a correct username and password. Note that both fields may be'

	as guest
	for name in siti nobody lama SITI 'siti%'; do
		submit login "username=$name" password=wrong
		says "$wrong case-sensitive." "$name with a wrong password does not get in"
	done
	for name in lama SITI 'siti x'; do
		submit login "username=$name" password=$PASSWORD
		says "$wrong case-sensitive." "nor does $name with siti's"
	done
	refuses login 'This field is required.' username= password=x
	refuses login 'This field is required.' username=siti
	is_answered 302 'nobody is signed in'
	for name in ' siti ' ｓｉｔｉ; do
		as spelled
		submit login "username=$name" password=$PASSWORD
		goes 303 list "'$name' is siti"
		rm "$JAR"
	done
}

# leads_to NEXT: where login leads who brings this next.
leads_to()
{
	as next
	submit login username=siti password=$PASSWORD "next=$1"
	rm "$JAR"
}

next()
{
	local next

	for next in list '?q=1' "${MOUNT}add_product" "$BASE" "//${BASE#http://}list" '#f'; do
		leads_to "$next"
		is "$STATUS $(header Location)" "303 $next" "next=$next is honoured"
	done
	leads_to 'a/b?x=ü y%20z'
	is "$(header Location)" 'a/b?x=%C3%BC%20y%20z' '... and encoded'
	leads_to $'/\r\nX: y'
	is "$(header Location)$(header X)" /%0D%0AX:%20y '... so that a line end splits nothing'
	for next in //evil.example ///evil.example '/\evil.example' '\\evil.example' \
		'javascript:alert(1)' http:///evil.example http:evil.example $'\b//evil.example' \
		$'\t//evil.example' $'/\t/evil.example' http://user@localhost/ ftp://localhost/ \
		"https://evil.example$MOUNT" http://127.0.0.1:1/ ' ' \
		"$(printf 'a%.0s' {1..2049})"; do
		leads_to "$next"
		goes 303 list "next=${next:0:30} is not"
	done

	as guest
	visit "login?next=${MOUNT}add_product"
	says "name=\"next\" value=\"${MOUNT}add_product\"" 'next goes on in the form'
	visit "edit_product/$TEA?a=1&b=x%20y"
	goes 302 "login?next=${MOUNT}edit_product/$TEA%3Fa%3D1%26b%3Dx%2520y" \
		'a guest is sent to login, and back'
	as siti
	submit "login?next=${MOUNT}shop" username=siti password=$PASSWORD "next=${MOUNT}add_product"
	goes 303 add_product 'the next of the form goes before that of the address'
	visit login
	goes 302 list 'who is signed in need not sign in'
	visit "login?next=${MOUNT}add_product"
	goes 302 add_product '... and goes on at once'
	visit 'login?next=//evil.example'
	goes 302 list '... but not anywhere'
}

# ---- sessions ----

sessions()
{
	local old id planted
	planted=$(printf 'A%.0s' {1..43})

	sign_in siti
	id=$(cookie sessionid)
	old=$(cookie csrftoken)
	like "$id" '^[A-Za-z0-9_-]{43}$' 'a session has 256 random bits'
	is "$(ls "$DATA/sessions")" "$(printf %s "$id" | sha256sum | cut -d' ' -f1)" \
		'... and its file only a hash of them'
	is "$(stat -c %a "$DATA/sessions"/*)" 600 '... which is private'
	as planted
	visit -b "sessionid=$planted" list
	is "$STATUS $(ls "$DATA/sessions" | wc -l)" '302 1' 'an id that somebody made up is none'
	visit -b "sessionid=$planted" login
	post login -b "sessionid=$planted" -d username=budi -d password=$PASSWORD
	is "$STATUS $(cookie sessionid | grep -c "$planted")" '303 0' '... and nobody ever gets it'

	as siti
	visit list
	like "$BODY" 'Last login: [0-9]+ [A-Z][a-z]+ 20[0-9]+, [0-9]{2}:[0-9]{2}' 'list shows when it was'
	visit logout
	says 'name="csrfmiddlewaretoken"' 'logout asks first'
	is_answered 200 '... and looking signs nobody out'
	send logout
	goes 303 login 'signing out'
	cookie_is 'sessionid=""; expires=Thu, 01 Jan 1970.*' '... takes the session away'
	cookie_is 'last_login=""; expires=Thu, 01 Jan 1970.*' '... and last_login'
	cookie_is 'last_visit_summary=.*Max-Age=2592000.*' '... and leaves a summary'
	isnt "$(cookie csrftoken)" "$old" '... and a new token'
	visit login
	says 'You are signed out.' '... and says so'
	visit -b "sessionid=$id" list
	is "$STATUS" 302 '... and the session is dead'
	visit login
	send logout
	goes 303 login 'a guest may sign out, too'
}

# A guest's session goes on when he signs in, under another id: somebody may have planted his.
fixation()
{
	local planted file expires
	planted=$(printf 'G%.0s' {1..43})
	file=$DATA/sessions/$(printf %s "$planted" | sha256sum | cut -d' ' -f1)
	expires=$(date -d tomorrow +%s000000)

	echo -n "_expires=$expires&note=3" | as_shop tee "$file" >/dev/null
	as fixed
	visit login
	post login -b "sessionid=$planted" -d username=siti -d password=$PASSWORD
	isnt "$(cookie sessionid)" "$planted" 'signing in changes the id of a session'
	ok '... which is dead' test ! -e "$file"
	ok '... but not what was in it' grep -q note=3 "$DATA/sessions"/*
}

# Who signs in again, as whom, and what else ends a session.
endings()
{
	local old

	sign_in siti
	old=$(cookie sessionid)
	send login username=budi password=$PASSWORD
	goes 303 list 'signing in as somebody else'
	visit list
	says 'Welcome, budi' '... is that'
	as replay
	visit -b "sessionid=$old" list
	is "$STATUS" 302 "... and forgets the first one's session"

	rm "$tmp/jar-siti"
	sign_in siti
	sql "UPDATE user SET password = replace(password, '5XXO', '5XXA') WHERE username = 'siti'"
	is_answered 302 'a new password ends the sessions of the old one'
	sql "UPDATE user SET password = replace(password, '5XXA', '5XXO') WHERE username = 'siti'"
	sign_in budi
	sql "UPDATE user SET is_active = 0 WHERE username = 'budi'"
	is_answered 302 'an account that is closed is nobody'
}

cookies()
{
	local place="Path=${MOUNT%cgi-bin/}; SameSite=Lax" until='; expires=[^;]* GMT; Max-Age'
	local session='sessionid=[A-Za-z0-9_-]{43}' flags="; HttpOnly; $place"

	as cookies
	visit login
	cookie_is "csrftoken=[A-Za-z0-9]{32}$until=31449600; $place" \
		'csrftoken, which scripts may read'
	send login username=siti password=$PASSWORD
	cookie_is "$session$flags" 'a session ends with the browser'
	cookie_is "last_login=20[0-9T:.-]*Z$until=2592000$flags" 'last_login'
	unlike "$(header Set-Cookie)" Secure 'none is Secure over http'
	rm "$JAR"
	visit login
	send login username=siti password=$PASSWORD remember_me=on
	cookie_is "$session$until=2592000$flags" 'a session that is remembered lasts 30 days'
	visit shop
	is "$(header Set-Cookie)" '' 'a page without a form or a message sets none'
	rm "$JAR"
	visit -b language=id shop
	says 'lang="id"' 'the language is in a cookie'
	visit -H 'Accept-Language: id;q=0.5, en;q=0.4' shop
	says 'lang="id"' '... or what the browser asks for'
	visit -b language=en -H 'Accept-Language: id' shop
	says 'lang="en"' '... and the cookie goes first'
}

# ---- forged requests ----

# forged WHAT CURL OPTION ...: a POST to logout with these is refused as Django refuses it.
forged()
{
	visit "${@:2}" logout
	[[ $STATUS$BODY == 403*'Forbidden (403)'*'CSRF verification failed. Request aborted.'* ]]
	report $? "forged: $1" "$STATUS" "$BODY"
}

forgery()
{
	local secret token field other=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef origin=${BASE%"$MOUNT"}

	sign_in siti
	visit logout
	secret=$(cookie csrftoken)
	token=$(csrf)
	is "${#secret} ${#token}" '32 64' 'a secret of 32 letters and a token of 64'
	visit logout
	isnt "$(csrf)" "$token" '... which is another on every page'
	field="csrfmiddlewaretoken=$token"
	forged 'no token' -d a=b
	forged 'a wrong token' -d csrfmiddlewaretoken=$other
	forged 'a short token' -d csrfmiddlewaretoken=x
	forged 'a token with an odd letter' -d "${field%?}-"
	forged 'a token with a wrong letter' \
		-d "${field%?}$(tr 0-9a-zA-Z 1-9a-zA-Z0 <<<"${field: -1}")"
	forged 'a wrong header' -d a=b -H "X-CSRFToken: $other"
	forged 'a right header but a wrong field' -d csrfmiddlewaretoken=$other \
		-H "X-CSRFToken: $token"
	forged 'a foreign origin' -d "$field" -H 'Origin: http://evil.example'
	forged 'no origin' -d "$field" -H 'Origin: null'
	forged 'another scheme' -d "$field" -H "Origin: https${origin#http}"
	forged 'another port' -d "$field" -H "Origin: ${origin%:*}:1"
	forged 'a body of another type' -d "$field" -H 'Content-Type: text/plain'
	visit -d a=b "logout?$field"
	is "$STATUS" 403 'forged: a token in the address'
	is_answered 200 'nobody was signed out'
	as without
	grep -v csrftoken "$tmp/jar-siti" >"$JAR"
	forged 'no cookie' -d "$field"
	as stranger
	forged 'a stranger' -d username=siti -d password=$PASSWORD
	visit login
	token=$(csrf)
	send login username=siti password=$PASSWORD
	forged 'a token from before signing in' -d "csrfmiddlewaretoken=$token"
}

# trusted WHAT CURL OPTION ...: a POST to logout that is good.
trusted()
{
	visit "${@:2}" logout
	is "$STATUS" 303 "trusted: $1"
}

trust()
{
	local i field secret origin=${BASE%"$MOUNT"}

	as guest
	for i in 1 2 3 4 5 6 7; do
		visit login
		secret=$(cookie csrftoken)
		field="csrfmiddlewaretoken=$(csrf)"
		case $i in
		1) trusted 'a token' -d "$field" ;;
		2) trusted 'the secret itself' -d "csrfmiddlewaretoken=$secret" ;;
		3) trusted 'a token in a multipart form' -F "$field" ;;
		4) trusted 'a token in a header' -d a=b -H "X-CSRFToken: ${field#*=}" ;;
		5) trusted 'the secret in a header, an empty field' -d csrfmiddlewaretoken= \
			-H "X-CSRFToken: $secret" ;;
		6) trusted 'our own origin' -d "$field" -H "Origin: $origin" ;;
		7) trusted 'any Referer' -d "$field" -H 'Referer: http://evil.example/' ;;
		esac
	done
}

in_the_shop bad_names bad_passwords new_members strangers next sessions fixation endings \
	cookies forgery trust
done_testing
