/*
 * client_set - /set and /save.
 */
#ifndef CLIENT_SET_H
#define CLIENT_SET_H

struct client;

void client_set(struct client *, const char *argument);
void client_save(struct client *, const char *argument);

#endif
