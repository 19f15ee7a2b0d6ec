/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libmicrohttpd, opened when the server begins: it brings a library for TLS with it, which would cost every other command its
 * start, and which nobody needs here (docs/decisions/0079).
 */
#ifndef SERVE_LIBRARY_H
#define SERVE_LIBRARY_H

#include <microhttpd.h>
#include <stdbool.h>

#define SERVE_LIBRARY(X)                 \
    X(MHD_start_daemon)                  \
    X(MHD_quiesce_daemon)                \
    X(MHD_stop_daemon)                   \
    X(MHD_lookup_connection_value)       \
    X(MHD_get_connection_info)           \
    X(MHD_create_response_from_buffer)   \
    X(MHD_create_response_from_buffer_with_free_callback) \
    X(MHD_add_response_header)           \
    X(MHD_queue_response)                \
    X(MHD_destroy_response)

struct serve_library {
    void *handle;
#define SERVE_FUNCTION(name) __typeof__(&name) name;
    SERVE_LIBRARY(SERVE_FUNCTION)
#undef SERVE_FUNCTION
};

/* Opens it. False: it is not there; *ret_reason, which is the loader's, says why. */
bool serve_library_open(struct serve_library *library, const char **ret_reason);
void serve_library_close(struct serve_library *library);

#endif
