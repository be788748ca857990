/* Pictures: what is one, what is made of it, where it lies, and which of them may go. */
#include "visit.h"

#include <dirent.h>
#include <endian.h>
#include <gd.h>
#include <jpeglib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/image.h"
#include "base/media.h"
#include "base/picture.h"
#include "db/create.h"
#include "model/picture.h"

/* ---- files ---- */

struct file {
	const char *bytes;
	size_t length;
};

static struct file keep(void *made, int length)
{
	struct file file = { arena_copy(&arena, made, (size_t)length), (size_t)length };

	gdFree(made);
	return file;
}

/* Four quarters: red, green, blue and, in the lower right, nothing. */
static gdImagePtr quarters(int width, int height)
{
	gdImagePtr image = gdImageCreateTrueColor(width, height);
	int x = width / 2, y = height / 2;

	gdImageAlphaBlending(image, 0);
	gdImageSaveAlpha(image, 1);
	gdImageFilledRectangle(image, 0, 0, x - 1, y - 1, gdTrueColor(255, 0, 0));
	gdImageFilledRectangle(image, x, 0, width - 1, y - 1, gdTrueColor(0, 255, 0));
	gdImageFilledRectangle(image, 0, y, x - 1, height - 1, gdTrueColor(0, 0, 255));
	gdImageFilledRectangle(image, x, y, width - 1, height - 1,
		gdTrueColorAlpha(0, 0, 0, gdAlphaTransparent));
	return image;
}

static struct file as_png(int width, int height)
{
	gdImagePtr image = quarters(width, height);
	int length;
	void *made = gdImagePngPtr(image, &length);

	gdImageDestroy(image);
	return keep(made, length);
}

static struct file as_jpeg(int width, int height, bool progressive)
{
	gdImagePtr image = quarters(width, height);
	int length;
	void *made;

	gdImageInterlace(image, progressive);
	made = gdImageJpegPtr(image, &length, 95);
	gdImageDestroy(image);
	return keep(made, length);
}

/* With a palette; its transparent colour is what the fourth quarter has. */
static struct file as_gif(int width, int height)
{
	gdImagePtr image = quarters(width, height);
	int length;
	void *made;

	gdImageTrueColorToPalette(image, 0, 16);
	gdImageColorTransparent(image, gdImageGetPixel(image, width - 1, height - 1));
	made = gdImageGifPtr(image, &length);
	gdImageDestroy(image);
	return keep(made, length);
}

static struct file as_webp(int width, int height, int quality)
{
	gdImagePtr image = quarters(width, height);
	int length;
	void *made = gdImageWebpPtrEx(image, &length, quality);

	gdImageDestroy(image);
	return keep(made, length);
}

/* Ink, from paper's white: what printers send. */
static struct file as_cmyk(int width, int height)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *made = NULL;
	unsigned long length = 0;
	JSAMPLE *row = arena_alloc(&arena, (size_t)width * 4);
	struct file file;

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &made, &length);
	jpeg.image_width = (JDIMENSION)width;
	jpeg.image_height = (JDIMENSION)height;
	jpeg.input_components = 4;
	jpeg.in_color_space = JCS_CMYK;
	jpeg_set_defaults(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	memset(row, 255, (size_t)width * 4);
	while (jpeg.next_scanline < jpeg.image_height)
		jpeg_write_scanlines(&jpeg, &row, 1);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	file = (struct file){ arena_copy(&arena, (char *)made, length), length };
	free(made);
	return file;
}

/* The file with bytes put in at a place. */
static struct file with(struct file file, size_t at, const char *bytes, size_t length)
{
	char *copy = arena_alloc(&arena, file.length + length + 1);

	memcpy(copy, file.bytes, at);
	memcpy(copy + at, bytes, length);
	memcpy(copy + at + length, file.bytes + at, file.length - at);
	return (struct file){ copy, file.length + length };
}

static struct file cut(struct file file, size_t length)
{
	return (struct file){ file.bytes, length };
}

/* The file with other bytes in the place of some. */
static struct file changed(struct file file, size_t at, const char *bytes, size_t length)
{
	char *copy = arena_copy(&arena, file.bytes, file.length);

	memcpy(copy + at, bytes, length);
	return (struct file){ copy, file.length };
}

/* A copy with nothing behind it, where reading too far is found. */
static bool reads(struct file file, struct image *image)
{
	char *copy = malloc(file.length > 0 ? file.length : 1);
	bool is_whole;

	memcpy(copy, file.bytes, file.length);
	is_whole = image_read(image, copy, file.length);
	free(copy);
	return is_whole;
}

static struct picture picture;

static bool makes(struct file file)
{
	struct image image;

	return image_read(&image, file.bytes, file.length) && image_fits(&image) &&
		picture_make(&picture, &arena, &image);
}

/* ---- what was made ---- */

static gdImagePtr shown_page(void)
{
	gdImagePtr page = gdImageCreateFromJpegPtr((int)picture.page.length,
		(void *)picture.page.bytes);

	assert_non_null(page);
	return page;
}

/* The colours of the quarters: r, g, b, w; "?" when it is none of these. */
static const char *colours(gdImagePtr image)
{
	char *letters = arena_alloc(&arena, 5);

	for (int i = 0; i < 4; i++) {
		int x = gdImageSX(image) * (i % 2 == 0 ? 1 : 3) / 4;
		int y = gdImageSY(image) * (i / 2 == 0 ? 1 : 3) / 4;
		int colour = gdImageGetTrueColorPixel(image, x, y);
		int bits = (gdTrueColorGetRed(colour) > 200) << 2 |
			(gdTrueColorGetGreen(colour) > 200) << 1 |
			(gdTrueColorGetBlue(colour) > 200);

		letters[i] = "?bg?r??w"[bits];
	}
	return letters;
}

static void assert_shows(const char *expected, int width, int height)
{
	gdImagePtr page = shown_page(), thumbnail;

	assert_int_equal(picture.size.width, width);
	assert_int_equal(picture.size.height, height);
	assert_int_equal(gdImageSX(page), width);
	assert_int_equal(gdImageSY(page), height);
	assert_string_equal(colours(page), expected);
	gdImageDestroy(page);
	thumbnail = gdImageCreateFromJpegPtr((int)picture.thumbnail.length,
		(void *)picture.thumbnail.bytes);
	assert_int_equal(gdImageSX(thumbnail), picture_thumbnail(picture.size).width);
	assert_int_equal(gdImageSY(thumbnail), picture_thumbnail(picture.size).height);
	assert_string_equal(colours(thumbnail), expected);
	gdImageDestroy(thumbnail);
}

static bool holds(struct jpeg jpeg, const char *bytes, size_t length)
{
	return memmem(jpeg.bytes, jpeg.length, bytes, length) != NULL;
}

/* A TIFF with one entry, the orientation, as Exif has it; little-endian. */
static const char *tiff(int orientation)
{
	static char bytes[26] = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0?\0\0\0\0\0\0\0";

	bytes[18] = (char)orientation;
	return bytes;
}
enum { TIFF = 26 };

static struct file with_orientation(struct file jpeg, int orientation)
{
	char segment[10 + TIFF] = "\xFF\xE1\0\x22" "Exif\0";

	memcpy(segment + 10, tiff(orientation), TIFF);
	return with(jpeg, 2, segment, sizeof segment);
}

/* ---- tests ---- */

static void test_kinds(void **state)
{
	(void)state;
	assert_true(makes(as_png(80, 60)));
	assert_shows("rgbw", 80, 60);
	assert_true(makes(as_gif(80, 60)));
	assert_shows("rgbw", 80, 60);
	assert_true(makes(as_webp(80, 60, gdWebpLossless)));
	assert_shows("rgbw", 80, 60);
	assert_true(makes(as_webp(80, 60, 95)));
	assert_shows("rgbw", 80, 60);
	assert_true(makes(as_jpeg(80, 60, false)));
	assert_int_equal(picture.size.width, 80);
	assert_true(makes(as_jpeg(80, 60, true)));
	assert_int_equal(picture.size.height, 60);
	assert_true(makes(as_cmyk(80, 60)));
	assert_shows("wwww", 80, 60);
}

static void test_sizes(void **state)
{
	static const int sizes[][6] = { /* sent; page; thumbnail */
		{ 1, 1, 1, 1, 1, 1 }, { 2, 2, 2, 2, 2, 1 }, { 1280, 1280, 1280, 1280, 480, 360 },
		{ 1281, 1281, 1280, 1280, 480, 360 }, { 2560, 1280, 1280, 640, 480, 360 },
		{ 1280, 2560, 640, 1280, 480, 360 }, { 20000, 1, 1280, 1, 1, 1 },
		{ 1, 20000, 1, 1280, 1, 1 }, { 400, 300, 400, 300, 400, 300 },
		{ 400, 400, 400, 400, 400, 300 }, { 600, 300, 600, 300, 400, 300 },
		{ 480, 360, 480, 360, 480, 360 }, { 481, 361, 481, 361, 480, 360 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		assert_true(makes(as_png(sizes[i][0], sizes[i][1])));
		assert_int_equal(picture.size.width, sizes[i][2]);
		assert_int_equal(picture.size.height, sizes[i][3]);
		assert_int_equal(picture_thumbnail(picture.size).width, sizes[i][4]);
		assert_int_equal(picture_thumbnail(picture.size).height, sizes[i][5]);
	}
}

static void test_cut_files(void **state)
{
	const struct file whole[] = { as_png(40, 30), as_gif(40, 30), as_jpeg(40, 30, false),
		as_jpeg(40, 30, true), as_webp(40, 30, gdWebpLossless), as_webp(40, 30, 80) };
	struct image image;

	(void)state;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		assert_true(reads(whole[i], &image));
		assert_int_equal(image.width, 40);
		assert_int_equal(image.height, 30);
		for (size_t length = 0; length < whole[i].length; length++)
			if (reads(cut(whole[i], length), &image))
				fail_msg("kind %zu, %zu bytes of %zu", i, length, whole[i].length);
		assert_true(reads(with(whole[i], whole[i].length, "<html>", 6), &image));
	}
}

/* A checksum finds whatever was changed. */
static void test_changed_png(void **state)
{
	struct file png = as_png(9, 9);
	struct image image;

	(void)state;
	for (size_t at = 0; at < png.length; at++)
		assert_false(reads(changed(png, at, &(char){ (char)~png.bytes[at] }, 1), &image));
}

/* Whatever was changed in the others, nothing goes wrong. */
static void test_changed_files(void **state)
{
	const struct file whole[] = { as_gif(9, 9), as_jpeg(9, 9, false), as_jpeg(9, 9, true),
		as_webp(9, 9, gdWebpLossless), as_webp(9, 9, 80),
		with_orientation(as_jpeg(9, 9, false), 6) };

	(void)state;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		for (size_t at = 0; at < whole[i].length; at++) {
			makes(changed(whole[i], at, &(char){ (char)~whole[i].bytes[at] }, 1));
			makes(changed(whole[i], at, "", 1));
		}
}

/* Half of the pixels are missing, but the end is there: libjpeg would only warn. */
static void test_corrupted_jpeg(void **state)
{
	struct file jpeg = as_jpeg(300, 300, false);
	struct file half = cut(jpeg, jpeg.length * 2 / 3);
	struct image image;

	(void)state;
	half = with(half, half.length, "\xFF\xD9", 2);
	assert_true(reads(half, &image));
	assert_false(makes(half));
	assert_true(makes(with(jpeg, jpeg.length - 2, "\0\0\0", 3)));
}

/* A PNG with the right checksum of its first chunk. */
static struct file summed(struct file png)
{
	uint32_t sum = htobe32((uint32_t)crc32(0, (const Bytef *)png.bytes + 12, 17));

	return changed(png, 29, (char *)&sum, sizeof sum);
}

static void test_too_large(void **state)
{
	struct file png = as_png(2, 2), jpeg = as_jpeg(16, 16, false), gif = as_gif(2, 2);
	const uint8_t *frame = memmem(jpeg.bytes, jpeg.length, "\xFF\xC0", 2);
	size_t size = (size_t)(frame - (const uint8_t *)jpeg.bytes) + 5;
	struct image image;

	(void)state;
	png = changed(png, 16, "\0\0\x75\x30\0\0\x75\x30", 8);
	assert_false(reads(png, &image));
	assert_true(reads(summed(png), &image));
	assert_int_equal(image.height, 30000);
	assert_false(image_fits(&image));
	png = changed(png, 16, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
	assert_true(reads(summed(png), &image));
	assert_false(image_fits(&image));
	assert_false(reads(summed(changed(png, 16, "\0\0\0\0", 4)), &image));
	assert_true(reads(changed(jpeg, size, "\x75\x30\x75\x30", 4), &image));
	assert_int_equal(image.width, 30000);
	assert_false(image_fits(&image));
	assert_true(reads(changed(gif, 6, "\xFF\xFF\xFF\xFF", 4), &image));
	assert_false(image_fits(&image));
	for (size_t i = 0; i < 4; i += 2) {
		assert_false(reads(changed(jpeg, size + i, "\0\0", 2), &image));
		assert_true(reads(changed(jpeg, size + i, "\x4E\x20", 2), &image));
		assert_true(image_fits(&image));
		assert_true(reads(changed(jpeg, size + i, "\x4E\x21", 2), &image));
		assert_false(image_fits(&image));
	}
	image.width = 8000;
	image.height = 5000;
	assert_true(image_fits(&image));
	image.height = 5001;
	assert_false(image_fits(&image));
}

/* A JPEG of thousands of scans would keep the machine busy for minutes. */
static void test_many_scans(void **state)
{
	struct file jpeg = as_jpeg(16, 16, true), many = jpeg;
	const char *last = NULL;
	struct image image;
	size_t length;

	(void)state;
	for (size_t at = 0; at + 1 < jpeg.length; at++)
		if (memcmp(jpeg.bytes + at, "\xFF\xDA", 2) == 0)
			last = jpeg.bytes + at;
	assert_non_null(last);
	length = jpeg.length - 2 - (size_t)(last - jpeg.bytes);
	for (int i = 0; i < IMAGE_SCANS / 2; i++)
		many = with(many, many.length - 2, last, length);
	assert_true(reads(many, &image));
	for (int i = 0; i < IMAGE_SCANS / 2; i++)
		many = with(many, many.length - 2, last, length);
	assert_false(reads(many, &image));
}

static void test_no_pictures(void **state)
{
	static const char *const texts[] = { "", "G", "GIF89a", "\xFF\xD8", "\xFF\xD8\xFF\xD9",
		"RIFF\4\0\0\0WEBP", "<?xml version='1.0'?><svg/>",
		"<svg/>", "<!DOCTYPE html><script>alert(1)</script>", "<?php system('id'); ?>",
		"GIF89a=1;/*<script>*/", "%PDF-1.4", "BM", "II*", "#!/bin/sh\n", NULL };
	struct image image;

	(void)state;
	for (const char *const *text = texts; *text != NULL; text++)
		assert_false(reads((struct file){ *text, strlen(*text) }, &image));
	assert_false(reads((struct file){ "RIFF\4\0\0\0WEBP", 12 }, &image));
	assert_false(reads((struct file){ "\x89PNG\r\n\x1A\n\0\0\0\0IEND\xAE\x42\x60\x82", 20 },
		&image));
}

/* The same picture, lying and mirrored in all the ways of Exif. */
static void test_orientations(void **state)
{
	static const char *const upright[] = { [0] = "rgbw", [1] = "rgbw", [2] = "grwb",
		[3] = "wbgr", [4] = "bwrg", [5] = "rbgw", [6] = "brwg", [7] = "wgbr", [8] = "gwrb",
		[9] = "rgbw" };
	struct file jpeg = as_jpeg(80, 40, false);

	(void)state;
	/* JPEG has no nothing: that quarter was black. */
	for (int i = 0; i < 10; i++) {
		bool turned = i >= 5 && i <= 8;
		char *expected = arena_string(&arena, upright[i]);
		gdImagePtr page;

		*strchr(expected, 'w') = '?';
		assert_true(makes(with_orientation(jpeg, i)));
		page = shown_page();
		assert_string_equal(colours(page), expected);
		assert_int_equal(gdImageSX(page), turned ? 40 : 80);
		assert_int_equal(gdImageSY(page), turned ? 80 : 40);
		gdImageDestroy(page);
	}
}

/* A still WebP as the first frame of an animation, and one with Exif. */
static struct file animated(struct file still, size_t frames)
{
	static const char head[] = "RIFF????WEBPVP8X\x0A\0\0\0\x02\0\0\0\x4F\0\0\x3B\0\0"
		"ANIM\6\0\0\0\xFF\xFF\xFF\xFF\0\0";
	static const char frame[] = "ANMF????\0\0\0\0\0\0\x4F\0\0\x3B\0\0\x64\0\0\0";
	struct file file = { head, sizeof head - 1 };
	uint32_t length = (uint32_t)still.length - 12 + 16;

	while (frames-- > 0) {
		file = with(file, file.length, frame, sizeof frame - 1);
		file = changed(file, file.length - 20, (char *)&length, 4);
		file = with(file, file.length, still.bytes + 12, still.length - 12);
	}
	length = (uint32_t)file.length - 8;
	return changed(file, 4, (char *)&length, 4);
}

static void test_animations(void **state)
{
	struct file still = as_webp(80, 60, gdWebpLossless), nested = animated(still, 1);
	struct image image;

	(void)state;
	assert_true(makes(animated(still, 3)));
	assert_shows("rgbw", 80, 60);
	assert_false(reads(animated(still, 0), &image));
	nested.bytes += 30;
	nested.length -= 30;
	assert_false(reads(animated(nested, 1), &image));
}

/* A PNG with a chunk put in at a place. */
static struct file with_chunk(struct file png, size_t at, const char *name, struct file data)
{
	uint32_t length = htobe32((uint32_t)data.length), sum;
	char *chunk = arena_alloc(&arena, 12 + data.length);

	memcpy(chunk, &length, 4);
	memcpy(chunk + 4, name, 4);
	memcpy(chunk + 8, data.bytes, data.length);
	sum = htobe32((uint32_t)crc32(0, (const Bytef *)chunk + 4, 4 + (uInt)data.length));
	memcpy(chunk + 8 + data.length, &sum, 4);
	return with(png, at, chunk, 12 + data.length);
}

static struct file text(const char *bytes)
{
	return (struct file){ bytes, strlen(bytes) };
}

enum { PNG_HEAD = 33, PNG_END = 12 };

/* What inflates, or is nothing to a decoder, does not come to one. */
static void test_bare_png(void **state)
{
	static const char *const others[] = { "zTXt", "iTXt", "tEXt", "iCCP", "eXIf", "sPLT",
		"gAMA", "fcTL", "fdAT", "abCd" };
	struct file png = as_png(80, 60), full = png;
	struct image image, bare;

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		full = with_chunk(full, PNG_HEAD, others[i], text("some data"));
		full = with_chunk(full, full.length - PNG_END, others[i], text(""));
	}
	full = with(full, full.length, "\0\0\0\0IDAT", 8);
	assert_true(reads(full, &image));
	assert_true(image_read(&image, full.bytes, full.length));
	assert_true(image_bare(&bare, &arena, &image));
	assert_int_equal(bare.exif_length, strlen("some data"));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_null(memmem(bare.bytes, bare.length, others[i], 4));
	assert_true(bare.length <= png.length);
	assert_true(makes(full));
	assert_shows("rgbw", 80, 60);
}

/* A square of the deepest pixels, of so many zeros. */
static struct file png_of_zeros(uint32_t side, uint64_t zeros)
{
	const char *nothing = arena_alloc(&arena, zeros);
	uLongf length = compressBound(zeros);
	char *small = arena_alloc(&arena, length);
	char head[13] = { [8] = 16, [9] = 6 }; /* bits; red, green, blue, alpha */
	struct file png = { "\x89PNG\r\n\x1A\n", 8 };

	head[3] = head[7] = (char)side;
	compress((Bytef *)small, &length, (const Bytef *)nothing, zeros);
	png = with_chunk(png, png.length, "IHDR", (struct file){ head, sizeof head });
	png = with_chunk(png, png.length, "IDAT", (struct file){ small, length / 2 });
	png = with_chunk(png, png.length, "IDAT",
		(struct file){ small + length / 2, length - length / 2 });
	return with_chunk(png, png.length, "IEND", text(""));
}

/* Zeros behind the pixels: those that fit are harmless, more would keep the machine busy. */
static void test_pixels_without_end(void **state)
{
	static const uint32_t sides[] = { 1, 8, 100 };

	(void)state;
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		uint64_t most = 8ull * sides[i] * sides[i] + IMAGE_PNG_EXCESS;

		assert_true(makes(png_of_zeros(sides[i], most)));
		assert_false(makes(png_of_zeros(sides[i], most + 1)));
	}
}

/* Colours and what is transparent stand in chunks of their own. */
static void test_png_with_palette(void **state)
{
	gdImagePtr image = quarters(80, 60);
	int length;
	void *made;

	(void)state;
	gdImageTrueColorToPalette(image, 0, 16);
	gdImageColorTransparent(image, gdImageGetPixel(image, 79, 59));
	made = gdImagePngPtr(image, &length);
	gdImageDestroy(image);
	assert_true(makes(with_chunk(keep(made, length), PNG_HEAD, "tEXt", text("x"))));
	assert_shows("rgbw", 80, 60);
}

static void test_exif_of_others(void **state)
{
	char chunk[8 + TIFF] = "EXIF\x1A\0\0";
	struct file webp = as_webp(80, 40, gdWebpLossless);
	uint32_t length;

	(void)state;
	memcpy(chunk + 8, tiff(6), TIFF);
	webp = with(webp, webp.length, chunk, sizeof chunk);
	length = (uint32_t)webp.length - 8;
	assert_true(makes(changed(webp, 4, (char *)&length, 4)));
	assert_shows("brwg", 40, 80);
}

static void test_nothing_else_is_left(void **state)
{
	static const char comment[] = "\xFF\xFE\0\x1B" "<?php system('id'); ?>\0\0";
	struct file jpeg = with_orientation(as_jpeg(80, 40, false), 1);

	(void)state;
	jpeg = with(jpeg, 2, comment, 29);
	jpeg = with(jpeg, jpeg.length, "<script>", 8);
	assert_true(makes(jpeg));
	assert_false(holds(picture.page, "Exif", 4) || holds(picture.thumbnail, "Exif", 4));
	assert_false(holds(picture.page, "<?php", 5) || holds(picture.thumbnail, "<?php", 5));
	assert_false(holds(picture.page, "<script", 7) || holds(picture.thumbnail, "<script", 7));
}

/* ---- where they lie ---- */

static size_t files_in(const char *path)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;
	size_t count = 0;

	while (directory != NULL && (entry = readdir(directory)) != NULL)
		count += entry->d_name[0] != '.';
	if (directory != NULL)
		closedir(directory);
	return count;
}

static void assert_mode(const char *path, mode_t mode)
{
	struct stat is;

	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(is.st_mode & 07777, mode);
}

static void test_storing(void **state)
{
	const struct config here = { .data = folder };
	const struct config elsewhere = { .data = folder, .media = in_folder("public") };
	const char *name, *path;

	(void)state;
	assert_true(makes(as_png(80, 60)));
	name = media_store(&here, &arena, &picture);
	assert_int_equal(strlen(name), 22 + strlen("-80x60.jpg"));
	assert_int_equal(media_size(name).width, 80);
	assert_int_equal(media_size(name).height, 60);
	path = arena_printf(&arena, "%s/media/%s", folder, name);
	assert_mode(path, 0600);
	assert_mode(in_folder("media"), 0700);
	assert_int_equal(strlen(file_read(&arena, path, SIZE_MAX / 2, NULL)) > 0, 1);
	assert_int_equal(files_in(in_folder("media")), 2);
	media_remove(&here, &arena, name);
	media_remove(&here, &arena, name);
	assert_int_equal(files_in(in_folder("media")), 0);

	name = media_store(&elsewhere, &arena, &picture);
	assert_mode(in_folder("public"), 0755);
	assert_mode(arena_printf(&arena, "%s/public/%s", folder, name), 0644);
	assert_mode(arena_printf(&arena, "%s/public/%s", folder, media_thumbnail(&arena, name)),
		0644);
}

/* What a web server is told there: once, as the owner may know better; and never in our own. */
static void test_htaccess(void **state)
{
	const struct config here = { .data = folder };
	const struct config elsewhere = { .data = folder, .media = in_folder("public") };
	const char *path = in_folder("public/.htaccess");

	(void)state;
	assert_true(makes(as_png(80, 60)));
	media_store(&here, &arena, &picture);
	assert_int_equal(access(in_folder("media/.htaccess"), F_OK), -1);
	assert_int_equal(mkdir(in_folder("public"), 0755), 0);
	media_store(&elsewhere, &arena, &picture);
	assert_mode(path, 0644);
	assert_non_null(strstr(file_read(&arena, path, 10000, NULL), "default-handler"));
	assert_true(file_replace(path, "# mine\n", 7));
	media_store(&elsewhere, &arena, &picture);
	assert_string_equal(file_read(&arena, path, 10000, NULL), "# mine\n");
	media_older(&elsewhere, &arena, INT64_MAX, 100);
	assert_int_equal(access(path, F_OK), 0);
}

static void test_names(void **state)
{
	static const char *const foreign[] = { "", "a.jpg", "../secret.key",
		"abcdefghijklmnopqrstuv-1x1.png", "abcdefghijklmnopqrstuv-1x1.jpg.php",
		"abcdefghijklmnopqrstuv-0x1.jpg", "abcdefghijklmnopqrstuv-1x-1.jpg",
		"abcdefghijklmnopqrstuv- 1x1.jpg", "abcdefghijklmnopqrstu-1x1.jpg",
		"abcdefghijklmnopqrstuvw-1x1.jpg", "abcdefghijklmnopqrstuv-1x1.jpg/",
		"abcdefghijklmnopqrst..-1x1.jpg", "abcdefghijklmnopqrstuv-11111x1.jpg", NULL };
	const struct config here = { .data = folder };

	(void)state;
	assert_int_equal(mkdir(in_folder("media"), 0700), 0);
	for (const char *const *name = foreign; *name != NULL; name++) {
		assert_int_equal(media_size(*name).width, 0);
		if (**name != '\0' && strchr(*name, '/') == NULL)
			assert_true(file_create(arena_printf(&arena, "%s/media/%s", folder, *name),
				"", 0));
		media_remove(&here, &arena, *name);
	}
	assert_int_equal(files_in(in_folder("media")), 10);
	assert_int_equal(media_size("abcdefghijklmnopqrstuv-1280x7.jpg").width, 1280);
	assert_int_equal(media_older(&here, &arena, INT64_MAX, 100).count, 0);
	assert_int_equal(files_in(in_folder("media")), 10);
}

static void test_no_room(void **state)
{
	const struct config nowhere = { .data = folder, .media = in_folder("file") };
	const struct config here = { .data = folder };

	(void)state;
	assert_true(makes(as_png(80, 60)));
	assert_true(file_create(nowhere.media, "", 0));
	assert_fails(503, media_store(&nowhere, &arena, &picture));
	assert_fails(503, media_store(&(struct config){ .data = in_folder("no/such") }, &arena,
		&picture));
	picture.page = (struct jpeg){ NULL, 1 }; /* a write that fails behind one that does not */
	assert_fails(503, media_store(&here, &arena, &picture));
	assert_int_equal(files_in(in_folder("media")), 0);
}

static const char *stored(const char *letters)
{
	const char *name = arena_printf(&arena, "%s-1x1.jpg", letters);

	assert_true(file_create(arena_printf(&arena, "%s/media/%s", folder, name), "", 0));
	assert_true(file_create(arena_printf(&arena, "%s/media/%s", folder,
		media_thumbnail(&arena, name)), "", 0));
	return name;
}

static void test_old_files(void **state)
{
	const struct config here = { .data = folder };
	struct media_names old;

	(void)state;
	assert_int_equal(media_older(&here, &arena, INT64_MAX, 100).count, 0);
	assert_int_equal(mkdir(in_folder("media"), 0700), 0);
	stored("aaaaaaaaaaaaaaaaaaaaaa");
	assert_true(file_create(in_folder("media/bbbbbbbbbbbbbbbbbbbbbb-1x1.jpg.A1.new"), "", 0));
	assert_int_equal(symlink("x", in_folder("media/cccccccccccccccccccccc-1x1.jpg")), 0);
	assert_int_equal(media_older(&here, &arena, 1000000000, 100).count, 0);
	assert_int_equal(files_in(in_folder("media")), 4);
	old = media_older(&here, &arena, INT64_MAX, 100);
	assert_int_equal(old.count, 1);
	assert_string_equal(old.name[0], "aaaaaaaaaaaaaaaaaaaaaa-1x1.jpg");
	assert_int_equal(files_in(in_folder("media")), 3);
	assert_int_equal(unlink(in_folder("media/aaaaaaaaaaaaaaaaaaaaaa-1x1.jpg")), 0);
	assert_int_equal(media_older(&here, &arena, INT64_MAX, 100).count, 1);
	assert_int_equal(media_older(&here, &arena, INT64_MAX, 0).count, 0);
}

/* Where there are more than are looked at, each gets its turn. */
static void test_many_old_files(void **state)
{
	const struct config here = { .data = folder };
	bool seen['k'] = { false };
	struct media_names old;

	(void)state;
	assert_int_equal(mkdir(in_folder("media"), 0700), 0);
	for (char letter = 'a'; letter < 'k'; letter++)
		stored(arena_printf(&arena, "%cooooooooooooooooooooo", letter));
	for (int i = 0; i < 300; i++) {
		old = media_older(&here, &arena, INT64_MAX, 5);
		assert_true(old.count <= 5);
		for (size_t j = 0; j < old.count; j++)
			seen[(unsigned char)old.name[j][0]] = true;
	}
	for (char letter = 'a'; letter < 'k'; letter++)
		assert_true(seen[(unsigned char)letter]);
}

static void test_unused(void **state)
{
	struct db db = { .directory = folder, .arena = &arena, .mode = DB_WRITE };
	const char *names[] = { "b", "d", "a", "c", "b", "" };
	struct media_names unused;

	(void)state;
	db_run(&db, "INSERT INTO user (id, username, username_key, password, date_joined, qris) "
		"VALUES (1, 'x', 'x', '!', 0, 'c'), (2, 'y', 'y', '!', 0, '')", BIND_NOTHING);
	db_run(&db, "INSERT INTO product (id, user_id, name, name_key, price, stock, image, "
		"date_added, description, search) VALUES ('x', 1, '', '', 1, 1, 'a', 0, '', ''), "
		"('y', 1, '', '', 1, 1, '', 0, '', '')", BIND_NOTHING);
	db_commit(&db);
	unused = picture_unused(&db, (struct media_names){ names, 5 });
	assert_int_equal(unused.count, 2);
	assert_string_equal(unused.name[0], "b");
	assert_string_equal(unused.name[1], "d");
	assert_int_equal(picture_unused(&db, (struct media_names){ names, 0 }).count, 0);
	db_close(&db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_kinds),
		unit(test_sizes),
		unit(test_cut_files),
		unit(test_changed_png),
		unit(test_changed_files),
		unit(test_corrupted_jpeg),
		unit(test_too_large),
		unit(test_many_scans),
		unit(test_no_pictures),
		unit(test_orientations),
		unit(test_animations),
		unit(test_bare_png),
		unit(test_pixels_without_end),
		unit(test_png_with_palette),
		unit(test_exif_of_others),
		unit(test_nothing_else_is_left),
		unit(test_storing),
		unit(test_htaccess),
		unit(test_names),
		unit(test_no_room),
		unit(test_old_files),
		unit(test_many_old_files),
		unit(test_unused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
