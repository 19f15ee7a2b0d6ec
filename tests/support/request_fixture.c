/* SPDX-License-Identifier: Apache-2.0 */
#include "support/request_fixture.h"

int fixture_set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    *state = &fixture;
    return rampart_diags_new(NULL, &fixture.diags) != RAMPART_OK ||
           rampart_request_new(NULL, &fixture.request) != RAMPART_OK;
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    rampart_request_free(fixture->request);
    rampart_diags_free(fixture->diags);
    return 0;
}
