/*
 * loop - poll, monotonic timers and signals. Handlers change state; after all of them the turn
 * hooks run once.
 *
 * Watches, timers and hooks may be dropped inside any handler, their own included.
 */
#ifndef LOOP_H
#define LOOP_H

#include <poll.h>
#include <stdint.h>

#include "moment.h"

struct loop;
struct loop_watch;
struct loop_timer;
struct loop_hook;

struct loop *loop_new(void);
void loop_free(struct loop *); /* after its watches and timers; hooks go with it; NULL is allowed */

/* Runs until loop_stop(); returns its status. The turn that stopped it is finished first. */
int loop_run(struct loop *);
void loop_stop(struct loop *, int status);

/* The time of this turn. */
struct moment loop_moment(const struct loop *);

/* EVENTS are poll's; with 0 the descriptor is not looked at, a hang-up included. The watch does not
 * own the descriptor. */
typedef void loop_watch_handler(void *arg, short revents);
struct loop_watch *loop_watch(struct loop *, int fd, short events, loop_watch_handler *, void *arg);
void loop_watch_events(struct loop_watch *, short events);
void loop_unwatch(struct loop_watch *); /* NULL is allowed */

/* Calls once when the monotonic clock reaches DEADLINE (ms; MOMENT_NEVER disarms); set it again for
 * more. One that is due already comes in the next turn, never in this one. */
typedef void loop_timer_handler(void *arg);
struct loop_timer *loop_timer(struct loop *, loop_timer_handler *, void *arg);
void loop_timer_set(struct loop_timer *, uint64_t deadline);
void loop_timer_free(struct loop_timer *); /* NULL is allowed */

/* The handler runs in the loop, not in the signal's context. At loop_free() the old disposition
 * comes back. */
typedef void loop_signal_handler(void *arg, int signal);
void loop_on_signal(struct loop *, int signal, loop_signal_handler *, void *arg);

/* Runs after the handlers of each turn, before poll; several run in the order added. The first
 * turn begins with them. */
typedef void loop_turn_handler(void *arg);
struct loop_hook *loop_on_turn(struct loop *, loop_turn_handler *, void *arg);
void loop_off_turn(struct loop_hook *); /* NULL is allowed */

/* The next poll does not wait: for a hook that made work for those that ran before it. */
void loop_again(struct loop *);

#endif
