/* SPDX-License-Identifier: Apache-2.0 */
/* One question while it is answered: the members of its body, and everything that is freed with it. */
#ifndef API_CALL_H
#define API_CALL_H

#include "api/api.h"
#include "base/arena.h"
#include "text/json_value.h"

/* The members of bodies, and what stands in each. */
#define API_MEMBERS(X)                          \
    X(ACCOUNT, "account", API_ACCOUNT_TEXTS)    \
    X(ACCOUNT_ID, "accountId", API_STRING)      \
    X(BEFORE, "before", API_BOOL)               \
    X(AS_COMPLETE, "asComplete", API_BOOL)      \
    X(REQUIRE_COMPLETE, "requireComplete", API_BOOL) \
    X(TEMPLATE_PARAMS, "templateParams", API_MAP) \
    X(POLICIES, "policies", API_TEXTS)          \
    X(CONTROL_POLICIES, "controlPolicies", API_TEXTS) \
    X(SESSION_POLICY, "sessionPolicy", API_TEXT) \
    X(LAYER_ABSENT, "layerAbsent", API_STRINGS) \
    X(ASSUME, "assume", API_MAP)                \
    X(AT, "at", API_STRING)                     \
    X(LENIENT, "lenient", API_BOOL)             \
    X(REQUEST, "request", API_OBJECT)           \
    X(SUGGEST, "suggest", API_BOOL)             \
    X(ACTIONS, "actions", API_STRINGS)          \
    X(ANY, "any", API_BOOL)                     \
    X(DIRECT, "direct", API_BOOL)               \
    X(ONLY, "only", API_STRINGS)                \
    X(KINDS, "kinds", API_STRINGS)              \
    X(PRINCIPALS, "principals", API_STRINGS)    \
    X(PRINCIPAL, "principal", API_STRING)       \
    X(WRITE, "write", API_BOOL)                 \
    X(SERVICE, "service", API_STRING)           \
    X(AS_POLICY, "asPolicy", API_BOOL)          \
    X(DOCUMENTS, "documents", API_TEXTS)        \
    X(DOCUMENT, "document", API_TEXT)           \
    X(RULES, "rules", API_MAP)                  \
    X(DENIAL, "denial", API_TEXT)               \
    X(OLD, "old", API_TEXTS)                    \
    X(NEW, "new", API_TEXTS)                    \
    X(PLAN, "plan", API_TEXT)                   \
    X(ACTION, "action", API_STRING)             \
    X(MATCH, "match", API_STRING)               \
    X(RESOURCE, "resource", API_STRING)         \
    X(KEY, "key", API_STRING)                   \
    X(SERVICES, "services", API_BOOL)           \
    X(REGIONS, "regions", API_BOOL)             \
    X(LIMIT, "limit", API_NUMBER)

enum api_member {
#define API_MEMBER(id, name, kind) API_##id,
    API_MEMBERS(API_MEMBER)
#undef API_MEMBER
    API_MEMBER_COUNT
};

enum api_kind {
    API_BOOL = 0,
    API_NUMBER,       /* whole, from 0 up */
    API_STRING,       /* not empty */
    API_STRINGS,      /* a list of them */
    API_MAP,          /* an object of strings, numbers, true and false */
    API_OBJECT,
    API_TEXT,         /* {"name": …, "text": …} */
    API_TEXTS,        /* one, or a list of them that is not empty */
    API_ACCOUNT_TEXTS /* the same; null: there is none; "served": that of the server */
};

struct api_texts {
    struct rampart_named_text *items;
    size_t count;
};

struct api_call {
    const struct rp_api *api;
    struct rampart_str body;
    struct rp_api_answer *answer;
    struct rp_value members[API_MEMBER_COUNT]; /* empty: the body does not have it */
    struct rp_arena arena;
    struct rampart_options options; /* those of the API, with what is assumed */
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;

    /* What decides (sources.c). */
    const struct rampart_account *account; /* NULL: there are only policies */
    struct rampart_account *own_account;
    struct rampart_policy **policies;
    struct rampart_attachment *attachments;
    size_t attachment_count;
    unsigned control_levels;
    const struct rampart_set *set;
    struct rampart_set *own_set;
};

/* ---- the body (body.c) ---- */

/* What is wrong with the question itself; the place is a value of the body, or empty. Returns RAMPART_INVALID_INPUT, or RAMPART_NO_MEMORY. */
enum rampart_status api_refuse(struct api_call *call, struct rampart_str place, const char *message, const char *help);

/* Reads the members that the path has; `allowed` ends with API_MEMBER_COUNT. Errors: as api_refuse(). */
enum rampart_status api_read_body(struct api_call *call, const enum api_member *allowed);

const char *api_member_name(enum api_member member);

static inline bool api_has(const struct api_call *call, enum api_member member)
{
    return call->members[member].text.len > 0;
}

/* True for a member that is true. */
static inline bool api_is(const struct api_call *call, enum api_member member)
{
    return rp_value_truth(call->members[member]);
}

/* The texts of members that were read; NUL-terminated. Nothing where there is none. Errors: RAMPART_NO_MEMORY. */
enum rampart_status api_string(struct api_call *call, enum api_member member, struct rampart_str *ret_text);
enum rampart_status api_strings(struct api_call *call, enum api_member member, struct rampart_strs *ret_texts);
enum rampart_status api_texts(struct api_call *call, enum api_member member, struct api_texts *ret_texts);

/* The string, number or word that a value is; a number as it is written. */
enum rampart_status api_value_text(struct api_call *call, struct rp_value value, struct rampart_str *ret_text);

/* ---- what decides (sources.c) ---- */

enum api_sources {
    API_ANY_SOURCES,  /* an account or policies, or layers that the request shows */
    API_ACCOUNT_ONLY, /* an account */
    API_MAYBE_SOURCES /* none will do */
};

/* Reads assumptions, the account and the policies, and makes the set; `few`: for the questions of this body. */
enum rampart_status api_read_sources(struct api_call *call, enum api_sources wanted, bool few);

/* Whether there is anything that decides. */
bool api_has_sources(const struct api_call *call);

/* An account of texts, under the members of the body that say how it is read. */
enum rampart_status api_read_account(struct api_call *call, const struct api_texts *texts, bool before,
                                     struct rampart_account **ret_account);

/* ---- requests (request.c) ---- */

/* A request with the account, the clock and the time; `otherwise` without a time: "now" or "unknown". */
enum rampart_status api_start_request(struct api_call *call, const char *otherwise, struct rampart_request **ret_request);

/* Reads an object of the body into the request, finishes it and checks its names. */
enum rampart_status api_read_request(struct api_call *call, struct rampart_str text, struct rampart_request *request);
enum rampart_status api_finish_request(struct api_call *call, struct rampart_request *request);

/* The object `request` with another action, or none where it is empty, and another resource where that is not empty. */
enum rampart_status api_request_with(struct api_call *call, struct rampart_str action, struct rampart_str resource,
                                     struct rampart_str *ret_text);

/* ---- the answer ---- */

struct rampart_writer api_writer(struct rp_api_answer *answer);
struct rampart_report_style api_style(const struct api_call *call);

/* The questions: each writes its report, or returns why there is none; `diags` says what is wrong. */
enum rampart_status api_assumptions(struct api_call *call);
enum rampart_status api_catalog(struct api_call *call);
enum rampart_status api_check(struct api_call *call);
enum rampart_status api_complete(struct api_call *call);
enum rampart_status api_diff(struct api_call *call);
enum rampart_status api_explain_denial(struct api_call *call);
enum rampart_status api_fix(struct api_call *call);
enum rampart_status api_lint(struct api_call *call);
enum rampart_status api_version(struct api_call *call);
enum rampart_status api_what_can(struct api_call *call);
enum rampart_status api_who_can(struct api_call *call);

#endif
