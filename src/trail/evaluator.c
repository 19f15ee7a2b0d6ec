/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/evaluator.h"

#include "account/organisation.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/readings.h"
#include "policy/key.h"

enum { CACHE_ENTRIES = 16384, LONGEST_QUESTION = 320, LONGEST_KEYS = 4096 };

/* Questions and their answers. A new question takes the place of another with the same hash. */
struct rp_answer_cache {
    struct cache_entry {
        size_t len; /* 0: empty */
        struct rp_call_answer answer;
        char text[LONGEST_QUESTION];
    } entries[CACHE_ENTRIES];
};

/* One thing to be decided. */
struct question {
    const struct rp_caller *caller;
    struct rampart_str action, resource;
    bool area;
    unsigned given; /* the circumstances that the request has, a bit each */
};

/* The answer depends on which resource it was. */
static const struct rp_call_answer open_resource = {.outcome = RAMPART_OUTCOME_CONDITIONAL,
                                                    .reason = RAMPART_REPLAY_RESOURCE_UNKNOWN};

/* ---- an evaluator's life ---- */

static void *evaluator_zeroed(const struct rp_evaluator *evaluator, size_t size)
{
    const struct rampart_allocator *allocator = &evaluator->arena.allocator;
    void *memory = allocator->allocate(allocator->context, size);
    return memory == NULL ? NULL : memset(memory, 0, size);
}

enum rampart_status rp_evaluator_init(struct rp_evaluator *evaluator, const struct rampart_options *options,
                                      const struct rampart_set *set, struct rampart_diags *faults)
{
    *evaluator = (struct rp_evaluator){.set = set, .faults = faults};
    rp_arena_init(&evaluator->arena, options == NULL ? NULL : options->allocator);
    evaluator->cache = evaluator_zeroed(evaluator, sizeof *evaluator->cache);
    RP_TRY_MEMORY(evaluator->cache != NULL);
    const struct rp_compiled *one = set->compiled;
    const bool several = set->members != NULL;
    RP_TRY(rp_clock_init(&evaluator->clock, &evaluator->arena, several ? set->peers : &one,
                         several ? set->member_count : 1));
    return rampart_request_new(options, &evaluator->request);
}

void rp_evaluator_free(struct rp_evaluator *evaluator)
{
    const struct rampart_allocator allocator = evaluator->arena.allocator;
    if (evaluator->cache != NULL) allocator.release(allocator.context, evaluator->cache);
    rampart_request_free(evaluator->request);
    rp_arena_free(&evaluator->arena);
    *evaluator = (struct rp_evaluator){.set = NULL};
}

bool rp_evaluator_has(const struct rp_evaluator *evaluator, const struct rp_caller *caller)
{
    struct rp_identity identity;
    const char *expected = NULL;
    if (!rp_identity_read(caller->principal, &identity, &expected)) return false;
    if (identity.kind == RP_IDENTITY_ROOT) return true;
    const struct rampart_set *set = evaluator->set;
    if (set->members != NULL) set = set->members[rp_organisation_find(set->account, caller->account)];
    struct rp_grantee_id id;
    return rp_holder_named(set->compiled, &identity, &id);
}

/* ---- one question ---- */

/* The session's name matters only to a trust policy. */
static struct rampart_str evaluator_principal(const struct question *question)
{
    bool assumes = rp_str_equal_fold(question->action, RP_STR("sts:AssumeRole"));
    return assumes ? question->caller->principal : question->caller->holder;
}

static enum rampart_status evaluator_fill_request(const struct rp_evaluator *evaluator,
                                                  const struct question *question)
{
    struct rampart_request *request = evaluator->request;
    rampart_request_clear(request);
    RP_TRY(rampart_request_set_account(request, question->caller->account, NULL));
    RP_TRY(rampart_request_set_principal(request, evaluator_principal(question), NULL));
    RP_TRY(rampart_request_set_action(request, question->action, NULL));
    RP_TRY(rampart_request_add_resource(request, question->resource, NULL));
    for (size_t key = 0; key < RP_CIRCUMSTANCES; key++) {
        if ((question->given & 1U << key) == 0) continue;
        RP_TRY(rampart_request_add_context(request, rp_circumstance_keys[key],
                                           question->caller->circumstances[key], NULL));
    }
    for (size_t i = 0; i < question->caller->absent_count; i++)
        RP_TRY(rampart_request_set_absent(request, question->caller->absent[i], NULL));
    RP_TRY(rampart_request_finish(request, NULL));
    if (!evaluator->readings.on)
        rp_request_take_oss_as_written(request); /* the other way is an option of its own (trail/resource.c) */
    rp_request_take_resource_set(request, question->area);
    return RAMPART_OK;
}

static enum rampart_status evaluator_keep_text(struct rp_evaluator *evaluator, struct rampart_str text,
                                               struct rampart_str *ret_kept)
{
    struct rampart_str *kept = rp_intern(&evaluator->texts, &evaluator->arena, text);
    RP_TRY_MEMORY(kept != NULL);
    if (kept->data == NULL) RP_TRY_MEMORY(rp_arena_copy(&evaluator->arena, text, kept));
    *ret_kept = *kept;
    return RAMPART_OK;
}

/* Finds the least name after another; false: there is none. */
static bool evaluator_next_key(struct rampart_strs keys, struct rampart_str after,
                               struct rampart_str *ret_key)
{
    bool found = false;
    for (size_t i = 0; i < keys.count; i++) {
        if (rp_str_compare(keys.items[i], after) <= 0) continue;
        if (found && rp_str_compare(keys.items[i], *ret_key) >= 0) continue;
        *ret_key = keys.items[i];
        found = true;
    }
    return found;
}

/* Returns the circumstances among the keys, a bit each. */
static unsigned evaluator_circumstances(struct rampart_strs keys)
{
    unsigned open = 0;
    for (size_t i = 0; i < keys.count; i++)
        for (unsigned key = 0; key < RP_CIRCUMSTANCES; key++)
            if (rp_key_equal(keys.items[i], rp_circumstance_keys[key])) open |= 1U << key;
    return open;
}

/* Commas separate names: one within a name is written %2C. */
static void evaluator_add_key(struct rp_buf *buf, struct rampart_str key)
{
    if (buf->len > 0) rp_buf_add_byte(buf, ',');
    for (size_t comma = 0; key.len > 0; key = rp_str_from(key, comma + 1)) {
        comma = rp_str_find(key, ',');
        rp_buf_add(buf, rp_str_part(key, 0, comma));
        if (comma < key.len) rp_buf_add(buf, RP_STR("%2C"));
    }
}

static enum rampart_status evaluator_list_keys(struct rp_evaluator *evaluator, struct rampart_strs keys,
                                               struct rampart_str *ret_list)
{
    struct rp_buf buf;
    struct rampart_str key = {NULL, 0};
    rp_buf_init(&buf, &evaluator->arena.allocator, LONGEST_KEYS);
    while (evaluator_next_key(keys, key, &key)) evaluator_add_key(&buf, key);
    enum rampart_status status = buf.failed == RAMPART_NO_MEMORY
                                     ? buf.failed
                                     : evaluator_keep_text(evaluator, rp_buf_text(&buf), ret_list);
    rp_buf_free(&buf);
    return status;
}

static enum rampart_status evaluator_explain(struct rp_evaluator *evaluator, const struct question *question,
                                             struct rp_call_answer *answer)
{
    struct rampart_decision *decision = NULL;
    RP_TRY(rampart_explain(evaluator->set, &evaluator->request, 1, RP_EXPLAIN_CAUSES, NULL, &decision, NULL));
    enum rampart_status status = RAMPART_OK;
    answer->reason = RAMPART_REPLAY_RESOURCE_UNKNOWN;
    if (decision->unseen_count > 0) { /* they alone leave it open, whatever else does */
        answer->reason = RAMPART_REPLAY_UNKNOWN_LAYERS;
    } else if (decision->unknown_keys.count > 0) {
        answer->reason = RAMPART_REPLAY_CONDITION_KEYS;
        answer->open = evaluator_circumstances(decision->unknown_keys);
        status = evaluator_list_keys(evaluator, decision->unknown_keys, &answer->keys);
    } else if (decision->unknown_layer_count > 0 || !question->area) {
        answer->reason = RAMPART_REPLAY_UNKNOWN_POLICIES;
    }
    rampart_decision_free(decision);
    return status;
}

/* Adds a question with all that the event tells; equal texts have equal answers under every reading. */
static void evaluator_name_question(const struct rp_evaluator *evaluator, const struct question *question)
{
    struct rp_buf *out = evaluator->readings.questions;
    const struct rampart_str parts[] = {question->caller->account, question->caller->principal, question->action,
                                        question->resource, question->area ? RP_STR("area") : RP_STR("one")};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        rp_buf_add(out, parts[i]);
        rp_buf_add_byte(out, '\n');
    }
    for (size_t i = 0; i < question->caller->absent_count; i++) {
        rp_buf_add(out, question->caller->absent[i]);
        rp_buf_add_byte(out, '\n');
    }
    for (size_t key = 0; key < RP_CIRCUMSTANCES; key++) {
        char span[RP_CLOCK_SPAN];
        const struct rampart_str value = question->caller->circumstances[key];
        rp_buf_add(out, key == RP_CIRCUMSTANCE_TIME ? rp_clock_span(&evaluator->clock, value, span) : value);
        rp_buf_add_byte(out, '\n');
    }
}

/* An event with an invalid ARN leaves open what it was about. */
static enum rampart_status evaluator_read(struct rp_evaluator *evaluator, struct question *question,
                                          struct rp_call_answer *ret_answer)
{
    struct rampart_verdict verdict;
    rampart_switches touching = 0;
    question->given = 0;
    for (unsigned key = 0; key < RP_CIRCUMSTANCES; key++)
        if (question->caller->circumstances[key].len > 0) question->given |= 1U << key;
    *ret_answer = open_resource;
    if (evaluator->readings.questions != NULL) {
        evaluator_name_question(evaluator, question);
        return RAMPART_OK;
    }
    enum rampart_status status = evaluator_fill_request(evaluator, question);
    if (status == RAMPART_INVALID_INPUT) return RAMPART_OK;
    RP_TRY(status);
    RP_TRY(rp_set_decide_read(evaluator->set, evaluator->request, evaluator->readings.assumed, evaluator->faults,
                              &verdict, &touching));
    evaluator->readings.touching |= touching;
    ret_answer->outcome = verdict.outcome;
    return RAMPART_OK;
}

static enum rampart_status evaluator_decide(struct rp_evaluator *evaluator, const struct question *question,
                                            struct rp_call_answer *ret_answer)
{
    struct rampart_verdict verdict;
    struct rp_call_answer answer = {.reason = RAMPART_REPLAY_DETERMINED};
    enum rampart_status status = evaluator_fill_request(evaluator, question);
    if (status == RAMPART_INVALID_INPUT) { /* the event recorded an invalid ARN */
        *ret_answer = open_resource;
        return RAMPART_OK;
    }
    RP_TRY(status);
    RP_TRY(rampart_decide(evaluator->set, &evaluator->request, 1, evaluator->faults, &verdict, NULL));
    answer.outcome = verdict.outcome;
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL)
        RP_TRY(evaluator_explain(evaluator, question, &answer));
    *ret_answer = answer;
    return RAMPART_OK;
}

/* ---- each question once ---- */

static bool evaluator_put(char *text, size_t *len, struct rampart_str piece)
{
    if (piece.len >= LONGEST_QUESTION - *len) return false;
    if (piece.len > 0) memcpy(text + *len, piece.data, piece.len);
    *len += piece.len;
    text[(*len)++] = '\n';
    return true;
}

/* Writes all that the answer depends on; false: the question is too long for the cache. */
static bool evaluator_write_question(const struct rp_evaluator *evaluator, const struct question *question,
                                     char *text, size_t *ret_len)
{
    *ret_len = 0;
    char given = (char)('0' + question->given); /* no more than five bits */
    bool fits = evaluator_put(text, ret_len, (struct rampart_str){&given, 1}) &&
                evaluator_put(text, ret_len, question->caller->account) &&
                evaluator_put(text, ret_len, evaluator_principal(question)) &&
                evaluator_put(text, ret_len, question->action) &&
                evaluator_put(text, ret_len, question->area ? RP_STR("area") : RP_STR("one")) &&
                evaluator_put(text, ret_len, question->resource);
    for (size_t i = 0; fits && i < question->caller->absent_count; i++)
        fits = evaluator_put(text, ret_len, question->caller->absent[i]);
    for (size_t key = 0; fits && key < RP_CIRCUMSTANCES; key++) {
        char span[RP_CLOCK_SPAN];
        struct rampart_str value = question->caller->circumstances[key];
        if ((question->given & 1U << key) == 0) continue;
        if (key == RP_CIRCUMSTANCE_TIME) value = rp_clock_span(&evaluator->clock, value, span);
        fits = evaluator_put(text, ret_len, value);
    }
    return fits;
}

static enum rampart_status evaluator_decide_once(struct rp_evaluator *evaluator,
                                                 const struct question *question,
                                                 struct rp_call_answer *ret_answer)
{
    char text[LONGEST_QUESTION];
    size_t len;
    if (!evaluator_write_question(evaluator, question, text, &len))
        return evaluator_decide(evaluator, question, ret_answer);
    const struct rampart_str written = {text, len};
    struct cache_entry *cache_entry = &evaluator->cache->entries[(rp_hash(written) >> 32) % CACHE_ENTRIES];
    if (!rp_str_equal((struct rampart_str){cache_entry->text, cache_entry->len}, written)) {
        struct rp_call_answer answer;
        RP_TRY(evaluator_decide(evaluator, question, &answer));
        cache_entry->len = len;
        cache_entry->answer = answer;
        memcpy(cache_entry->text, text, len);
    }
    *ret_answer = cache_entry->answer;
    return RAMPART_OK;
}

/*
 * Most answers do not depend on when and from where a call came. So the first request has no circumstances, and each
 * further one adds those that the answer was found to depend on: this makes few questions of many calls.
 */
static enum rampart_status evaluator_decide_resource(struct rp_evaluator *evaluator,
                                                     struct question *question,
                                                     struct rp_call_answer *ret_answer)
{
    unsigned more = 0;
    if (evaluator->readings.on) return evaluator_read(evaluator, question, ret_answer);
    question->given = 0;
    do {
        question->given |= more;
        RP_TRY(evaluator_decide_once(evaluator, question, ret_answer));
        more = 0;
        for (unsigned key = 0; key < RP_CIRCUMSTANCES; key++)
            if (question->caller->circumstances[key].len > 0)
                more |= ret_answer->open & ~question->given & 1U << key;
    } while (more != 0);
    return RAMPART_OK;
}

/* ---- answers to several questions ---- */

static int evaluator_rank(const struct rp_call_answer *answer)
{
    if (answer->outcome == RAMPART_OUTCOME_DENY) return 2;
    return answer->outcome == RAMPART_OUTCOME_CONDITIONAL ? 1 : 0;
}

struct rp_call_answer rp_call_answer_both(const struct rp_call_answer *a, const struct rp_call_answer *b)
{
    if (evaluator_rank(a) != evaluator_rank(b)) return evaluator_rank(a) > evaluator_rank(b) ? *a : *b;
    if (a->reason != b->reason) return a->reason < b->reason ? *a : *b;
    return rp_str_compare(a->keys, b->keys) <= 0 ? *a : *b;
}

struct rp_call_answer rp_call_answer_either(const struct rp_call_answer *a, const struct rp_call_answer *b)
{
    return a->outcome == b->outcome ? rp_call_answer_both(a, b) : open_resource;
}

static enum rampart_status evaluator_decide_option(struct rp_evaluator *evaluator, struct question *question,
                                                   const struct rp_resource_option *option,
                                                   struct rp_call_answer *ret_answer)
{
    struct rp_call_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    question->area = option->area;
    const bool whole = evaluator->readings.on;
    for (size_t i = 0; i < option->count && (whole || all.outcome != RAMPART_OUTCOME_DENY); i++) {
        question->resource = option->arns[i];
        RP_TRY(evaluator_decide_resource(evaluator, question, &one));
        all = rp_call_answer_both(&all, &one);
    }
    *ret_answer = all;
    return RAMPART_OK;
}

/* The event does not tell the option: their answer counts only if all options have it. */
static enum rampart_status evaluator_decide_requirement(struct rp_evaluator *evaluator,
                                                        struct question *question,
                                                        const struct rp_requirement *requirement,
                                                        struct rp_call_answer *ret_answer)
{
    struct rp_call_answer answer = open_resource, one;
    bool first = true;
    for (const struct rp_resource_option *option = requirement->options; option != NULL; option = option->next) {
        if (evaluator->readings.on && option->respelled) continue;
        RP_TRY(evaluator_decide_option(evaluator, question, option, &one));
        answer = first ? one : rp_call_answer_either(&answer, &one);
        first = false;
    }
    if (requirement->uncertain && answer.outcome == RAMPART_OUTCOME_DENY) answer = open_resource;
    *ret_answer = answer;
    return RAMPART_OK;
}

enum rampart_status rp_evaluator_decide(struct rp_evaluator *evaluator, const struct rp_caller *caller,
                                        struct rampart_str action, const struct rp_requirement *requirements,
                                        struct rp_call_answer *ret_answer)
{
    struct question question = {.caller = caller, .action = action};
    struct rp_call_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    for (const struct rp_requirement *requirement = requirements; requirement != NULL;
         requirement = requirement->next) {
        RP_TRY(evaluator_decide_requirement(evaluator, &question, requirement, &one));
        all = rp_call_answer_both(&all, &one);
    }
    *ret_answer = all;
    return RAMPART_OK;
}
