/* The demo's market: who sells, what they sell, and what the first of them keeps. */
#include "owner/demo_parts.h"

#include "base/fail.h"
#include "model/item.h"
#include "model/product.h"
#include "model/seller.h"
#include "model/user.h"

/* Numbers and accounts that nobody has. */
static const struct {
	const char *name, *phone, *bank_account;
} sellers[] = {
	{ DEMO_KEEPER, "628000000001", "Bank Contoh 000-111-222, a.n. Sari" },
	{ "pak_joko", "628000000002", "Bank Contoh 000-333-444, a.n. Joko" },
	{ "teh_rina", "628000000003", "" },
	{ "bang_ucok", "628000000004", "" },
	{ "mbak_ayu", "", "" },
};

static const struct {
	const char *seller, *category, *name;
	int64_t price, stock;
	const char *description;
} goods[] = {
	{ "ibu_sari", "Sembako", "Beras Pandan Wangi 5 kg", 78500, 24,
	  "Beras pulen dari Cianjur, dikemas minggu ini." },
	{ "ibu_sari", "Sembako", "Beras merah organik 1 kg", 32000, 12,
	  "Tanpa pestisida, dari petani Magelang." },
	{ "ibu_sari", "Sembako", "Gula pasir 1 kg", 17500, 40,
	  "Gula tebu putih, butiran halus." },
	{ "ibu_sari", "Sembako", "Gula aren batok", 14000, 18,
	  "Satu pasang, dari Kulon Progo. Untuk kolak dan kopi." },
	{ "ibu_sari", "Sembako", "Minyak goreng 2 liter", 36000, 30,
	  "Minyak kelapa sawit, kemasan isi ulang." },
	{ "ibu_sari", "Sembako", "Telur ayam negeri 1 kg", 28500, 25,
	  "Sekitar 16 butir, datang setiap pagi." },
	{ "ibu_sari", "Sembako", "Tepung terigu serbaguna 1 kg", 13000, 22,
	  "Protein sedang: untuk kue, gorengan dan mi." },
	{ "ibu_sari", "Sembako", "Garam beryodium 250 g", 4500, 60,
	  "Garam meja halus." },
	{ "ibu_sari", "Bumbu", "Kecap manis 520 ml", 24500, 15,
	  "Kental, dari kedelai hitam." },
	{ "ibu_sari", "Bumbu", "Terasi udang bakar 100 g", 12000, 20,
	  "Dari Cirebon, sudah dibakar, tinggal diulek." },
	{ "ibu_sari", "Bumbu", "Bumbu rendang siap pakai", 9500, 35,
	  "Untuk setengah kilo daging. Tanpa pengawet." },
	{ "pak_joko", "Sayur", "Kangkung segar, satu ikat", 3500, 40,
	  "Dipetik subuh tadi." },
	{ "pak_joko", "Sayur", "Bayam hijau, satu ikat", 3500, 35,
	  "Cocok untuk sayur bening." },
	{ "pak_joko", "Sayur", "Cabai rawit merah 250 g", 16500, 14,
	  "Pedas sungguhan. Harga mengikuti pasar." },
	{ "pak_joko", "Sayur", "Bawang merah Brebes 500 g", 21000, 26,
	  "Kering dan harum." },
	{ "pak_joko", "Sayur", "Bawang putih 500 g", 19500, 20,
	  "Siung besar." },
	{ "pak_joko", "Sayur", "Tomat merah 1 kg", 14500, 18,
	  "Untuk sambal dan jus." },
	{ "pak_joko", "Sayur", "Kentang Dieng 1 kg", 18000, 22,
	  "Kulit tipis, tidak lembek saat direbus." },
	{ "pak_joko", "Buah", "Pisang raja, satu sisir", 27000, 9,
	  "Matang pohon, manis." },
	{ "pak_joko", "Buah", "Mangga harum manis 1 kg", 32500, 16,
	  "Dari Probolinggo, musim ini." },
	{ "pak_joko", "Buah", "Salak pondoh 1 kg", 17000, 20,
	  "Dari lereng Merapi, renyah." },
	{ "pak_joko", "Buah", "Alpukat mentega 1 kg", 29000, 0,
	  "Sedang habis: panen berikutnya dua minggu lagi." },
	{ "teh_rina", "Minuman", "Kopi Gayo bubuk 200 g", 48000, 17,
	  "Arabika dari Aceh Tengah, sangrai sedang." },
	{ "teh_rina", "Minuman", "Kopi robusta Lampung 200 g", 27500, 21,
	  "Untuk kopi tubruk yang mantap." },
	{ "teh_rina", "Minuman", "Teh melati tubruk 40 g", 4000, 80,
	  "Wangi melati asli dari Slawi." },
	{ "teh_rina", "Minuman", "Sirup markisa 460 ml", 31000, 10,
	  "Dari Berastagi, tinggal tambah es." },
	{ "teh_rina", "Minuman", "Wedang uwuh, isi 5", 15000, 25,
	  "Jahe, secang, cengkih, kayu manis. Hangat di badan." },
	{ "teh_rina", "Minuman", "Air mineral 600 ml", 3500, 96,
	  "Dingin tersedia." },
	{ "teh_rina", "Camilan", "Keripik singkong balado 250 g", 18500, 28,
	  "Tipis, renyah, pedas manis dari Padang." },
	{ "teh_rina", "Camilan", "Kerupuk udang Sidoarjo 500 g", 34000, 13,
	  "Mentah, mekar saat digoreng." },
	{ "teh_rina", "Camilan", "Rengginang lorjuk 200 g", 22000, 8,
	  "Dari Madura." },
	{ "bang_ucok", "Lauk", "Ikan asin jambal roti 250 g", 41000, 11,
	  "Dari Pangandaran, gurih dan empuk." },
	{ "bang_ucok", "Lauk", "Teri Medan 200 g", 38500, 14,
	  "Kering, bersih, siap disambal." },
	{ "bang_ucok", "Lauk", "Tempe daun 400 g", 6500, 30,
	  "Dibungkus daun pisang, difermentasi dua hari." },
	{ "bang_ucok", "Lauk", "Tahu Sumedang, isi 10", 11000, 24,
	  "Digoreng hangat setiap sore." },
	{ "bang_ucok", "Lauk", "Abon sapi 250 g", 56000, 7,
	  "Manis gurih, untuk bekal." },
	{ "mbak_ayu", "Kue", "Klepon, isi 8", 12000, 15,
	  "Gula merah cair di dalam, kelapa muda di luar." },
	{ "mbak_ayu", "Kue", "Lapis legit, satu loyang kecil", 125000, 3,
	  "Tiga puluh lapis, dipesan sehari sebelumnya." },
	{ "mbak_ayu", "Kue", "Onde-onde wijen, isi 6", 15000, 18,
	  "Isi kacang hijau." },
	{ "mbak_ayu", "Kue", "Nastar keju 500 g", 85000, 6,
	  "Selai nanas buatan sendiri." },
	{ "mbak_ayu", "Rumah tangga", "Sabun cuci piring 750 ml", 14500, 26,
	  "Jeruk nipis, isi ulang." },
	{ "mbak_ayu", "Rumah tangga", "Gas elpiji 3 kg", 22000, 12,
	  "Isi ulang, bawa tabung kosong." },
};

/* The stock-room of the first seller; two things run low. */
static const struct item kept[] = {
	{ .name = "Beras, karung 50 kg", .amount = 3, .threshold = 2,
	  .description = "Di rak bawah. Dari Toko Makmur, telepon dulu." },
	{ .name = "Gula pasir, karung 50 kg", .amount = 1, .threshold = 1,
	  .description = "Dikemas ulang per kilo." },
	{ .name = "Minyak goreng, jeriken 18 liter", .amount = 4, .threshold = 2,
	  .description = "" },
	{ .name = "Kantong plastik, isi 100", .amount = 2, .threshold = 5,
	  .description = "Ukuran 24 dan 28." },
	{ .name = "Timbangan cadangan", .amount = 1, .description = "Baterainya di laci." },
};

void demo_sellers(struct db *db, const char *password_hash)
{
	for (size_t i = 0; i < sizeof sellers / sizeof *sellers; i++) {
		if (!user_insert(db, sellers[i].name, password_hash))
			fail(500, "there is a user %s already", sellers[i].name);
		seller_update(db, user_find_by_name(db, sellers[i].name)->id, &(struct seller){
			.phone = sellers[i].phone, .bank_account = sellers[i].bank_account,
			.qris = "" });
	}
}

/* In turns, so that the newest products are not all of one seller. */
static void insert_goods(struct db *db)
{
	enum { COUNT = sizeof goods / sizeof *goods, STEP = 11 };

	_Static_assert(COUNT % STEP != 0, "every product is met once");
	for (size_t i = 0, at = 0; i < COUNT; i++, at = (at + STEP) % COUNT) {
		struct product product = {
			.name = goods[at].name, .category = goods[at].category,
			.price = { goods[at].price, 0 }, .stock = goods[at].stock,
			.description = goods[at].description, .available = true,
		};

		product_insert(db, user_find_by_name(db, goods[at].seller), &product);
	}
}

static void insert_items(struct db *db)
{
	int64_t keeper = user_find_by_name(db, DEMO_KEEPER)->id;

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		item_insert(db, keeper, &kept[i]);
}

void demo_market(struct db *db)
{
	insert_goods(db);
	insert_items(db);
}
