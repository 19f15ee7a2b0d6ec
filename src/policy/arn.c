/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/arn.h"

static const char *const any_form =
    "write user/NAME, role/NAME, role/NAME/SESSION, root, saml-provider/NAME, oidc-provider/NAME, "
    "service/HOST, or one of these as acs:ram::ACCOUNT:...";
static const char *const role_session = "acs:sts::ACCOUNT:assumed-role/ROLE/SESSION";
static const char *const no_group = "write a user or a role: a group makes no requests, its members do";
static const char *const account_id =
    "write the account as digits, as in acs:ram::1234567890123456:user/NAME";

bool rp_arn_split(struct rampart_str text, struct rp_arn *ret_arn)
{
    struct rampart_str fields[RP_ARN_COLONS], rest = text;
    for (size_t i = 0; i < RP_ARN_COLONS; i++) {
        size_t colon = rp_str_find(rest, ':');
        if (colon == rest.len) return false;
        fields[i] = (struct rampart_str){rest.data, colon};
        rest = (struct rampart_str){rest.data + colon + 1, rest.len - colon - 1};
    }
    *ret_arn = (struct rp_arn){fields[0], fields[1], fields[2], fields[3], rest};
    return true;
}

bool rp_account_id_valid(struct rampart_str text)
{
    unsigned char most = 0; /* without a branch a processor compares several bytes at once */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char digit = (unsigned char)(text.data[i] - '0');
        most = digit > most ? digit : most;
    }
    return text.len > 0 && text.len <= RP_MOST_ID_DIGITS && most < 10;
}

/* A name fills one segment of the path, and is no pattern. */
static bool arn_ends_name(char c)
{
    return c == '/' || c == '*' || c == '?' || (unsigned char)c <= ' ';
}

static bool arn_is_name(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (arn_ends_name(text.data[i])) return false;
    return text.len > 0;
}

size_t rp_principal_name_fault(struct rampart_str name)
{
    size_t i = 0;
    while (i < name.len && !arn_ends_name(name.data[i]) && name.data[i] != ':') i++;
    return i;
}

/* `NAME`, or `NAME/SESSION`. */
static bool arn_read_role(struct rampart_str text, bool needs_session, struct rp_identity *identity)
{
    size_t slash = rp_str_find(text, '/');
    bool has_session = slash < text.len;
    identity->kind = RP_IDENTITY_ROLE;
    identity->name = rp_str_part(text, 0, slash);
    identity->session = rp_str_from(text, slash + 1);
    if (!arn_is_name(identity->name)) return false;
    return has_session ? arn_is_name(identity->session) : !needs_session;
}

static bool arn_read_short(struct rampart_str text, struct rp_identity *identity)
{
    static const struct {
        struct rampart_str word;
        enum rp_identity_kind kind;
    } forms[] = {
        {{"user/", 5}, RP_IDENTITY_USER},
        {{"saml-provider/", 14}, RP_IDENTITY_SAML},
        {{"oidc-provider/", 14}, RP_IDENTITY_OIDC},
        {{"service/", 8}, RP_IDENTITY_SERVICE},
    };
    if (rp_str_equal(text, RP_STR("root"))) {
        identity->kind = RP_IDENTITY_ROOT;
        return true;
    }
    if (rp_str_starts(text, RP_STR("role/"))) return arn_read_role(rp_str_from(text, 5), false, identity);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct rampart_str word = forms[i].word;
        if (!rp_str_starts(text, word)) continue;
        identity->kind = forms[i].kind;
        identity->name = rp_str_from(text, word.len);
        return arn_is_name(identity->name);
    }
    return false;
}

/* The form that was expected in place of a text that is no short form. */
static const char *arn_expected(struct rampart_str text)
{
    return rp_str_starts(text, RP_STR("group/")) ? no_group : any_form;
}

/* Reads acs:sts::ACCOUNT:assumed-role/ROLE/SESSION. NULL, or the form that was expected instead. */
static const char *arn_read_session(const struct rp_arn *arn, struct rp_identity *identity)
{
    const struct rampart_str word = RP_STR("assumed-role/");
    if (!rp_str_starts(arn->rest, word)) return role_session;
    return arn_read_role(rp_str_from(arn->rest, word.len), true, identity) ? NULL : role_session;
}

/* NULL, or the form that was expected instead. */
static const char *arn_read_long(const struct rp_arn *arn, struct rp_identity *identity)
{
    bool acs = rp_str_equal(arn->partition, RP_STR("acs"));
    bool sts =
        rp_str_equal(arn->service, RP_STR("sts")) && (acs || rp_str_equal(arn->partition, RP_STR("arn")));
    bool ram = rp_str_equal(arn->service, RP_STR("ram")) && acs;
    if ((!ram && !sts) || arn->region.len > 0) return any_form;
    if (!rp_account_id_valid(arn->account)) return account_id;
    identity->account = arn->account;
    if (sts) return arn_read_session(arn, identity);
    return arn_read_short(arn->rest, identity) ? NULL : arn_expected(arn->rest);
}

bool rp_identity_read(struct rampart_str text, struct rp_identity *ret_identity, const char **ret_expected)
{
    struct rp_identity identity = {.kind = RP_IDENTITY_NONE};
    struct rp_arn arn;
    const char *expected = NULL;
    if (rp_arn_split(text, &arn))
        expected = arn_read_long(&arn, &identity);
    else if (!arn_read_short(text, &identity))
        expected = arn_expected(text);
    if (expected == NULL)
        *ret_identity = identity;
    else
        *ret_expected = expected;
    return expected == NULL;
}
