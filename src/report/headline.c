/* SPDX-License-Identifier: Apache-2.0 */
#include "report/headline.h"

#include <string.h>

#include "base/str.h"

void rp_print_verdict(struct rp_print *print, struct rampart_verdict verdict, size_t width)
{
    static const struct {
        enum rp_paint paint;
        const char *words;
    } outcomes[] = {
        [RAMPART_OUTCOME_DENY] = {RP_PAINT_RED, "DENIED"},
        [RAMPART_OUTCOME_ALLOW] = {RP_PAINT_GREEN, "ALLOWED"},
        [RAMPART_OUTCOME_CONDITIONAL] = {RP_PAINT_YELLOW, "CONDITIONAL"},
    };
    const char *words = outcomes[verdict.outcome].words;
    rp_print_painted(print, outcomes[verdict.outcome].paint, words);
    if (strlen(words) < width) rp_print_blanks(print, width - strlen(words));
}

/* ---- the question ---- */

enum { FIELDS = 5, SERVICE = 1, ACCOUNT = 3, REST = 4 };

static bool headline_split(struct rampart_str arn, struct rampart_str *ret_fields)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const size_t end = i + 1 < FIELDS ? rp_str_find(arn, ':') : arn.len;
        if (i + 1 < FIELDS && end == arn.len) return false;
        ret_fields[i] = rp_str_part(arn, 0, end);
        arn = rp_str_from(arn, end < arn.len ? end + 1 : end);
    }
    return rp_str_equal(ret_fields[0], RP_STR("acs"));
}

/* Only where nothing but what everybody sees is left out. */
static bool headline_is_own(const struct rampart_str *resource, struct rampart_str account,
                            struct rampart_str action)
{
    const struct rampart_str service = rp_str_part(action, 0, rp_str_find(action, ':'));
    const bool role = rp_str_equal_fold(service, RP_STR("sts")) && rp_str_equal(resource[SERVICE], RP_STR("ram"));
    if (!role && !rp_str_equal_fold(resource[SERVICE], service)) return false;
    if (resource[REST].len == 0) return false;
    if (rp_has_wildcard(resource[ACCOUNT])) return false;
    return account.len == 0 || rp_str_equal(account, resource[ACCOUNT]);
}

void rp_print_question(struct rp_print *print, struct rampart_str account, struct rampart_str action,
                       struct rampart_str api, struct rampart_str resource, bool pattern)
{
    struct rampart_str fields[FIELDS];
    rp_print_cut(print, action);
    if (api.len > 0) {
        rp_print_words(print, " (for ");
        rp_print_cut(print, api);
        rp_print_words(print, ")");
    }
    if (resource.len == 0) return;
    rp_print_words(print, " on ");
    const bool own = !pattern && headline_split(resource, fields) && headline_is_own(fields, account, action);
    rp_print_cut(print, own ? fields[REST] : resource);
}

/* The whole ARN where the resource belongs to another account, or there are several; else "role/ci" of it. */
static void headline_principal(struct rp_print *print, const struct rampart_decision *decision,
                               const struct rampart_str *who)
{
    struct rampart_str what[FIELDS];
    const bool several = rampart_account_member_count(print->account) > 0;
    const bool other = headline_split(decision->resource, what) && what[ACCOUNT].len > 0 &&
                       !rp_has_wildcard(what[ACCOUNT]) && !rp_str_equal(what[ACCOUNT], who[ACCOUNT]);
    rp_print_cut(print, other || several ? decision->principal : who[REST]);
}

void rp_print_headline(struct rp_print *print, const struct rampart_decision *decision)
{
    struct rampart_str who[FIELDS] = {{NULL, 0}};
    const bool named = headline_split(decision->principal, who);
    rp_print_verdict(print, decision->verdict, 0);
    rp_print_words(print, "  ");
    if (named)
        headline_principal(print, decision, who);
    else
        rp_print_cut(print, decision->principal);
    if (decision->principal.len > 0) rp_print_words(print, ": ");
    const struct rampart_str account = named ? who[ACCOUNT] : (struct rampart_str){NULL, 0};
    const bool several = decision->resource_count > 1;
    rp_print_question(print, account, decision->action, decision->api,
                      several ? (struct rampart_str){NULL, 0} : decision->resource, decision->pattern);
    if (several) rp_buf_printf(print->out, " on %zu resources", decision->resource_count);
    rp_print_words(print, "\n");
}

/* ---- what was read ---- */

enum { MOST_SOURCES = 4, HOUR = 3600, DAY = 24 * HOUR, MOST_HOURS = 48 * HOUR };

/* What is younger than an hour is as good as new. */
static void headline_age(struct rp_print *print, int64_t age)
{
    if (age >= MOST_HOURS)
        rp_buf_printf(print->out, ", %lld d old", (long long)(age / DAY));
    else if (age >= HOUR)
        rp_buf_printf(print->out, ", %lld h old", (long long)(age / HOUR));
}

static void headline_layers(struct rp_print *print, const char *before, const char *behind, unsigned layers)
{
    if (layers == 0) return;
    rp_print_words(print, "; ");
    rp_print_words(print, before);
    for (int i = 0; i < RAMPART_LAYERS; i++) {
        if ((layers & 1U << i) == 0) continue;
        rp_print_words(print, rampart_layer_name((enum rampart_layer)i));
        layers &= ~(1U << i);
        rp_print_words(print, layers != 0 ? ", " : behind);
    }
}

static void headline_completeness(struct rp_print *print, unsigned unseen, unsigned absent)
{
    if (print->account == NULL)
        rp_print_words(print, "; these policies alone");
    else if (rampart_account_gap_count(print->account) > 0)
        rp_print_words(print, rampart_account_member_count(print->account) > 0 ? "; the organisation is incomplete"
                                                                               : "; the account is incomplete");
    else if (unseen == 0 && absent == 0)
        rp_print_words(print, "; all layers");
    headline_layers(print, "without ", "", unseen);
    headline_layers(print, "", " assumed to be absent", absent);
}

void rp_print_sources(struct rp_print *print)
{
    const size_t count = print->source_count, shown = count > MOST_SOURCES ? MOST_SOURCES : count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_words(print, i > 0 ? ", " : "");
        rp_print_cut(print, print->sources[i].name);
        headline_age(print, print->sources[i].age);
    }
    if (count > shown) rp_buf_printf(print->out, ", … and %zu more", count - shown);
}

void rp_print_read_without(struct rp_print *print, unsigned unseen, unsigned absent)
{
    if (print->source_count == 0) return;
    rp_print_tag(print, "read");
    rp_print_sources(print);
    headline_completeness(print, unseen, absent);
    const struct rampart_catalog_version version = rampart_catalog_version(print->catalog);
    rp_print_words(print, "; catalogue ");
    rp_print_cut(print, version.date);
    rp_print_words(print, "\n");
}

void rp_print_read(struct rp_print *print, const struct rampart_decision *decision)
{
    unsigned unseen = decision->not_considered;
    for (size_t i = 0; i < decision->unknown_layer_count; i++) unseen |= 1U << decision->unknown_layers[i];
    rp_print_read_without(print, unseen, decision->assumed_absent);
}
