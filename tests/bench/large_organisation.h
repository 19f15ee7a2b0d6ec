/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A large organisation from a seed: accounts as large_account.h makes them, each with a seed and an id of its own. Of the
 * principals that trust policies name, some are another account's.
 */
#ifndef RP_TESTS_LARGE_ORGANISATION_H
#define RP_TESTS_LARGE_ORGANISATION_H

#include "bench/large_account.h"

/* The id of account `i`, ending in NUL. */
enum { ORGANISATION_ID = sizeof GENERATED_ACCOUNT };
void organisation_id(unsigned i, char *ret_id);

/* The file of account `i` of so many; false: no memory. The buffer is initialised here and freed by the caller. */
bool large_organisation_account(const struct account_shape *shape, unsigned accounts, unsigned i, struct rp_buf *ret_text);

#endif
