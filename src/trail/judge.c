/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/judge.h"

#include "account/set.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/try.h"
#include "policy/key.h"

enum { NOTES = 16384, LONGEST_QUESTION = 320, LONGEST_KEYS = 4096 };

static const struct rampart_str names[RP_CIRCUMSTANCES] = {
    [RP_TOLD_TIME] = {"acs:CurrentTime", 15},       [RP_TOLD_ADDRESS] = {"acs:SourceIp", 12},
    [RP_TOLD_SECURE] = {"acs:SecureTransport", 19}, [RP_TOLD_MFA] = {"acs:MFAPresent", 14},
    [RP_TOLD_VPC] = {"acs:SourceVpc", 13},
};

/* Questions and their answers; a newcomer takes the place of another. */
struct rp_memo {
    struct note {
        size_t len; /* 0: nothing is noted here */
        struct rp_answer answer;
        char text[LONGEST_QUESTION];
    } notes[NOTES];
};

/* One thing to be decided. */
struct question {
    const struct rp_caller *caller;
    struct rampart_str action, resource;
    bool area;
    unsigned told; /* the circumstances that are told, a bit each */
};

/* It matters which resource it was. */
static const struct rp_answer open_resource = {.outcome = RAMPART_OUTCOME_CONDITIONAL,
                                               .reason = RAMPART_REPLAY_RESOURCE_UNKNOWN};

/* ---- a judge's life ---- */

static void *zeroed(const struct rp_judge *judge, size_t size)
{
    const struct rampart_allocator *allocator = &judge->arena.allocator;
    void *memory = allocator->allocate(allocator->context, size);
    return memory == NULL ? NULL : memset(memory, 0, size);
}

enum rampart_status rp_judge_init(struct rp_judge *judge, const struct rampart_options *options,
                                  const struct rampart_set *set, struct rampart_diags *faults)
{
    *judge = (struct rp_judge){.set = set, .faults = faults};
    rp_arena_init(&judge->arena, options == NULL ? NULL : options->allocator);
    judge->memo = zeroed(judge, sizeof *judge->memo);
    RP_TRY_MEMORY(judge->memo != NULL);
    RP_TRY(rp_clock_init(&judge->clock, &judge->arena, set->compiled));
    return rampart_request_new(options, &judge->request);
}

void rp_judge_free(struct rp_judge *judge)
{
    const struct rampart_allocator allocator = judge->arena.allocator;
    if (judge->memo != NULL) allocator.release(allocator.context, judge->memo);
    rampart_request_free(judge->request);
    rp_arena_free(&judge->arena);
    *judge = (struct rp_judge){.set = NULL};
}

bool rp_judge_knows(const struct rp_judge *judge, const struct rp_caller *caller)
{
    struct rp_identity identity;
    const char *expected = NULL;
    if (!rp_identity_read(caller->principal, &identity, &expected)) return false;
    if (identity.kind == RP_IDENTITY_ROOT) return true;
    return rp_holdings_named(judge->set->compiled, &identity) != NULL;
}

/* ---- asking ---- */

/* A session's name matters only to a trust policy. */
static struct rampart_str asker(const struct question *question)
{
    bool assumes = rp_str_equal_fold(question->action, RP_STR("sts:AssumeRole"));
    return assumes ? question->caller->principal : question->caller->holder;
}

static enum rampart_status fill(const struct rp_judge *judge, const struct question *question)
{
    struct rampart_request *request = judge->request;
    rampart_request_clear(request);
    RP_TRY(rampart_request_set_account(request, judge->set->account->id, NULL));
    RP_TRY(rampart_request_set_principal(request, asker(question), NULL));
    RP_TRY(rampart_request_set_action(request, question->action, NULL));
    RP_TRY(rampart_request_add_resource(request, question->resource, NULL));
    for (size_t key = 0; key < RP_CIRCUMSTANCES; key++) {
        if ((question->told & 1U << key) == 0) continue;
        RP_TRY(rampart_request_add_context(request, names[key], question->caller->told[key], NULL));
    }
    RP_TRY(rampart_request_finish(request, NULL));
    rp_request_take_area(request, question->area);
    return RAMPART_OK;
}

static enum rampart_status keep(struct rp_judge *judge, struct rampart_str text, struct rampart_str *ret_kept)
{
    struct rampart_str *kept = rp_intern(&judge->texts, &judge->arena, text);
    RP_TRY_MEMORY(kept != NULL);
    if (kept->data == NULL) RP_TRY_MEMORY(rp_arena_copy(&judge->arena, text, kept));
    *ret_kept = *kept;
    return RAMPART_OK;
}

/* The least name that comes after another; false: there is none. */
static bool next_key(struct rampart_strs keys, struct rampart_str after, struct rampart_str *ret_key)
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

/* Which circumstances are among the keys. */
static unsigned circumstances_of(struct rampart_strs keys)
{
    unsigned open = 0;
    for (size_t i = 0; i < keys.count; i++)
        for (unsigned key = 0; key < RP_CIRCUMSTANCES; key++)
            if (rp_key_equal(keys.items[i], names[key])) open |= 1U << key;
    return open;
}

/* A comma within a name would be read as the end of it. */
static void add_key(struct rp_buf *buf, struct rampart_str key)
{
    if (buf->len > 0) rp_buf_add_byte(buf, ',');
    for (size_t comma = 0; key.len > 0; key = rp_str_from(key, comma + 1)) {
        comma = rp_str_find(key, ',');
        rp_buf_add(buf, rp_str_part(key, 0, comma));
        if (comma < key.len) rp_buf_add(buf, RP_STR("%2C"));
    }
}

static enum rampart_status list_keys(struct rp_judge *judge, struct rampart_strs keys,
                                     struct rampart_str *ret_list)
{
    struct rp_buf buf;
    struct rampart_str key = {NULL, 0};
    rp_buf_init(&buf, &judge->arena.allocator, LONGEST_KEYS);
    while (next_key(keys, key, &key)) add_key(&buf, key);
    enum rampart_status status =
        buf.failed == RAMPART_NO_MEMORY ? buf.failed : keep(judge, rp_buf_text(&buf), ret_list);
    rp_buf_free(&buf);
    return status;
}

static enum rampart_status tell_why(struct rp_judge *judge, const struct question *question,
                                    struct rp_answer *answer)
{
    struct rampart_decision *decision = NULL;
    RP_TRY(rampart_explain(judge->set, &judge->request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &decision, NULL));
    enum rampart_status status = RAMPART_OK;
    answer->reason = RAMPART_REPLAY_RESOURCE_UNKNOWN;
    if (decision->unseen_count > 0) { /* whatever else is open: that alone leaves it so */
        answer->reason = RAMPART_REPLAY_UNKNOWN_LAYERS;
    } else if (decision->unknown_keys.count > 0) {
        answer->reason = RAMPART_REPLAY_CONDITION_KEYS;
        answer->open = circumstances_of(decision->unknown_keys);
        status = list_keys(judge, decision->unknown_keys, &answer->keys);
    } else if (decision->unknown_layer_count > 0 || !question->area) {
        answer->reason = RAMPART_REPLAY_UNKNOWN_POLICIES;
    }
    rampart_decision_free(decision);
    return status;
}

static enum rampart_status decide(struct rp_judge *judge, const struct question *question,
                                  struct rp_answer *ret_answer)
{
    struct rampart_verdict verdict;
    struct rp_answer answer = {.reason = RAMPART_REPLAY_DETERMINED};
    enum rampart_status status = fill(judge, question);
    if (status == RAMPART_INVALID_INPUT) { /* an ARN that is none was recorded */
        *ret_answer = open_resource;
        return RAMPART_OK;
    }
    RP_TRY(status);
    RP_TRY(rampart_decide(judge->set, &judge->request, 1, judge->faults, &verdict, NULL));
    answer.outcome = verdict.outcome;
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) RP_TRY(tell_why(judge, question, &answer));
    *ret_answer = answer;
    return RAMPART_OK;
}

/* ---- remembering ---- */

static bool put(char *text, size_t *len, struct rampart_str piece)
{
    if (piece.len >= LONGEST_QUESTION - *len) return false;
    if (piece.len > 0) memcpy(text + *len, piece.data, piece.len);
    *len += piece.len;
    text[(*len)++] = '\n';
    return true;
}

/* All that the answer depends on; false: it is too long to be noted. */
static bool write_question(const struct rp_judge *judge, const struct question *question, char *text,
                           size_t *ret_len)
{
    *ret_len = 0;
    char told = (char)('0' + question->told); /* no more than five bits */
    bool fits = put(text, ret_len, (struct rampart_str){&told, 1}) && put(text, ret_len, asker(question)) &&
                put(text, ret_len, question->action) &&
                put(text, ret_len, question->area ? RP_STR("area") : RP_STR("one")) &&
                put(text, ret_len, question->resource);
    for (size_t key = 0; fits && key < RP_CIRCUMSTANCES; key++) {
        char span[RP_CLOCK_SPAN];
        struct rampart_str value = question->caller->told[key];
        if ((question->told & 1U << key) == 0) continue;
        if (key == RP_TOLD_TIME) value = rp_clock_span(&judge->clock, value, span);
        fits = put(text, ret_len, value);
    }
    return fits;
}

static enum rampart_status recall(struct rp_judge *judge, const struct question *question,
                                  struct rp_answer *ret_answer)
{
    char text[LONGEST_QUESTION];
    size_t len;
    if (!write_question(judge, question, text, &len)) return decide(judge, question, ret_answer);
    const struct rampart_str written = {text, len};
    struct note *note = &judge->memo->notes[(rp_hash(written) >> 32) % NOTES];
    if (!rp_str_equal((struct rampart_str){note->text, note->len}, written)) {
        struct rp_answer answer;
        RP_TRY(decide(judge, question, &answer));
        note->len = len;
        note->answer = answer;
        memcpy(note->text, text, len);
    }
    *ret_answer = note->answer;
    return RAMPART_OK;
}

/*
 * Most answers do not depend on when and from where a call came. So first nothing is told, then only what the answer was
 * found to depend on: there are few such questions, however many calls there are.
 */
static enum rampart_status ask(struct rp_judge *judge, struct question *question,
                               struct rp_answer *ret_answer)
{
    unsigned more = 0;
    question->told = 0;
    do {
        question->told |= more;
        RP_TRY(recall(judge, question, ret_answer));
        more = 0;
        for (unsigned key = 0; key < RP_CIRCUMSTANCES; key++)
            if (question->caller->told[key].len > 0) more |= ret_answer->open & ~question->told & 1U << key;
    } while (more != 0);
    return RAMPART_OK;
}

/* ---- putting answers together ---- */

static int rank(const struct rp_answer *answer)
{
    if (answer->outcome == RAMPART_OUTCOME_DENY) return 2;
    return answer->outcome == RAMPART_OUTCOME_CONDITIONAL ? 1 : 0;
}

struct rp_answer rp_answer_both(const struct rp_answer *a, const struct rp_answer *b)
{
    if (rank(a) != rank(b)) return rank(a) > rank(b) ? *a : *b;
    if (a->reason != b->reason) return a->reason < b->reason ? *a : *b;
    return rp_str_compare(a->keys, b->keys) <= 0 ? *a : *b;
}

static enum rampart_status ask_way(struct rp_judge *judge, struct question *question,
                                   const struct rp_way *way, struct rp_answer *ret_answer)
{
    struct rp_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    question->area = way->area;
    for (size_t i = 0; i < way->count && all.outcome != RAMPART_OUTCOME_DENY; i++) {
        question->resource = way->arns[i];
        RP_TRY(ask(judge, question, &one));
        all = rp_answer_both(&all, &one);
    }
    *ret_answer = all;
    return RAMPART_OK;
}

/* In whichever way it was asked for: only if all come to the same, that is the answer. */
static enum rampart_status ask_part(struct rp_judge *judge, struct question *question,
                                    const struct rp_part *part, struct rp_answer *ret_answer)
{
    struct rp_answer answer, one;
    RP_TRY(ask_way(judge, question, part->ways, &answer));
    for (const struct rp_way *other = part->ways->next; other != NULL; other = other->next) {
        RP_TRY(ask_way(judge, question, other, &one));
        answer = one.outcome == answer.outcome ? rp_answer_both(&answer, &one) : open_resource;
    }
    if (part->perhaps && answer.outcome == RAMPART_OUTCOME_DENY) answer = open_resource;
    *ret_answer = answer;
    return RAMPART_OK;
}

enum rampart_status rp_judge_ask(struct rp_judge *judge, const struct rp_caller *caller,
                                 struct rampart_str action, const struct rp_part *parts,
                                 struct rp_answer *ret_answer)
{
    struct question question = {.caller = caller, .action = action};
    struct rp_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    for (const struct rp_part *part = parts; part != NULL; part = part->next) {
        RP_TRY(ask_part(judge, &question, part, &one));
        all = rp_answer_both(&all, &one);
    }
    *ret_answer = all;
    return RAMPART_OK;
}
