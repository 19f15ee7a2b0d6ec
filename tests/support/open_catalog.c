/* SPDX-License-Identifier: Apache-2.0 */
#include "support/open_catalog.h"

int open_catalog(void **state)
{
    struct rampart_catalog *catalog = NULL;
    if (rampart_catalog_open(NULL, &catalog) != RAMPART_OK) return -1;
    *state = catalog;
    return 0;
}

int close_catalog(void **state)
{
    rampart_catalog_free(*state);
    return 0;
}
