/* floor: the least that a CGI program can do. Nothing on this server and machine is faster: what a page costs
 * beyond this is ours. */
#include <unistd.h>

#define PAGE "<!doctype html><html lang=\"en\"><title>Floor</title><p>Hello, world.</p></html>\n"

int main(void)
{
	static const char answer[] = "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" PAGE;

	return write(STDOUT_FILENO, answer, sizeof answer - 1) == sizeof answer - 1 ? 0 : 1;
}
