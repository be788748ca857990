#!/bin/bash
# products: add, edit and delete them; search, sort and page through the shop; json and xml.
. "$(dirname "$0")/people.sh"

# ---- add_product ----

# refuses_all FIELD TEXT VALUE ...: each is refused in a form that is good otherwise.
refuses_all()
{
	local value
	for value in "${@:3}"; do
		case $1 in
		price) refuses add_product "$2" "price=$value" name=x ;;
		stock) refuses add_product "$2" "stock=$value" name=x price=1 ;;
		*)     refuses add_product "$2" "$1=$value" price=1 ;;
		esac
	done
}

bad_products()
{
	local long number='Enter a whole number.' required='This field is required.'
	local most='Ensure this value is less than or equal to' path
	long=$(printf 'é%.0s' {1..256})

	as guest
	for path in add_product "edit_product/$TEA" "delete_product/$TEA" list; do
		visit "$path"
		goes 302 "login?next=$MOUNT$path" "$path is for members"
	done
	visit login
	send "delete_product/$TEA"
	goes 302 "login?next=${MOUNT}delete_product/$TEA" '... also to send'

	sign_in siti
	refuses_all name "$required" '' $' \u00a0\t\u3000'
	refuses_all name 'Ensure this value has at most 255 characters (it has 256).' "$long"
	refuses_all price "$required" '' ' '
	refuses_all price "$number" abc 12.5 1,00 1e3 0x10 NaN '1 2' 1.25.000 1.2500 .0 12.00.0 \
		1,000.000 '٣.x' -
	refuses_all price 'Ensure this value is greater than or equal to 0.' -1
	refuses_all price "$most 999999999999." 1000000000000
	refuses_all stock "$number" 1.5 abc 1e3 0x10 1,000 .0 '1 2' --1
	refuses_all stock 'Ensure this value is greater than or equal to 0.' -1
	refuses_all stock "$most 2147483647." 2147483648 99999999999999999999999
	refuses add_product 'Ensure this value has at most 100 characters (it has 101).' \
		"category=${long:0:101}" name=x price=1
	post add_product -d name=x -d price=1 -d description=%00
	says '<li>Null characters are not allowed.</li>' 'add_product refuses a NUL'
	send add_product 'name=<b>"&'"'" price=x
	says 'value="&lt;b&gt;&quot;&amp;&#x27;"' 'what was typed stays, escaped'
	stored 0 "SELECT count(*) FROM product WHERE name LIKE 'x%'" 'nothing was added'
}

# takes FIELD VALUE NUMBER: add_product understands the value so; "_" stands for a space.
takes()
{
	send add_product "name=$1 $2" price=1 "$1=${2//_/ }"
	stored "$3" "SELECT $1 FROM product WHERE name = '$1 $2'" "$1 '${2//_/ }' is $3"
}

good_products()
{
	local value number

	sign_in siti
	while read -r value number; do takes price "$value" "$number"; done <<-'PRICES'
		0                 0
		007               7
		+7                7
		_15000_           15000
		12.000            12000
		12,000            12000
		1.250.000         1250000
		12.0              12
		١٢                12
		999999999999      999999999999
		999.999.999.999   999999999999
	PRICES
	while read -r value number; do takes stock "$value" "$number"; done <<-'STOCKS'
		_                 0
		_12_              12
		12.0              12
		12.               12
		007               7
		+7                7
		-0                0
		٣                 3
		2147483647        2147483647
	STOCKS

	send add_product 'name=  many  ' name=' one ' price=1 price=2 $'description= a\r\nb ' \
		category=' ' available=0 user=2 user_id=2 id=$NONE seq=1 date_added=0 image=x
	goes 303 list 'a product is added'
	stored '1|2|610D0A62|1|1||1|36|0' "SELECT user_id, price, hex(description),
		category IS NULL, available, image, date_added > 0, length(id), stock
		FROM product WHERE name = 'one'" \
		'... the last values, stripped, and nothing that is not in the form'
	visit list
	says 'Your product is on sale.' '... and said to be'
	post add_product -F name=two -F price=3 -F 'image=@/etc/hostname;filename=../../x.php'
	says '<li>Upload a valid image. The file' 'a multipart form with a file that is no picture'
	stored 0 "SELECT count(*) FROM product WHERE name = 'two'" '... adds none'
	post add_product -F name=two -F price=3 -F 'image=@/dev/null;filename='
	goes 303 list '... and one without a file does'
	stored '3|' "SELECT price, image FROM product WHERE name = 'two'" '... without a picture'
}

# ---- edit_product, delete_product ----

foreign()
{
	local id path

	sign_in siti
	for id in $COFFEE $NONE nope 1 '' $TEA/x; do
		for path in edit_product/$id delete_product/$id; do
			visit "$path"
			is "$STATUS" 404 "$path is not there"
			send "$path" name=stolen price=1
			is "$STATUS" 404 '... nor to send'
		done
	done
	stored 'Kopi Gayo 200 g' "SELECT name FROM product WHERE id = '$COFFEE'" 'nothing changed'
	as guest
	visit "product/$SECRET"
	is "$STATUS" 404 'what is not on sale is not there for others'
	sign_in siti
	visit "product/$SECRET"
	is "$STATUS" 200 '... but for its owner'
	visit "product/$AVOCADO"
	says 'Sold out' 'what is sold out is said to be'
}

editing()
{
	local path=edit_product/$SECRET of="FROM product WHERE id = '$SECRET'"

	sign_in siti
	visit "edit_product/${SECRET^^}"
	says 'value="Kue rahasia"' 'an id in upper case is the same'
	says '<option value="0" selected>' '... and the form has what is there'
	refuses $path 'Select a valid choice. 2 is not one of the available choices.' available=2 \
		name=Kue price=5
	send $path name=Kue price=12.500 stock=4 category=Roti description=Manis user=2
	goes 303 list 'an edited product'
	stored '1|Kue|kue|12500|4|Roti|Manis|0' "SELECT user_id, name, name_key, price, stock,
		category, description, available $of" '... has the new values, still not on sale'
	visit 'shop?q=manis'
	silent "$SECRET" '... nor found'
	send $path name=Kue price=5 available=0 available=1
	stored '1|0|1' "SELECT available, stock, category IS NULL $of" '... until it is'
	send $path name=Kue price=6
	stored '1|6' "SELECT available, price $of" '... and stays so'
	visit 'shop?q=kue'
	says "$SECRET" '... and found'
	visit 'shop?q=manis'
	silent "$SECRET" '... by what it is now'
	send $path name=Kue price=5 available=0
	stored 0 "SELECT available $of" '... and no longer'
	visit list
	says 'Your product has been changed.' '... and said to be'
}

deleting()
{
	local path

	sign_in siti
	send add_product name=Gone price=1
	path=delete_product/$(sql "SELECT id FROM product WHERE name = 'Gone'")
	visit "$path"
	says '“Gone” will be gone for good.' 'delete asks first'
	stored 1 "SELECT count(*) FROM product WHERE name = 'Gone'" '... and looking does nothing'
	send "$path"
	goes 303 list 'a deleted product'
	stored 0 "SELECT count(*) FROM product WHERE name = 'Gone'" '... is gone'
	visit list
	says '“Gone” has been deleted.' '... and said to be'
	send "$path"
	is "$STATUS" 404 '... and cannot be deleted again'
}

# ---- the shop ----

# shown: the ids of the products on the page, in order.
shown() { grep -oE '/product/[0-9a-f-]{36}"' <<<"$BODY" | cut -c10-45; }

# found NAMES QUERY: the shop shows these for it, in this order; four letters of each.
found()
{
	local id names=
	visit "shop?$2"
	for id in $(shown); do
		names+=$(sql "SELECT substr(name, 1, 4) FROM product WHERE id = '$id'")' '
	done
	is "$names" "$1" "shop?$2"
}

searching()
{
	as guest
	sql "INSERT INTO product (id, user_id, name, name_key, price, description, stock,
			category, date_added, search)
		VALUES ('66666666-2222-4333-8444-555555555555', 2, 'ÉCLAIR 50%_a', 'éclair 50%_a',
			29000, '', 0, 'buah', 0, 'éclair 50%_a' || char(10) || 'buah' || char(10))"
	found 'ÉCLA Kopi Alpu Tea  ' ''
	found 'Tea  Alpu ÉCLA Kopi ' 'sort=price'
	found 'Kopi ÉCLA Alpu Tea  ' 'sort=-price'
	found 'Alpu Kopi Tea  ÉCLA ' 'sort=name'
	found 'Alpu ' 'category=Buah'
	found 'ÉCLA ' 'category=buah'
	found '' 'category=bua'
	found 'Kopi ' 'q=KOPI'
	found 'Kopi ' 'q=aceh+200'
	found 'Kopi ' 'q=+%20gayo+%09+minuman+'
	found '' 'q=kopi+tea'
	found 'ÉCLA Tea  ' 'q=%C3%89'
	found 'ÉCLA Tea  ' 'q=%C3%A9'
	found 'ÉCLA ' 'q=e%CC%81clair'
	found 'ÉCLA Alpu ' 'q=%25'
	found 'ÉCLA ' 'q=_'
	found 'ÉCLA Alpu ' 'q=0%25'
	found '' 'q=5%25'
	found 'Alpu ' 'q=alpukat%C2%A0100'
	found 'Kopi Alpu Tea  ' 'q=te'
	found '' 'q=te+x'
	found '' 'q=mentegabuah'
	found 'Alpu ' 'q=m&category=Buah&sort=name'
	found '' 'q=rahasia'
	found '' 'q=%27%3B--'
	visit 'shop?q=%3Cb%3E%22'
	says 'value="&lt;b&gt;&quot;"' 'what was searched for stays, escaped'
}

# pages QUERY: the ids of all pages, from the first to the last.
pages()
{
	local path="shop?$1" origin=${BASE%"$MOUNT"}

	while [ -n "$path" ]; do
		visit "$path"
		shown
		path=$(grep -o '<a [^>]*rel="next"[^>]*' <<<"$BODY" |
			sed 's/.*href="//; s/".*//; s/&amp;/\&/g')
		path=${path:+$origin$path}
	done
}

# paged QUERY CONDITION ORDER WHAT: all pages together are what the database has.
paged()
{
	is "$(pages "$1")" "$(sql "SELECT id FROM product WHERE available AND $2 ORDER BY $3")" "$4"
}

paging()
{
	local sort order after

	as guest
	sql "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100)
		INSERT INTO product (id, user_id, name, name_key, price, description, stock,
			category, available, date_added, search)
		SELECT printf('%08d-0000-4000-8000-000000000000', i), 2, 'N' || i % 3, 'n' || i % 3,
			i % 4, '', 0, CASE WHEN i % 2 THEN 'Odd' END, i % 10 > 0, 0,
			'needle' || i % 5
		FROM n"
	while read -r sort order; do
		paged "sort=$sort" 1 "$order" "all pages by $sort, without gap or repeat"
		paged "sort=$sort&category=Odd" "category = 'Odd'" "$order" '... of a category'
		paged "sort=$sort&q=needle+needle3" "search = 'needle3'" "$order" '... of a search'
	done <<-'ORDERS'
		newest seq DESC
		name   name_key, seq
		price  price, seq
		-price price DESC, seq DESC
	ORDERS
	visit shop
	is "$(shown | wc -l)" 24 'a page has 24 products'
	[[ $BODY =~ after=([0-9]+) ]]
	after=${BASH_REMATCH[1]}
	visit "shop?after=$after"
	order=$(shown)
	sql "DELETE FROM product WHERE seq = $after"
	visit "shop?after=$after"
	is "$(shown)" "$order" '... and the next is the same when the last one on it is gone'
}

# ---- json and xml: the bytes of Django ----

# bytes FILE WHAT: the body is that, to the last byte.
bytes()
{
	cmp -s "$1" "$tmp/body"
	report $? "$2" "$(diff "$1" "$tmp/body")"
}

delivery()
{
	local path

	as guest
	visit "json/$TEA"
	is "$STATUS $(header Content-Type)" '200 application/json' 'json has its type'
	bytes tests/http/tea.json '... and the bytes of Django'
	visit "xml/$TEA"
	is "$STATUS $(header Content-Type)" '200 application/xml' 'xml has its type'
	bytes tests/http/tea.xml '... and the bytes of Django'
	visit "json/$NONE"
	bytes <(echo '[]') 'json of a missing id'
	visit "xml/$NONE"
	bytes <(printf '<?xml version="1.0" encoding="utf-8"?>\n%s' \
		'<django-objects version="1.0"></django-objects>') 'xml of a missing id'
	for path in json/nope xml/1 "json/$TEA/x" "xml/{$TEA}" "json/${TEA//-/}"; do
		visit -g "$path"
		is "$STATUS" 404 "$path is no address"
	done
	visit "json/${TEA^^}/"
	bytes tests/http/tea.json 'an id in upper case is the same'
}

# delivers IDS WHAT: these products are in it, in this order; the first digit of each id.
delivers()
{
	is "$(grep -oE '(pk="|"pk": ")[0-9a-f]' "$tmp/body" | grep -o '.$' | tr -d '\n')" "$1" "$2"
}

ownership()
{
	local form

	for form in json xml; do
		as guest
		visit $form
		delivers 124 "$form: what is on sale, in the order in which it was added"
		sign_in siti
		visit $form
		delivers 1234 '... and for siti her own, on sale or not'
		visit $form/$SECRET
		delivers 3 '... by its id, too'
		sign_in budi
		visit $form
		delivers 124 '... but not for budi'
		visit $form/$SECRET
		delivers '' '... nor by its id'
	done
}

controls()
{
	local id control expected

	sign_in siti
	control=$(printf '%%%02x' {1..31} 127)
	post add_product -d name=x -d price=0 -d description="a${control}z%ef%bf%be%e2%80%a8"
	id=$(sql 'SELECT id FROM product WHERE price = 0 AND user_id = 1')
	visit "json/$id"
	expected='\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f'
	expected+='\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b'
	expected+='\u001c\u001d\u001e\u001f'
	says "\"description\": \"a$expected"$'\x7fz' 'control characters in json'
	visit "xml/$id"
	expected=$(printf '\ufffd%.0s' {1..8})$'\t\n\ufffd\ufffd\r'$(printf '\ufffd%.0s' {14..31})
	says ">a$expected"$'\x7fz' '... and in xml'
	visit xml
	delivers "1234${id:0:1}" '... which has the other rows, too'
	if command -v xmllint >/dev/null; then
		xmllint --noout "$tmp/body" 2>"$tmp/lint"
		report $? '... and is well-formed' "$(<"$tmp/lint")"
	fi
}

dollars()
{
	local value number most='Ensure this value is less than or equal to 999999999999.'

	sign_in siti
	sql "INSERT INTO setting VALUES ('currency_decimals', '2')"
	visit "json/$TEA"
	says '"price": "150.00"' 'a price in dollars in json'
	visit "xml/$TEA"
	says '<field name="price" type="DecimalField">150.00</field>' '... and in xml'
	visit "product/$TEA"
	says '$150.00' '... and on a page'
	visit -b language=id "product/$TEA"
	says '$150,00' '... in Indonesian'
	while read -r value number; do takes price "$value" "$number"; done <<-'PRICES'
		12                1200
		12.5              1250
		12,50             1250
		1,250.00          125000
		1.250,5           125050
		999999999999.00   99999999999900
	PRICES
	refuses_all price 'Enter a number.' abc 1.2345 1,2,3
	refuses_all price "$most" 1000000000000
	refuses_all price 'Ensure this value is greater than or equal to 0.' -0.01
}

in_the_shop bad_products good_products foreign editing deleting searching paging
in_the_shop delivery ownership controls dollars
done_testing
