/* The catalogues of language.c, as msgfmt made them; the build says with -I where they are. */
	.macro catalogue code
	.global catalogue_\code
	.balign 4
catalogue_\code:
	.incbin "\code\().mo"
	.endm

	.section .rodata
	catalogue id

	/* Data only: the stack need not be executable. */
	.section .note.GNU-stack, "", %progbits
