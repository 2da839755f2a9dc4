#include "server_listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"

/* Those who come while the loop is at work; the system cuts it to what it allows. */
#define BACKLOG 1024

static int fail(const char *address, int number, struct error *error)
{
	error_set(error, ERROR_LISTEN, number, "%s: %s", address, strerror(number));
	return -1;
}

/* Splits at the last colon; brackets around the host go. False where that gives no two parts. */
static bool split(const char *address, char **host, const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t n = colon ? (size_t)(colon - address) : 0;

	*host = NULL;
	if (!n || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
	    atol(colon + 1) > 65535)
		return false;
	*port = colon + 1;
	if (address[0] == '[' && address[n - 1] == ']' && n > 2)
		*host = mem_copy_n(address + 1, n - 2);
	else if (!memchr(address, ':', n) && address[0] != '[')
		*host = mem_copy_n(address, n);
	return *host != NULL;
}

static struct addrinfo *look_up(const char *address, const char *host, const char *port,
				struct error *error)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
					.ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int status = getaddrinfo(host, port, &hints, &found);

	if (status)
		error_set(error, ERROR_LISTEN, status == EAI_SYSTEM ? errno : EADDRNOTAVAIL,
			  "%s: %s", address, gai_strerror(status));
	return status ? NULL : found;
}

/* -1 with errno. Without IPV6_V6ONLY [::] would take the port of 0.0.0.0 too. */
static int open_socket(const struct addrinfo *a)
{
	int fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
			a->ai_protocol);
	int on = 1, saved;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (a->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static char *describe(int fd)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];
	struct sockaddr_storage address;
	socklen_t n = sizeof address;

	if (getsockname(fd, (struct sockaddr *)&address, &n) < 0 ||
	    getnameinfo((struct sockaddr *)&address, n, host, sizeof host, port, sizeof port,
			NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return NULL;
	return mem_format(strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

int server_listen_open(const char *address, char **host_port, struct error *error)
{
	struct addrinfo *found;
	const char *port;
	char *host;
	int fd;

	*host_port = NULL;
	if (!split(address, &host, &port)) {
		error_set(error, ERROR_OPTION_VALUE, 0, "--listen=%s", address);
		return -1;
	}
	found = look_up(address, host, port, error);
	free(host);
	if (!found)
		return -1;
	fd = open_socket(found);
	freeaddrinfo(found);
	if (fd >= 0)
		*host_port = describe(fd);
	return fd >= 0 ? fd : fail(address, errno, error);
}
