/* SPDX-License-Identifier: Apache-2.0 */
/* The accounts of an organisation: how many there are, how many of them are whole, and how old they are. */
#ifndef RP_REPORT_ORGANISATION_H
#define RP_REPORT_ORGANISATION_H

#include <rampart/account.h>

#include "report/json_report.h"
#include "report/print.h"

/* `3 accounts, 2 whole, seen 2026-01-02 to 2026-01-05; `, of an organisation. */
void rp_print_accounts(struct rp_print *print, const struct rampart_account *organisation);

/* The members "accounts" and "whole"; of one account nothing. */
void rp_put_accounts(struct rp_json at, const struct rampart_account *account);

#endif
