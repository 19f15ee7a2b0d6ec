/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index: which statements may bear on a question, found without asking the others.
 *
 * Most statements are about another action or another resource, and their own texts say so: the parts of a
 * pattern that no wildcard touches must stand in what is asked for. decide/signature.h turns these parts into
 * a tag (of an action pattern) and 64 bits (of the resource patterns of a statement); the same is made once of
 * what a request asks for. The index keeps one posting for each pair of statement and action pattern:
 *
 *     tag of the action pattern | signature of the resources | the statement
 *
 * The tags of a few postings are simply read from end to end: they stand beside one another, and the rest of a
 * posting is looked at only where its tag is wanted. Many postings lie in buckets by their tag, of which a
 * question looks into four: the action itself (`ess:CancelInstanceRefresh`), its service and the operation's
 * first letters (`ess:Can*`), its service (`ess:*`), and everything (`*`, NotAction, a wildcard in the
 * service). What is found is collected and then asked, Denies first: the first one that certainly matches ends
 * the search.
 *
 * The index never says that a statement matches. It only leaves out statements that cannot, and asks
 * rp_rule_match() about the others, so it knows nothing of wildcards, conditions and unknown keys, and it
 * cannot be wrong in any way but one: a signature that disagrees with a pattern that matches. Collisions of
 * hashes let a statement through that need not be asked, which is slower and no less right.
 *
 * `tags`, `more_tags` and `services` are the sets of all that the postings say, as bits: they spare a look at
 * the postings of a document that is about something else altogether.
 *
 * Not for questions under other readings of resource patterns, which the signatures do not know, and not for
 * root and trust policies, which are few and have rules of their own: these go from rule to rule
 * (decide/verdict.c), which is also the twin that the index is compared with (tests/property/test_index.c). The
 * other switches only change what a statement that is found comes to: actions compared with case are found
 * under the tags of those without.
 */
#ifndef RP_DECIDE_INDEX_H
#define RP_DECIDE_INDEX_H

#include "decide/match.h"

struct rp_posting {
    uint64_t resources;
    const struct rp_rule *rule;
};

/* Sixty-four bytes: of an account's many indexes each lies in one line of the caches. */
struct rp_index {
    uint64_t tags, more_tags, services;
    const struct rp_posting *postings; /* and behind them their tags: by these most are passed over */
    const uint32_t *starts;      /* where the buckets start, and the end; NULL: there is one bucket only */
    const struct rp_rule *rules; /* of the first run */
    uint32_t count;              /* of postings */
    uint32_t mask;               /* the number of buckets, a power of two, less one */
    uint32_t rule_count;         /* of the first run */
    /* As in a rule, of all of them together; UINT16_MAX colons: that many or more. */
    uint16_t readings, colons;
};

/* Postings that stand together: a question reads one range of an index, or one for each tag. */
struct rp_posting_range {
    const uint32_t *tags;
    const struct rp_posting *postings;
    uint32_t count;
};

static inline const uint32_t *rp_index_tags(const struct rp_index *index)
{
    return (const uint32_t *)(index->postings + index->count);
}

/* Asks for the postings and their tags; of many, for where they begin. */
static inline void rp_index_prefetch(const struct rp_index *index)
{
    const size_t bytes = index->count * (sizeof(struct rp_posting) + sizeof(uint32_t)), most = 4 * RP_CACHE_LINE;
    if (bytes > 0) rp_prefetch_bytes(index->postings, bytes < most ? bytes : most);
    if (bytes > most) rp_prefetch(rp_index_tags(index));
}

static inline uint32_t rp_index_bucket(const struct rp_index *index, uint32_t tag)
{
    return (tag >> 6) & index->mask; /* the lowest bits choose the bit among `tags` */
}

/* Where everything about the action is, and other things; there is room for RP_ACTION_TAGS. */
static inline size_t rp_index_ranges(const struct rp_index *index, const struct rp_action_signature *action,
                                        struct rp_posting_range *ret_ranges)
{
    const uint32_t *tags = rp_index_tags(index);
    if (index->starts == NULL) {
        ret_ranges[0] = (struct rp_posting_range){tags, index->postings, index->count};
        return 1;
    }
    for (size_t i = 0; i < RP_ACTION_TAGS; i++) {
        const uint32_t *start = &index->starts[rp_index_bucket(index, action->tags[i])];
        ret_ranges[i] =
            (struct rp_posting_range){tags + start[0], index->postings + start[0], start[1] - start[0]};
    }
    return RP_ACTION_TAGS;
}

/* Whether the posting of this number may be about the action. The tag's bit is most often all it takes. */
static inline bool rp_range_is_about(const struct rp_posting_range *range, uint32_t i,
                                       const struct rp_action_signature *action)
{
    const uint32_t tag = range->tags[i];
    return rp_action_has_bit(action, tag) && rp_action_has_tag(action, tag);
}

/*
 * Whether the rule's signature lets it match; it speaks of one resource, and of patterns as they are read by
 * default.
 */
static inline bool rp_rule_may_reach(const struct rp_rule *rule, const struct rp_question *question)
{
    return question->resource_set || (question->assumed & RP_ASSUMED_RESOURCES) != 0 ||
           rp_resource_may_match(rule->resource_signature, question->resource_signature);
}

/* Ask for the memory that rp_rule_match() reads: of the rule, and once that is there, of what it points to. */
static inline void rp_rule_prefetch(const struct rp_rule *rule)
{
    rp_prefetch_bytes(rule, sizeof *rule);
}

static inline void rp_rule_prefetch_patterns(const struct rp_rule *rule)
{
    const uintptr_t letters = (uintptr_t)(rule->resource.texts + rule->resource.count); /* stand behind */
    rp_prefetch(rule->action.patterns);
    rp_prefetch_bytes(rule->resource.patterns, sizeof *rule->resource.patterns);
    rp_prefetch_bytes((const void *)letters, 2 * RP_CACHE_LINE);
    if (rule->condition_count > 0) rp_prefetch(rule->conditions);
}

/*
 * A document among the rules of a unit. The index names its own rules; in the unit these are the rules from
 * `at` on, or copies of them.
 */
struct rp_unit_document {
    struct rp_index index;
    size_t at;
    const struct rp_unit_document *next;
};

/* Adds a document to the unit; the index is over one run. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_unit_add_document(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                         const struct rp_index *index);

/* Rules that stand behind one another. */
struct rp_run {
    const struct rp_rule *rules;
    size_t count;
};

/* Over the rules of several runs, which must outlive the index. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
enum rampart_status rp_index_build(struct rp_arena *arena, const struct rp_run *runs, size_t count,
                                   struct rp_index *ret_index);

/* Whether any statement can be about the action at all. */
static inline bool rp_index_may_match(const struct rp_index *index, const struct rp_action_signature *action)
{
    return (index->tags & action->tag_bits) != 0 && (index->more_tags & action->more_bits) != 0 &&
           (index->services & action->services) != 0;
}

enum { RP_RANGES = 64, RP_CANDIDATES = 64 };

/*
 * A search through one index or several, in stages: ranges are collected, then read for statements, and these are
 * asked, Denies first. At each stage the memory of all that the next one reads is asked for at once: the waiting times
 * overlap.
 */
struct rp_search {
    const struct rp_question *question;
    struct rp_truths *truths; /* as rp_index_truths() */
    struct rp_posting_range ranges[RP_RANGES];
    size_t range_count;
    const struct rp_rule *found[RP_CANDIDATES];
    size_t count;
};

static inline void rp_search_begin(struct rp_search *search, const struct rp_question *question,
                                   struct rp_truths *truths)
{
    search->question = question;
    search->truths = truths;
    search->range_count = search->count = 0; /* the lists themselves are filled as it goes */
}

/* Adds what an index has; reads and asks what there is already when it becomes too much. */
enum rampart_status rp_index_search(const struct rp_index *index, struct rp_search *search);

/* A stage by itself, for who has several searches on the way: reads what was collected; asks for what was found. */
enum rampart_status rp_search_read(struct rp_search *search);
void rp_search_prefetch(const struct rp_search *search);

/* Reads and asks everything: `truths` is as it should be. */
enum rampart_status rp_search_end(struct rp_search *search);

/*
 * Adds what the statements come to: afterwards `truths->deny` is right, and unless it is TRUE `truths->allow` as well.
 * Errors: as rp_rule_match().
 */
enum rampart_status rp_index_truths(const struct rp_index *index, const struct rp_question *question,
                                    struct rp_truths *truths);

#endif
