/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an account holds, a line each: "policy ro {Allow oss:Get* on *}", "user li.wei groups dev + policies ro
 * System:AliyunECSFullAccess@rg-1 +". A plus stands for what may be there besides; gaps are the last lines.
 */
#ifndef RP_TESTS_ACCOUNT_LINES_H
#define RP_TESTS_ACCOUNT_LINES_H

#include <rampart/account.h>

/* Writes the lines into a buffer and returns it; what does not fit is cut. */
const char *account_lines(const struct rampart_account *account, char *buffer, size_t size);

#endif
