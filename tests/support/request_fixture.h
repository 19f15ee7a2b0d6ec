/* SPDX-License-Identifier: Apache-2.0 */
/* A request and its diagnostics, made anew for each test of a cmocka group. */
#ifndef RP_TESTS_REQUEST_FIXTURE_H
#define RP_TESTS_REQUEST_FIXTURE_H

#include <rampart/request.h>

struct fixture {
    struct rampart_diags *diags;
    struct rampart_request *request;
    struct rampart_str id; /* what rampart_request_read() handed back */
    char lines[4096];      /* for diag_lines() */
};

int fixture_set_up(void **state);
int fixture_tear_down(void **state);

#endif
