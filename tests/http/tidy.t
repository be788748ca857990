#!/bin/bash
# tidy: what a program still does when its answer is out, although every web server ends it then:
# devices are noted, idle sessions told from others, and dead ones collected.
MOUNTS=/
. "$(dirname "$0")/people.sh"

# A few programs with a warung.conf of their own.
programs=$tmp/programs
mkdir "$programs"
cp "$CGI"/{shop,list,login} "$programs"
CGI=$programs

# soon WANTED SQL WHAT: within two seconds the database says so.
soon()
{
	local try got
	for try in {1..40}; do
		got=$(sql "$2")
		[ "$got" != "$1" ] || break
		sleep 0.05
	done
	is "$got" "$1" "$3"
}

noted()
{
	local turn

	sign_in siti
	for turn in 1 2 3 4 5; do
		sql "UPDATE device SET last_seen = 0, last_address = '192.0.2.$turn'"
		visit list
		status_is 200 'a page is shown'
		soon '1|127.0.0.1' 'SELECT last_seen > 0, last_address FROM device' \
			'... and that somebody was there is noted'
	done
	sql "UPDATE device SET last_address = '192.0.2.9'"
	visit list
	sql 'DELETE FROM device'
	sleep 0.3
	stored 0 'SELECT count(*) FROM device' 'who is signed out meanwhile stays so'
}

# The limit runs from the last request, not from the first: five visits are longer than it.
idle()
{
	local turn

	echo 'session_idle = 2' >"$programs/warung.conf"
	as idler
	submit login username=siti password=$PASSWORD
	for turn in 1 2 3 4 5; do
		sleep 0.7
		visit list
		status_is 200 "who comes again and again stays signed in ($turn)"
	done
	sleep 3.2
	visit list
	status_is 302 '... but not who goes away'
	rm "$programs/warung.conf"
}

collected()
{
	local number left turn

	for number in {1..60}; do
		printf '_expires=%d&a=1' "$number" | as_shop tee \
			"$DATA/sessions/$(printf '%064x' "$number")" >/dev/null
	done
	as idler
	submit login username=siti password=$PASSWORD
	for turn in {1..8}; do
		as_shop touch -d '1 minute ago' "$DATA/sessions.swept"
		visit list
		sleep 0.2
	done
	left=$(find "$DATA/sessions" -name '0000*' | wc -l)
	is "$left" 0 'dead sessions are collected'
	visit list
	status_is 200 '... and living ones are not'
}

everything()
{
	fixture
	noted
	idle
	collected
}

on_every_server everything
done_testing
