/*
 * server_listen - a socket that listens on an address written as ADDR:PORT.
 */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "error.h"

/* The descriptor, non-blocking, and what it really listens on in *HOST_PORT, which the caller
 * frees; -1 on failure, see server_listen(). */
int server_listen_open(const char *address, char **host_port, struct error *);

#endif
