/* SPDX-License-Identifier: Apache-2.0 */
/* The server of a program that was built without libmicrohttpd. */
#include <stdio.h>

#include "serve/server.h"

enum serve_end serve_run(const struct serve_options *options, char ret_reason[SERVE_REASON])
{
    (void)options;
    (void)snprintf(ret_reason, SERVE_REASON, "this program was built without libmicrohttpd (Debian: libmicrohttpd-dev, then configure and build again)");
    return SERVE_END_MISSING;
}
