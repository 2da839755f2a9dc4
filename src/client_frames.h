/*
 * client_frames - what went over the wire, for the inspector and the trace.
 */
#ifndef CLIENT_FRAMES_H
#define CLIENT_FRAMES_H

#include <stdbool.h>

#include "websocket.h"

struct client;

/* Writes to the file of the options from now on, or to none; on failure to the one before. */
bool client_open_trace(struct client *, struct error *);
/* Keeps the frame, without the secrets that a head may hold. */
void client_note_frame(struct client *, const struct websocket_event *);
/* Tells the last ones to the user. */
void client_tell_frames(struct client *);

#endif
