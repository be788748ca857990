#!/bin/bash
# warung: the owner's command, from the terminal and against real servers.
. "$(dirname "$0")/people.sh"

me=$(id -u) keeper=$(id -un)
[ "$me" != 0 ] || keeper=www-data	# who owns the shop; root's command becomes this user
GOOD=Teluk-Penyu-31
unset WARUNG_DATA

# An installation of its own, whose files may be spoiled; `pristine` is what it looked like.
usr=$tmp/usr programs=$tmp/usr/lib/warung/cgi-bin shop=$tmp/shop pristine=$tmp/pristine
mkdir -p "$usr/bin" "$programs"
cp "${CGI%/*}/bin/warung" "$usr/bin"
cp "$CGI"/{shop,json,xml} "$programs"
[ "$me" != 0 ] || chown -R $keeper: "$usr"

# run ARGUMENT ...: sets OUT, ERR and RC.
run()
{
	OUT=$("$usr/bin/warung" "$@" 2>"$tmp/err")
	RC=$? ERR=$(<"$tmp/err")
}

# on SHOP'S COMMAND ...: the same, of the shop that the tests spoil.
on() { run --data "$shop" "$@"; }

succeeds() { is "$RC $ERR" '0 ' "$1"; }

# fails REGEX WHAT: with one line on standard error, and nothing else.
fails()
{
	[[ $RC == 1 && -z $OUT && $ERR == 'warung: '* && $ERR != *$'\n'* && $ERR =~ $1 ]]
	report $? "$2" "exit $RC, no '$1' in" "$ERR" "$OUT"
}

# fresh: a new shop, of the one who keeps it.
fresh()
{
	rm -rf "$shop" "$programs"
	cp -a "$pristine" "$shop"
	cp -a "$tmp/programs" "$programs"
}

ask() { sqlite3 -batch "$shop/warung.db" "$@"; }

# ---- the command line ----

misuses()
{
	run "$@"
	[[ $RC == 2 && -z $OUT && $ERR == 'usage: warung '* ]]
	report $? "misused: $*" "exit $RC" "$OUT" "$ERR"
}

command_line()
{
	misuses
	misuses nonsense
	misuses --nonsense init
	misuses init more
	misuses --data
	misuses --data '' init
	misuses createsuperuser
	misuses createsuperuser a b
	misuses createsuperuser a --password $GOOD
	misuses createsuperuser a --recovery
	misuses changepassword a --password-stdin --recovery
	misuses clearsessions --password-stdin
	misuses init --url http://localhost/
	misuses doctor --url localhost
	misuses doctor --url file:///etc/passwd
	run --help
	succeeds '--help is no error'
	like "$OUT" 'usage: warung .*createsuperuser NAME.*doctor' '... and goes to standard output'
	GATEWAY_INTERFACE=CGI/1.1 run --help
	fails 'no web server' 'a CGI/1.1 environment is refused'
	REQUEST_METHOD=GET run --data "$tmp/cgi" init
	fails 'no web server' '... and so is a request'
	ok '... which does nothing' test ! -e "$tmp/cgi"
}

# ---- init, and where the data are ----

modes() { (cd "$1" && stat -c '%a %n' . *) | tr '\n' ' '; }

beginning()
{
	local i runs='' key

	(umask 000 && exec "$usr/bin/warung" --data "$shop/" init) >"$tmp/out" 2>&1
	is "$?" 0 'init'
	like "$(<"$tmp/out")" "are in $shop\." '... says where the data are'
	is "$(modes "$shop")" '700 . 600 secret.key 700 sessions 600 warung.db ' '... which are private'
	is "$(ask 'SELECT count(*) FROM user')" 0 '... and empty'
	if [ "$me" = 0 ]; then
		like "$(<"$tmp/out")" 'belong to root.*chown' '... and says what is left for root to do'
		chown -R $keeper: "$shop"
	fi
	key=$(<"$shop/secret.key")
	on init
	succeeds 'init again'
	is "$(<"$shop/secret.key")" "$key" '... changes nothing'
	cp -a "$shop" "$pristine"
	cp -a "$programs" "$tmp/programs"

	for i in 1 2 3 4 5 6 7 8; do
		"$usr/bin/warung" --data "$tmp/many" init >/dev/null 2>&1 &
		runs="$runs $!"
	done
	for i in $runs; do wait "$i" || runs=failed; done
	isnt "$runs" failed 'eight at once all succeed'
	is "$(modes "$tmp/many")" '700 . 600 secret.key 700 sessions 600 warung.db ' '... at one shop'
	"$usr/bin/warung" --data "$tmp/two" init >/dev/null & i=$!
	run --data "$tmp/two" init
	wait $i
	is "$? $RC" '0 0' 'two at once succeed'

	mkdir "$tmp/home"
	: >"$tmp/home/letter"
	run --data "$tmp/home" init
	fails 'holds something else' 'a directory with other things is refused'
	is "$(ls -A "$tmp/home")" letter '... and stays as it is'
	rm "$tmp/home/letter"
	mkdir "$tmp/home/sessions"
	run --data "$tmp/home" init
	succeeds 'one that was made half-way is finished'
	run --data "$tmp/no/such" init
	fails "mkdir $tmp/no/such: No such file" 'a directory in nowhere is refused'
	run --data "$programs/shop" init
	fails 'exists|Not a directory' 'a file is no directory'
	run --data /proc/no init
	fails 'mkdir /proc/no' '... and /proc no place'
	run --data $'/proc/no\nsuch' init
	fails '/no.such' 'an error is one line, whatever the name'
	echo nonsense >"$shop/warung.db"
	on init
	fails 'not a database' 'what is no database is refused'
	fresh
	ask 'PRAGMA user_version = 1'
	on init
	fails 'schema 1' '... and so is an older schema'
	fresh
}

# where WANTED WHAT: the last init worked there.
where() { is "$RC $(head -1 <<<"$OUT")" "0 The shop's data are in $1." "$2"; }

places()
{
	(cd "$tmp" && "$usr/bin/warung" --data relative init >/dev/null)
	ok '--data may be relative' test -s "$tmp/relative/warung.db"
	WARUNG_DATA=$tmp/variable run init
	where "$tmp/variable" 'WARUNG_DATA says where the data are'
	WARUNG_DATA=$tmp/variable run --data "$tmp/option" init
	where "$tmp/option" '... but --data goes first'
	printf '# ours\n data=%s # here\n\n' "$tmp/named" >"$programs/warung.conf"
	run init
	where "$tmp/named" 'warung.conf of an installation says it'
	WARUNG_DATA='' run init
	where "$tmp/named" '... also when WARUNG_DATA is empty'
	WARUNG_DATA=$tmp/variable run init
	where "$tmp/variable" '... but WARUNG_DATA goes first'
	mkdir -p "$tmp/checkout/bin"
	cp "$usr/bin/warung" "$tmp/checkout/bin"
	cp -r "$programs" "$tmp/checkout"
	echo "data = $tmp/built" >"$tmp/checkout/cgi-bin/warung.conf"
	OUT=$("$tmp/checkout/bin/warung" init 2>&1) RC=$?
	where "$tmp/built" 'warung.conf of a checkout says it'
	WARUNG_DATA=relative run init
	fails 'must be an absolute path: relative' 'WARUNG_DATA may not be relative'
	rm "$programs/warung.conf"
	ln -s /etc/passwd "$programs/warung.conf"
	run clearsessions
	fails 'warung.conf: Too many' 'a warung.conf that cannot be read is no silent default'
	fresh
}

# ---- members ----

# refuses_name NAME REGEX
refuses_name()
{
	on createsuperuser --password-stdin -- "$1" <<<$GOOD
	fails "$2" "no superuser is called ${1:0:20}"
}

superusers()
{
	local name
	on createsuperuser boss --password-stdin <<<$GOOD
	succeeds 'createsuperuser'
	is "$(ask 'SELECT username, is_active, is_staff, is_superuser FROM user')" 'boss|1|1|1' \
		'... makes one'
	is "$(ask "SELECT instr(password, '$GOOD'), instr(password, '\$argon2id\$') FROM user")" '0|1' \
		'... whose password is hashed'
	for name in boss BOSS ｂｏｓｓ ' boss '; do refuses_name "$name" 'there is a member boss|BOSS'; done
	on createsuperuser É --password-stdin <<<$GOOD
	succeeds 'É is a name'
	refuses_name é 'there is a member é'
	refuses_name $'e\u0301' 'there is a member é'
	for name in '' ' ' 'a b' 'a/b' 'a!' $'a\nb' 😀; do refuses_name "$name" 'only letters, digits'; done
	refuses_name $'\xff' 'not UTF-8'
	refuses_name "$(printf 'a%.0s' {1..151})" 'at most 150'
	refuses_name "$(printf 'ﬃ%.0s' {1..51})" 'at most 150'
	on createsuperuser --password-stdin -- -x <<<$GOOD
	succeeds 'a name may begin with a hyphen'
	on createsuperuser "$(printf 'b%.0s' {1..150})" --password-stdin <<<$GOOD
	succeeds '... and have 150 letters'
	is "$(ask 'SELECT count(*) FROM user')" 4 'no other was made'
	run --data "$tmp/nowhere" createsuperuser boss --password-stdin <<<$GOOD
	fails 'no shop.s data in .*/nowhere' 'a shop must be there'
	ok '... and is not made by mistake' test ! -e "$tmp/nowhere"
	fresh
}

# refuses_password REGEX WHAT <PASSWORD
refuses_password()
{
	on createsuperuser bobsmith --password-stdin
	fails "$1" "a password $2 is refused"
	unlike "$ERR" smithbob '... without showing it'
}

long() { head -c "$1" /dev/zero | tr '\0' "${2:-x}"; }

passwords()
{
	local length
	refuses_password 'is empty' 'that is empty' </dev/null
	refuses_password 'is empty' 'that is only a newline' <<<''
	refuses_password 'is empty' 'that is only the newline of another system' <<<$'\r'
	refuses_password 'too short.*too common.*entirely numeric' 'that breaks three rules' <<<12345
	refuses_password 'entirely numeric' 'of digits' <<<84620957
	refuses_password 'too common' 'that everybody has' <<<iloveyou1
	refuses_password 'too similar to the username' 'like the name' <<<smithbob
	refuses_password 'null characters' 'with a NUL' < <(printf 'Teluk-\0Penyu-31')
	refuses_password 'line breaks' 'of two lines' < <(printf '%s\n%s\n' $GOOD $GOOD)
	refuses_password 'line breaks' 'with two newlines behind it' < <(printf '%s\n\n' $GOOD)
	refuses_password 'not UTF-8' 'in Latin-1' < <(printf 'Teluk-P\351nyu-31')
	refuses_password 'longer than 4096' 'of 4097 bytes' < <(long 4097)
	refuses_password 'longer than 4096' 'of 4098 bytes' < <(long 4098)
	refuses_password 'longer than 4096' 'of a megabyte' < <(long 1048576)
	refuses_password 'standard input' 'from a directory' <"$tmp"
	OUT=$(sh -c 'exec "$@" --password-stdin <&-' - "$usr/bin/warung" --data "$shop" \
		createsuperuser bobsmith 2>&1)
	is "$? $OUT" '1 warung: the password is empty' 'a closed standard input has no password'
	is "$(ask 'SELECT count(*) FROM user')" 0 'nobody was made'
	for length in 4095 4096; do
		on createsuperuser long$length --password-stdin < <(long $length)
		succeeds "a password may have $length bytes"
	done
	on createsuperuser longest --password-stdin < <(long 4096; echo)
	succeeds '... and a newline behind them'
	fresh
}

# may_sign_in STATUS NAME PASSWORD WHAT
may_sign_in()
{
	as someone
	rm -f "$JAR"
	submit login "username=$2" "password=$3"
	is "$STATUS" "$1" "$4"
}

changes()
{
	local code codes browser
	shop=$DATA
	sign_in siti
	visit list
	says 'Welcome, siti' 'siti is signed in'
	JAR=$tmp/jar-other
	submit login username=siti password=$PASSWORD remember_me=on
	sign_in budi
	on changepassword siti --password-stdin < <(printf %s $GOOD)
	succeeds 'changepassword'
	for browser in siti other; do
		as $browser
		visit list
		is "$STATUS" 302 '... signs siti out in every browser'
	done
	as budi
	visit list
	says 'Welcome, budi' '... and nobody else'
	may_sign_in 200 siti $PASSWORD 'the old password is worth nothing'
	may_sign_in 303 siti $GOOD 'the new one, without a newline, signs in'
	on changepassword siti --password-stdin <<<$PASSWORD
	may_sign_in 303 siti $PASSWORD '... and so does one with a newline'

	on changepassword siti --password-stdin <<<kopi
	fails 'too short' 'the rules hold for changepassword'
	may_sign_in 303 siti $PASSWORD '... which then changed nothing'
	on changepassword SITI --password-stdin <<<$GOOD
	fails 'no member SITI' 'in other case it is not siti'
	on changepassword nobody --recovery
	fails 'no member nobody' 'who is not there gets no codes'

	on changepassword siti --recovery
	succeeds 'changepassword --recovery'
	codes=$(grep -oE '([0-9a-z]{4}-){3}[0-9a-z]{4}' <<<"$OUT")
	is "$(sort -u <<<"$codes" | wc -l)" 8 '... prints eight codes'
	code=$(head -1 <<<"$codes")
	may_sign_in 303 siti "$code" '... of which each signs in'
	may_sign_in 200 siti "$code" '... once'
	on changepassword siti --recovery
	may_sign_in 200 siti "$(tail -1 <<<"$codes")" 'new codes make the older ones worthless'
	may_sign_in 303 siti $PASSWORD 'the password stays as it was'

	on createsuperuser boss --password-stdin <<<$GOOD
	may_sign_in 303 boss $GOOD 'a superuser signs in'
	shop=$tmp/shop
}

full_disk()
{
	"$usr/bin/warung" --help >/dev/full 2>&1
	is "$?" 1 'help that nobody can read is an error'
	"$usr/bin/warung" --data "$shop" clearsessions >/dev/full 2>"$tmp/err"
	is "$? $(<"$tmp/err")" '1 warung: standard output: No space left on device' \
		'... and so is an answer'
	sh -c 'exec "$@" >&-' - "$usr/bin/warung" --data "$shop" init 2>"$tmp/err"
	is "$? $(<"$tmp/err")" '1 warung: standard output: Bad file descriptor' \
		'... also where nobody listens at all'
}

# ---- clearsessions ----

# sessions COUNT EXPIRES: so many files, as the store writes them.
sessions()
{
	local i
	for ((i = 0; i < $1; i++)); do
		printf '_expires=%s&name=%d' "$2" $i >"$shop/sessions/$(printf '%064x' $((i + $2 % 100000)))"
	done
	[ "$me" != 0 ] || chown -R $keeper: "$shop/sessions"
}

clearing()
{
	local now=$(date +%s)
	on clearsessions
	is "$RC $OUT" '0 0 dead sessions deleted.' 'no session is dead in a new shop'
	sessions 70 $(((now - 1) * 1000000 + 1))
	sessions 5 $(((now + 3600) * 1000000 + 90000))
	ask "INSERT INTO session VALUES ('a', 'x', 1), ('b', 'x', ${now}000000 + 3600000000), ('c', 'x', 2)"
	on clearsessions
	is "$RC $OUT" '0 72 dead sessions deleted.' 'dead sessions go, in either store'
	is "$(ls "$shop/sessions" | wc -l)" 5 'the living stay in files'
	is "$(ask 'SELECT key FROM session')" b '... and in the database'
	sessions 1 1
	on clearsessions
	is "$RC $OUT" '0 1 dead session deleted.' 'one is one'
	fresh
}

# ---- who runs it ----

others()
{
	local who
	[ "$me" = 0 ] || return
	on createsuperuser boss --password-stdin <<<$GOOD
	on changepassword boss --recovery
	on clearsessions
	on doctor
	is "$(find "$shop" ! -user $keeper)" '' 'root leaves no file behind that is not the owner'\''s'
	rm "$shop/warung.db" "$shop/secret.key"
	on init
	is "$(find "$shop" ! -user $keeper -o -name '*' ! -group $keeper)" '' '... also not with init'
	ok '... which makes what was missing' test -s "$shop/warung.db" -a -s "$shop/secret.key"
	on init
	unlike "$OUT" 'belong to root' '... and has nothing to say to root'

	who=$(setpriv --reuid=nobody --regid=nogroup --clear-groups \
		"$usr/bin/warung" --data "$shop" init 2>&1)
	is "$? $who" "1 warung: $shop belongs to $keeper: only that user and root may do this" \
		'nobody else may'
	chown -R 12345:12345 "$shop"
	who=$(setpriv --reuid=nobody --regid=nogroup --clear-groups \
		"$usr/bin/warung" --data "$shop" init 2>&1)
	like "$who" 'belongs to 12345: ' 'an owner without a name has a number'
	on clearsessions
	succeeds '... and root can become that, too'
	fresh

	mkdir -m 700 "$tmp/closed"
	mv "$shop" "$tmp/closed/shop"
	run --data "$tmp/closed/shop" createsuperuser boss --password-stdin <<<$GOOD
	succeeds 'root can help where the owner cannot enter'
	is "$(find "$tmp/closed/shop" ! -user $keeper)" '' '... and still leaves nothing behind'
	run --data "$tmp/closed/shop" doctor
	like "$OUT" "$keeper cannot enter $tmp/closed/shop" '... but the doctor says so'
	fresh
}

# ---- the terminal ----

# at_terminal ANSWER ...: createsuperuser, with somebody who answers its questions; ^C is Ctrl-C.
at_terminal()
{
	OUT=$(python3 - "$usr/bin/warung" --data "$shop" createsuperuser boss -- "$@" <<-'PYTHON'
		import fcntl, os, pty, subprocess, sys, termios
		at = sys.argv.index("--", 4)
		command, answers = sys.argv[1:at], sys.argv[at + 1:]
		master, slave = pty.openpty()
		child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave,
		    start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
		echo = lambda: "on" if termios.tcgetattr(slave)[3] & termios.ECHO else "off"
		seen = b""
		for answer in answers:
		    while not seen.endswith(b": "):
		        seen += os.read(master, 4096)
		    seen += b"[" + echo().encode() + b"]"
		    os.write(master, b"\x03" if answer == "^C" else answer.encode() + b"\n")
		code = child.wait()
		os.set_blocking(master, False)
		try:
		    while True:
		        seen += os.read(master, 4096)
		except BlockingIOError:
		    pass
		print(seen.decode().replace("\r\n", "\n"), "exit", code, "echo", echo())
	PYTHON
	)
}

terminals()
{
	local asked='New password of boss: \[off\]'$'\n''The same again: \[off\]'$'\n'
	at_terminal $GOOD $GOOD
	like "$OUT" "^${asked}boss may sign in now.* exit 0 echo on$" 'the terminal asks twice, unseen'
	unlike "$OUT" $GOOD '... and shows no password'
	fresh
	at_terminal $GOOD $GOOD.
	like "$OUT" "^${asked}warung: the two passwords are not the same. exit 1 echo on$" \
		'... and refuses what is typed differently'
	at_terminal kopi kopi
	like "$OUT" 'warung: This password is too short.* exit 1' '... or badly'
	at_terminal '' ''
	like "$OUT" 'warung: the password is empty' '... or not at all'
	at_terminal ^C
	like "$OUT" 'exit -2 echo on$' 'Ctrl-C gives the echo back'
	at_terminal $GOOD ^C
	like "$OUT" 'exit -2 echo on$' '... at both questions'
	is "$(ask 'SELECT count(*) FROM user')" 0 '... and nobody is made'
	OUT=$(setsid -w "$usr/bin/warung" --data "$shop" createsuperuser boss 2>&1 <<<$GOOD)
	is "$? $OUT" '1 warung: there is no terminal to ask on: use --password-stdin' \
		'without a terminal it does not read a password by mistake'
}

# ---- doctor ----

well()
{
	on doctor "$@"
	is "$RC $OUT$ERR" '0 Everything is well.' "$WHAT"
}

# ill REGEX WHAT [ARGUMENT ...]: the doctor finds that and nothing else; then all is as it was.
# very_ill: what is wrong makes other things wrong, too.
ill() { diagnose 1 "$@"; }
very_ill() { diagnose '[1-9]*' "$@"; }

diagnose()
{
	on doctor "${@:4}"
	[[ $RC == 1 && -z $ERR && $(wc -l <<<"$OUT") == $1 && $OUT =~ $2 && $OUT != *'is well'* ]]
	report $? "doctor: $3" "exit $RC, no '$2' (lines: $1) in" "$OUT" "$ERR"
	fresh
}

the_data()
{
	WHAT='doctor: a new shop is well' well
	on createsuperuser boss --password-stdin <<<$GOOD
	WHAT='... and one that is used' well
	fresh

	rm -r "$shop"
	ill "no data directory $shop .*warung init" 'no directory'
	rm -r "$shop"; echo >"$shop"
	ill "$shop is not a directory" 'a file'
	chmod 750 "$shop"
	ill "$shop has mode 0750.*chmod 700 $shop" 'a directory for others'
	chmod 640 "$shop/warung.db"
	ill "warung.db has mode 0640.*chmod go= $shop/warung.db" 'a database for others'
	chmod 604 "$shop/secret.key"
	ill "secret.key has mode 0604" 'a secret for others'
	install -m 644 "$shop/secret.key" "$shop/secret.key.restored"
	[ "$me" != 0 ] || chown $keeper "$shop/secret.key.restored"
	on doctor
	like "$OUT" 'secret.key.restored has mode 0644' '... and one that a restore left'
	rm "$shop/secret.key.restored"
	chmod 701 "$shop/sessions"
	ill "sessions has mode 0701" 'sessions for others'
	install -m 644 /dev/null "$shop/warung.log"
	[ "$me" != 0 ] || chown $keeper "$shop/warung.log"
	ill "warung.log has mode 0644" 'a log for others'

	rm "$shop/secret.key"
	ill 'no .*secret.key: bring it back' 'no secret'
	truncate -s 49 "$shop/secret.key"
	ill 'secret.key has only 49 letters.*signs everybody out' 'a short secret'
	ln -sf /etc/passwd "$shop/secret.key"
	[ "$me" != 0 ] || chown -h $keeper "$shop/secret.key"
	ill 'secret.key cannot be read .*no link' 'a secret that is a link'
	chmod 000 "$shop/secret.key"
	ill 'secret.key cannot be read .Permission denied' 'a secret that is closed'

	touch -d '3 days' "$shop/warung.db"
	ill 'The clock of this machine says .*T.*Z, which cannot be' 'a clock that lags behind'
	touch -d '2 hours ago' "$shop/warung.db-journal"
	[ "$me" != 0 ] || chown $keeper "$shop/warung.db-journal"
	chmod 600 "$shop/warung.db-journal"
	ill 'warung.db-journal was left 120 minutes ago' 'a journal that nobody cleaned up'
	touch "$shop/warung.db-journal"
	[ "$me" != 0 ] || chown $keeper "$shop/warung.db-journal"
	chmod 600 "$shop/warung.db-journal"
	WHAT='... but one of just now is at work' well
	rmdir "$shop/sessions"
	ill 'sessions cannot be opened .*warung init' 'no place for sessions'
	fresh
	sessions 999 1
	WHAT='doctor: a few dead sessions are nothing' well
	sessions 1000 1
	ill '1000 sessions that nobody can use.*warung clearsessions' 'many dead sessions'

	mkdir -p "$tmp/public_html"
	mv "$shop" "$tmp/public_html/shop"
	shop=$tmp/public_html/shop ill 'lies below public_html' 'data in a document root'
	rm -rf "$tmp/public_html"
	fresh
	mv "$shop" "$programs/data"
	run --data "$programs/data" doctor
	like "$RC $OUT" '^1 .*/data lies in the folder of the programs' 'doctor: data beside the programs'
	fresh
}

# words NUMBER ...: 64-bit words of memory, as strace pokes them.
words() { for i; do printf %016x "$i" | fold -w 2 | tac | tr -d '\n'; done; }

# disk PROBLEM WHAT TYPE AVAILABLE FILES FREE: statfs(2) says so; a block has 4096 bytes.
disk()
{
	local real=$usr/bin/real
	mv "$usr/bin/warung" "$real"
	cat >"$usr/bin/warung" <<-SCRIPT
		#!/bin/sh
		exec strace -qq -o /dev/null -e trace=statfs -e \
			inject=statfs:poke_exit=@arg2=$(words $(($3)) 4096 1000000 "$4" "$4" "$5" "$6") $real "\$@"
	SCRIPT
	chmod 755 "$usr/bin/warung"
	if [ -n "$1" ]; then ill "$1" "$2"; else WHAT="doctor: $2" well; fi
	mv "$real" "$usr/bin/warung"
}

the_disk()
{
	disk '' 'enough of everything' 0xEF53 12800 1000000 1000
	disk 'Only 49 MB are left' 'a full disk' 0xEF53 12799 1000000 1000
	disk 'Only 999 more files' 'a disk without inodes' 0xEF53 12800 1000000 999
	disk '' 'a disk that does not count inodes' 0x9123683E 12800 0 0
	disk 'is on NFS, where locks' 'a network disk' 0x6969 12800 1000000 1000
	disk 'is on CIFS' "Windows' disk" 0xFF534D42 12800 1000000 1000
	disk 'is on FUSE' "somebody's file system" 0x65735546 12800 1000000 1000
}

the_database()
{
	rm "$shop/warung.db"
	ill 'There is no database .*warung init., or bring' 'no database'
	echo 'this is not a database, and never was one, whatever somebody says' >"$shop/warung.db"
	very_ill 'warung.db cannot be read .file is not a database' 'another file'
	ask 'PRAGMA user_version = 99'
	very_ill 'warung.db has version 99 of the schema.*take programs' 'the schema of other programs'
	ask 'PRAGMA user_version = 1'
	very_ill 'warung.db has version 1 of the schema.*warung migrate' 'an older schema'
	ask 'PRAGMA user_version = 0'
	very_ill 'warung.db holds no shop yet.*warung init' 'no schema'
	ask 'PRAGMA journal_mode = WAL' >/dev/null
	[ "$me" != 0 ] || chown $keeper "$shop"/*
	ill 'WAL mode.*SQLite 3\..*journal_mode = DELETE' 'WAL with an SQLite that cannot'
	chmod 400 "$shop/warung.db"
	ill 'warung.db cannot be written: say .chmod u.rw' 'a database that is read-only'
	ask "PRAGMA foreign_keys = 0;
		INSERT INTO user_in_group VALUES (77, 88)"
	ill 'rows of the table user_in_group belong to something that is gone' 'a row of nobody'
	# An index whose page holds something else: only a look at all of it can tell.
	dd if=/dev/urandom of="$shop/warung.db" bs=1 count=200 conv=notrunc status=none \
		seek=$((4096 * ($(ask "SELECT rootpage FROM sqlite_schema WHERE name = 'product_by_name'") - 1)))
	ill 'warung.db is damaged .*backup' 'a page that is spoiled'
}

# goods: a product with a ledger, and an order, as the shop writes them.
goods()
{
	ask "INSERT INTO user (id, username, username_key, password, is_staff, is_superuser, date_joined)
			VALUES (1, 'siti', 'siti', '', 1, 1, 0);
		INSERT INTO product (id, user_id, name, name_key, price, stock, date_added, description, search)
			VALUES ('aaaa', 1, '', '', 1, 5, 0, '', ''), ('bbbb', 1, '', '', 1, 0, 0, '', '');
		INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by)
			VALUES (1, 1, 7, 'restock', 0, 'siti'), (1, 2, -2, 'sale', 0, '');
		INSERT INTO orders (id, seller_id, buyer, seller, phone, token, state, total, placed)
			VALUES (8, 1, 'budi', 'siti', '0812', 'x', 'placed', 25, 0);
		INSERT INTO order_line VALUES (8, 1, 'aaaa', '', 10, 2), (8, 2, 'gone', '', 5, 1)"
}

sums()
{
	local changed='bring back a backup, or ask who changed the database by hand'
	goods
	WHAT='doctor: a shop that has sold something is well' well
	ask 'UPDATE user SET is_superuser = 0'
	ill 'members, but no superuser .*warung createsuperuser' 'a shop that nobody looks after'
	goods
	ask "UPDATE user SET password = 'md5\$x'"
	ill 'in a way that this shop does not know, 1 in all, the first of siti' 'a password that nobody can check'
	goods
	ask "INSERT INTO dish VALUES (1, 'soto', '', 1, 9, '', '', 1, 0)"
	ill 'the spice is unknown, of dish 1' 'a dish that cannot be'
	goods
	ask 'UPDATE product SET stock = 6 WHERE seq = 1'
	ill "the stock is not the sum of its changes, of product aaaa: $changed" 'a stock that is too high'
	goods
	ask 'UPDATE product SET stock = stock + 1'
	ill 'of product aaaa and 1 more: ' '... and one without any change'
	goods
	ask 'DELETE FROM stock_change WHERE number = 2'
	ill 'the sum of its changes, of product aaaa: ' 'a change that was deleted'
	goods
	ask 'UPDATE orders SET total = 20'
	ill "the total is not the sum of the lines, of order 8: $changed" 'an order that is too cheap'
	goods
	ask 'DELETE FROM order_line'
	ill 'of order 8: ' '... and one without lines'
}

# pictures FOLDER MODE: two, of which siti's product and her QRIS are.
A=$(printf 'a%.0s' {1..22})-800x600 B=$(printf 'b%.0s' {1..22})-300x300
pictures()
{
	goods
	ask "UPDATE product SET image = '$A.jpg'; UPDATE user SET qris = '$B.jpg'"
	install -d -m "$2" "$1"
	touch "$1"/{$A,$A-small,$B,$B-small}.jpg
	[ "$me" != 0 ] || chown -R $keeper: "$1"
}

the_pictures()
{
	local media=$shop/media elsewhere=$tmp/pictures
	pictures "$media" 700
	WHAT='doctor: pictures that are all there are well' well
	rm "$media/$A-small.jpg"
	ill "missing in $media, 1 in all, the first $A.jpg:" 'half a picture'
	pictures "$media" 700
	rm "$media/$A.jpg" "$media/$B"*
	ill "missing in $media, 2 in all, the first $A.jpg:" 'pictures that are gone'
	pictures "$media" 700
	rm -r "$media"
	ill "missing in $media, 2 in all" '... with their folder'
	pictures "$media" 755
	ill "$media has mode 0755.*chmod 700 $media" 'pictures in a folder for others'
	rm -rf "$media"; : >"$media"
	ill "$media is not a directory" 'a file in the place of the folder'

	pictures "$media" 700
	touch -d '2 days ago' "$media"/*
	WHAT='doctor: pictures that are shown may be old' well
	ask "UPDATE product SET image = ''"
	on doctor
	is "$RC $OUT" "0 By the way: $media holds pictures that are shown nowhere, 1 in all; the shop \
deletes them by and by."$'\nEverything is well.' 'doctor: one that is shown nowhere is no problem'
	touch "$media"/*
	WHAT='... nor worth a word while it is new' well
	fresh

	echo "media = $elsewhere" >"$programs/warung.conf"
	pictures "$elsewhere" 755
	touch "$elsewhere/.htaccess"
	WHAT='doctor: pictures are looked for where warung.conf says' well
	rm "$elsewhere/.htaccess"
	ill "no file .htaccess in $elsewhere" 'pictures that Apache may take for programs'
	echo "media = $elsewhere" >"$programs/warung.conf"
	pictures "$elsewhere" 755
	touch "$elsewhere/.htaccess"
	chmod 700 "$elsewhere"
	ill "$elsewhere has mode 0700.*needs 0755.*chmod 755 $elsewhere" 'pictures that the server cannot read'
	rm -r "$elsewhere"
	[ "$me" = 0 ] || return
	pictures "$media" 700
	chown root "$media"
	very_ill "$media belongs to root.*chown -R $keeper $media" "a folder of root's"
}

the_programs()
{
	local them=$programs
	chmod 775 "$them"
	ill "into $them, and suEXEC refuses that .116.: say .chmod go-w" 'a folder for others'
	chmod 757 "$them/shop"
	ill "change $them/shop, and suEXEC refuses that .118.*chmod go-w" 'a program for others'
	chmod 4755 "$them/shop"
	ill "$them/shop is setuid or setgid, and .* .119.*chmod ug-s" 'a program that is setuid'
	chmod 644 "$them/json"
	very_ill "$them/json is not executable.*121" 'a program that is not executable'
	mv "$them/xml" "$tmp/xml"
	ln -s "$tmp/xml" "$them/xml"
	ill "$them/xml is a link, and suEXEC refuses links .117" 'a program that is a link'
	rm "$them"/*
	very_ill "no programs in $them" 'no programs'
	cp /bin/true "$them/json"
	ill "$them/json starts but does not answer" 'a program that says nothing'
	head -c 100 /dev/zero >"$them/json"
	ill "$them/json does not start .Exec format error" 'a program that is none'

	echo "data = $shop" >"$them/warung.conf"
	WHAT='doctor: a warung.conf is well' well
	chmod 666 "$them/warung.conf"
	ill "change $them/warung.conf, and with it" 'a warung.conf for others'
	echo "data = $tmp/elsewhere" >"$them/warung.conf"
	ill "warung.conf says that the data are in $tmp/elsewhere" 'a warung.conf for another shop'
	ok '... which is not made by looking' test ! -e "$tmp/elsewhere"
	printf 'data = %s\nsecret = x\n' "$shop" >"$them/warung.conf"
	ill 'warung.conf: unknown setting "secret"' 'a warung.conf that is not understood'
	printf 'session_store = paper\n' >"$them/warung.conf"
	very_ill 'shop answers "Status: 500.*not "paper"' '... or only by the library, not by its programs'
	install -m 000 /dev/null "$them/warung.conf"
	ill "cannot read $them/warung.conf .Permission denied" 'a warung.conf that is closed'
	ln -sf /etc/hostname "$them/warung.conf"
	ill "cannot read $them/warung.conf .Too many" 'a warung.conf that is a link'

	[ "$me" = 0 ] || return
	chown root: "$them/shop"
	ill "$them/shop belongs to another user.*120.*chown --reference" "one program of root's"
	chgrp root "$them/shop"
	ill "$them/shop belongs to another user or group" '... or of its group'
	chown -R nobody "$them"
	ill "programs in $them belong to nobody, the data to $keeper, .*120" "somebody else's programs"
	chown -R root: "$them"
	WHAT="doctor: what root installed for a server's user is well" well
	fresh
	chown -R 12345:12345 "$shop"
	ill "programs in $them belong to $keeper, the data to 12345" "... but not for a person's"
	chown -R root: "$shop"
	very_ill "$shop belongs to root, and no web server" "root's shop"
	chown root "$shop/secret.key"
	very_ill "secret.key belongs to root.*chown $keeper $shop/secret.key" "a file of root's"
	fresh
}

# ---- doctor --url ----

canaries() { find "$tmp" -name 'canary-*'; }

# visited: the shop of the server, after its first visitor.
visited()
{
	chmod 700 "$DATA"
	chmod 600 "$DATA/warung.db"
	visit ''
	shop=$DATA
}

from_outside()
{
	visited
	WHAT='doctor --url: a shop as shipped is well' well --url "$BASE"
	WHAT='... or by a page' well --url "${BASE}login?next=list"
	shop=$tmp/shop
}

# careless FOLDER: lighttpd as somebody sets it up who shows all of a folder; ROOT is its address.
careless()
{
	local as_keeper=(env) port=$((RANDOM % 20000 + 10000))
	cat >"$tmp/careless.conf" <<-CONF
		server.document-root = "$1"
		server.bind = "127.0.0.1"
		server.port = $port
		server.pid-file = "$tmp/careless/pid"
		index-file.names = ( "index.html" )
		mimetype.assign = ( ".html" => "text/html", "" => "text/plain" )
	CONF
	rm -rf "$tmp/careless"
	mkdir "$tmp/careless"
	if [ "$me" = 0 ]; then
		chown $keeper "$tmp/careless"
		as_keeper=(setpriv --reuid=$keeper --regid=$keeper --clear-groups)
	fi
	"${as_keeper[@]}" lighttpd -D -f "$tmp/careless.conf" 2>"$tmp/careless.log" &
	server=$!
	until [ -s "$tmp/careless/pid" ]; do
		kill -0 $server 2>/dev/null || { diag "$(<"$tmp/careless.log")"; break; }
		sleep 0.05
	done
	ROOT=http://127.0.0.1:$port
}

# shown REGEX WHAT: a line of the last diagnosis.
shown()
{
	grep -qE -- "$1" <<<"$OUT"
	report $? "$2" "no '$1' in" "$OUT"
}

leaks()
{
	local site=$tmp/site at
	stop
	KIND=
	mkdir -p "$site/deep/cgi-bin"
	echo '<a class="brand">Warung</a>' >"$site/index.html"
	cp "$site/index.html" "$site/deep"
	cp "$CGI/shop" "$site/deep"
	cp "$CGI/json" "$site/deep/cgi-bin"
	echo 'data = /somewhere' >"$site/deep/cgi-bin/warung.conf"
	chmod -R a+rX "$site"
	for at in data "$(basename "$shop")" deep/cgi-bin/"$(basename "$shop")"; do
		careless "$site"
		cp -a "$shop" "$site/$at"
		run --data "$site/$at" doctor --url "$ROOT/deep/"
		is "$RC" 1 "doctor --url: $at is in the document root"
		shown "^$ROOT/$at/canary-[[:alnum:]]+\.txt shows a file of the data directory" '... and read'
		rm -r "${site:?}/$at"
		stop
	done
	shown "^$ROOT/deep/shop hands out the program instead" 'programs that are shown are found'
	shown "^$ROOT/deep/cgi-bin/json hands out the program" '... also in cgi-bin'
	shown "^$ROOT/deep/cgi-bin/warung.conf shows warung.conf" '... and so is warung.conf'
	is "$(canaries)" '' 'no canary stays behind'

	careless "$shop"
	echo '<a class="brand">Warung</a>' >"$shop/index.html"
	on doctor --url "$ROOT/"
	shown "^$ROOT/canary-[[:alnum:]]+\.txt shows a file" 'doctor --url: the data are the document root'
	shown "^$ROOT/secret.key shows the secret key" '... and the key is read'
	echo '<title>Bakery</title>' >"$shop/index.html"
	on doctor --url "$ROOT/"
	shown "^$ROOT/ answers, but that is no page of this shop" "somebody else's page is none of ours"
	rm "$shop/index.html"
	stop
	is "$(canaries)" '' 'no canary stays behind'
	ill "^$ROOT/ does not answer as a shop .curl: .*Failed to connect" 'nobody is there' --url "$ROOT/"
	PATH=/nonexistent run --data "$shop" doctor --url "$ROOT/"
	like "$RC $OUT" '1 .*does not answer as a shop .curl: No such file.*whether curl is installed' \
		'doctor --url: there is no curl'
}

# A server whose first page is ours, and which then lets everybody wait.
hangs()
{
	local port=$((RANDOM % 20000 + 10000)) waiting=$tmp/waiting pid
	python3 - $port "$waiting" <<-'PYTHON' &
		import http.server, sys, time
		class Page(http.server.BaseHTTPRequestHandler):
		    def do_GET(self):
		        if self.path != "/":
		            open(sys.argv[2], "w").close()
		            time.sleep(60)
		        self.send_response(200)
		        self.end_headers()
		        self.wfile.write(b'<a class="brand">Warung</a>')
		    def log_message(self, *_):
		        pass
		http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
	PYTHON
	server=$!
	until curl -s -o /dev/null "http://127.0.0.1:$port/"; do sleep 0.05; done
	for signal in TERM INT HUP; do
		rm -f "$waiting"
		setsid "$usr/bin/warung" --data "$shop" doctor --url "http://127.0.0.1:$port/" &
		pid=$!
		until [ -e "$waiting" ]; do sleep 0.05; done
		is "$(canaries | wc -l)" 1 'while the doctor looks, there is one canary'
		is "$(stat -c %a "$(canaries)")" 644 '... which anybody could read'
		kill -$signal $pid
		wait $pid 2>/dev/null
		is "$(canaries)" '' "SIG$signal leaves none behind"
	done
	stop
}

not_encrypted()
{
	visited
	ask 'UPDATE user SET is_staff = 1, is_superuser = 1'
	BASE=${BASE/127.0.0.1/0}
	on doctor --url "$BASE"
	is "$RC $OUT" "1 $BASE is not encrypted, so that passwords can be read on their way: let the web \
server speak https, and name that address." 'doctor --url: http to another machine'
	shop=$tmp/shop
}

command_line
beginning
places
superusers
passwords
full_disk
clearing
others
terminals
the_data
the_disk
the_database
sums
the_pictures
the_programs
in_the_shop changes not_encrypted
leaks
hangs
on_every_server from_outside
done_testing
