/* SPDX-License-Identifier: Apache-2.0 */
/* The table of the paths, and one way through each: the body is read, the question answered, a failure told. */
#include "api/api.h"

#include "api/call.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_write.h"

#define API_SOURCES                                                                                                          \
    API_ACCOUNT, API_ACCOUNT_ID, API_BEFORE, API_AS_COMPLETE, API_REQUIRE_COMPLETE, API_TEMPLATE_PARAMS, API_LAYER_ABSENT, \
        API_ASSUME

static const enum api_member of_check[] = {API_SOURCES, API_POLICIES, API_CONTROL_POLICIES, API_SESSION_POLICY, API_AT, API_LENIENT,
                                           API_REQUEST, API_SUGGEST,  API_MEMBER_COUNT};
static const enum api_member of_who_can[] = {API_SOURCES, API_AT,   API_LENIENT, API_REQUEST,    API_ACTIONS,     API_ANY,
                                             API_DIRECT,  API_ONLY, API_KINDS,   API_PRINCIPALS, API_MEMBER_COUNT};
static const enum api_member of_what_can[] = {API_SOURCES,   API_POLICIES, API_CONTROL_POLICIES, API_SESSION_POLICY,
                                              API_PRINCIPAL, API_WRITE,    API_SERVICE,          API_AS_POLICY, API_MEMBER_COUNT};
static const enum api_member of_lint[] = {API_DOCUMENTS, API_RULES, API_REQUIRE_COMPLETE, API_MEMBER_COUNT};
static const enum api_member of_fix[] = {API_DOCUMENT, API_RULES, API_MEMBER_COUNT};
static const enum api_member of_denial[] = {API_SOURCES, API_POLICIES, API_CONTROL_POLICIES, API_SESSION_POLICY, API_AT, API_REQUEST,
                                            API_DENIAL,  API_MEMBER_COUNT};
static const enum api_member of_diff[] = {API_ACCOUNT_ID, API_AS_COMPLETE, API_REQUIRE_COMPLETE, API_TEMPLATE_PARAMS, API_ASSUME,
                                          API_OLD,        API_NEW,         API_PLAN,             API_MEMBER_COUNT};
static const enum api_member of_catalog[] = {API_ACTION,   API_MATCH,   API_SERVICE,     API_RESOURCE, API_KEY,
                                             API_SERVICES, API_REGIONS, API_MEMBER_COUNT};
static const enum api_member of_complete[] = {API_ACTION, API_LIMIT, API_MEMBER_COUNT};
static const enum api_member of_nothing[] = {API_MEMBER_COUNT};

static const struct {
    struct rp_api_path path;
    const enum api_member *members;
    enum rampart_status (*answer)(struct api_call *call);
} paths[] = {
    {{"POST", "/v1/check"}, of_check, api_check},
    {{"POST", "/v1/who-can"}, of_who_can, api_who_can},
    {{"POST", "/v1/what-can"}, of_what_can, api_what_can},
    {{"POST", "/v1/lint"}, of_lint, api_lint},
    {{"POST", "/v1/fix"}, of_fix, api_fix},
    {{"POST", "/v1/explain-denial"}, of_denial, api_explain_denial},
    {{"POST", "/v1/diff"}, of_diff, api_diff},
    {{"POST", "/v1/catalog"}, of_catalog, api_catalog},
    {{"POST", "/v1/complete"}, of_complete, api_complete},
    {{"GET", "/v1/assumptions"}, of_nothing, api_assumptions},
    {{"GET", "/v1/version"}, of_nothing, api_version},
};

enum { PATHS = sizeof paths / sizeof *paths };

const struct rp_api_path *rp_api_path(size_t i)
{
    return i < PATHS ? &paths[i].path : NULL;
}

const char *rp_api_path_member(size_t path, size_t i)
{
    if (path >= PATHS) return NULL;
    const enum api_member *member = paths[path].members;
    while (i > 0 && *member != API_MEMBER_COUNT) {
        member++;
        i--;
    }
    return *member == API_MEMBER_COUNT ? NULL : api_member_name(*member);
}

/* ---- the answer ---- */

enum rampart_status api_assumptions(struct api_call *call)
{
    const struct rampart_writer writer = api_writer(call->answer);
    return rampart_report_assumptions(&call->options, api_style(call), &writer);
}

static void api_put_account(struct rp_buf *out, const struct rp_api_account *served)
{
    if (served == NULL) {
        rp_write_raw(out, "account", RP_STR("null"));
        return;
    }
    rp_write_open(out, "account", '{');
    rp_write_text(out, "name", served->name);
    rp_write_text_or_null(out, "id", rampart_account_id(served->account));
    rp_write_number(out, "accounts", rampart_account_member_count(served->account));
    rp_write_number(out, "gaps", rampart_account_gap_count(served->account));
    rp_write_text_or_null(out, "stale", served->stale);
    rp_write_close(out, '}');
}

enum rampart_status api_version(struct api_call *call)
{
    const struct rampart_catalog_version catalog = rampart_catalog_version(call->options.catalog);
    struct rp_buf *out = &call->answer->body;
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "program", "rampart");
    rp_write_text(out, "version", call->api->version);
    rp_write_open(out, "catalog", '{');
    rp_write_text(out, "date", catalog.date);
    rp_write_text(out, "digest", catalog.digest);
    rp_write_close(out, '}');
    api_put_account(out, call->api->account);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    call->answer->served = call->api->account != NULL;
    return out->failed;
}

/* ---- failures ---- */

/* Where not even an error can be put together. */
static void api_fail(struct rp_api_answer *answer)
{
    static const char text[] = "{\"error\":{\"code\":\"CLI003\",\"name\":\"out-of-memory\",\"message\":\"out of memory\",\"help\":null},"
                               "\"diagnostics\":[],\"omitted\":0}\n";
    const struct rampart_allocator allocator = answer->body.allocator;
    rp_buf_free(&answer->body);
    rp_buf_init(&answer->body, &allocator, SIZE_MAX / 4);
    rp_buf_add(&answer->body, RP_STR(text));
    answer->status = 500;
}

static enum rampart_status api_write_failure(const struct rampart_diags *diags, struct rp_api_answer *answer)
{
    const struct rampart_writer writer = api_writer(answer);
    answer->body.len = 0; /* half a report */
    return rampart_report_failure(NULL, diags, &writer);
}

static enum rampart_status api_add_error(struct rampart_diags *diags, const char *name, const char *message, const char *help)
{
    const struct rampart_diag diag = {.code = "API001", .name = name, .message = rampart_str(message), .help = rampart_str(help)};
    return rampart_diags_add(diags, &diag);
}

/* The status of HTTP and the error object. A limit is met without a word, mostly. */
static enum rampart_status api_tell_failure(struct api_call *call, enum rampart_status status)
{
    struct rp_api_answer *answer = call->answer;
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return status;
    if (rampart_diags_found(call->diags, RAMPART_ERROR) == 0)
        RP_TRY(api_add_error(call->diags, "not-answered", rampart_status_name(status), ""));
    if (answer->status == 200) answer->status = 422;
    return api_write_failure(call->diags, answer);
}

void rp_api_refuse(unsigned status, const char *name, const char *message, const char *help, struct rp_api_answer *ret_answer)
{
    struct rampart_diags *diags = NULL;
    *ret_answer = (struct rp_api_answer){.status = status};
    rp_buf_init(&ret_answer->body, NULL, SIZE_MAX / 4);
    enum rampart_status made = rampart_diags_new(NULL, &diags);
    if (made == RAMPART_OK) made = api_add_error(diags, name, message, help);
    if (made == RAMPART_OK) made = api_write_failure(diags, ret_answer);
    rampart_diags_free(diags);
    if (made != RAMPART_OK) api_fail(ret_answer);
}

/* ---- one question ---- */

static void api_free_call(struct api_call *call)
{
    rampart_set_free(call->own_set);
    for (size_t i = 0; i < call->attachment_count; i++) rampart_policy_free(call->policies[i]);
    rampart_account_free(call->own_account);
    rampart_inventory_free(call->inventory);
    rampart_diags_free(call->diags);
    rp_arena_free(&call->arena);
}

static enum rampart_status api_ask(struct api_call *call, size_t which)
{
    RP_TRY(rampart_diags_new(&call->options, &call->diags));
    RP_TRY(rampart_inventory_new(&call->options, &call->inventory));
    if (paths[which].members[0] != API_MEMBER_COUNT) RP_TRY(api_read_body(call, paths[which].members));
    return paths[which].answer(call);
}

static void api_answer_path(const struct rp_api *api, size_t which, struct rampart_str body, struct rp_api_answer *answer)
{
    struct api_call call = {.api = api, .body = body, .answer = answer, .options = api->options};
    answer->status = 200;
    rp_arena_init(&call.arena, api->options.allocator);
    enum rampart_status status = api_ask(&call, which);
    if (status == RAMPART_OK) status = answer->body.failed;
    if (status != RAMPART_OK && (call.diags == NULL || api_tell_failure(&call, status) != RAMPART_OK)) api_fail(answer);
    api_free_call(&call);
}

void rp_api_answer(const struct rp_api *api, struct rampart_str method, struct rampart_str path, struct rampart_str body,
                   struct rp_api_answer *ret_answer)
{
    size_t i = 0;
    while (i < PATHS && !rp_str_equal(path, rampart_str(paths[i].path.path))) i++;
    if (i == PATHS) {
        rp_api_refuse(404, "no-such-path", "there is no such path", "GET /v1/openapi.json lists the paths", ret_answer);
        return;
    }
    if (!rp_str_equal(method, rampart_str(paths[i].path.method))) {
        rp_api_refuse(405, "other-method", "this path is asked by another method", paths[i].path.method, ret_answer);
        return;
    }
    *ret_answer = (struct rp_api_answer){.status = 200};
    rp_buf_init(&ret_answer->body, api->options.allocator, SIZE_MAX / 4);
    api_answer_path(api, i, body, ret_answer);
}

void rp_api_free(struct rp_api_answer *answer)
{
    rp_buf_free(&answer->body);
}
