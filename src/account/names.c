/* SPDX-License-Identifier: Apache-2.0 */
/* Sorted lists whose items begin with their name. */
#include <stdlib.h>

#include "account/read.h"
#include "base/str.h"
#include "policy/arn.h"
#include "text/did_you_mean.h"

enum { MOST_SEARCHES = 20 };

static struct rampart_str name_at(const void *items, size_t size, size_t i)
{
    return *(const struct rampart_str *)(const void *)((const char *)items + i * size);
}

static int by_name(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

void rp_names_sort(void *items, size_t count, size_t size)
{
    if (count > 1) qsort(items, count, size, by_name);
}

size_t rp_names_find(const void *items, size_t count, size_t size, struct rampart_str name)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_str_compare(name_at(items, size, middle), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rp_str_equal(name_at(items, size, low), name) ? low : count;
}

struct rampart_str rp_names_nearest(const void *items, size_t count, size_t size, struct rampart_str word)
{
    struct rampart_str nearest = {NULL, 0};
    unsigned most = word.len > 256 ? 0 : (unsigned)(word.len / 3);
    for (size_t i = 0; i < count; i++) {
        struct rampart_str name = name_at(items, size, i);
        if (rp_str_equal_fold(name, word)) return name;
        unsigned edits = rp_edit_distance(word, name, most);
        if (edits > most || (nearest.len > 0 && edits == most)) continue;
        nearest = name;
        most = edits;
    }
    return nearest;
}

struct rampart_str rp_account_nearest(struct rp_account_reader *reader, struct rampart_str word,
                                      const void *items, size_t count, size_t size)
{
    if (reader->searches++ >= MOST_SEARCHES) return (struct rampart_str){NULL, 0};
    return rp_names_nearest(items, count, size, word);
}

const struct rp_user *rp_account_user(const struct rampart_account *account, struct rampart_str name)
{
    size_t i = rp_names_find(account->users, account->user_count, sizeof account->users[0], name);
    return i < account->user_count ? &account->users[i] : NULL;
}

const struct rp_role *rp_account_role(const struct rampart_account *account, struct rampart_str name)
{
    size_t i = rp_names_find(account->roles, account->role_count, sizeof account->roles[0], name);
    return i < account->role_count ? &account->roles[i] : NULL;
}

bool rp_names_linked(struct rampart_str role)
{
    struct rampart_str prefix = RP_STR("AliyunServiceRoleFor");
    return rp_str_equal_fold(rp_str_part(role, 0, prefix.len), prefix);
}

/* ---- roles by their ARN ---- */

bool rp_account_role_name(struct rampart_str id, struct rampart_str resource, struct rampart_str *ret_name)
{
    struct rp_arn arn;
    if (!rp_arn_split(resource, &arn) || !rp_str_equal(arn.service, RP_STR("ram"))) return false;
    if (!rp_str_equal(arn.account, id) || !rp_str_starts(arn.rest, RP_STR("role/"))) return false;
    *ret_name = rp_str_from(arn.rest, sizeof "role/" - 1);
    return true;
}

const struct rp_role *rp_account_role_at(const struct rampart_account *account, struct rampart_str resource)
{
    struct rampart_str name;
    return rp_account_role_name(account->id, resource, &name) ? rp_account_role(account, name) : NULL;
}
