/* The form in which a product is added and changed. */
#include "market/product_form.h"

#include "route/picture.h"

void product_form_begin(struct product_form *form, struct request *req,
	const struct product *current)
{
	struct product_fields *words = &form->words;

	*form = (struct product_form){
		.image = { .name = "image", .label = _("Picture"), .type = "file", .value = "",
			.help = _("JPEG, PNG, GIF or WebP, up to 8 MB. The place where it was "
				"taken is not kept.") },
		.fields = { &words->name, &words->price, &words->stock, &words->category,
			&form->image, &words->description },
		.product.available = true,
	};
	product_fields_begin(words, req, current);
	if (current != NULL) {
		form->product = *current;
		form->image.value = current->image;
		form->fields[PRODUCT_FIELDS - 1] = &words->available;
	}
}

/* The longest of the work, and only for a form that is good; NULL: the picture stays. */
static void read_image(struct product_form *form, struct request *req)
{
	const char *current = form->image.value;
	const char *image = field_picture(req, &form->image, current);

	form->product.image = image != current ? image : NULL;
}

bool product_form_read(struct product_form *form, struct request *req)
{
	if (!product_fields_read(&form->words, req, &form->product))
		return false;
	read_image(form, req);
	return form->image.n_errors == 0;
}
