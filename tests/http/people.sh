# people.sh: what the tests of the routes share, on top of lib.sh: the shop of fixture.sql behind a
# real server, people who visit it, and the questions that are asked of its answers.
#
#	. "$(dirname "$0")/people.sh"
#	welcome() { sign_in siti; visit list; says 'Welcome, siti' 'siti is welcomed'; }
#	in_the_shop welcome
#	done_testing
MOUNTS=${MOUNTS:-/ /cgi-bin/ /sub/dir/}
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$root" || exit
CGI=$(realpath "${CGI:-${BUILD:-build}/cgi-bin}")
export CGI

PASSWORD=Kopi-Gayo-72
TEA=11111111-2222-4333-8444-555555555555
AVOCADO=22222222-2222-4333-8444-555555555555
SECRET=33333333-2222-4333-8444-555555555555
COFFEE=44444444-2222-4333-8444-555555555555
NONE=99999999-2222-4333-8444-555555555555

# ---- a shop ----

sql() { as_shop sqlite3 -batch -bail -cmd '.timeout 9000' "$DATA/warung.db" "$@"; }

# fixture: its rows, in a database that the programs made.
fixture()
{
	rm -f "$tmp"/jar*
	as guest
	visit ''
	sql <tests/http/fixture.sql
}

# in_the_shop FUNCTION ...: call each in a shop of its own, on the first server at the first mount.
in_the_shop()
{
	local part
	for part; do
		serve "${KINDS%% *}" "${MOUNTS%% *}"
		fixture
		$part
	done
}

# ---- people ----

# as NAME: from here on it is this visitor who asks.
as() { JAR=$tmp/jar-$1; }

cookie()
{
	local domain sub path secure expires name value
	while IFS=$'\t' read -r domain sub path secure expires name value; do
		[ "$name" != "$1" ] || printf %s "$value"
	done <"$JAR"
}

# post PATH CURL OPTION ...: a form whose token is in a header, as a script sends it.
post() { visit -H "X-CSRFToken: $(cookie csrftoken)" "${@:2}" "$1"; }

# send PATH NAME=VALUE ...
send()
{
	local field options=(-d '')
	for field in "${@:2}"; do options+=(--data-urlencode "$field"); done
	post "$1" "${options[@]}"
}

# sign_in NAME: as a browser does.
sign_in()
{
	as "$1"
	submit login username="$1" password=$PASSWORD
}

# ---- questions ----

isnt() { [ "$1" != "$2" ]; report $? "$3" "it is '$1'"; }

# says TEXT WHAT; silent TEXT WHAT: is the text on the page?
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
	report $? "$1 refuses ${3:0:60}" "got $STATUS, no '$2' in" "${BODY#*<main}"
}

# goes STATUS PATH WHAT: the answer leads to this place of the mount.
goes() { is "$STATUS $(header Location)" "$1 $MOUNT$2" "$3"; }

# cookie_is REGEX WHAT: one of the cookies that the answer sets is like this.
cookie_is() { like $'\n'"$(header Set-Cookie)"$'\n' $'\n'"$1"$'\n' "$2"; }

# stored WANTED SQL WHAT: the database says so.
stored() { is "$(sql "$2")" "$1" "$3"; }
