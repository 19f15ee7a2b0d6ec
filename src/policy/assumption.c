/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/assumption.h"

#include "base/str.h"
#include "text/diag.h"
#include "text/did_you_mean.h"

enum { MOST_VALUES = 3 };

static const struct toggle {
    const char *name;
    const char *values[MOST_VALUES + 1];
    rampart_switches bits[MOST_VALUES];
} toggles[RAMPART_ASSUMPTIONS] = {
    {"colon-crossing", {"crosses", "within-field"}, {0, RP_ASSUME_FIELDS}},
    {"resource-case", {"sensitive", "insensitive"}, {0, RP_ASSUME_RESOURCE_FOLD}},
    {"key-case",
     {"name-insensitive", "sensitive", "insensitive"},
     {0, RP_ASSUME_KEY_EXACT, RP_ASSUME_KEY_FOLD}},
    {"missing-positive", {"not-met", "empty"}, {0, RP_ASSUME_ABSENT_EMPTY}},
    {"missing-negated", {"met", "not-met"}, {0, RP_ASSUME_ABSENT_UNMET}},
    {"multi-bare", {"any", "all"}, {0, RP_ASSUME_ALL_VALUES}},
    {"notresource", {"complement", "refused"}, {0, RP_ASSUME_NO_NOTRESOURCE}},
    {"unsupported-ops", {"evaluated", "refused"}, {0, RP_ASSUME_NO_AWS_OPERATORS}},
    {"empty-arn-field", {"literal", "any"}, {0, RP_ASSUME_EMPTY_FIELD_ANY}},
    {"rg-deny", {"staged", "any-deny-wins"}, {0, RP_ASSUME_GROUP_DENY}},
    {"control-root", {"scope-all-binds", "spared"}, {0, RP_ASSUME_ROOT_SPARED}},
    {"trust-deny", {"evaluated", "refused"}, {0, RP_ASSUME_NO_TRUST_DENY}},
    {"action-case", {"insensitive", "sensitive"}, {0, RP_ASSUME_ACTION_EXACT}},
    {"unreadable-value",
     {"complement", "not-met", "refused"},
     {0, RP_ASSUME_UNREADABLE_UNMET, RP_ASSUME_UNREADABLE_REFUSED}},
    {"date-form", {"documented", "lenient"}, {0, RP_ASSUME_DATE_LENIENT}},
    {"address-form", {"strict", "lenient"}, {0, RP_ASSUME_ADDRESS_LENIENT}},
    {"mapped-address", {"separate", "unmapped"}, {0, RP_ASSUME_UNMAPPED}},
    {"operator-type",
     {"text", "never", "refused"},
     {0, RP_ASSUME_OPERATOR_NEVER, RP_ASSUME_OPERATOR_REFUSED}},
    {"global-region", {"empty", "star"}, {0, RP_ASSUME_REGION_STAR}},
    {"oss-region", {"prefixed", "plain"}, {0, RP_ASSUME_OSS_PLAIN}},
    {"star-owner", {"root", "account"}, {0, RP_ASSUME_STAR_SPARES_ACCOUNT}},
    {"bucket-account-uid", {"covers", "root-only"}, {0, RP_ASSUME_UID_IS_ROOT}},
    {"oss-cross-identity", {"ignored", "deny-counts"}, {0, RP_ASSUME_FOREIGN_DENY}},
    {"kms-account-wildcard", {"delegates", "grants"}, {0, RP_ASSUME_KEY_ACCOUNT_GRANTS}},
    {"kms-root", {"spared", "bound"}, {0, RP_ASSUME_KEY_BINDS_ROOT}},
    {"kms-foreign-star", {"covers", "own-account"}, {0, RP_ASSUME_FOREIGN_STAR_OWN}},
    {"project-no-principal", {"everyone", "nobody"}, {0, RP_ASSUME_UNNAMED_IS_NOBODY}},
    {"project-allow", {"grants", "restricts"}, {0, RP_ASSUME_PROJECT_RESTRICTS}},
    {"instance-allow", {"restricts", "grants"}, {0, RP_ASSUME_INSTANCE_GRANTS}},
    {"acl-list", {"objects-only", "lists-too"}, {0, RP_ASSUME_ACL_LISTS}},
    {"overwrite-acl", {"object", "bucket"}, {0, RP_ASSUME_OVERWRITE_BUCKET}},
    {"access-point-acl", {"none", "acl"}, {0, RP_ASSUME_POINT_ACL}},
    {"ap-region", {"both", "exact"}, {0, RP_ASSUME_POINT_EXACT}},
    {"block-public-scope", {"statement", "whole-policy"}, {0, RP_ASSUME_BLOCK_WHOLE}},
    {"project-cross-account", {"resource-suffices", "both"}, {0, RP_ASSUME_PROJECT_BOTH}},
    {"ots-condition-or", {"and", "or"}, {0, RP_ASSUME_INSTANCE_ANY}},
    {"accesskey-inactive", {"falls-through", "overrides"}, {0, RP_ASSUME_KEY_OVERRIDES}},
    {"caller-control", {"both-accounts", "owner-only"}, {0, RP_ASSUME_OWNER_CONTROLS}},
    {"instance-role", {"session", "free"}, {0, RP_ASSUME_INSTANCE_ROLE_FREE}},
};

const char *rampart_assumption_name(enum rampart_assumption assumption)
{
    return assumption < RAMPART_ASSUMPTIONS ? toggles[assumption].name : NULL;
}

const char *rampart_assumption_value(enum rampart_assumption assumption, size_t number)
{
    return assumption < RAMPART_ASSUMPTIONS && number < MOST_VALUES ? toggles[assumption].values[number]
                                                                    : NULL;
}

size_t rampart_assumption_chosen(rampart_switches assumptions, enum rampart_assumption assumption)
{
    for (size_t i = MOST_VALUES - 1; i > 0 && assumption < RAMPART_ASSUMPTIONS; i--)
        if ((assumptions & toggles[assumption].bits[i]) != 0) return i;
    return 0;
}

static rampart_switches assumption_with(rampart_switches assumptions, const struct toggle *toggle, size_t number)
{
    for (size_t i = 0; i < MOST_VALUES; i++) assumptions &= ~toggle->bits[i];
    return assumptions | toggle->bits[number];
}

bool rp_assumption_is_among(enum rampart_assumption assumption, rampart_switches touched)
{
    return ((toggles[assumption].bits[1] | toggles[assumption].bits[2]) & touched) != 0;
}

rampart_switches rp_assumption_with(rampart_switches assumed, enum rampart_assumption assumption, size_t number)
{
    return assumption_with(assumed, &toggles[assumption], number);
}

bool rp_alternative_next(rampart_switches assumed, rampart_switches touched, size_t *cursor,
                         struct rp_alternative *ret_alternative)
{
    const bool of_resources = touched >= RP_ASSUME_STAR_SPARES_ACCOUNT; /* these stand last, and few requests touch one */
    const size_t most = of_resources ? RAMPART_ASSUMPTIONS : RAMPART_ASSUME_STAR_OWNER;
    while (touched != 0 && *cursor < most * MOST_VALUES) {
        const size_t a = *cursor / MOST_VALUES, number = *cursor % MOST_VALUES;
        const struct toggle *toggle = &toggles[a];
        if (!rp_assumption_is_among((enum rampart_assumption)a, touched)) {
            *cursor = (a + 1) * MOST_VALUES;
            continue;
        }
        (*cursor)++;
        const rampart_switches otherwise = assumption_with(assumed, toggle, number);
        if (toggle->values[number] == NULL || (touched & (assumed ^ otherwise)) == 0) continue;
        *ret_alternative = (struct rp_alternative){(enum rampart_assumption)a, number, otherwise};
        return true;
    }
    return false;
}

/* ---- by name ---- */

static bool assumption_find(struct rampart_str name, enum rampart_assumption *ret_assumption)
{
    for (size_t i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        if (!rp_str_equal(name, rampart_str(toggles[i].name))) continue;
        *ret_assumption = (enum rampart_assumption)i;
        return true;
    }
    return false;
}

static enum rampart_status assumption_no_name(struct rampart_str name, struct rampart_diags *diags)
{
    const char *names[RAMPART_ASSUMPTIONS];
    for (size_t i = 0; i < RAMPART_ASSUMPTIONS; i++) names[i] = toggles[i].name;
    const char *nearest = rp_nearest(name, names, RAMPART_ASSUMPTIONS);
    rp_diag(diags, RAMPART_ERROR, RP_REQ_ASSUMPTION, RP_NOWHERE, "unknown assumption \"%.*s\"",
            RP_ARG(rp_str_part(name, 0, 80)));
    if (nearest != NULL)
        rp_diag_help(diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(diags, "list them with `rampart check --assumptions`");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status assumption_no_value(const struct toggle *toggle, struct rampart_str value,
                                               struct rampart_diags *diags)
{
    bool three = toggle->values[2] != NULL;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_ASSUMPTION, RP_NOWHERE, "%s cannot be \"%.*s\"", toggle->name,
            RP_ARG(rp_str_part(value, 0, 80)));
    rp_diag_help(diags, "it is %s%s%s or %s", toggle->values[0], three ? ", " : "",
                 three ? toggle->values[1] : "", toggle->values[three ? 2 : 1]);
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rampart_assume(rampart_switches *assumptions, struct rampart_str name, struct rampart_str value,
                                   struct rampart_diags *diags)
{
    enum rampart_assumption assumption = RAMPART_ASSUME_COLON_CROSSING;
    if (assumptions == NULL) return RAMPART_MISUSE;
    if (!assumption_find(name, &assumption)) return assumption_no_name(name, diags);
    const struct toggle *toggle = &toggles[assumption];
    for (size_t i = 0; toggle->values[i] != NULL; i++) {
        if (!rp_str_equal(value, rampart_str(toggle->values[i]))) continue;
        *assumptions = assumption_with(*assumptions, toggle, i);
        return RAMPART_OK;
    }
    return assumption_no_value(toggle, value, diags);
}
