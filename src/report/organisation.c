/* SPDX-License-Identifier: Apache-2.0 */
#include "report/organisation.h"

#include "base/str.h"

enum { DATE = sizeof "2026-01-02" - 1 };

/* A member that failed without an id is none of the members. */
static size_t organisation_nameless(const struct rampart_account *organisation)
{
    size_t count = 0;
    for (size_t i = 0; i < rampart_account_failed_count(organisation); i++)
        count += rampart_account_failed(organisation, i)->id.len == 0;
    return count;
}

static size_t organisation_whole(const struct rampart_account *organisation)
{
    size_t count = 0;
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++)
        count += rampart_account_is_whole(rampart_account_member(organisation, i));
    return count;
}

/* The newest of the times at which accounts were seen; empty: none tells it. */
static struct rampart_str organisation_newest(const struct rampart_account *organisation)
{
    struct rampart_str newest = {NULL, 0};
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++) {
        const struct rampart_str seen = rampart_account_seen(rampart_account_member(organisation, i));
        if (seen.len > 0 && (newest.len == 0 || rp_str_compare(seen, newest) > 0)) newest = seen;
    }
    return newest;
}

void rp_print_accounts(struct rp_print *print, const struct rampart_account *organisation)
{
    const size_t count = rampart_account_member_count(organisation) + organisation_nameless(organisation);
    const struct rampart_str oldest = rp_str_part(rampart_account_seen(organisation), 0, DATE);
    const struct rampart_str newest = rp_str_part(organisation_newest(organisation), 0, DATE);
    rp_buf_printf(print->out, "%zu account%s, %zu whole", count, count == 1 ? "" : "s", organisation_whole(organisation));
    if (oldest.len > 0) {
        rp_print_words(print, ", seen ");
        rp_print_cut(print, oldest);
        if (!rp_str_equal(oldest, newest)) {
            rp_print_words(print, " to ");
            rp_print_cut(print, newest);
        }
    }
    rp_print_words(print, "; ");
}

static const struct rampart_failed_account *organisation_failure(const struct rampart_account *organisation,
                                                                 struct rampart_str id)
{
    for (size_t i = 0; i < rampart_account_failed_count(organisation); i++)
        if (rp_str_equal(rampart_account_failed(organisation, i)->id, id)) return rampart_account_failed(organisation, i);
    return NULL;
}

static void organisation_put(struct rp_json list, struct rampart_str id, bool whole, struct rampart_str seen,
                             const struct rampart_failed_account *failed)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_text_or_null(item, "account", id);
    rp_put_bool(item, "whole", whole);
    rp_put_text_or_null(item, "seen", seen);
    if (failed == NULL) return;
    rp_put_text(item, "file", failed->file);
    rp_put_text_or_null(item, "reason", failed->reason);
}

void rp_put_accounts(struct rp_json at, const struct rampart_account *account)
{
    const struct rampart_str nothing = {NULL, 0};
    if (rampart_account_member_count(account) == 0) return;
    const struct rp_json list = rp_put_list(at, "accounts");
    for (size_t i = 0; i < rampart_account_member_count(account); i++) {
        const struct rampart_account *member = rampart_account_member(account, i);
        const struct rampart_str id = rampart_account_id(member);
        organisation_put(list, id, rampart_account_is_whole(member), rampart_account_seen(member),
                         organisation_failure(account, id));
    }
    for (size_t i = 0; i < rampart_account_failed_count(account); i++)
        if (rampart_account_failed(account, i)->id.len == 0)
            organisation_put(list, nothing, false, nothing, rampart_account_failed(account, i));
    rp_put_number(at, "whole", organisation_whole(account));
}
