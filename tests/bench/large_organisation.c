/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/large_organisation.h"

#include <stdio.h>
#include <string.h>

/* So many in a hundred of the principals that trust policies name are another account's. */
enum { ABROAD = 20, FIRST = 100000 };

void organisation_id(unsigned i, char *ret_id)
{
    (void)snprintf(ret_id, ORGANISATION_ID, "10000000%08u", (FIRST + i) % 100000000);
}

/* All ids are as long as the one that stands there. */
static void put_id(char *at, unsigned i)
{
    char id[ORGANISATION_ID];

    organisation_id(i, id);
    memcpy(at, id, ORGANISATION_ID - 1);
}

bool large_organisation_account(const struct account_shape *shape, unsigned accounts, unsigned i, struct rp_buf *ret_text)
{
    static const char trusted[] = "acs:ram::" GENERATED_ACCOUNT;
    struct account_shape own = *shape;
    struct chance chance = {.state = shape->seed * 31 + i};

    own.seed += i;
    if (!large_account(&own, ret_text)) return false;
    rp_buf_add_byte(ret_text, '\0'); /* for the search */
    if (ret_text->failed != RAMPART_OK) return false;
    for (char *at = ret_text->data; (at = strstr(at, GENERATED_ACCOUNT)) != NULL;) {
        const size_t before = sizeof "acs:ram::" - 1;
        const bool named = at - ret_text->data >= (ptrdiff_t)before && memcmp(at - before, trusted, before) == 0;

        put_id(at, named && chance_of(&chance, ABROAD) ? chance_below(&chance, accounts) : i);
    }
    ret_text->len--;
    return true;
}
