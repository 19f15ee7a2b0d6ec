/* SPDX-License-Identifier: Apache-2.0 */
#include "account/gaps.h"

#include <stdlib.h>

#include "base/str.h"
#include "text/diag.h"

static const char *const names[RP_GAP_KINDS] = {
    "account",  "users", "groups", "roles",     "policies",        "grants",    "memberships",
    "document", "trust", "scope",  "resources", "controlPolicies", "unmanaged", "layers",
    "accounts",
};

const char *rampart_gap_name(enum rampart_gap_kind kind)
{
    return (size_t)kind < RP_GAP_KINDS ? names[kind] : "";
}

bool rp_gap_kind_of(struct rampart_str name, enum rampart_gap_kind *ret_kind)
{
    for (size_t i = 0; i < RP_GAP_KINDS; i++) {
        if (!rp_str_equal(name, rampart_str(names[i]))) continue;
        *ret_kind = (enum rampart_gap_kind)i;
        return true;
    }
    return false;
}

bool rp_gap_is_of_more(enum rampart_gap_kind kind)
{
    switch (kind) {
    case RAMPART_GAP_ACCOUNT:
    case RAMPART_GAP_DOCUMENT:
    case RAMPART_GAP_TRUST:
    case RAMPART_GAP_SCOPE:
    case RAMPART_GAP_RESOURCES:
    case RAMPART_GAP_LAYERS:
    case RAMPART_GAP_ACCOUNTS: return false;
    default: return true;
    }
}

size_t rampart_account_gap_count(const struct rampart_account *account)
{
    return account == NULL ? 0 : account->gap_count;
}

const struct rampart_gap *rampart_account_gap(const struct rampart_account *account, size_t i)
{
    return account != NULL && i < account->gap_count ? &account->gaps[i] : NULL;
}

/* ---- lists of them ---- */

static int gaps_compare(const struct rampart_gap *a, const struct rampart_gap *b)
{
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    int order = rp_str_compare(a->subject, b->subject);
    if (order == 0) order = rp_str_compare(a->policy, b->policy);
    if (order == 0) order = rp_str_compare(a->resource, b->resource);
    if (order != 0 || a->layers == b->layers) return order;
    return a->layers < b->layers ? -1 : 1;
}

/* Those with a reason stand before those without. */
static int gaps_by_subject_and_reason(const void *a, const void *b)
{
    const struct rampart_gap *x = a, *y = b;
    int order = gaps_compare(x, y);
    if (order != 0) return order;
    if ((x->reason.len == 0) != (y->reason.len == 0)) return x->reason.len == 0 ? 1 : -1;
    return rp_str_compare(x->reason, y->reason);
}

size_t rp_gaps_sort(struct rampart_gap *gaps, size_t count)
{
    size_t left = 0;
    if (count > 1) qsort(gaps, count, sizeof *gaps, gaps_by_subject_and_reason);
    for (size_t i = 0; i < count; i++)
        if (left == 0 || gaps_compare(&gaps[left - 1], &gaps[i]) != 0) gaps[left++] = gaps[i];
    return left;
}

size_t rp_gaps_find(const struct rampart_gap *gaps, size_t count, enum rampart_gap_kind kind,
                    struct rampart_str subject)
{
    const struct rampart_gap wanted = {.kind = kind, .subject = subject};
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gaps_compare(&gaps[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < count && gaps[low].kind == kind && rp_str_equal(gaps[low].subject, subject);
    return found ? low : count;
}

bool rp_gaps_have(const struct rampart_account *account, enum rampart_gap_kind kind,
                  struct rampart_str subject)
{
    return rp_gaps_find(account->gaps, account->gap_count, kind, subject) < account->gap_count;
}

/* ---- where nothing may be missing ---- */

enum { MOST_TOLD = 10 };

static void gaps_tell(const struct rampart_gap *gap, struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_ACC_INCOMPLETE, RP_NOWHERE, "unknown: %s%s%.*s%s%.*s%s%.*s",
            rampart_gap_name(gap->kind), gap->subject.len > 0 ? " of " : "", RP_ARG(gap->subject),
            gap->policy.len > 0 ? ": " : "", RP_ARG(gap->policy), gap->reason.len > 0 ? ": " : "",
            RP_ARG(gap->reason));
}

enum rampart_status rp_gaps_refuse(const struct rampart_account *account, struct rampart_diags *diags)
{
    size_t count = account->gap_count, shown = count < MOST_TOLD ? count : MOST_TOLD;
    if (count == 0) return RAMPART_OK;
    for (size_t i = 0; i < shown; i++) gaps_tell(&account->gaps[i], diags);
    if (count > shown)
        rp_diag(diags, RAMPART_ERROR, RP_ACC_INCOMPLETE, RP_NOWHERE, "unknown: %zu more", count - shown);
    rp_diag(diags, RAMPART_ERROR, RP_ACC_INCOMPLETE, RP_NOWHERE,
            "the %s is incomplete, and is required to be", account->organisation != NULL ? "organisation" : "account");
    rp_diag_help(diags, "add the missing parts, or leave out --require-complete");
    return RAMPART_INVALID_INPUT;
}
