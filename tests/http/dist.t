#!/bin/bash
# dist: how people come to a shop of their own.  A newcomer starts the one with demo goods.  What is uploaded to a shared
# host lies in a folder below a document root, behind an Apache that knows nothing of the shop but what its
# .htaccess files say, and set up with a browser alone.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
PATH=$PATH:/usr/sbin

OWNERS_PASSWORD=Kunci-Warung-19

# become_owner CODE FIELD ...: send the form of setup.
become_owner()
{
	submit setup code="$1" username=pemilik password1=$OWNERS_PASSWORD password2=$OWNERS_PASSWORD \
		site_name='Warung Bu Tini' language=en "${@:2}"
}

# ---- make run ----

newcomer()
{
	local said
	serve lighttpd /
	said=$(sed -n 's/^To manage the shop: //p' "$RUNLOG")
	is "$said" "${BASE/127.0.0.1/localhost}setup, with the code in $DATA/setup.code" \
		'who starts the demo shop is told how to manage it'
	become_owner "$(as_shop cat "$DATA/setup.code")"
	is "$STATUS $(header Location)" '303 /admin' '... and can'
	ok '... once' test ! -e "$DATA/setup.code"
	stop
}

# ---- make dist ----

make --no-print-directory -s BUILD="${BUILD:-build}" dist-folder || exit
folder=$(ls -td "${BUILD:-build}"/warung-*/ | head -1)

# upload: as INSTALL.txt says, for the user that will run the programs.
upload()
{
	local site=$tmp/www/warung conf
	mkdir "$tmp/www" "$tmp/run"
	cp -R "$folder/htdocs" "$site"
	cp -R "$folder/cgi-bin" "$site/cgi-bin"
	DATA=$tmp/warung-data
	cp -R "$folder/warung-data" "$DATA"
	chmod 700 "$DATA"
	conf=$(<"$site/cgi-bin/warung.conf")
	conf=${conf//\/home\/me\/warung-data/$DATA}
	echo "${conf//\/home\/me\/public_html/$site}" >"$site/cgi-bin/warung.conf"
	[ "$(id -u)" != 0 ] || chown -R www-data: "$DATA" "$tmp/run" "$site"
}

host_conf()
{
	local lib=/usr/lib/apache2/modules module
	for module in mpm_prefork cgi authz_core authz_host dir env headers mime access_compat; do
		echo "LoadModule ${module}_module $lib/mod_$module.so"
	done
	cat <<-CONF
		Listen 127.0.0.1:$1
		ServerName localhost
		ServerRoot "$tmp/run"
		DefaultRuntimeDir "$tmp/run"
		PidFile "$tmp/run/pid"
		ErrorLog "$tmp/run/log"
		TypesConfig /dev/null
		DocumentRoot "$tmp/www"
		<Directory />
			Require all denied
		</Directory>
		<Directory "$tmp/www">
			AllowOverride All
			Require all granted
		</Directory>
	CONF
}

# open_host: a server that a host might have; its programs run as the owner of the data.
open_host()
{
	local try port
	for try in 1 2 3 4 5; do
		port=$((RANDOM % 20000 + 10000))
		host_conf $port >"$tmp/run/conf"
		as_shop setpriv --pdeathsig TERM apache2 -D FOREGROUND -f "$tmp/run/conf" >"$tmp/run/out" 2>&1 &
		server=$!
		until [ -s "$tmp/run/pid" ] || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
		if [ -s "$tmp/run/pid" ]; then
			SITE=http://127.0.0.1:$port/warung/ BASE=http://127.0.0.1:$port/warung/cgi-bin/
			new_visitor
			return
		fi
	done
	sed 's/^/# /' "$tmp/run/out"
	echo 'Bail out!  no server starts'
	exit 1
}

rights()
{
	is "$(find "$folder" -type l)" '' 'nothing is a link'
	is "$(find "$folder" -perm /022)" '' 'nobody else may write to anything'
	is "$(find "$folder/cgi-bin" -type f -not -perm 755 -printf '%f %m\n' | sort)" \
		$'.htaccess 644\nwarung.conf 644' 'everything else with the programs is a program'
	is "$(ls "$folder/cgi-bin" | grep -v '^warung.conf$')" \
		"$(grep -l '^ROUTE\>' cgi-bin/*/*.c | sed 's|.*/||; s|\.c$||' | sort)" '... and all of them are there'
}

closed()
{
	local file
	for file in warung.conf .htaccess; do
		visit "$file"
		status_is 403 "nobody reads $file"
	done
	cp -R "$DATA" "$tmp/www/warung/data"
	chmod -R a+rX "$tmp/www/warung/data"
	visit "${SITE}data/secret.key"
	status_is 403 'nor data that somebody put where they should not be'
}

open_shop()
{
	visit "$SITE"
	status_is 200 'the shop is what one sees first'
	like "$BODY" 'href="/warung/cgi-bin/login"' '... whose links are right'
	like "$BODY" 'href="/warung/style\.css' '... and its style sheet'
	visit "${SITE}style.css"
	is "$STATUS $(header Content-Type)" '200 text/css; charset=utf-8' '... which is one'
	visit "${SITE}icon.svg"
	is "$STATUS $(header Content-Type)" '200 image/svg+xml' '... and the icon is a picture'
}

set_up()
{
	become_owner wrong
	status_is 200 'without the code nobody sets it up'
	become_owner "$(<"$DATA/setup.code")" demo=on
	is "$STATUS $(header Location)" '303 /warung/cgi-bin/admin' 'with the code the owner gets in'
	visit admin
	status_is 200 '... and sees the admin'
	like "$BODY" 'The shop is yours now' '... with a welcome'
	visit shop
	like "$BODY" '/warung/cgi-bin/product/' '... and there are goods'
	visit setup
	status_is 404 '... and the door is shut'
}

# The owner's command, kept where INSTALL.txt says, reads the same warung.conf.
owners_command()
{
	local printed
	mkdir "$tmp/warung"
	cp -R "$folder/bin" "$tmp/warung"
	ln -s "$tmp/www/warung/cgi-bin" "$tmp/warung"
	printed=$(as_shop "$tmp/warung/bin/warung" backup)
	like "$printed" "$DATA/backup/" 'the command finds the data by itself'
	ok '... and backs them up' test -s "$(tail -n 1 <<<"$printed")"
}

newcomer
KIND=host MOUNT=/warung/cgi-bin/
upload
open_host
rights
open_shop
set_up
closed
owners_command
done_testing
