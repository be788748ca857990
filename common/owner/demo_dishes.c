/*
 * What the kitchen of the demo shop cooks.  Sweet soy sauce (kecap) is made of soy and wheat;
 * terasi and prawn crackers are shellfish, often with fish among it; candlenuts (kemiri) are nuts,
 * and stand in many a paste.  What no supplier told us is not stated.
 */
#include <string.h>

#include "base/fail.h"
#include "owner/demo_parts.h"
#include "model/dish.h"

/* What is in neither list is declared not to be so. */
static const struct {
	const char *name;
	int64_t price;
	enum spice spice;
	const char *is;       /* what it contains and what it suits */
	const char *unstated;
	const char *description;
} dishes[] = {
	{ "Nasi putih", 5000, NOT_SPICY, "vegetarian vegan halal gluten-free", "",
	  "Sepiring nasi pulen dari beras pandan wangi." },
	{ "Nasi goreng kampung", 20000, MEDIUM, "gluten eggs soy shellfish halal", "fish sesame",
	  "Dengan terasi, kecap, telur mata sapi dan kerupuk." },
	{ "Nasi uduk", 17000, MILD, "peanuts gluten eggs soy vegetarian halal", "",
	  "Nasi gurih santan, tempe orek, telur dadar dan sambal kacang tanpa terasi." },
	{ "Mi goreng Jawa", 18000, MILD, "gluten eggs soy halal", "nuts shellfish sesame",
	  "Mi telur digoreng dengan kecap, kol dan ayam suwir." },
	{ "Gado-gado", 18000, MILD, "peanuts gluten eggs soy vegetarian halal", "nuts",
	  "Sayur rebus, tahu, tempe dan telur, bumbu kacang tanpa terasi, dengan emping." },
	{ "Pecel Madiun", 15000, MEDIUM, "peanuts soy shellfish halal",
	  "nuts gluten eggs fish gluten-free",
	  "Sayur rebus dengan sambal pecel, tempe goreng dan rempeyek kacang." },
	{ "Urap sayur", 10000, MILD, "vegetarian vegan halal gluten-free", "",
	  "Sayuran dengan kelapa parut berbumbu kencur, tanpa terasi." },
	{ "Sayur asem", 10000, NOT_SPICY, "peanuts shellfish halal gluten-free", "nuts fish",
	  "Kuah asam segar: jagung, melinjo, labu siam, kacang tanah dan sedikit terasi." },
	{ "Lontong sayur", 15000, MILD, "nuts eggs soy shellfish halal",
	  "gluten fish sesame gluten-free",
	  "Lontong, labu siam dan tahu dalam santan dengan ebi, telur dan kerupuk." },
	{ "Tempe orek", 10000, MILD, "gluten soy vegetarian vegan halal", "",
	  "Tempe kering manis pedas dengan kecap dan daun jeruk." },
	{ "Tahu gejrot", 12000, HOT, "gluten soy vegetarian vegan halal", "",
	  "Tahu pong dari Cirebon, kuah kecap asam, bawang merah dan cabai rawit." },
	{ "Soto ayam Lamongan", 18000, MILD, "eggs shellfish halal",
	  "nuts gluten fish sesame gluten-free",
	  "Kuah kuning, ayam suwir, soun, telur dan koya kerupuk udang." },
	{ "Rawon", 30000, MILD, "nuts eggs shellfish halal",
	  "gluten fish sesame gluten-free",
	  "Sup daging sapi hitam kluwek, dengan tauge, telur asin dan kerupuk udang." },
	{ "Bakso kuah", 20000, MILD, "gluten eggs", "milk soy fish shellfish sesame halal",
	  "Bakso sapi dari langganan kami di pasar, mi kuning dan sawi." },
	{ "Rendang daging", 32000, HOT, "halal gluten-free", "",
	  "Daging sapi dimasak lima jam dalam santan dan rempah, tanpa kemiri." },
	{ "Ayam goreng lengkuas", 22000, NOT_SPICY, "nuts halal gluten-free", "",
	  "Ayam kampung ungkep, digoreng dengan serundeng lengkuas." },
	{ "Sate ayam Madura", 25000, MILD, "peanuts nuts gluten soy halal", "fish shellfish",
	  "Sepuluh tusuk, bumbu kacang dan kecap, dengan lontong." },
	{ "Sate lilit ikan", 24000, MEDIUM, "nuts fish shellfish halal gluten-free", "",
	  "Ikan tenggiri cincang dan kelapa pada batang serai, seperti di Bali." },
	{ "Pepes ikan mas", 24000, MEDIUM, "nuts fish halal gluten-free", "",
	  "Dikukus dalam daun pisang dengan kemangi dan tomat." },
	{ "Ikan bakar Jimbaran", 45000, MEDIUM, "gluten milk soy fish shellfish halal", "nuts",
	  "Kakap merah dioles mentega dan kecap, dengan sambal terasi. Untuk berdua." },
	{ "Pisang goreng", 8000, NOT_SPICY, "gluten vegetarian vegan halal", "",
	  "Pisang kepok dalam adonan terigu tanpa telur, tiga potong, hangat." },
	{ "Martabak manis", 28000, NOT_SPICY,
	  "peanuts gluten eggs milk sesame vegetarian halal", "nuts soy",
	  "Separuh loyang: cokelat, kacang, wijen, keju dan susu kental manis." },
	{ "Es cendol", 9000, NOT_SPICY, "vegetarian vegan halal gluten-free", "",
	  "Cendol tepung beras, santan dan gula aren." },
	{ "Es teh manis", 4000, NOT_SPICY, "vegetarian vegan halal gluten-free", "",
	  "Teh melati tubruk dari Slawi." },
};

static struct restrictions words_of(struct db *db, const char *text)
{
	char *rest = arena_string(db->arena, text), *word;
	struct restrictions words = { 0 };

	while ((word = strsep(&rest, " ")) != NULL)
		if (*word != '\0' && !restrictions_add(&words, word))
			fail(500, "nobody knows what %s is", word);
	return words;
}

static enum fact fact_of(bool is, bool unstated)
{
	return is ? YES : unstated ? NOT_STATED : NO;
}

void demo_dishes(struct db *db)
{
	for (size_t i = 0; i < sizeof dishes / sizeof *dishes; i++) {
		struct restrictions is = words_of(db, dishes[i].is);
		struct restrictions unstated = words_of(db, dishes[i].unstated);
		struct dish dish = {
			.name = dishes[i].name, .description = dishes[i].description,
			.price = { dishes[i].price, 0 }, .spice = dishes[i].spice,
			.available = true,
		};

		for (enum allergen a = 0; a < ALLERGENS; a++)
			dish.contains[a] = fact_of(is.avoids[a], unstated.avoids[a]);
		for (enum diet d = 0; d < DIETS; d++)
			dish.suits[d] = fact_of(is.keeps[d], unstated.keeps[d]);
		dish_insert(db, &dish);
	}
}
