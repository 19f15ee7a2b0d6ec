/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One resource of a pattern that is allowed and one that is denied. Candidates are shortest texts that the pattern has in
 * common with patterns of statements, or outside of them; each is asked about as any resource is, and only what the
 * answer makes certain is told. The search is bounded, and finding nothing says nothing.
 */
#include "base/str.h"
#include "base/try.h"
#include "engine/cover.h"
#include "engine/explain.h"
#include "engine/split.h"
#include "policy/arn_pattern.h"

enum {
    MOST_PATTERNS = 24, /* of statements that are tried with the pattern, one by one */
    MOST_TOGETHER = 6,  /* and all at once */
    LONGEST = 256,
    MOST_ASKED = 256,
    FIELDS = 5
};

struct seeking {
    struct rp_explainer *explainer;
    struct rp_arena arena;    /* of one round of candidates */
    struct rp_texts patterns; /* that part the pattern */
    struct rampart_str narrowed;
    size_t asked;
};

static bool is_done(const struct seeking *seeking)
{
    const struct rampart_decision *decision = seeking->explainer->decision;
    return (decision->allowed.len > 0 && decision->denied.len > 0) || seeking->asked >= MOST_ASKED;
}

/* ---- asking ---- */

static enum rampart_status keep(struct seeking *seeking, struct rampart_str text,
                                const struct rampart_verdict *verdict)
{
    struct rampart_decision *decision = seeking->explainer->decision;
    bool allowed = verdict->outcome == RAMPART_OUTCOME_ALLOW;
    struct rampart_str *side = allowed ? &decision->allowed : &decision->denied;
    if (verdict->outcome == RAMPART_OUTCOME_CONDITIONAL || side->len > 0) return RAMPART_OK;
    return rp_arena_copy(seeking->explainer->arena, text, side) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* As a pattern that is asked about is read (engine/cover.c). */
static enum rampart_status lies_in(const struct seeking *seeking, struct rampart_str pattern,
                                   struct rampart_str text, bool *ret_lies)
{
    struct rampart_request *request = seeking->explainer->question.request;
    return rp_arn_pattern_match(&request->scratch, &request->matcher, RP_ASSUME_FIELDS, pattern, text,
                                ret_lies);
}

/* The question is not about resources of other accounts, nor about others than those it was narrowed to. */
static enum rampart_status try_text(struct seeking *seeking, struct rampart_str text)
{
    const struct rp_question *asked = &seeking->explainer->question;
    struct rp_resource resource = {.unseen = asked->unseen};
    struct rampart_verdict verdict;
    bool lies = false;
    RP_TRY(lies_in(seeking, seeking->narrowed, text, &lies));
    if (lies) RP_TRY(lies_in(seeking, asked->resource, text, &lies));
    if (!lies || !rp_resource_read(text, &resource) || resource.spelling.wildcards) return RAMPART_OK;
    const struct rp_question question = rp_question_about(asked->request, &resource, asked->assumed);
    if (rp_is_foreign(&question)) return RAMPART_OK;
    seeking->asked++;
    RP_TRY(rp_split_decide(seeking->explainer->rules, &question, &verdict));
    return keep(seeking, text, &verdict);
}

/* ---- candidates ---- */

/* Tries a text for each way of being matched by the patterns, of which the first is the narrowed one. */
static enum rampart_status try_cells(struct seeking *seeking, const struct rp_cell_pattern *patterns,
                                     size_t count)
{
    struct rp_cells cells = {.count = 0};
    RP_TRY(rp_pattern_cells(&seeking->arena, patterns, count, &cells));
    for (size_t i = 0; i < cells.count && !is_done(seeking); i++) RP_TRY(try_text(seeking, cells.texts[i]));
    return RAMPART_OK;
}

/* With the patterns of statements one by one, then, of few, with all of them. */
static enum rampart_status try_narrowed(struct seeking *seeking)
{
    const size_t count = seeking->patterns.count;
    const struct rp_question *asked = &seeking->explainer->question;
    struct rp_cell_pattern patterns[1 + MOST_TOGETHER] = {rp_cover_asked(seeking->narrowed, asked)};
    for (size_t i = 0; i < count && !is_done(seeking); i++) {
        patterns[1] = rp_cover_pattern(seeking->patterns.items[i], asked->assumed);
        RP_TRY(try_cells(seeking, patterns, 2));
        rp_arena_reset(&seeking->arena);
    }
    if (count > MOST_TOGETHER || is_done(seeking)) return RAMPART_OK;
    for (size_t i = 0; i < count; i++)
        patterns[1 + i] = rp_cover_pattern(seeking->patterns.items[i], asked->assumed);
    enum rampart_status status = try_cells(seeking, patterns, 1 + count);
    rp_arena_reset(&seeking->arena);
    return status;
}

/* ---- narrowing the pattern to what resources look like ---- */

static struct rampart_str service_of(const struct rampart_request *request)
{
    const size_t end = rp_str_find(request->action_lower, ':');
    const struct rampart_str code = rp_str_part(request->action_lower, 0, end);
    return rp_str_equal(code, RP_STR("sts")) ? RP_STR("ram") : code;
}

static struct rampart_str account_of(const struct rampart_request *request)
{
    if (request->identity.account.len > 0) return request->identity.account;
    if (request->owner.len > 0) return request->owner;
    return request->account.len > 0 ? request->account : RP_STR("1234567890123456");
}

/* What stands in a field that the pattern leaves open altogether. */
static struct rampart_str usual_field(const struct rampart_request *request, int field)
{
    const struct rampart_str service = service_of(request);
    switch (field) {
    case 0: return RP_STR("acs");
    case 1: return service;
    case 2: return rp_str_equal(service, RP_STR("ram")) ? RP_STR("") : RP_STR("cn-hangzhou");
    case 3: return account_of(request);
    default: return RP_STR("?*");
    }
}

/* A `*` at the end as `?*`: names have a character at least. */
static bool open_end(struct rp_arena *arena, struct rampart_str *text)
{
    if (!rp_str_ends(*text, RP_STR("*")) || rp_str_ends(*text, RP_STR("?*"))) return true;
    const struct rampart_str parts[] = {rp_str_part(*text, 0, text->len - 1), RP_STR("?*")};
    return rp_arena_join(arena, parts, 2, text);
}

/* The pattern with its open fields filled in; the region stays open where `regions` are all to be tried. */
static enum rampart_status narrow(struct seeking *seeking, bool regions)
{
    const struct rp_question *question = &seeking->explainer->question;
    struct rampart_str rest = question->resource, parts[2 * FIELDS];
    const bool everything = rp_str_equal(rest, RP_STR("*"));
    for (int i = 0; i < FIELDS; i++) {
        const size_t end = i < FIELDS - 1 ? rp_str_find(rest, ':') : rest.len;
        struct rampart_str field = everything ? RP_STR("*") : rp_str_part(rest, 0, end);
        const bool open = rp_str_equal(field, RP_STR("*")) && !(regions && i == 2);
        parts[2 * i] = i == 0 ? RP_STR("") : RP_STR(":");
        parts[2 * i + 1] = open ? usual_field(question->request, i) : field;
        rest = rp_str_from(rest, end + 1);
    }
    struct rp_arena *arena = seeking->explainer->arena;
    RP_TRY_MEMORY(open_end(arena, &parts[2 * FIELDS - 1]));
    return rp_arena_join(arena, parts, 2 * FIELDS, &seeking->narrowed) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- what parts the pattern ---- */

static enum rampart_status add_patterns(struct seeking *seeking, const struct rp_unit *unit)
{
    for (size_t i = 0; i < rp_unit_size(unit) && seeking->patterns.count < MOST_PATTERNS; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_ground ground;
        RP_TRY(rp_unit_match_by(unit, i, &seeking->explainer->question, &ground, &truth));
        if (truth == RAMPART_FALSE || rule->attachment->policy->hidden) continue;
        if (ground.covers == RAMPART_UNKNOWN)
            RP_TRY(rp_texts_add_touched(seeking->explainer, rule->resource.texts, rule->resource.count,
                                        &seeking->patterns));
        if (ground.reached == RAMPART_UNKNOWN && rule->members != NULL)
            RP_TRY(rp_texts_add_touched(seeking->explainer, rule->members->texts, rule->members->count,
                                        &seeking->patterns));
    }
    return RAMPART_OK;
}

/* Long ones take long to follow, and many too. */
static enum rampart_status prepare(struct rp_arena *arena, struct rp_texts *patterns)
{
    size_t kept = 0;
    for (size_t i = 0; i < patterns->count && kept < MOST_PATTERNS; i++) {
        if (patterns->items[i].len > LONGEST) continue;
        patterns->items[kept] = patterns->items[i];
        RP_TRY_MEMORY(open_end(arena, &patterns->items[kept++]));
    }
    patterns->count = kept;
    return RAMPART_OK;
}

static enum rampart_status seek(struct seeking *seeking)
{
    const struct rp_explainer *explainer = seeking->explainer;
    for (size_t i = 0; i < explainer->step_count; i++) {
        RP_TRY(add_patterns(seeking, explainer->steps[i].step.unit));
        if (explainer->steps[i].result.fell_back)
            RP_TRY(add_patterns(seeking, explainer->steps[i].step.fallback));
    }
    RP_TRY(prepare(explainer->arena, &seeking->patterns));
    for (int regions = 0; regions < 2 && !is_done(seeking); regions++) {
        RP_TRY(narrow(seeking, regions == 1));
        RP_TRY(try_narrowed(seeking));
    }
    return RAMPART_OK;
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
