#include "client_configure.h"

#include <stdlib.h>
#include <string.h>

#include "client_private.h"
#include "handshake.h"
#include "mem.h"
#include "tls.h"

static bool check_url(const struct client *c, const struct url *url, struct error *error)
{
	if (!url->secure && c->config->options->require_tls && !url_is_loopback(url))
		return error_set(error, ERROR_URL_INSECURE, 0, "%s", url->href);
	return true;
}

bool client_set_url(struct client *c, const char *string, struct error *error)
{
	struct url url;

	if (!url_parse(&url, string, error))
		return false;
	if (!check_url(c, &url, error)) {
		url_free(&url);
		return false;
	}
	url_free(&c->url);
	c->url = url;
	return true;
}

/* Where --connect goes; an empty host for the URL's own. */
struct place {
	char *host;
	uint16_t port;
};

/* HOST[:PORT] has the form of a URL's authority. */
static bool read_connect(struct place *place, const char *where, struct error *error)
{
	struct url url;
	char *string, *colon;
	bool ok;

	*place = (struct place){ 0 };
	if (!where)
		return true;
	string = mem_format("ws://%s/", where);
	ok = url_parse(&url, string, error);
	free(string);
	if (!ok)
		return false;
	colon = strrchr(where, ':');
	place->host = mem_copy(url.host);
	place->port = colon && !strchr(colon, ']') ? url.port : 0;
	url_free(&url);
	return true;
}

static bool check_headers(const struct options *o, struct error *error)
{
	if (!handshake_check_protocols((const char *const *)o->protocols, o->protocol_count, error))
		return false;
	for (size_t i = 0; i < o->header_count; i++)
		if (!handshake_check_header(o->headers[i], error))
			return false;
	return true;
}

bool client_configure(struct client *c, struct error *error)
{
	const struct options *o = c->config->options;
	struct tls_config tls = { o->ca_file, o->cert, o->key, o->pin };
	struct tls_context *context;
	struct place place;

	if (!check_headers(o, error) || !check_url(c, &c->url, error) ||
	    !read_connect(&place, o->connect, error))
		return false;
	context = tls_client_context(&tls, error);
	if (!context) {
		free(place.host);
		return false;
	}
	tls_context_free(c->next_tls);
	c->next_tls = context;
	free(c->connect_host);
	c->connect_host = place.host;
	c->connect_port = place.port;
	return true;
}

bool client_reconnects(const struct client *c)
{
	int wanted = c->config->options->reconnect;

	return wanted < 0 ? c->config->reconnect : wanted;
}
