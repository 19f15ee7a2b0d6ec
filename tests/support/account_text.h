/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account as text, a line each for what is in it:
 *   user ana: groups dev +?, policies custom Deploy @ rg-a, system X @ ?, +?
 *   role ci: policies; trust Allow sts:AssumeRole to RAM acs:…
 *   policy Deploy: Allow oss:Get* on *; Deny …          "unknown" for a document that nobody knows
 *   control 0: Guard RAM                                "+?" stands for more that nobody knows
 *   gap users: reason
 */
#ifndef RP_TESTS_ACCOUNT_TEXT_H
#define RP_TESTS_ACCOUNT_TEXT_H

#include "account/account.h"
#include "base/buf.h"

/* Adds the lines, but for gaps. */
void account_text(struct rp_buf *buf, const struct rampart_account *account);

/* Adds the line of a gap. */
void gap_text(struct rp_buf *buf, const struct rampart_gap *gap);

#endif
