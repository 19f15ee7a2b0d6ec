/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalogue knows, for people: a thing alone with all that is known of it, several as a table. */
#include <stdint.h>

#include "base/utf8.h"
#include "report/print.h"

enum { WIDEST_COLUMN = 64, GAP = 2 };

/* What a word of evidence says. */
static const struct {
    const char *word, *meaning;
} meanings[] = {
    {"table", "an authorisation table of the documentation lists it"},
    {"metadata", "an API has this name, and most actions are called as their API"},
    {"policy", "a system policy of the cloud names it"},
    {"observed", "several public policies name it"},
    {"seen-once", "one public policy or program names it: it may be a mistake"},
    {"docs", "the documentation uses it"},
    {"votes", "public policies use it with names of this product"},
    {"known", "it is said to be so, and was not verified"},
    {"guess", "the product's name in lower case, and nothing more"},
    {"unverified", "found in public policies or programs, on no page of the documentation"},
};

static void print_evidence(struct rp_print *print, struct rampart_str word)
{
    rp_print_label(print, "evidence");
    rp_print_text(print, word);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (!rp_str_equal(word, rampart_str(meanings[i].word))) continue;
        rp_print_words(print, ": ");
        rp_print_words(print, meanings[i].meaning);
    }
    rp_print_words(print, "\n");
}

static struct rampart_str or_dash(struct rampart_str text)
{
    return text.len == 0 ? RP_STR("-") : text;
}

/* ---- columns ---- */

static void widen(size_t *width, struct rampart_str text)
{
    size_t here = rp_utf8_count(text);
    if (here > *width) *width = here < WIDEST_COLUMN ? here : WIDEST_COLUMN;
}

static void print_cell(struct rp_print *print, struct rampart_str text, size_t width)
{
    text = or_dash(text);
    rp_print_text(print, text);
    for (size_t i = rp_utf8_count(text); i < width + GAP; i++) rp_print_words(print, " ");
}

static void print_last(struct rp_print *print, struct rampart_str text)
{
    rp_print_text(print, or_dash(text));
    rp_print_words(print, "\n");
}

static void print_count(struct rp_print *print, size_t count, const char *one)
{
    rp_buf_printf(print->out, "%zu %s%s\n", count, one, count == 1 ? "" : "s");
}

/* ---- actions ---- */

static void print_arns(struct rp_print *print, const struct rampart_catalog_row *row)
{
    for (size_t i = 0; i < row->arn_count; i++) {
        const struct rampart_catalog_arn *arn = &row->arns[i];
        rp_print_row(print, i == 0 ? "ARN" : "", arn->arn);
        rp_print_label(print, "");
        if (arn->needed.len > 0) rp_buf_printf(print->out, "%.*s, ", RP_ARG(arn->needed));
        rp_buf_printf(print->out, "%.*s%s%.*s, %.*s\n", RP_ARG(arn->evidence),
                      arn->date.len == 0 ? "" : " of ", RP_ARG(arn->date), RP_ARG(arn->source));
    }
    if (row->arn_count == 0) rp_print_row(print, "ARN", RP_STR("not known"));
}

static void print_keys_of(struct rp_print *print, const struct rampart_catalog_found *found)
{
    rp_print_label(print, "keys");
    for (size_t i = 0; i < found->key_count; i++) {
        rp_print_text(print, found->keys[i].key);
        rp_print_words(print, ", ");
    }
    rp_print_words(print, found->key_count == 0 ? "the common ones\n" : "and the common ones\n");
}

static void print_action(struct rp_print *print, const struct rampart_catalog_found *found)
{
    const struct rampart_catalog_row *row = &found->actions[0];
    rp_print_text(print, row->action.action);
    rp_print_words(print, "\n");
    rp_print_row(print, "access", row->action.level.len == 0 ? RP_STR("not known") : row->action.level);
    print_evidence(print, row->action.evidence);
    print_arns(print, row);
    print_keys_of(print, found);
}

static void print_first_arn(struct rp_print *print, const struct rampart_catalog_row *row)
{
    if (row->arn_count == 0) {
        print_last(print, RP_STR(""));
        return;
    }
    rp_print_text(print, row->arns[0].arn);
    if (rp_str_equal(row->arns[0].evidence, RP_STR("inferred"))) rp_print_words(print, " (inferred)");
    if (row->arn_count > 1) rp_buf_printf(print->out, " and %zu more", row->arn_count - 1);
    rp_print_words(print, "\n");
}

static void print_actions(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t name = 0, level = 0, evidence = 0;
    for (size_t i = 0; i < found->action_count; i++) {
        widen(&name, found->actions[i].action.action);
        widen(&level, found->actions[i].action.level);
        widen(&evidence, found->actions[i].action.evidence);
    }
    for (size_t i = 0; i < found->action_count; i++) {
        const struct rampart_catalog_row *row = &found->actions[i];
        print_cell(print, row->action.action, name);
        print_cell(print, row->action.level, level == 0 ? 1 : level);
        print_cell(print, row->action.evidence, evidence);
        print_first_arn(print, row);
    }
    print_count(print, found->action_count, "action");
}

/* ---- the rest ---- */

static void print_types(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t service = 0, type = 0;
    for (size_t i = 0; i < found->type_count; i++) {
        widen(&service, found->types[i].service);
        widen(&type, found->types[i].type);
    }
    for (size_t i = 0; i < found->type_count; i++) {
        print_cell(print, found->types[i].service, service);
        print_cell(print, found->types[i].type, type);
        print_last(print, found->types[i].arn);
    }
}

static void print_service(struct rp_print *print, const struct rampart_catalog_found *found)
{
    const struct rampart_catalog_service *service = &found->services[0];
    rp_print_text(print, service->code);
    rp_print_words(print, "\n");
    rp_print_row(print, "products", or_dash(service->products));
    print_evidence(print, service->evidence);
    if (service->other_codes.len > 0) rp_print_row(print, "other codes", service->other_codes);
    if (service->complete.len > 0) rp_print_row(print, "complete", service->complete);
    for (size_t i = 0; i < found->type_count; i++)
        rp_print_row(print, i == 0 ? "resources" : "", found->types[i].arn);
    print_keys_of(print, found);
    rp_print_words(print, "\n");
    print_actions(print, found);
}

static void print_services(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t code = 0, evidence = 0;
    for (size_t i = 0; i < found->service_count; i++) {
        widen(&code, found->services[i].code);
        widen(&evidence, found->services[i].evidence);
    }
    for (size_t i = 0; i < found->service_count; i++) {
        print_cell(print, found->services[i].code, code);
        print_cell(print, found->services[i].evidence, evidence);
        print_last(print, found->services[i].products);
    }
    print_count(print, found->service_count, "service");
}

static void print_resource(struct rp_print *print, const struct rampart_catalog_found *found)
{
    print_types(print, found);
    rp_print_words(print, "\n");
    print_actions(print, found);
}

static struct rampart_str carried_by(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("every"))) return RP_STR("every request");
    if (rp_str_equal(word, RP_STR("identities"))) return RP_STR("every request of a user, a role or root");
    return rp_str_equal(word, RP_STR("some")) ? RP_STR("some requests") : RP_STR("not known");
}

static void print_key(struct rp_print *print, const struct rampart_catalog_found *found)
{
    const struct rampart_catalog_key *key = &found->keys[0];
    rp_print_text(print, key->key);
    rp_print_words(print, "\n");
    rp_print_row(print, "type", key->type.len == 0 ? RP_STR("not known") : key->type);
    rp_print_row(print, "values", key->values.len == 0 ? RP_STR("not known") : key->values);
    rp_print_row(print, "empty value", key->empty.len == 0 ? RP_STR("not known") : key->empty);
    rp_print_row(print, "service", key->service);
    rp_print_row(print, "carried by", carried_by(key->carried));
    print_evidence(print, key->evidence);
    rp_print_row(print, "source", key->source);
}

static void print_regions(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t region = 0, group = 0;
    for (size_t i = 0; i < found->region_count; i++) {
        widen(&region, found->regions[i].region);
        widen(&group, found->regions[i].group);
    }
    for (size_t i = 0; i < found->region_count; i++) {
        print_cell(print, found->regions[i].region, region);
        print_cell(print, found->regions[i].group, group);
        rp_buf_printf(print->out, "%.*s products\n", RP_ARG(or_dash(found->regions[i].products)));
    }
    print_count(print, found->region_count, "region");
}

static void print_nothing(struct rp_print *print, const struct rampart_catalog_found *found)
{
    rp_print_painted(print, RP_PAINT_YELLOW, "not known");
    rp_print_words(print, ": ");
    rp_print_cut(print, found->asked);
    rp_print_words(print, "\n");
    if (found->suggestion.len == 0) return;
    rp_print_words(print, "did you mean ");
    rp_print_text(print, found->suggestion);
    rp_print_words(print, "?\n");
}

enum rampart_status rp_catalog_text(struct rp_print *print, const struct rampart_catalog_found *found)
{
    static void (*const printers[])(struct rp_print * print, const struct rampart_catalog_found *found) = {
        [RAMPART_CATALOG_ACTION] = print_actions,  [RAMPART_CATALOG_REGEX] = print_actions,
        [RAMPART_CATALOG_SERVICE] = print_service, [RAMPART_CATALOG_RESOURCE] = print_resource,
        [RAMPART_CATALOG_KEY] = print_key,         [RAMPART_CATALOG_SERVICES] = print_services,
        [RAMPART_CATALOG_REGIONS] = print_regions,
    };
    if (rampart_catalog_found_count(found) == 0)
        print_nothing(print, found);
    else if (found->subject == RAMPART_CATALOG_ACTION && found->action_count == 1)
        print_action(print, found);
    else
        printers[found->subject](print, found);
    return print->out->failed;
}
