/* SPDX-License-Identifier: Apache-2.0 */
/* The address to listen on, which is one of this machine alone. */
#ifndef SERVE_ADDRESS_H
#define SERVE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include <rampart/status.h>

struct serve_address {
    bool v6;
    unsigned char bytes[16]; /* of IPv4, four */
    unsigned port;           /* 0: any that is free */
};

/*
 * Reads "127.0.0.1:8080", "[::1]:8080" or "localhost:8080". NULL: it was read; else why it is refused: any other address than
 * 127.0.0.0/8 and ::1 is one that others reach, too.
 */
const char *serve_address_read(const char *text, struct serve_address *ret_address);

/* Opens a socket that listens there, and puts the port that it got into the address. -1 with errno: it cannot. */
int serve_address_listen(struct serve_address *address);

/* Writes "127.0.0.1:8080" or "[::1]:8080". */
enum { SERVE_ADDRESS_TEXT = 64 };
void serve_address_write(const struct serve_address *address, char text[SERVE_ADDRESS_TEXT]);

/*
 * Whether a Host header names this server: its own address, or localhost, with its port. A name that some domain gave this
 * address (DNS rebinding) does not.
 */
bool serve_address_is_host(const struct serve_address *address, struct rampart_str host);

/* Whether an Origin header names a page of this server. */
bool serve_address_is_origin(const struct serve_address *address, struct rampart_str origin);

#endif
