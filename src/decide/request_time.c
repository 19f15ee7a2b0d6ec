/* SPDX-License-Identifier: Apache-2.0 */
/* When a request is made: what the clock shows, and the time of requests that do not speak of acs:CurrentTime. */
#include "base/str.h"
#include "base/try.h"
#include "decide/request_parts.h"
#include "policy/key.h"
#include "policy/value.h"
#include "text/diag.h"

static const struct rampart_str time_key = {"acs:CurrentTime", sizeof "acs:CurrentTime" - 1};

static enum rampart_status keep(struct rp_kept_time *kept, struct rampart_str time, const char *otherwise,
                                struct rampart_diags *diags)
{
    if (!rp_value_fits(RP_TYPE_DATE, time) || time.len > sizeof kept->text) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE, "invalid time: \"%.*s\"",
                RP_ARG(rp_str_part(time, 0, 200)));
        rp_diag_help(diags, "write %s%s", rp_value_expected(RP_TYPE_DATE), otherwise);
        return RAMPART_INVALID_INPUT;
    }
    memcpy(kept->text, time.data, time.len);
    kept->len = (unsigned char)time.len;
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_clock(struct rampart_request *request, struct rampart_str time,
                                              struct rampart_diags *diags)
{
    return rp_request_open(request) ? keep(&request->clock, time, "", diags) : RAMPART_MISUSE;
}

enum rampart_status rampart_request_set_time(struct rampart_request *request, struct rampart_str time,
                                             struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    bool now = rp_str_equal(time, RP_STR("now")) && request->clock.len > 0;
    request->time.len = 0;
    request->time_is_clock = now;
    if (rp_str_equal(time, RP_STR("unknown"))) return RAMPART_OK;
    return keep(&request->time, now ? rp_kept_time_text(&request->clock) : time,
                request->clock.len > 0 ? ", now or unknown" : ", or unknown", diags);
}

bool rampart_request_has_key(const struct rampart_request *request, struct rampart_str key)
{
    if (request == NULL) return false;
    for (const struct rp_context_key *given = request->keys; given != NULL; given = given->next)
        if (rp_key_equal(given->name, key)) return true;
    return false;
}

void rp_request_fill_time(struct rampart_request *request)
{
    if (request->time.len == 0 || rampart_request_has_key(request, time_key)) return;
    struct rp_context_key *key = &request->time_key;
    request->time_value = (struct rp_context_value){.text = rp_kept_time_text(&request->time)};
    *key = (struct rp_context_key){.name = time_key,
                                   .state = RP_KEY_PRESENT,
                                   .known = true,
                                   .first = &request->time_value,
                                   .last = &request->time_value,
                                   .count = 1,
                                   .next = request->keys};
    request->keys = key;
    request->key_count++;
}

bool rp_request_fit_value(struct rampart_request *request, const struct rp_catalog_key *key,
                          struct rampart_str *value)
{
    bool now = key != NULL && key->type == RP_TYPE_DATE && request->clock.len > 0 &&
               rp_str_equal(*value, RP_STR("now"));
    if (now) *value = rp_kept_time_text(&request->clock);
    return now || rp_key_takes(key, *value);
}

/* An empty shell variable, a list that nothing was put into: what was meant is mostly that the key is not there. */
static const char *or_absent(struct rampart_request *request, struct rampart_str key)
{
    const struct rp_catalog_key *known = rp_key_memo_find(&request->known_keys, key);
    return known != NULL && known->carriers == RP_CARRIED_BY_EVERY
               ? ""
               : ", or name the key as absent where the request lacks it";
}

enum rampart_status rp_request_refuse_value(struct rampart_request *request, struct rampart_str key,
                                            struct rampart_str value, struct rampart_diags *diags)
{
    const enum rp_value_type type = rp_request_key_type(request, key);
    bool clock = type == RP_TYPE_DATE && request->clock.len > 0;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE,
            "%.*s cannot be \"%.*s\": no request carries such a value", RP_ARG(rp_str_part(key, 0, 200)),
            RP_ARG(rp_str_part(value, 0, 200)));
    rp_diag_help(diags, "write %s%s", rp_value_expected(type),
                 clock            ? ", or now for the clock"
                 : value.len == 0 ? or_absent(request, key)
                                  : "");
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_request_refuse_empty(struct rampart_request *request, struct rampart_str key,
                                            struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE,
            "%.*s has no value: a request that carries the key has one", RP_ARG(rp_str_part(key, 0, 200)));
    rp_diag_help(diags, "write %s%s", rp_value_expected(rp_request_key_type(request, key)),
                 or_absent(request, key));
    return RAMPART_INVALID_INPUT;
}
