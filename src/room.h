/*
 * room - the server's side of the protocol, as the MDN sample chat server behaves, sans I/O;
 * where the sample server would die, the member is refused instead.
 */
#ifndef ROOM_H
#define ROOM_H

#include <stddef.h>
#include <stdint.h>

struct room;
struct room_member;

/* SEND hands one text message for one member to its connection; it must not call back into the
 * room. */
struct room_ops {
	void (*send)(void *arg, void *peer, const char *text, size_t n);
};

/* FIRST_ID as the sample server: ms since 1970 at the start; ids count up from there. */
struct room *room_new(const struct room_ops *, void *arg, int64_t first_id);
void room_free(struct room *);

/* PEER is the connection's own handle. The member's id is sent at once. */
struct room_member *room_join(struct room *, void *peer);
void room_leave(struct room *, struct room_member *);
/* Tells the others who is left, once for all who have left by now; before they are told anything
 * else that is done by itself. */
void room_settle(struct room *);

/*
 * A text message came, no matter from whom: its id says who speaks. 0, or the code to close the
 * connection that it came from with: 1007 for what is no JSON, 1008 for what the sample server
 * would die of.
 */
unsigned room_receive(struct room *, const char *text, size_t n);

size_t room_count(const struct room *);

#endif
