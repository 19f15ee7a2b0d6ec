/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/index.h"

#include "base/try.h"

enum { SINGLE_BUCKET = 24, POSTINGS_A_BUCKET = 2, POSTINGS_A_LINE = 4 };

/* ---- building ---- */

/* What goes through all postings-to-be of the runs: to count them, then to put them in their places. */
struct builder {
    struct rp_index index;
    uint32_t *tags;
    struct rp_posting *postings;
    uint32_t *ends; /* by the bucket: where its next posting goes; NULL: not yet known */
    size_t total;
};

/* What the readings of resource patterns may change is known of all rules together. */
static void index_note_readings(struct rp_index *index, const struct rp_run *runs, size_t count)
{
    index->colons = UINT16_MAX;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < runs[i].count; j++) {
            const struct rp_rule *rule = &runs[i].rules[j];
            index->readings = (uint16_t)(index->readings | rule->resource_readings);
            if (rule->colons < index->colons) index->colons = (uint16_t)rule->colons;
        }
}

static void index_place(struct builder *builder, const struct rp_rule *rule, uint32_t tag, uint64_t services)
{
    builder->total++;
    if (builder->ends == NULL) return;
    uint32_t *end = &builder->ends[rp_index_bucket(&builder->index, tag)];
    if (builder->postings != NULL) {
        builder->tags[*end] = tag;
        builder->postings[*end] = (struct rp_posting){rule->resource_signature, rule};
    }
    ++*end;
    builder->index.tags |= rp_action_bit(tag);
    builder->index.more_tags |= rp_action_more_bit(tag);
    builder->index.services |= services;
}

static void place_rule(struct builder *builder, const struct rp_rule *rule)
{
    if (rule->action.negated) {
        index_place(builder, rule, RP_ACTION_TAG_ANY, UINT64_MAX);
        return;
    }
    for (size_t i = 0; i < rule->action.count; i++) {
        struct rampart_str pattern = rule->action.texts[i];
        index_place(builder, rule, rp_action_tag(pattern), rp_action_services(pattern));
    }
}

/* Denies first, so that they come first in each bucket. */
static void place_all(struct builder *builder, const struct rp_run *runs, size_t count)
{
    static const enum rampart_effect effects[] = {RAMPART_DENY, RAMPART_ALLOW};
    for (size_t e = 0; e < 2; e++)
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < runs[i].count; j++)
                if (runs[i].rules[j].effect == effects[e]) place_rule(builder, &runs[i].rules[j]);
}

/* The buckets' sizes, which stand behind the first place, become their starts. */
static void index_add_up(uint32_t *starts, size_t buckets)
{
    for (size_t i = 1; i <= buckets; i++) starts[i] += starts[i - 1];
}

static enum rampart_status make_buckets(struct rp_arena *arena, struct builder *builder,
                                        const struct rp_run *runs, size_t count)
{
    size_t buckets = 1;
    if (builder->total > SINGLE_BUCKET)
        while (buckets * POSTINGS_A_BUCKET < builder->total) buckets *= 2;
    builder->index.mask = (uint32_t)(buckets - 1);
    uint32_t *starts = RP_NEW_ARRAY(arena, uint32_t, buckets + 2);
    RP_TRY_MEMORY(starts != NULL);
    builder->ends = starts + 2;
    place_all(builder, runs, count);
    index_add_up(starts + 1, buckets);
    builder->ends =
        starts + 1; /* filling a bucket moves its start to its end, which is the next one's start */
    builder->index.starts = buckets > 1 ? starts : NULL;
    return RAMPART_OK;
}

enum rampart_status rp_index_build(struct rp_arena *arena, const struct rp_run *runs, size_t count,
                                   struct rp_index *ret_index)
{
    struct builder builder = {.total = 0};
    place_all(&builder, runs, count);
    if (builder.total >= UINT32_MAX / 2) return RAMPART_LIMIT;
    builder.index.count = (uint32_t)builder.total;
    builder.index.rules = runs[0].rules;
    builder.index.rule_count = (uint32_t)runs[0].count;
    index_note_readings(&builder.index, runs, count);
    RP_TRY(make_buckets(arena, &builder, runs, count));
    builder.postings =
        rp_arena_alloc(arena, builder.index.count, sizeof(struct rp_posting) + sizeof(uint32_t));
    RP_TRY_MEMORY(builder.postings != NULL);
    builder.tags = (uint32_t *)(builder.postings + builder.index.count);
    place_all(&builder, runs, count);
    builder.index.postings = builder.postings;
    *ret_index = builder.index;
    return RAMPART_OK;
}

enum rampart_status rp_unit_add_document(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                         const struct rp_index *index)
{
    struct rp_unit_document *document = RP_NEW(arena, struct rp_unit_document);
    RP_TRY_MEMORY(document != NULL);
    *document = (struct rp_unit_document){*index, at, unit->documents};
    unit->documents = document;
    return RAMPART_OK;
}

/* ---- asking ---- */

/* An Allow is not asked when another one has matched already: it could not change anything. */
static enum rampart_status search_ask(const struct rp_search *search, const struct rp_rule *rule)
{
    struct rp_truths *truths = search->truths;
    enum rampart_truth *truth = rule->effect == RAMPART_DENY ? &truths->deny : &truths->allow;
    enum rampart_truth match = RAMPART_FALSE;
    if (*truth == RAMPART_TRUE) return RAMPART_OK;
    RP_TRY(rp_rule_match(rule, search->question, &match));
    *truth = rp_truth_or(*truth, match);
    return RAMPART_OK;
}

/* The memory of all candidates is asked for before the first is read. */
void rp_search_prefetch(const struct rp_search *search)
{
    for (size_t i = 0; i < search->count; i++) rp_rule_prefetch_patterns(search->found[i]);
}

static enum rampart_status ask_all(struct rp_search *search)
{
    static const enum rampart_effect effects[] = {RAMPART_DENY, RAMPART_ALLOW};
    rp_search_prefetch(search);
    for (size_t e = 0; e < 2; e++)
        for (size_t i = 0; i < search->count && search->truths->deny != RAMPART_TRUE; i++)
            if (search->found[i]->effect == effects[e]) RP_TRY(search_ask(search, search->found[i]));
    search->count = 0;
    return RAMPART_OK;
}

/* Copies of what the loop reads: what it writes cannot change them. */
static enum rampart_status read_range(const struct rp_posting_range range, struct rp_search *search)
{
    const struct rp_action_signature action = search->question->request->action_signature;
    const uint64_t resource = search->question->resource_signature;
    for (uint32_t i = 0; i < range.count; i++) {
        if (!rp_range_is_about(&range, i, &action)) continue;
        const struct rp_posting *posting = &range.postings[i];
        if (!rp_resource_may_match(posting->resources, resource)) continue;
        if (search->count == RP_CANDIDATES) RP_TRY(ask_all(search));
        search->found[search->count++] = posting->rule;
        rp_rule_prefetch(posting->rule);
    }
    return RAMPART_OK;
}

enum rampart_status rp_search_read(struct rp_search *search)
{
    for (size_t i = 0; i < search->range_count; i++) RP_TRY(read_range(search->ranges[i], search));
    search->range_count = 0;
    return RAMPART_OK;
}

enum rampart_status rp_index_search(const struct rp_index *index, struct rp_search *search)
{
    if (search->range_count + RP_ACTION_TAGS > RP_RANGES) RP_TRY(rp_search_read(search));
    struct rp_posting_range *added = &search->ranges[search->range_count];
    size_t count = rp_index_ranges(index, &search->question->request->action_signature, added);
    for (size_t i = 0; i < count; i++) {
        rp_prefetch(added[i].tags);
        rp_prefetch(added[i].postings);
        if (added[i].count > POSTINGS_A_LINE) rp_prefetch(added[i].postings + POSTINGS_A_LINE);
    }
    search->range_count += count;
    return RAMPART_OK;
}

enum rampart_status rp_search_end(struct rp_search *search)
{
    RP_TRY(rp_search_read(search));
    return ask_all(search);
}

enum rampart_status rp_index_truths(const struct rp_index *index, const struct rp_question *question,
                                    struct rp_truths *truths)
{
    struct rp_search search;
    rp_search_begin(&search, question, truths);
    RP_TRY(rp_index_search(index, &search));
    return rp_search_end(&search);
}
