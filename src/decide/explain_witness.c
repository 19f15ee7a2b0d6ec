/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One resource of a pattern that is allowed and one that is denied. Candidates are shortest texts that the pattern has in
 * common with patterns of statements, or outside of them; first those that look like resources do. Each is asked about as
 * any resource is, and only what the answer makes certain is told. The search is bounded, and finding nothing says nothing.
 */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/cover.h"
#include "decide/explain.h"
#include "decide/likely.h"
#include "decide/split.h"
#include "policy/arn.h"
#include "policy/arn_pattern.h"

enum {
    MOST_PATTERNS = 24, /* of statements that are tried with the pattern, one by one */
    MOST_TOGETHER = 6,  /* and all at once */
    MOST_HELD = 2,      /* the pattern, and a form of resources */
    LONGEST = 256,
    MOST_ASKED = 256,
    MOST_TRIED = 160, /* groups of patterns */
    MOST_OPEN = 48    /* the same, where conditions leave single resources open: then another text rarely helps */
};

struct seeking {
    struct rp_explainer *explainer;
    struct rp_arena arena;  /* of one round of candidates */
    struct rp_texts as_written, named; /* patterns that part the pattern; with a name where they end in a star */
    struct rampart_str held[MOST_HELD]; /* the pattern as it is narrowed, then what else candidates lie in */
    size_t held_count;
    const struct rampart_str *tried; /* patterns of this round */
    size_t tried_count;
    uint64_t hashes[MOST_ASKED]; /* of the texts that were asked about */
    size_t asked, groups, open;
    bool same; /* no pattern ends in a star, and both lists are the same */
};

static bool is_done(const struct seeking *seeking)
{
    const struct rampart_decision *decision = seeking->explainer->decision;
    return (decision->allowed.len > 0 && decision->denied.len > 0) || seeking->asked >= MOST_ASKED ||
           seeking->groups >= (seeking->open > 0 ? MOST_OPEN : MOST_TRIED);
}

/* ---- asking ---- */

static enum rampart_status keep(struct seeking *seeking, struct rampart_str text,
                                const struct rampart_verdict *verdict)
{
    struct rampart_decision *decision = seeking->explainer->decision;
    bool allowed = verdict->outcome == RAMPART_OUTCOME_ALLOW;
    struct rampart_str *side = allowed ? &decision->allowed : &decision->denied;
    seeking->open += verdict->outcome == RAMPART_OUTCOME_CONDITIONAL;
    if (verdict->outcome == RAMPART_OUTCOME_CONDITIONAL || side->len > 0) return RAMPART_OK;
    return rp_arena_copy(seeking->explainer->arena, text, side) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status matches(const struct seeking *seeking, unsigned assumed,
                                   struct rampart_str pattern, struct rampart_str text, bool *ret_match)
{
    struct rampart_request *request = seeking->explainer->question.request;
    return rp_arn_pattern_match(&request->scratch, &request->matcher, assumed, pattern, text, ret_match);
}

/* The patterns that are asked about are read so (decide/cover.c). */
static enum rampart_status lies_in_question(const struct seeking *seeking, struct rampart_str text,
                                            bool *ret_lies)
{
    RP_TRY(matches(seeking, RP_ASSUME_FIELDS, seeking->explainer->question.resource, text, ret_lies));
    for (size_t i = 0; i < seeking->held_count && *ret_lies; i++)
        RP_TRY(matches(seeking, RP_ASSUME_FIELDS, seeking->held[i], text, ret_lies));
    return RAMPART_OK;
}

/*
 * Whether nothing stands where the action's templates have the name of the resource, which no resource lacks
 * (rampart_names_check() refuses it).
 */
static enum rampart_status lacks_name(const struct seeking *seeking, struct rampart_str text, bool *ret_lacks)
{
    const struct rp_resource *asked = seeking->explainer->question.asked;
    *ret_lacks = false;
    for (size_t i = 0; asked != NULL && i < asked->form_count && rp_str_ends(text, RP_STR("/")); i++) {
        struct rampart_str form;
        RP_TRY_MEMORY(rp_likely_form(seeking->explainer->arena, asked->forms[i], &form));
        if (!rp_str_ends(form, RP_STR("/?*"))) continue;
        form.len -= sizeof "?*" - 1;
        RP_TRY(matches(seeking, RP_ASSUME_FIELDS, form, text, ret_lacks));
        if (*ret_lacks) break;
    }
    return RAMPART_OK;
}

/* Several groups of patterns lead to the same text. Two of one hash cost an example at worst. */
static bool was_asked(struct seeking *seeking, struct rampart_str text)
{
    const uint64_t hash = rp_hash(text);
    for (size_t i = 0; i < seeking->asked; i++)
        if (seeking->hashes[i] == hash) return true;
    if (seeking->asked < MOST_ASKED) seeking->hashes[seeking->asked++] = hash;
    return false;
}

/* The question is not about resources of other accounts. Layers that nobody showed are those of this one resource. */
static enum rampart_status ask(struct seeking *seeking, struct rp_resource *resource)
{
    const struct rp_question *asked = &seeking->explainer->question;
    struct rampart_verdict verdict;
    if (asked->unseen != NULL && asked->request->find_unseen != NULL)
        RP_TRY(asked->request->find_unseen(asked->request, resource));
    const struct rp_question question = rp_question_about(asked->request, resource, asked->assumed);
    if (rp_is_foreign(&question) || was_asked(seeking, resource->arn)) return RAMPART_OK;
    RP_TRY(rp_split_decide(seeking->explainer->rules, &question, &verdict));
    return keep(seeking, resource->arn, &verdict);
}

static enum rampart_status ask_text(struct seeking *seeking, struct rampart_str text)
{
    struct rp_resource resource = {.unseen = seeking->explainer->question.unseen};
    bool lies = false;
    RP_TRY(lies_in_question(seeking, text, &lies));
    if (!lies || !rp_resource_read(text, &resource) || resource.spelling.wildcards) return RAMPART_OK;
    RP_TRY(lacks_name(seeking, text, &lies));
    return lies ? RAMPART_OK : ask(seeking, &resource);
}

/* A `*` for the region, behind a literal service, matches in every region or in none. */
static bool tells_regions(struct rampart_str pattern)
{
    struct rp_arn arn;
    return !rp_arn_split(pattern, &arn) || rp_has_wildcard(arn.partition) || rp_has_wildcard(arn.service) ||
           !rp_str_equal(arn.region, RP_STR("*"));
}

/* Which patterns of this round match that tell regions from one another, as bits. */
static enum rampart_status cell_of(const struct seeking *seeking, struct rampart_str text, unsigned *ret_cell)
{
    const unsigned assumed = seeking->explainer->question.assumed;
    *ret_cell = 0;
    for (size_t i = 0; i < seeking->tried_count; i++) {
        bool match = false;
        if (!tells_regions(seeking->tried[i])) continue;
        RP_TRY(matches(seeking, assumed, seeking->tried[i], text, &match));
        *ret_cell |= (unsigned)match << i;
    }
    return RAMPART_OK;
}

/*
 * The same resource in the first region that the patterns do not tell from its own, which there is not. In the usual one it
 * was asked about before.
 */
static enum rampart_status ask_elsewhere(struct seeking *seeking, const struct rp_resource *resource)
{
    const struct rp_question *asked = &seeking->explainer->question;
    struct rp_region_cursor cursor = {.row = 0};
    struct rampart_str region;
    unsigned cell = 0;
    RP_TRY(cell_of(seeking, resource->arn, &cell));
    RP_TRY_MEMORY(rp_likely_in_region(&seeking->arena, resource, rp_likely_usual_region(asked), &region));
    unsigned usual = 0;
    bool lies = false;
    RP_TRY(lies_in_question(seeking, region, &lies));
    if (lies) RP_TRY(cell_of(seeking, region, &usual));
    if (lies && usual == cell) return RAMPART_OK;
    while (rp_likely_next_region(asked, &cursor, &region)) {
        struct rampart_str text;
        unsigned other = 0;
        RP_TRY_MEMORY(rp_likely_in_region(&seeking->arena, resource, region, &text));
        RP_TRY(cell_of(seeking, text, &other));
        if (other == cell) return ask_text(seeking, text);
    }
    return RAMPART_OK;
}

static enum rampart_status try_text(struct seeking *seeking, struct rampart_str text)
{
    struct rp_resource resource = {.arn = text};
    if (!rp_resource_read(text, &resource)) return RAMPART_OK;
    if (rp_likely_region(&seeking->explainer->question, &resource)) return ask_text(seeking, text);
    return ask_elsewhere(seeking, &resource);
}

/* ---- candidates ---- */

/* Tries a text for each way of being matched by these patterns of statements, and by what is held. */
static enum rampart_status try_group(struct seeking *seeking, const struct rampart_str *texts, size_t count)
{
    struct rp_cell_pattern patterns[MOST_HELD + MOST_TOGETHER];
    const struct rp_question *asked = &seeking->explainer->question;
    struct rp_cells cells = {.count = 0};
    size_t total = 0;
    for (size_t i = 0; i < seeking->held_count; i++)
        patterns[total++] = rp_cover_asked(seeking->held[i], asked);
    for (size_t i = 0; i < count; i++) patterns[total++] = rp_cover_pattern(texts[i], asked->assumed);
    seeking->tried = texts;
    seeking->tried_count = count;
    seeking->groups++;
    enum rampart_status status = rp_pattern_cells(&seeking->arena, patterns, total, &cells);
    for (size_t i = 0; i < cells.count && status == RAMPART_OK && !is_done(seeking); i++)
        status = try_text(seeking, cells.texts[i]);
    rp_arena_reset(&seeking->arena);
    return status;
}

/* Of many, each with each other: half of a group with each other half. */
static enum rampart_status try_pairs(struct seeking *seeking, const struct rp_texts *patterns)
{
    enum { HALF = MOST_TOGETHER / 2 };
    struct rampart_str group[MOST_TOGETHER];
    for (size_t i = 0; i < patterns->count; i += HALF)
        for (size_t j = i + HALF; j < patterns->count && !is_done(seeking); j += HALF) {
            const size_t left = patterns->count - j, second = left < HALF ? left : HALF;
            memcpy(group, &patterns->items[i], HALF * sizeof *group);
            memcpy(group + HALF, &patterns->items[j], second * sizeof *group);
            RP_TRY(try_group(seeking, group, HALF + second));
        }
    return RAMPART_OK;
}

/* With the patterns of statements one by one, then with all of them, as far as these can be followed. */
static enum rampart_status try_patterns(struct seeking *seeking, const struct rp_texts *patterns)
{
    const size_t count = patterns->count;
    for (size_t i = 0; i < count && !is_done(seeking); i++)
        RP_TRY(try_group(seeking, &patterns->items[i], 1));
    if (count < 2 || is_done(seeking)) return RAMPART_OK;
    return count > MOST_TOGETHER ? try_pairs(seeking, patterns) : try_group(seeking, patterns->items, count);
}

/* Within a form that resources have; an empty one: in any. */
static enum rampart_status try_form(struct seeking *seeking, struct rampart_str form, bool empty,
                                    const struct rp_texts *patterns)
{
    const struct rp_explainer *explainer = seeking->explainer;
    struct rampart_str before = {NULL, 0};
    seeking->held[1] = form;
    seeking->held_count = form.len > 0 ? MOST_HELD : 1;
    for (int regions = 0; regions < 2 && !is_done(seeking); regions++) {
        const struct rp_likely_how how = {.regions = regions == 1, .empty = empty};
        RP_TRY_MEMORY(
            rp_likely_narrow(explainer->arena, &explainer->question, how, &seeking->held[0]));
        if (regions == 0 || !rp_str_equal(before, seeking->held[0])) RP_TRY(try_patterns(seeking, patterns));
        before = seeking->held[0];
    }
    return RAMPART_OK;
}

static enum rampart_status try_forms(struct seeking *seeking, bool empty, const struct rp_texts *patterns)
{
    const struct rp_explainer *explainer = seeking->explainer;
    const struct rp_resource *asked = explainer->question.asked;
    for (size_t i = 0; asked != NULL && i < asked->form_count && !is_done(seeking); i++) {
        struct rampart_str form;
        RP_TRY_MEMORY(rp_likely_form(explainer->arena, asked->forms[i], &form));
        if (form.len <= LONGEST) RP_TRY(try_form(seeking, form, empty, patterns));
    }
    return is_done(seeking) ? RAMPART_OK : try_form(seeking, RP_STR(""), empty, patterns);
}

/* ---- what parts the pattern ---- */

static enum rampart_status add_patterns(struct seeking *seeking, const struct rp_unit *unit)
{
    for (size_t i = 0; i < rp_unit_size(unit) && seeking->as_written.count < MOST_PATTERNS; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_ground ground;
        RP_TRY(rp_unit_match_by(unit, i, &seeking->explainer->question, &ground, &truth));
        if (truth == RAMPART_FALSE || rule->attachment->policy->hidden) continue;
        if (ground.covers == RAMPART_UNKNOWN)
            RP_TRY(rp_texts_add_touched(seeking->explainer, rule->resource.texts, rule->resource.count,
                                        &seeking->as_written));
        if (ground.reached == RAMPART_UNKNOWN && rule->members != NULL)
            RP_TRY(rp_texts_add_touched(seeking->explainer, rule->members->texts, rule->members->count,
                                        &seeking->as_written));
    }
    return RAMPART_OK;
}

/* Long ones take long to follow, and many too. */
static enum rampart_status prepare(struct seeking *seeking)
{
    struct rp_arena *arena = seeking->explainer->arena;
    struct rp_texts *written = &seeking->as_written, *named = &seeking->named;
    size_t kept = 0;
    seeking->same = true;
    named->items = RP_NEW_ARRAY(arena, struct rampart_str, MOST_PATTERNS);
    RP_TRY_MEMORY(named->items != NULL);
    for (size_t i = 0; i < written->count && kept < MOST_PATTERNS; i++) {
        if (written->items[i].len > LONGEST) continue;
        written->items[kept] = named->items[kept] = written->items[i];
        RP_TRY_MEMORY(rp_likely_named(arena, &named->items[kept]));
        seeking->same = seeking->same && rp_str_equal(written->items[kept], named->items[kept]);
        kept++;
    }
    written->count = named->count = kept;
    return RAMPART_OK;
}

/* What looks most like a resource comes first: a name where the pattern ends in a star, and where those of statements do. */
static enum rampart_status seek(struct seeking *seeking)
{
    const struct rp_explainer *explainer = seeking->explainer;
    for (size_t i = 0; i < explainer->step_count; i++) {
        RP_TRY(add_patterns(seeking, explainer->steps[i].step.unit));
        if (explainer->steps[i].result.fell_back)
            RP_TRY(add_patterns(seeking, explainer->steps[i].step.fallback));
    }
    RP_TRY(prepare(seeking));
    RP_TRY(try_forms(seeking, false, &seeking->named));
    if (!is_done(seeking) && !seeking->same) RP_TRY(try_forms(seeking, false, &seeking->as_written));
    bool empty = rp_str_ends(explainer->question.resource, RP_STR("*"));
    return is_done(seeking) || !empty ? RAMPART_OK : try_forms(seeking, true, &seeking->as_written);
}

enum rampart_status rp_explain_witness(struct rp_explainer *explainer)
{
    struct seeking seeking = {.explainer = explainer};
    if (explainer->question.resource.len > LONGEST) return RAMPART_OK;
    rp_arena_init(&seeking.arena, &explainer->question.request->allocator);
    enum rampart_status status = seek(&seeking);
    rp_arena_free(&seeking.arena);
    return status;
}
