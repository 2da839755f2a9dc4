/*
 * proxy_private - the two machines behind proxy.h. Both take their answers byte by byte, so that
 * nothing of what comes behind them is taken.
 */
#ifndef PROXY_PRIVATE_H
#define PROXY_PRIVATE_H

#include "proxy.h"

enum proxy_stage { PROXY_METHOD, PROXY_LOGIN, PROXY_REPLY };

struct proxy {
	enum proxy_state state;
	void (*step)(struct proxy *, struct error *); /* looks at the input after each byte */
	struct buf output, input;
	struct proxy_config config;
	char *host;
	uint16_t port;
	enum proxy_stage stage; /* SOCKS5 */
};

/* Write the first words and set the step. */
void proxy_http_start(struct proxy *);
void proxy_socks_start(struct proxy *);

void proxy_fail(struct proxy *, struct error *, enum error_code, int number, const char *detail);

#endif
