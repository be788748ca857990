/*
 * floor: the least that a CGI program can do.  Nothing is faster on this machine and server; what a
 * page costs beyond it is ours.
 */
#include <unistd.h>

static const char answer[] =
	"Status: 200 OK\r\n"
	"Content-Type: text/html; charset=utf-8\r\n"
	"\r\n"
	"<!DOCTYPE html><html lang=\"en\"><title>Floor</title><p>Hello, world.</p></html>\n";

int main(void)
{
	return write(STDOUT_FILENO, answer, sizeof answer - 1) == sizeof answer - 1 ? 0 : 1;
}
