/* SPDX-License-Identifier: Apache-2.0 */
#include "base/try.h"
#include "catalog/manifest.h"
#include "catalog/tsv.h"
#include "pack/merge.h"

static const struct rampart_str policies_file = {RP_SYSTEM_INDEX, sizeof RP_SYSTEM_INDEX - 1};

enum { POLICY_VERSION = 1, POLICY_DATE = 3, POLICY_SOURCE = 4 };

/* The number in "v12"; 0: it is none. */
static unsigned long policies_number(struct rampart_str version)
{
    unsigned long number = 0;
    if (version.len < 2 || version.len > 7 || version.data[0] != 'v') return 0;
    for (size_t i = 1; i < version.len; i++) {
        if (!rp_is_digit(version.data[i])) return 0;
        number = number * 10 + (unsigned long)(version.data[i] - '0');
    }
    return number;
}

/* What is said of a policy in conflicts: its version. */
static enum rampart_status policies_conflict(struct rp_merge *merge, struct rampart_str kept, struct rampart_str other)
{
    const struct rampart_pack_conflict conflict = {.table = policies_file,
                                                   .subject = rp_tsv_field(kept, 0),
                                                   .kept = rp_tsv_field(kept, POLICY_VERSION),
                                                   .kept_date = rp_tsv_field(kept, POLICY_DATE),
                                                   .kept_source = rp_tsv_field(kept, POLICY_SOURCE),
                                                   .other = rp_tsv_field(other, POLICY_VERSION),
                                                   .other_date = rp_tsv_field(other, POLICY_DATE),
                                                   .other_source = rp_tsv_field(other, POLICY_SOURCE)};
    return rp_merge_conflict(merge, &conflict);
}

/* The row of a policy; empty: there is none. */
static struct rampart_str policies_row(const struct rp_merge *merge, struct rampart_str name)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_pack_text(&merge->texts, policies_file));
    return rp_rows_find(rows, name, &line) ? line : RP_STR("");
}

/* The new line stands: whatever was to be listed is listed already. */
static enum rampart_status policies_combine(struct rp_merge *merge, struct rampart_str old, struct rampart_str new,
                                            struct rampart_str *ret_line)
{
    (void)merge;
    (void)old;
    *ret_line = new;
    return RAMPART_OK;
}

/*
 * Takes a document, unless a newer version of it is known. Two documents under one version are two answers: the new one
 * is taken, since it came from the cloud itself, and the difference is listed.
 */
static enum rampart_status policies_take(struct rp_merge *merge, const struct rp_fact_policy *policy)
{
    static const struct rp_merge_table table = {RP_SYSTEM_INDEX, 1, policies_combine};
    struct rampart_str file, line, row = policies_row(merge, policy->name);
    RP_TRY_MEMORY(rp_arena_printf(merge->arena, &file, RP_SYSTEM_FOLDER "%.*s.json", RP_ARG(policy->name)));
    RP_TRY_MEMORY(rp_arena_printf(merge->arena, &line, "%.*s\t%.*s\t-\t%.*s\t%.*s", RP_ARG(policy->name),
                                  RP_ARG(policy->version), RP_ARG(policy->date), RP_ARG(policy->source)));
    const struct rampart_str known = rp_pack_text(&merge->texts, file);
    const unsigned long had = policies_number(rp_tsv_field(row, POLICY_VERSION)), has = policies_number(policy->version);
    if (row.len > 0 && had > has) return policies_conflict(merge, row, line);
    if (row.len > 0 && had == has && known.len > 0 && !rp_str_equal(known, policy->document))
        RP_TRY(policies_conflict(merge, line, row));
    if (rp_str_equal(known, policy->document) && had == has)
        merge->renewed++;
    else
        merge->added++;
    RP_TRY(rp_merge_lines(merge, &table, &line, 1));
    return rp_pack_put(&merge->texts, merge->arena, file, policy->document);
}

enum rampart_status rp_merge_policies(struct rp_merge *merge)
{
    for (size_t i = 0; i < merge->facts->policy_count; i++) RP_TRY(policies_take(merge, &merge->facts->policies[i]));
    return RAMPART_OK;
}
