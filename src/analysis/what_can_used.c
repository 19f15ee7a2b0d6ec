/* SPDX-License-Identifier: Apache-2.0 */
/* What of a principal's permissions recorded calls used: actions with their resources, counted as the calls are read. */
#include <stdlib.h>

#include "account/organisation.h"
#include "analysis/what_can.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "policy/arn.h"
#include "text/diag.h"
#include "write/least.h"

enum {
    MOST_RESOURCES = 256, /* of an action; beyond, it counts as used on all */
    MOST_ACTIONS = 1 << 16,
    TIME_SIZE = sizeof "2026-03-01T02:03:04Z"
};

/* An action that was used. */
struct used {
    struct rampart_what_can_used told;
    struct rampart_str *resources;
    size_t resource_count, resource_room;
    char first[TIME_SIZE], last[TIME_SIZE];
};

struct rampart_what_can_use {
    struct rp_arena arena; /* holds everything, itself included */
    struct rp_arena result; /* what was handed out last */
    const struct rampart_what_can *can;
    struct rampart_str holder; /* the principal without its session, as calls name it */
    struct used *used;
    size_t used_count, used_room;
    uint64_t calls;
    char since[TIME_SIZE], until[TIME_SIZE]; /* of all calls of the trail */
};

/* ---- a use's life ---- */

static enum rampart_status use_name_holder(struct rampart_what_can_use *use)
{
    static const char *const heads[] = {[RP_IDENTITY_ROOT] = "root", [RP_IDENTITY_USER] = "user/", [RP_IDENTITY_ROLE] = "role/"};
    struct rp_identity identity;
    const char *expected = NULL;
    if (!rp_identity_read(use->can->principal, &identity, &expected)) return RAMPART_MISUSE;
    const bool made = rp_arena_printf(&use->arena, &use->holder, "acs:ram::%.*s:%s%.*s", RP_ARG(identity.account),
                                      heads[identity.kind], RP_ARG(identity.name));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status rampart_what_can_use_new(const struct rampart_what_can *can, struct rampart_what_can_use **ret_use)
{
    struct rp_arena arena;
    if (can == NULL || ret_use == NULL || can->principal.len == 0) return RAMPART_MISUSE;
    rp_arena_init(&arena, &can->allocator);
    struct rampart_what_can_use *use = RP_NEW(&arena, struct rampart_what_can_use);
    RP_TRY_MEMORY(use != NULL);
    use->arena = arena;
    use->can = can;
    rp_arena_init(&use->result, &can->allocator);
    const enum rampart_status status = use_name_holder(use);
    if (status == RAMPART_OK)
        *ret_use = use;
    else
        rampart_what_can_use_free(use);
    return status;
}

void rampart_what_can_use_free(struct rampart_what_can_use *use)
{
    if (use == NULL) return;
    rp_arena_free(&use->result);
    struct rp_arena arena = use->arena; /* it lives in it */
    rp_arena_free(&arena);
}

/* ---- calls ---- */

/* Times in this form sort as their bytes do. */
static void use_note_time(char *first, char *last, struct rampart_str time)
{
    const size_t len = time.len < TIME_SIZE ? time.len : TIME_SIZE - 1;
    char text[TIME_SIZE] = {0};
    memcpy(text, time.data, len);
    if (first[0] == '\0' || strcmp(text, first) < 0) memcpy(first, text, TIME_SIZE);
    if (strcmp(text, last) > 0) memcpy(last, text, TIME_SIZE);
}

static size_t use_place_of(const struct rampart_what_can_use *use, struct rampart_str action, bool *ret_found)
{
    size_t first = 0, end = use->used_count;
    while (first < end) {
        const size_t middle = first + (end - first) / 2;
        const int order = rp_str_compare(use->used[middle].told.action, action);
        *ret_found = order == 0;
        if (order == 0) return middle;
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    *ret_found = false;
    return first;
}

/* Sorted by action, so that names of strangers cannot crowd. */
static enum rampart_status use_find(struct rampart_what_can_use *use, struct rampart_str action, struct used **ret_used)
{
    bool found = false;
    const size_t at = use_place_of(use, action, &found);
    if (!found) {
        if (use->used_count == MOST_ACTIONS) return RAMPART_LIMIT;
        void *grown = rp_arena_grow(&use->arena, use->used, use->used_count, &use->used_room, sizeof *use->used);
        RP_TRY_MEMORY(grown != NULL);
        use->used = grown;
        memmove(&use->used[at + 1], &use->used[at], (use->used_count - at) * sizeof *use->used);
        use->used[at] = (struct used){.resource_count = 0};
        RP_TRY_MEMORY(rp_arena_copy(&use->arena, action, &use->used[at].told.action));
        use->used_count++;
    }
    *ret_used = &use->used[at];
    return RAMPART_OK;
}

static enum rampart_status use_add_resource(struct rampart_what_can_use *use, struct used *used, struct rampart_str arn)
{
    for (size_t i = 0; i < used->resource_count; i++)
        if (rp_str_equal(used->resources[i], arn)) return RAMPART_OK;
    if (used->resource_count == MOST_RESOURCES) {
        used->told.crowded = true;
        return RAMPART_OK;
    }
    void *grown = rp_arena_grow(&use->arena, used->resources, used->resource_count, &used->resource_room, sizeof *used->resources);
    RP_TRY_MEMORY(grown != NULL);
    used->resources = grown;
    return rp_arena_copy(&use->arena, arn, &used->resources[used->resource_count++]) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status rampart_what_can_use_call(void *context, const struct rampart_replay_call *call)
{
    struct rampart_what_can_use *use = context;
    struct used *used = NULL;
    use_note_time(use->since, use->until, call->time);
    if (!rp_str_equal(call->principal, use->holder)) return RAMPART_OK;
    use->calls += call->first;
    RP_TRY(use_find(use, call->action, &used));
    if (call->recorded == RAMPART_RECORDED_DENIED) used->told.denied++;
    if (call->recorded == RAMPART_RECORDED_UNTOLD) used->told.failed++;
    if (call->recorded != RAMPART_RECORDED_ALLOWED) return RAMPART_OK;
    used->told.count++;
    used->told.now_denied += call->which == RAMPART_REPLAY_NOW_DENIED;
    used->told.untold += !call->told;
    use_note_time(used->first, used->last, call->time);
    for (size_t i = 0; i < call->resources.count; i++) RP_TRY(use_add_resource(use, used, call->resources.items[i]));
    return RAMPART_OK;
}

/* ---- the result ---- */

/* Whether the answer is about the action, by its service and level. */
static bool use_is_asked(const struct rampart_what_can *can, struct rampart_str action)
{
    struct rampart_catalog_action known;
    const struct rampart_str service = rp_str_part(action, 0, rp_str_find(action, ':'));
    if (can->service.len > 0 && !rp_str_equal_fold(service, can->service)) return false;
    return !can->write || !rampart_catalog_find_action(can->catalog, action, &known) || rp_what_can_writes(known.level);
}

static int use_compare_texts(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

static enum rampart_status use_list_used(struct rampart_what_can_use *use, struct rampart_what_can_used *items,
                                         struct rampart_what_can_usage *usage)
{
    for (size_t i = 0; i < use->used_count; i++) {
        struct used *used = &use->used[i];
        if (!use_is_asked(use->can, used->told.action)) continue;
        if (used->resource_count > 1) qsort(used->resources, used->resource_count, sizeof *used->resources, use_compare_texts);
        struct rampart_what_can_used *item = &items[usage->used_count++];
        *item = used->told;
        item->first = rampart_str(used->first);
        item->last = rampart_str(used->last);
        item->resources = (struct rampart_strs){used->resources, used->resource_count};
    }
    usage->used = items;
    return RAMPART_OK;
}

static bool use_was_used(const struct rampart_what_can_use *use, struct rampart_str action)
{
    bool found = false;
    const size_t at = use_place_of(use, action, &found);
    return found && use->used[at].told.count > 0;
}

static enum rampart_status use_of_row(struct rampart_what_can_use *use, const struct rampart_what_can_row *row,
                                      struct rampart_what_can_used *items, size_t count, struct rampart_what_can_row_usage *usage)
{
    const struct rampart_what_can_used **used = RP_NEW_ARRAY(&use->result, const struct rampart_what_can_used *, count);
    struct rampart_what_can_action *unused = RP_NEW_ARRAY(&use->result, struct rampart_what_can_action, row->known_count);
    RP_TRY_MEMORY(used != NULL && unused != NULL);
    for (size_t i = 0; i < count; i++) {
        bool has = false;
        RP_TRY(rp_what_can_row_has(&use->result, row, items[i].action, &has));
        items[i].granted |= has;
        if (has && items[i].count > 0) used[usage->used_count++] = &items[i];
    }
    for (size_t i = 0; i < row->known_count; i++)
        if (!use_was_used(use, row->known[i].action)) unused[usage->unused_count++] = row->known[i];
    usage->used = used;
    usage->unused = unused;
    return RAMPART_OK;
}

static enum rampart_status use_list_rows(struct rampart_what_can_use *use, struct rampart_what_can_used *items,
                                         struct rampart_what_can_usage *usage)
{
    const struct rampart_what_can *can = use->can;
    struct rampart_what_can_row_usage *rows = RP_NEW_ARRAY(&use->result, struct rampart_what_can_row_usage, can->count);
    RP_TRY_MEMORY(rows != NULL);
    for (size_t i = 0; i < can->count; i++) RP_TRY(use_of_row(use, &can->rows[i], items, usage->used_count, &rows[i]));
    usage->rows = rows;
    return RAMPART_OK;
}

enum rampart_status rampart_what_can_use_result(struct rampart_what_can_use *use, struct rampart_what_can_usage *ret_usage)
{
    if (use == NULL || ret_usage == NULL) return RAMPART_MISUSE;
    rp_arena_reset(&use->result);
    struct rampart_what_can_usage usage = {.calls = use->calls, .since = rampart_str(use->since), .until = rampart_str(use->until)};
    struct rampart_what_can_used *items = RP_NEW_ARRAY(&use->result, struct rampart_what_can_used, use->used_count);
    RP_TRY_MEMORY(items != NULL);
    RP_TRY(use_list_used(use, items, &usage));
    RP_TRY(use_list_rows(use, items, &usage));
    *ret_usage = usage;
    return RAMPART_OK;
}

/* ---- as a policy ---- */

static size_t use_count_pairs(const struct rampart_what_can_use *use)
{
    size_t count = 0;
    for (size_t i = 0; i < use->used_count; i++) count += use->used[i].resource_count + 1;
    return count;
}

/* A call whose resource is not told was about one of a pattern, which the pattern takes in. */
static void use_add_pairs(const struct used *used, struct rp_least_pair *pairs, size_t *count)
{
    static const struct rampart_str open = {"the events do not tell which", 28};
    if (used->told.count == 0) return;
    if (used->told.crowded || used->resource_count == 0) {
        pairs[(*count)++] = (struct rp_least_pair){.action = used->told.action, .arn = RP_STR("*"), .open = open};
        return;
    }
    for (size_t i = 0; i < used->resource_count; i++)
        pairs[(*count)++] = (struct rp_least_pair){
            .action = used->told.action, .arn = used->resources[i], .open = rp_has_wildcard(used->resources[i]) ? open : RP_STR("")};
}

enum rampart_status rampart_what_can_use_as_policy(struct rampart_what_can_use *use, struct rampart_diags *diags,
                                                   struct rampart_strs *ret_documents)
{
    struct rampart_needs_policies policies = {.count = 0};
    size_t count = 0;
    if (use == NULL || ret_documents == NULL) return RAMPART_MISUSE;
    struct rp_least_pair *pairs = RP_NEW_ARRAY(&use->result, struct rp_least_pair, use_count_pairs(use));
    RP_TRY_MEMORY(pairs != NULL);
    for (size_t i = 0; i < use->used_count; i++) use_add_pairs(&use->used[i], pairs, &count);
    const enum rampart_status status = rp_least_make(&use->result, pairs, count, &policies);
    if (status == RAMPART_LIMIT) rp_diag(diags, RAMPART_ERROR, RP_REQ_NOT_EXPRESSED, RP_NOWHERE, "one statement alone has more than 6144 bytes");
    RP_TRY(status);
    struct rampart_str *documents = RP_NEW_ARRAY(&use->result, struct rampart_str, policies.count);
    RP_TRY_MEMORY(documents != NULL);
    for (size_t i = 0; i < policies.count; i++) documents[i] = policies.items[i].document;
    *ret_documents = (struct rampart_strs){documents, policies.count};
    return RAMPART_OK;
}
