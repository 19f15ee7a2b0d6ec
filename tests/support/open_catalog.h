/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue that is built in, as the state of a group of tests. */
#ifndef RP_TESTS_OPEN_CATALOG_H
#define RP_TESTS_OPEN_CATALOG_H

#include <rampart/catalog.h>

int open_catalog(void **state);
int close_catalog(void **state);

#endif
