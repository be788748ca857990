/* What a file of a picture says of itself. */
#include "base/image.h"

#include <string.h>
#include <zlib.h>

#include "base/fail.h"

/* What is not read yet. */
struct rest {
	const uint8_t *at;
	size_t length;
};

/* The next bytes, or NULL: there are not so many. */
static const uint8_t *take(struct rest *rest, size_t length)
{
	const uint8_t *bytes = rest->at;

	if (rest->length < length)
		return NULL;
	rest->at += length;
	rest->length -= length;
	return bytes;
}

static bool begins_with(const struct rest *rest, const char *bytes, size_t length)
{
	return rest->length >= length && memcmp(rest->at, bytes, length) == 0;
}

static uint32_t big_16(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 8 | bytes[1];
}

static uint32_t big_32(const uint8_t *bytes)
{
	return big_16(bytes) << 16 | big_16(bytes + 2);
}

static uint32_t little_16(const uint8_t *bytes)
{
	return (uint32_t)bytes[1] << 8 | bytes[0];
}

static uint32_t little_24(const uint8_t *bytes)
{
	return (uint32_t)bytes[2] << 16 | little_16(bytes);
}

static uint32_t little_32(const uint8_t *bytes)
{
	return little_16(bytes + 2) << 16 | little_16(bytes);
}

/* A file may say its size more than once, and decoders differ in what they believe. */
static void enlarge(struct image *image, uint32_t width, uint32_t height)
{
	image->width = width > image->width ? width : image->width;
	image->height = height > image->height ? height : image->height;
}

static void keep_exif(struct image *image, const uint8_t *bytes, size_t length)
{
	static const char prefix[] = "Exif\0"; /* and a NUL */
	bool is_prefixed = length >= sizeof prefix && memcmp(bytes, prefix, sizeof prefix) == 0;

	if (image->exif != NULL)
		return;
	image->exif = is_prefixed ? bytes + sizeof prefix : bytes;
	image->exif_length = is_prefixed ? length - sizeof prefix : length;
}

/* ---- PNG: https://www.w3.org/TR/png-3/ ---- */

enum { PNG_SIGNATURE = 8, PNG_FRAME = 12 /* bytes of a chunk around its data */ };

struct chunk {
	const uint8_t *head, *data; /* the name is in the head, behind the length */
	uint32_t length;            /* of the data */
};

static bool take_chunk(struct rest *rest, struct chunk *chunk)
{
	chunk->head = take(rest, 8);
	chunk->length = chunk->head != NULL ? big_32(chunk->head) : 0;
	if (chunk->head == NULL || chunk->length > INT32_MAX)
		return false;
	chunk->data = take(rest, chunk->length + 4);
	return chunk->data != NULL && crc32(0, chunk->head + 4, chunk->length + 4) ==
		big_32(chunk->data + chunk->length);
}

static bool is_called(const struct chunk *chunk, const char *name)
{
	return memcmp(chunk->head + 4, name, 4) == 0;
}

static bool read_png(struct image *image, struct rest rest)
{
	bool has_pixels = false;
	struct chunk chunk;

	for (bool first = true; take_chunk(&rest, &chunk); first = false) {
		if (first != is_called(&chunk, "IHDR") || (first && chunk.length != 13))
			return false;
		if (first)
			enlarge(image, big_32(chunk.data), big_32(chunk.data + 4));
		has_pixels |= is_called(&chunk, "IDAT");
		if (is_called(&chunk, "eXIf"))
			keep_exif(image, chunk.data, chunk.length);
		if (is_called(&chunk, "IEND"))
			return has_pixels;
	}
	return false;
}

static bool is_needed(const struct chunk *chunk)
{
	static const char *const names[] = { "IHDR", "PLTE", "tRNS", "IDAT" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_called(chunk, names[i]))
			return true;
	return false;
}

/* As many bytes as the deepest pixels take, and more than there can be filters of their rows. */
static uint64_t pixels_most(const struct image *image)
{
	return 8ull * image->width * image->height + IMAGE_PNG_EXCESS;
}

/* Inflate it, and count.  What is no deflate stream is left for the decoder to find. */
static bool inflates_beyond(z_stream *stream, const struct chunk *chunk, uint64_t most)
{
	uint8_t nowhere[32768];

	stream->next_in = (uint8_t *)chunk->data;
	stream->avail_in = chunk->length;
	do {
		stream->next_out = nowhere;
		stream->avail_out = sizeof nowhere;
		if (inflate(stream, Z_NO_FLUSH) != Z_OK)
			break;
	} while (stream->total_out <= most && stream->avail_out == 0);
	return stream->total_out > most;
}

/* The decoder inflates whatever stands behind the last pixel, too: a gigabyte of it in a second. */
static bool has_too_much(const struct image *png)
{
	struct rest rest = { png->bytes + PNG_SIGNATURE, png->length - PNG_SIGNATURE };
	z_stream stream = { 0 };
	bool too_much = false;
	struct chunk chunk;

	if (inflateInit(&stream) != Z_OK)
		fail(503, "no memory to inflate a picture");
	while (!too_much && take_chunk(&rest, &chunk))
		too_much = is_called(&chunk, "IDAT") &&
			inflates_beyond(&stream, &chunk, pixels_most(png));
	inflateEnd(&stream);
	return too_much;
}

static void keep_needed(struct image *png, struct arena *arena)
{
	struct rest rest = { png->bytes, png->length };
	uint8_t *to = arena_alloc(arena, png->length);
	struct chunk chunk;

	png->bytes = to;
	to = mempcpy(to, take(&rest, PNG_SIGNATURE), PNG_SIGNATURE);
	while (take_chunk(&rest, &chunk) && !is_called(&chunk, "IEND"))
		if (is_needed(&chunk))
			to = mempcpy(to, chunk.head, PNG_FRAME + chunk.length);
	to = mempcpy(to, chunk.head, PNG_FRAME);
	png->length = (size_t)(to - png->bytes);
}

/* ---- JPEG: ITU-T T.81, annex B ---- */

enum { TEM = 0x01, DHT = 0xC4, JPG = 0xC8, DAC = 0xCC, RST0 = 0xD0, RST7 = 0xD7, EOI = 0xD9,
	SOS = 0xDA, APP1 = 0xE1 };

/* Of the next marker, over its fill bytes; -1 when something else comes. */
static int next_marker(struct rest *rest)
{
	const uint8_t *byte = take(rest, 1);

	if (byte == NULL || *byte != 0xFF)
		return -1;
	while (byte != NULL && *byte == 0xFF)
		byte = take(rest, 1);
	return byte != NULL ? *byte : -1;
}

static bool is_frame(int marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC;
}

/* What a segment holds, behind its length; an empty one has NULL. */
static bool take_segment(struct rest *rest, struct rest *segment)
{
	const uint8_t *length = take(rest, 2);

	if (length == NULL || big_16(length) < 2)
		return false;
	segment->length = big_16(length) - 2;
	segment->at = take(rest, segment->length);
	return segment->at != NULL;
}

/* Up to the next marker: the bytes of a scan have none but restarts, and FF 00 for FF. */
static bool skip_scan(struct rest *rest)
{
	const uint8_t *byte;

	while ((byte = memchr(rest->at, 0xFF, rest->length)) != NULL) {
		take(rest, (size_t)(byte - rest->at));
		if (rest->length < 2)
			return false;
		if (byte[1] != 0 && byte[1] != 0xFF && (byte[1] < RST0 || byte[1] > RST7))
			return true;
		take(rest, byte[1] == 0xFF ? 1 : 2);
	}
	return false;
}

static bool read_jpeg(struct image *image, struct rest rest)
{
	struct rest segment;
	int marker, frames = 0, scans = 0;

	while ((marker = next_marker(&rest)) != EOI) {
		if (marker == TEM || (marker >= RST0 && marker <= RST7))
			continue;
		if (marker < 0xC0 || !take_segment(&rest, &segment))
			return false;
		if (is_frame(marker)) {
			if (++frames > 1 || segment.length < 6)
				return false;
			enlarge(image, big_16(segment.at + 3), big_16(segment.at + 1));
		}
		if (marker == APP1 && begins_with(&segment, "Exif\0", 6))
			keep_exif(image, segment.at, segment.length);
		if (marker == SOS && (++scans > IMAGE_SCANS || !skip_scan(&rest)))
			return false;
	}
	return frames == 1 && scans > 0;
}

/* ---- GIF: GIF89a specification, appendix B ---- */

enum { EXTENSION = 0x21, FRAME = 0x2C, TRAILER = 0x3B };

/* The colours that these flags promise. */
static bool skip_colours(struct rest *rest, uint8_t flags)
{
	return (flags & 0x80) == 0 || take(rest, (size_t)6 << (flags & 7)) != NULL;
}

static bool skip_blocks(struct rest *rest)
{
	const uint8_t *length;

	while ((length = take(rest, 1)) != NULL)
		if (*length == 0 || take(rest, *length) == NULL)
			return *length == 0;
	return false;
}

static bool skip_extension(struct rest *rest)
{
	return take(rest, 1) != NULL && skip_blocks(rest);
}

static bool read_frame(struct image *image, struct rest *rest)
{
	const uint8_t *head = take(rest, 9);

	if (head == NULL)
		return false;
	enlarge(image, little_16(head + 4), little_16(head + 6));
	return skip_colours(rest, head[8]) && take(rest, 1) != NULL && skip_blocks(rest);
}

static bool read_gif(struct image *image, struct rest rest)
{
	const uint8_t *screen = take(&rest, 7), *kind;
	bool has_frame = false;

	if (screen == NULL || !skip_colours(&rest, screen[4]))
		return false;
	enlarge(image, little_16(screen), little_16(screen + 2));
	while ((kind = take(&rest, 1)) != NULL && *kind != TRAILER) {
		if (*kind != FRAME && *kind != EXTENSION)
			return false;
		if (*kind == FRAME ? !read_frame(image, &rest) : !skip_extension(&rest))
			return false;
		has_frame |= *kind == FRAME;
	}
	return kind != NULL && has_frame;
}

/* ---- WebP: RFC 9649 ---- */

struct webp {
	struct image *image;
	bool has_pixels;
	bool in_frame;             /* of an animation; no frame holds another */
};

/* "VP8 ", RFC 6386 section 9.1. */
static bool read_lossy(struct webp *webp, struct rest data)
{
	if (data.length < 10 || memcmp(data.at + 3, "\x9D\x01\x2A", 3) != 0)
		return false;
	enlarge(webp->image, little_16(data.at + 6) & 0x3FFF, little_16(data.at + 8) & 0x3FFF);
	return webp->has_pixels = true;
}

static bool read_lossless(struct webp *webp, struct rest data)
{
	uint32_t sizes;

	if (data.length < 5 || data.at[0] != 0x2F)
		return false;
	sizes = little_32(data.at + 1);
	enlarge(webp->image, (sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1);
	return webp->has_pixels = true;
}

static bool read_canvas(struct webp *webp, struct rest data)
{
	if (data.length < 10)
		return false;
	enlarge(webp->image, little_24(data.at + 4) + 1, little_24(data.at + 7) + 1);
	return true;
}

static bool read_metadata(struct webp *webp, struct rest data)
{
	keep_exif(webp->image, data.at, data.length);
	return true;
}

static bool read_chunks(struct webp *webp, struct rest rest);

/* The decoder knows no animation, but it takes what the first frame holds for a picture. */
static bool read_animation(struct webp *webp, struct rest data)
{
	struct webp frame = { .image = webp->image, .in_frame = true };

	if (webp->in_frame || take(&data, 16) == NULL)
		return false;
	if (!webp->has_pixels) {
		webp->image->bytes = data.at;
		webp->image->length = data.length;
	}
	return read_chunks(&frame, data) && (webp->has_pixels = frame.has_pixels);
}

static bool read_chunk(struct webp *webp, const uint8_t *name, struct rest data)
{
	static const struct {
		char name[5];
		bool (*read)(struct webp *webp, struct rest data);
	} known[] = {
		{ "VP8 ", read_lossy },
		{ "VP8L", read_lossless },
		{ "VP8X", read_canvas },
		{ "ANMF", read_animation },
		{ "EXIF", read_metadata },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (memcmp(name, known[i].name, 4) == 0)
			return known[i].read(webp, data);
	return true;
}

static bool read_chunks(struct webp *webp, struct rest rest)
{
	while (rest.length > 0) {
		const uint8_t *head = take(&rest, 8);
		struct rest data;

		if (head == NULL)
			return false;
		data.length = little_32(head + 4);
		data.at = take(&rest, data.length);
		if (data.at == NULL || !read_chunk(webp, head, data))
			return false;
		if (data.length % 2 == 1 && rest.length > 0)
			take(&rest, 1);
	}
	return true;
}

static bool read_webp(struct image *image, struct rest rest)
{
	const uint8_t *size = take(&rest, 4);
	struct webp webp = { .image = image };

	if (size == NULL || little_32(size) > rest.length || !begins_with(&rest, "WEBP", 4))
		return false;
	rest.length = little_32(size);
	return take(&rest, 4) != NULL && read_chunks(&webp, rest) && webp.has_pixels;
}

bool image_read(struct image *image, const void *bytes, size_t length)
{
	static const struct {
		const char *signature;
		size_t length;
		enum image_type type;
		bool (*read)(struct image *image, struct rest rest);
	} types[] = {
		{ "GIF87a", 6, IMAGE_GIF, read_gif },
		{ "GIF89a", 6, IMAGE_GIF, read_gif },
		{ "\xFF\xD8", 2, IMAGE_JPEG, read_jpeg },
		{ "\x89PNG\r\n\x1A\n", 8, IMAGE_PNG, read_png },
		{ "RIFF", 4, IMAGE_WEBP, read_webp },
	};
	struct rest rest = { bytes, length };

	*image = (struct image){ .bytes = bytes, .length = length };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (begins_with(&rest, types[i].signature, types[i].length)) {
			image->type = types[i].type;
			take(&rest, types[i].length);
			return types[i].read(image, rest) && image->width > 0 && image->height > 0;
		}
	return false;
}

bool image_fits(const struct image *image)
{
	return image->width <= IMAGE_SIDE && image->height <= IMAGE_SIDE &&
		(uint64_t)image->width * image->height <= IMAGE_AREA;
}

bool image_bare(struct image *bare, struct arena *arena, const struct image *image)
{
	*bare = *image;
	if (image->type != IMAGE_PNG)
		return true;
	keep_needed(bare, arena);
	return !has_too_much(bare);
}
