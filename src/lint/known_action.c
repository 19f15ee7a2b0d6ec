/* SPDX-License-Identifier: Apache-2.0 */
/* Actions and services that the catalogue does not have. */
#include "catalog/tsv.h"
#include "lint/known.h"
#include "lint/look.h"
#include "policy/pattern.h"

/* An action taken apart. */
struct name {
    const struct rp_value *value;
    struct rampart_str service, operation;
};

/* ---- services ---- */

static bool is_product(const struct rp_known *known, const struct name *name)
{
    enum { CODE = 1 };
    struct rampart_str line;
    if (!rp_small_table_row(&known->lint->linter->tables, RP_SMALL_PRODUCT_CODES, name->service, &line))
        return false;
    const struct rampart_str code = rp_tsv_field(line, CODE);
    if (rp_lint_find(known->lint, RP_LINT_PRODUCT_IS_NOT_CODE, name->value->span,
                     "\"%.*s\" is the name of a product: its actions begin with \"%.*s:\"",
                     RP_ARG(rp_lint_shown(name->service)), RP_ARG(code)))
        rp_lint_suggest(known->lint, "write %.*s:%.*s", RP_ARG(code), RP_ARG(rp_lint_shown(name->operation)));
    return true;
}

static void unknown_service(struct rp_known *known, const struct name *name)
{
    struct rampart_catalog_service near;
    if (is_product(known, name) || rp_look_has_blank(name->service)) return;
    if (!rp_lint_asks(known->lint, RP_LINT_UNKNOWN_SERVICE) || !rp_known_search(known)) return;
    known->code_known = rp_is_other_code(known->catalog, name->service);
    if (known->code_known) return;
    (void)rp_lint_find(known->lint, RP_LINT_UNKNOWN_SERVICE, name->value->span,
                       "no service is known whose actions begin with \"%.*s:\"",
                       RP_ARG(rp_lint_shown(name->service)));
    if (rampart_catalog_near_service(known->catalog, name->service, &near))
        rp_lint_suggest(known->lint, "did you mean %.*s:%.*s?", RP_ARG(near.code),
                        RP_ARG(rp_lint_shown(name->operation)));
    else
        rp_lint_suggest(known->lint, "look the code up: rampart catalog --services");
}

/* Whether enough is known of the service to doubt an action of it; where it is not known at all, that is said. */
static bool is_well_known(struct rp_known *known, const struct name *name)
{
    struct rampart_catalog_service service;
    if (known->code.len > 0 && rp_str_equal(known->code, name->service) && known->code_known)
        return known->code_doubtful;
    known->code = name->service;
    known->code_known = rampart_catalog_find_service(known->catalog, name->service, &service);
    known->code_doubtful = known->code_known && !rp_str_equal(service.evidence, RP_STR("guess"));
    known->code_complete = known->code_known && service.complete.len > 0;
    if (!known->code_known) unknown_service(known, name);
    return known->code_doubtful;
}

/* ---- actions ---- */

void rp_lint_known_missing(struct rp_known *known, const struct rp_value *value)
{
    struct rampart_catalog_action near;
    struct name name = {.value = value};
    if (!rp_look_action(value->text, &name.service, &name.operation) || !is_well_known(known, &name)) return;
    if (rp_look_has_blank(value->text) || !rp_lint_asks(known->lint, RP_LINT_UNKNOWN_ACTION)) return;
    bool is_near =
        rp_known_search(known) && rp_alike_action(known->catalog, name.service, name.operation, &near);
    if (!is_near && !known->code_complete) return;
    (void)rp_lint_find(known->lint, RP_LINT_UNKNOWN_ACTION, value->span, "no action %.*s is known",
                       RP_ARG(rp_lint_shown(value->text)));
    if (is_near)
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near.action));
    else
        rp_lint_suggest(known->lint, "look it up: rampart catalog '%.*s:*'", RP_ARG(name.service));
}

/* ---- patterns ---- */

static bool matches_any(const struct rp_known *known, struct rampart_str pattern)
{
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    return rampart_catalog_next_match(known->catalog, &made, &action);
}

static size_t literal_length(struct rampart_str text)
{
    size_t len = 0;
    while (len < text.len && text.data[len] != '*' && text.data[len] != '?') len++;
    return len;
}

static void without_action(struct rp_known *known, const struct name *name)
{
    const struct rampart_str beginning = rp_str_part(name->operation, 0, literal_length(name->operation));
    struct rampart_str near;
    bool is_near =
        rp_known_search(known) && rp_alike_beginning(known->catalog, name->service, beginning, &near);
    if (!is_near && !known->code_complete) return;
    (void)rp_lint_find(known->lint, RP_LINT_PATTERN_WITHOUT_ACTION, name->value->span,
                       "no action is known that %.*s matches", RP_ARG(rp_lint_shown(name->value->text)));
    if (is_near)
        rp_lint_suggest(known->lint, "did you mean %.*s:%.*s%.*s?", RP_ARG(name->service), RP_ARG(near),
                        RP_ARG(rp_lint_shown(rp_str_from(name->operation, literal_length(name->operation)))));
    else
        rp_lint_suggest(known->lint, "look them up: rampart catalog '%.*s:*'", RP_ARG(name->service));
}

/* A pattern that begins with a wildcard is compared with every action of its service. */
void rp_lint_known_pattern(struct rp_known *known, const struct rp_value *value)
{
    struct name name = {.value = value};
    if (!rp_look_action(value->text, &name.service, &name.operation) || rp_has_wildcard(name.service)) return;
    size_t literal = literal_length(name.operation);
    bool everything = rp_str_equal(name.operation, RP_STR("*"));
    bool simple = literal + 1 == name.operation.len && name.operation.data[literal] == '*';
    if (!everything && !simple && !rp_known_search(known)) return;
    if (matches_any(known, value->text) || !is_well_known(known, &name)) return;
    if (everything || rp_look_has_blank(value->text)) return;
    if (rp_lint_asks(known->lint, RP_LINT_PATTERN_WITHOUT_ACTION)) without_action(known, &name);
}
