/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "bench/json_span.h"
#include "bench/measure.h"

static bool complain(const char *what, struct rampart_str where)
{
    (void)fprintf(stderr, "rampart-bench: %s: %.*s\n", what, RP_ARG(rp_str_part(where, 0, 200)));
    return false;
}

static bool complain_of(const struct rampart_diags *diags, struct rampart_str where)
{
    const struct rampart_diag *first = rampart_diags_at(diags, 0);

    return complain(first == NULL ? "failed" : first->message.data, where);
}

bool workload_name(struct rampart_str text, char *ret_name, size_t size)
{
    struct rampart_str name;

    if (!json_span_member(text, "name", &name)) return false;
    name = json_span_plain(name);
    (void)snprintf(ret_name, size, "%.*s", RP_ARG(name));
    return true;
}

/* ---- the account ---- */

/* The workload's members have the form of an account file's, but for the groups, which hold bare lists. */
static void put_groups(struct rp_buf *buf, struct rampart_str groups)
{
    struct rampart_str name, list;
    const char *comma = "";

    rp_buf_printf(buf, ",\"groups\":{");
    while (json_span_next(&groups, &name, &list)) {
        rp_buf_printf(buf, "%s%.*s:{\"policies\":%.*s}", comma, RP_ARG(name), RP_ARG(list));
        comma = ",";
    }
    rp_buf_printf(buf, "}}");
}

static bool put_account(struct rp_buf *buf, struct rampart_str text)
{
    struct rampart_str account, policies, groups, principals;

    if (!json_span_member(text, "account", &account) || !json_span_member(text, "policies", &policies) ||
        !json_span_member(text, "groups", &groups) || !json_span_member(text, "principals", &principals))
        return complain("no workload", text);
    rp_buf_printf(buf, "{\"rampart\":1,\"account\":%.*s,\"policies\":", RP_ARG(account));
    rp_buf_add(buf, policies);
    rp_buf_printf(buf, ",\"users\":");
    rp_buf_add(buf, principals);
    put_groups(buf, groups);
    return buf->failed == RAMPART_OK || complain("no memory", text);
}

static bool read_account(struct workload *workload, struct rampart_str text)
{
    struct rampart_diags *diags = NULL;
    struct rp_buf buf;
    bool good = rampart_diags_new(NULL, &diags) == RAMPART_OK;

    rp_buf_init(&buf, NULL, text.len + 4096);
    good = good && put_account(&buf, text);
    if (good) {
        double start = measure_now();

        good = rampart_account_read(NULL, rp_buf_text(&buf), rampart_str("workload.json"), diags,
                                    &workload->account) == RAMPART_OK;
        workload->load_seconds = measure_now() - start;
        if (!good) (void)complain_of(diags, text);
    }
    rp_buf_free(&buf);
    rampart_diags_free(diags);
    return good;
}

/* ---- requests ---- */

/* What every request has, principal or not, as the JSON form of the library's requests. */
static bool put_request(struct rp_buf *buf, struct rampart_str item, const struct workload *workload)
{
    struct rampart_str principal, action, resource, context;

    if (!json_span_member(item, "action", &action) || !json_span_member(item, "resource", &resource) ||
        !json_span_member(item, "context", &context))
        return complain("no request", item);
    rp_buf_printf(buf, "{\"accountId\":\"%.*s\",\"complete\":true",
                  RP_ARG(rampart_account_id(workload->account)));
    if (json_span_member(item, "principal", &principal))
        rp_buf_printf(buf, ",\"principal\":\"user/%.*s\"", RP_ARG(json_span_plain(principal)));
    rp_buf_printf(buf, ",\"action\":%.*s,\"resource\":%.*s,\"context\":%.*s}", RP_ARG(action),
                  RP_ARG(resource), RP_ARG(context));
    return buf->failed == RAMPART_OK;
}

static bool fill_request(struct rampart_request *request, struct rampart_str text, struct rampart_str item)
{
    struct rampart_diags *diags = NULL;
    struct rampart_str id;
    enum rampart_status status = rampart_diags_new(NULL, &diags);

    if (status == RAMPART_OK)
        status = rampart_request_read(request, text, rampart_str("request"), &id, diags);
    if (status == RAMPART_OK) status = rampart_request_finish(request, diags);
    if (status != RAMPART_OK) (void)complain_of(diags, item);
    rampart_diags_free(diags);
    return status == RAMPART_OK;
}

static bool read_request(const struct workload *workload, struct rampart_str item,
                         struct rampart_request **ret_request)
{
    struct rp_buf buf;
    bool good = false;

    rp_buf_init(&buf, NULL, 1 << 20);
    good = rampart_request_new(NULL, ret_request) == RAMPART_OK && put_request(&buf, item, workload) &&
           fill_request(*ret_request, rp_buf_text(&buf), item);
    rp_buf_free(&buf);
    return good;
}

static bool read_expected(struct rampart_str item, struct rampart_verdict *ret_verdict)
{
    struct rampart_str word;

    if (!json_span_member(item, "expect", &word)) return complain("nothing expected", item);
    word = json_span_plain(word);
    if (rp_str_equal(word, RP_STR("allow"))) ret_verdict->outcome = RAMPART_OUTCOME_ALLOW;
    if (rp_str_equal(word, RP_STR("deny"))) ret_verdict->deny = RAMPART_EXPLICIT_DENY;
    return true;
}

static bool read_requests(struct workload *workload, struct rampart_str text)
{
    struct rampart_str list, rest, name, item;

    if (!json_span_member(text, "requests", &list)) return complain("no requests", text);
    for (rest = list; json_span_next(&rest, &name, &item);) workload->count++;
    workload->requests = calloc(workload->count + 1, sizeof(struct rampart_request *));
    workload->expected = calloc(workload->count + 1, sizeof *workload->expected);
    if (workload->requests == NULL || workload->expected == NULL) return complain("no memory", text);
    for (size_t i = 0; json_span_next(&list, &name, &item); i++)
        if (!read_request(workload, item, &workload->requests[i]) ||
            !read_expected(item, &workload->expected[i]))
            return false;
    return true;
}

static bool read_who_can(struct workload *workload, struct rampart_str text)
{
    struct rampart_str item, count;

    if (!json_span_member(text, "whocan", &item)) return true;
    if (!json_span_member(item, "expect", &count)) return complain("nothing expected", item);
    workload->who_can_expected = (size_t)strtoul(count.data, NULL, 10);
    return read_request(workload, item, &workload->who_can);
}

/* ---- all of it ---- */

bool workload_read(struct rampart_str text, struct workload *ret_workload)
{
    struct workload workload = {.count = 0};
    bool good = workload_name(text, workload.name, sizeof workload.name) || complain("no name", text);

    good = good && read_account(&workload, text) && read_requests(&workload, text) &&
           read_who_can(&workload, text);
    if (good)
        *ret_workload = workload;
    else
        workload_free(&workload);
    return good;
}

void workload_free(struct workload *workload)
{
    for (size_t i = 0; workload->requests != NULL && i < workload->count; i++)
        rampart_request_free(workload->requests[i]);
    rampart_request_free(workload->who_can);
    free(workload->requests);
    free(workload->expected);
    rampart_account_free(workload->account);
}
