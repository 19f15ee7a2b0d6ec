/* SPDX-License-Identifier: Apache-2.0 */
#include "account/quarantine.h"

#include <stdlib.h>

#include "account/gaps.h"
#include "base/str.h"
#include "base/try.h"

struct rp_quarantine_mark rp_quarantine_mark(const struct rampart_diags *diags)
{
    return (struct rp_quarantine_mark){rampart_diags_count(diags),
                                       rampart_diags_found(diags, RAMPART_ERROR)};
}

/* ---- putting aside ---- */

/* The error itself belongs to the list of diagnostics. One that its limit dropped is not there any more. */
static enum rampart_status quarantine_keep_error(struct rp_arena *arena, const struct rampart_diag *error,
                                                 struct rampart_quarantined *what)
{
    const struct rampart_str dropped = RP_STR("the document has errors");
    what->code = error != NULL ? error->code : rp_diag_code(RP_ACC_QUARANTINE)->number;
    RP_TRY_MEMORY(rp_arena_copy(arena, error != NULL ? error->message : dropped, &what->message));
    if (error == NULL) return RAMPART_OK;
    what->line = error->line;
    what->column = error->column;
    return rp_arena_copy(arena, error->file, &what->file) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static bool quarantine_is_missing(const struct rampart_quarantined *what)
{
    return rp_str_equal(rampart_str(what->code), rampart_str(rp_diag_code(RP_ACC_SYSTEM_POLICY)->number));
}

/* Warns that the document is not used. An error about a text that is missing says so itself. */
static void quarantine_say_so(struct rampart_diags *diags, const struct rp_document_of *of, struct rp_at at,
                              const struct rampart_quarantined *what)
{
    bool trust = rp_str_equal(rampart_str(of->head), RP_STR(RP_OF_ROLE));
    if (quarantine_is_missing(what)) return;
    rp_diag(diags, RAMPART_WARNING, RP_ACC_QUARANTINE, at,
            "the %s \"%.*s\" is not understood, so it is not used", trust ? "trust policy of role" : "policy",
            RP_ARG(rp_str_part(of->name, 0, 80)));
    rp_diag_help(diags, trust ? "fix it: until then it is not known who may assume the role"
                              : "fix it: until then decisions about its holders may be conditional");
}

enum rampart_status rp_quarantine_new(const struct rp_quarantine *quarantine, struct rp_arena *arena,
                                      const struct rp_document_of *of, struct rp_at at,
                                      struct rampart_diags *diags, struct rp_quarantine_mark mark,
                                      struct rp_quarantine_item **ret_item)
{
    struct rp_quarantine_item *item = RP_NEW(arena, struct rp_quarantine_item);
    RP_TRY_MEMORY(item != NULL);
    size_t errors = rampart_diags_found(diags, RAMPART_ERROR) - mark.found;
    item->what.errors = errors > 0 ? errors : 1;
    RP_TRY(quarantine_keep_error(arena, rp_diags_first_error(diags, mark.count), &item->what));
    if (!quarantine->findings) {
        rp_diags_demote(diags, mark.count, mark.found);
        quarantine_say_so(diags, of, at, &item->what);
    }
    *ret_item = item;
    return RAMPART_OK;
}

enum rampart_status rp_quarantine_add(struct rp_quarantine *quarantine, struct rp_arena *arena,
                                      const struct rp_document_of *of,
                                      const struct rp_quarantine_item *item)
{
    bool trust = rp_str_equal(rampart_str(of->head), RP_STR(RP_OF_ROLE));
    const struct rampart_str parts[] = {rampart_str(of->head), RP_STR("/"), of->name};
    struct rp_quarantine_item *added = RP_NEW(arena, struct rp_quarantine_item);
    RP_TRY_MEMORY(added != NULL);
    added->what = item->what;
    added->what.kind = trust ? RAMPART_GAP_TRUST : RAMPART_GAP_DOCUMENT;
    RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, &added->what.subject));
    added->next = quarantine->first;
    quarantine->first = added;
    quarantine->count++;
    return RAMPART_OK;
}

/* ---- the account's lists ---- */

enum rampart_status rp_quarantine_reason(struct rp_arena *arena, const struct rampart_quarantined *what,
                                         struct rampart_str *ret_reason)
{
    const struct rampart_str parts[] = {RP_STR("it is not understood: "), what->message};
    size_t first = quarantine_is_missing(what) ? 1 : 0;
    return rp_arena_join(arena, parts + first, 2 - first, ret_reason) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static int quarantine_by_subject(const void *a, const void *b)
{
    const struct rampart_quarantined *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return rp_str_compare(x->subject, y->subject);
}

enum rampart_status rp_quarantine_close(const struct rp_quarantine *quarantine,
                                        struct rampart_account *account)
{
    struct rampart_quarantined *list =
        RP_NEW_ARRAY(&account->arena, struct rampart_quarantined, quarantine->count);
    RP_TRY_MEMORY(list != NULL);
    size_t count = 0;
    for (const struct rp_quarantine_item *item = quarantine->first; item != NULL; item = item->next)
        list[count++] = item->what;
    if (count > 1) qsort(list, count, sizeof list[0], quarantine_by_subject);
    account->quarantined = list;
    account->quarantined_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_quarantine_add_gaps(struct rampart_account *account)
{
    size_t count = account->gap_count;
    if (account->quarantined_count == 0) return RAMPART_OK;
    struct rampart_gap *gaps =
        RP_NEW_ARRAY(&account->arena, struct rampart_gap, count + account->quarantined_count);
    RP_TRY_MEMORY(gaps != NULL);
    for (size_t i = 0; i < count; i++) gaps[i] = account->gaps[i];
    for (size_t i = 0; i < account->quarantined_count; i++) {
        const struct rampart_quarantined *what = &account->quarantined[i];
        struct rampart_gap *gap = &gaps[count++];
        *gap = (struct rampart_gap){.kind = what->kind, .subject = what->subject};
        RP_TRY(rp_quarantine_reason(&account->arena, what, &gap->reason));
    }
    account->gaps = gaps;
    account->gap_count = rp_gaps_sort(gaps, count);
    return RAMPART_OK;
}

const struct rampart_quarantined *rp_quarantine_find(const struct rampart_account *account,
                                                     enum rampart_gap_kind kind, struct rampart_str subject)
{
    const struct rampart_quarantined wanted = {.kind = kind, .subject = subject};
    size_t count = account->quarantined_count;
    if (count == 0) return NULL;
    return bsearch(&wanted, account->quarantined, count, sizeof wanted, quarantine_by_subject);
}

size_t rp_quarantine_given(const struct rampart_account *account)
{
    size_t given = 0;
    for (size_t i = 0; i < account->quarantined_count; i++) given += !quarantine_is_missing(&account->quarantined[i]);
    return given;
}

size_t rampart_account_quarantined_count(const struct rampart_account *account)
{
    return account == NULL ? 0 : account->quarantined_count;
}

const struct rampart_quarantined *rampart_account_quarantined_at(const struct rampart_account *account,
                                                                 size_t i)
{
    return account != NULL && i < account->quarantined_count ? &account->quarantined[i] : NULL;
}
