/* SPDX-License-Identifier: Apache-2.0 */
/* The sources of an organisation's documents, each once: its file, and the files of documents, which members may share. */
#include <stdlib.h>

#include "account/organisation.h"
#include "base/str.h"
#include "base/try.h"
#include "image/write.h"

static int write_sources_compare(const struct rp_source *x, const struct rp_source *y)
{
    const int order = rp_str_compare(x->name, y->name);
    if (order != 0 || x->text.data == y->text.data) return order;
    return rp_str_compare(x->text, y->text); /* a file that was changed between two readings */
}

static int write_sources_by_name(const void *a, const void *b)
{
    return write_sources_compare(*(const struct rp_source *const *)a, *(const struct rp_source *const *)b);
}

uint32_t rp_image_source_number(const struct rp_image_sources *sources, const struct rp_source *source)
{
    size_t low = 1, high = sources->count;
    if (source->text.data == sources->items[0]->text.data) return 0;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = write_sources_compare(sources->items[middle], source);
        if (order == 0) return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static void write_sources_add_source(const struct rampart_policy *policy, struct rp_image_sources *sources)
{
    if (policy == NULL || policy->unknown || policy->setting.len > 0) return;
    if (policy->source->text.data == sources->items[0]->text.data) return;
    sources->items[sources->count++] = policy->source;
}

static void write_sources_add_sources(const struct rampart_account *member, struct rp_image_sources *sources)
{
    for (size_t i = 0; i < member->policy_count; i++) write_sources_add_source(member->policies[i].policy, sources);
    for (size_t i = 0; i < member->role_count; i++) write_sources_add_source(member->roles[i].trust, sources);
    for (size_t i = 0; i < member->resource_document_count; i++)
        write_sources_add_source(member->resource_documents[i].policy, sources);
}

enum rampart_status rp_image_list_sources(struct rp_arena *arena, const struct rampart_account *organisation,
                                                      struct rp_image_sources *ret_sources)
{
    size_t most = 1, left = 1;
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++) {
        const struct rampart_account *member = rampart_account_member(organisation, i);
        most += member->policy_count + member->role_count + member->resource_document_count;
    }
    struct rp_image_sources sources = {RP_NEW_ARRAY(arena, const struct rp_source *, most), 1};
    RP_TRY_MEMORY(sources.items != NULL);
    sources.items[0] = &organisation->source;
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++)
        write_sources_add_sources(rampart_account_member(organisation, i), &sources);
    if (sources.count > 2) qsort(sources.items + 1, sources.count - 1, sizeof *sources.items, write_sources_by_name);
    for (size_t i = 1; i < sources.count; i++)
        if (left == 1 || write_sources_compare(sources.items[left - 1], sources.items[i]) != 0)
            sources.items[left++] = sources.items[i];
    sources.count = left;
    if (left >= UINT32_MAX) return RAMPART_LIMIT;
    *ret_sources = sources;
    return RAMPART_OK;
}
