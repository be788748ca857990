/*
 * The demo's shelf: what nobody owns any more, from the archipelago and from the rest of the world.
 * Of what is older than printing the year is the one that scholars agree on, more or less.
 */
#include "owner/demo_parts.h"

#include "model/book.h"

static const struct {
	const char *title, *author;
	int64_t year, pages;
	const char *genres;
	int64_t copies;
} shelf[] = {
	{ "Azab dan Sengsara", "Merari Siregar", 1920, 163, "novel romance", 2 },
	{ "Boenga Roos dari Tjikembang", "Kwee Tek Hoay", 1927, 157, "novel romance", 1 },
	{ "Buah Rindu", "Amir Hamzah", 1941, 54, "poetry romance", 1 },
	{ "Cerita Nyai Dasima", "G. Francis", 1896, 88, "novel romance", 1 },
	{ "Dari Penjara ke Penjara", "Tan Malaka", 1948, 560, "memoir history", 1 },
	{ "Deru Campur Debu", "Chairil Anwar", 1949, 43, "poetry", 2 },
	{ "Drama dari Krakatau", "Kwee Tek Hoay", 1929, 180, "novel adventure", 1 },
	{ "Gurindam Dua Belas", "Raja Ali Haji", 1847, 24, "poetry philosophy", 3 },
	{ "Habis Gelap Terbitlah Terang", "R.A. Kartini", 1911, 204, "memoir history", 3 },
	{ "Hikayat Abdullah", "Abdullah bin Abdul Kadir Munsyi", 1849, 432, "memoir history", 1 },
	{ "Hikayat Hang Tuah", "Anonim", 1700, 520, "adventure history folklore", 2 },
	{ "Kakawin Arjunawiwaha", "Mpu Kanwa", 1030, 160, "poetry adventure", 1 },
	{ "Kakawin Nagarakretagama", "Mpu Prapanca", 1365, 144, "poetry history", 1 },
	{ "Kakawin Ramayana", "Anonim", 870, 640, "poetry adventure romance", 0 },
	{ "Kakawin Sutasoma", "Mpu Tantular", 1389, 310, "poetry philosophy", 1 },
	{ "Lo Fen Koei", "Gouw Peng Liang", 1903, 122, "novel satire", 1 },
	{ "Max Havelaar", "Multatuli", 1860, 320, "novel satire history", 3 },
	{ "Nyanyi Sunyi", "Amir Hamzah", 1937, 48, "poetry", 2 },
	{ "Oey Se", "Thio Tjin Boen", 1903, 98, "novel", 1 },
	{ "Sejarah Melayu", "Tun Sri Lanang", 1612, 330, "history folklore", 1 },
	{ "Serat Centhini", "Pakubuwana V", 1823, 720, "poetry philosophy folklore", 0 },
	{ "Serat Kalatidha", "Ranggawarsita", 1860, 32, "poetry philosophy", 1 },
	{ "Student Hidjo", "Mas Marco Kartodikromo", 1919, 142, "novel romance", 2 },
	{ "Taj al-Salatin", "Bukhari al-Jauhari", 1603, 240, "philosophy history", 0 },

	{ "A Christmas Carol", "Charles Dickens", 1843, 104, "novel fantasy children", 2 },
	{ "A Doll's House", "Henrik Ibsen", 1879, 96, "drama", 1 },
	{ "A Room of One's Own", "Virginia Woolf", 1929, 112, "philosophy memoir", 1 },
	{ "Adventures of Huckleberry Finn", "Mark Twain", 1884, 366,
	  "novel adventure satire", 1 },
	{ "Alice's Adventures in Wonderland", "Lewis Carroll", 1865, 192,
	  "fantasy children", 2 },
	{ "Around the World in Eighty Days", "Jules Verne", 1873, 256, "novel adventure", 2 },
	{ "Call to Arms", "Lu Xun", 1923, 218, "short-stories satire", 1 },
	{ "Children's and Household Tales", "Jacob and Wilhelm Grimm", 1812, 480,
	  "folklore children short-stories", 2 },
	{ "Crime and Punishment", "Fyodor Dostoevsky", 1866, 576, "novel philosophy", 1 },
	{ "Don Quixote", "Miguel de Cervantes", 1605, 992, "novel satire adventure", 1 },
	{ "Dracula", "Bram Stoker", 1897, 418, "novel horror", 1 },
	{ "Fairy Tales Told for Children", "Hans Christian Andersen", 1835, 320,
	  "children fantasy short-stories", 2 },
	{ "Frankenstein", "Mary Shelley", 1818, 280, "novel horror science-fiction", 2 },
	{ "Gitanjali", "Rabindranath Tagore", 1910, 104, "poetry philosophy", 1 },
	{ "Gulliver's Travels", "Jonathan Swift", 1726, 306, "novel satire adventure", 1 },
	{ "Hamlet", "William Shakespeare", 1603, 160, "drama", 1 },
	{ "Jane Eyre", "Charlotte Brontë", 1847, 532, "novel romance", 1 },
	{ "Journey to the West", "Wu Cheng'en", 1592, 1410,
	  "novel adventure fantasy folklore", 0 },
	{ "Kokoro", "Natsume Sōseki", 1914, 248, "novel", 1 },
	{ "Les Misérables", "Victor Hugo", 1862, 1463, "novel history", 1 },
	{ "Little Women", "Louisa May Alcott", 1868, 449, "novel children", 1 },
	{ "Masnavi", "Jalaluddin Rumi", 1273, 580, "poetry philosophy", 1 },
	{ "Pride and Prejudice", "Jane Austen", 1813, 416, "novel romance satire", 2 },
	{ "Rashōmon", "Akutagawa Ryūnosuke", 1917, 168, "short-stories mystery", 1 },
	{ "Tales of the Grotesque and Arabesque", "Edgar Allan Poe", 1840, 384,
	  "short-stories horror", 1 },
	{ "The Adventures of Sherlock Holmes", "Arthur Conan Doyle", 1892, 307,
	  "short-stories mystery", 2 },
	{ "The Art of War", "Sun Tzu", -500, 96, "philosophy history", 1 },
	{ "The Cherry Orchard", "Anton Chekhov", 1904, 88, "drama", 1 },
	{ "The Conference of the Birds", "Fariduddin Attar", 1177, 240,
	  "poetry philosophy", 1 },
	{ "The Count of Monte Cristo", "Alexandre Dumas", 1846, 1276, "novel adventure", 1 },
	{ "The Jungle Book", "Rudyard Kipling", 1894, 212,
	  "short-stories children adventure", 2 },
	{ "The Metamorphosis", "Franz Kafka", 1915, 72, "novel horror", 1 },
	{ "The Odyssey", "Homer", -700, 416, "poetry adventure", 1 },
	{ "The Prophet", "Kahlil Gibran", 1923, 107, "poetry philosophy", 2 },
	{ "The Thousand and One Nights", "Anonim", 1704, 960,
	  "folklore fantasy short-stories", 1 },
	{ "The Time Machine", "H. G. Wells", 1895, 118, "novel science-fiction", 1 },
	{ "Treasure Island", "Robert Louis Stevenson", 1883, 292,
	  "novel adventure children", 2 },
	{ "Twenty Thousand Leagues under the Seas", "Jules Verne", 1870, 416,
	  "novel science-fiction adventure", 1 },
	{ "War and Peace", "Leo Tolstoy", 1869, 1225, "novel history", 1 },
};

void demo_books(struct db *db)
{
	for (size_t i = 0; i < sizeof shelf / sizeof *shelf; i++)
		book_insert(db, &(struct book){
			.title = shelf[i].title, .author = shelf[i].author,
			.year = shelf[i].year, .pages = shelf[i].pages,
			.genres = genres_parse(shelf[i].genres), .copies = shelf[i].copies,
		});
}
