/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `incomplete`: what the account may have that its file does not show. The list is read first, so that each section
 * finds what concerns it; what concerns nothing in the end is an error.
 */
#include "account/gaps.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "text/did_you_mean.h"

enum { WHAT, OF, POLICY, LAYERS, RESOURCE, REASON, GAP_MEMBERS };
static const char *const gap_members[] = {"what", "of", "policy", "layers", "resource", "reason"};
static const struct rp_account_shape gap_shape = {
    "what is incomplete", "it has what, of, policy, layers, resource and reason", gap_members, GAP_MEMBERS};

/* ---- one of them ---- */

static struct rampart_str read_gaps_read_text(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (!rp_account_is(reader, node, RP_NODE_STRING, node == NULL ? RP_STR("") : node->key, "a text"))
        return (struct rampart_str){NULL, 0};
    return node->text;
}

static bool read_gaps_read_kind(struct rp_account_reader *reader, const struct rp_node *map, const struct rp_node *what,
                                enum rampart_gap_kind *kind)
{
    const char *known[RP_GAP_KINDS];
    if (what == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, map->span, "it does not say what is incomplete");
        rp_diag_help(reader->reading.diags, "add what: …, such as grants or document");
        return false;
    }
    if (!rp_account_is(reader, what, RP_NODE_STRING, what->key, "a word such as grants")) return false;
    if (rp_gap_kind_of(what->text, kind) && *kind != RAMPART_GAP_ACCOUNTS) return true; /* an organisation's */
    for (size_t i = 0; i < RAMPART_GAP_ACCOUNTS; i++) known[i] = rampart_gap_name((enum rampart_gap_kind)i);
    const char *nearest = rp_nearest(what->text, known, RAMPART_GAP_ACCOUNTS);
    rp_account_error(reader, RP_ACC_GAP, what->span, "\"%.*s\" cannot be incomplete",
                     RP_ARG(rp_account_shown(what->text)));
    rp_diag_help(reader->reading.diags, nearest != NULL ? "did you mean \"%s\"?" : "write grants%.0s, for instance",
                 nearest != NULL ? nearest : "");
    return false;
}

/* How a subject of the kind begins; NULL: it has none. Ends with "": any of those before will do. */
static const char *const *read_gaps_heads_of(enum rampart_gap_kind kind)
{
    static const char *const principals[] = {"user/", "group/", "role/", NULL}, *const users[] = {"user/", NULL},
                             *const policies[] = {"policy/", "system-policy/", NULL}, *const roles[] = {"role/", NULL},
                             *const groups[] = {"resource-group/", NULL};
    switch (kind) {
    case RAMPART_GAP_GRANTS:
    case RAMPART_GAP_SCOPE: return principals;
    case RAMPART_GAP_MEMBERSHIPS: return users;
    case RAMPART_GAP_DOCUMENT: return policies;
    case RAMPART_GAP_TRUST: return roles;
    case RAMPART_GAP_RESOURCES: return groups;
    default: return NULL;
    }
}

static bool read_gaps_may_lack_subject(enum rampart_gap_kind kind)
{
    return read_gaps_heads_of(kind) == NULL || kind == RAMPART_GAP_GRANTS || kind == RAMPART_GAP_MEMBERSHIPS;
}

/* An input may tell where others may be: in its own words, which name nothing of the account. */
static bool read_gaps_is_place(const struct rampart_gap *gap)
{
    static const enum rampart_gap_kind kinds[] = {RAMPART_GAP_GRANTS, RAMPART_GAP_DOCUMENT, RAMPART_GAP_RESOURCES};
    bool more = gap->kind == RAMPART_GAP_USERS || gap->kind == RAMPART_GAP_GROUPS || gap->kind == RAMPART_GAP_ROLES ||
                gap->kind == RAMPART_GAP_POLICIES || gap->kind == RAMPART_GAP_UNMANAGED ||
                gap->kind == RAMPART_GAP_LAYERS;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (const char *const *head = read_gaps_heads_of(kinds[i]); *head != NULL; head++)
            if (rp_str_starts(gap->subject, rampart_str(*head))) return false;
    return more;
}

static void read_gaps_check_subject(struct rp_account_reader *reader, const struct rp_node *map,
                                    const struct rp_node *of, const struct rampart_gap *gap)
{
    const char *const *heads = read_gaps_heads_of(gap->kind);
    const char *what = rampart_gap_name(gap->kind);
    if (of == NULL && read_gaps_may_lack_subject(gap->kind)) return;
    if (of == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, map->span, "it does not say whose %s is incomplete", what);
        rp_diag_help(reader->reading.diags, "add of: %s…", heads[0]);
        return;
    }
    for (size_t i = 0; heads != NULL && heads[i] != NULL; i++)
        if (rp_str_starts(gap->subject, rampart_str(heads[i]))) return;
    if (of->type != RP_NODE_STRING || read_gaps_is_place(gap)) return; /* reported, or right */
    rp_account_error(reader, RP_ACC_GAP, of->span, "\"%.*s\" has no %s", RP_ARG(rp_account_shown(gap->subject)), what);
    if (heads != NULL) rp_diag_help(reader->reading.diags, "write %sNAME", heads[0]);
}

/* Which layer it is, and whose. */
static void read_gaps_read_layer(struct rp_account_reader *reader, const struct rp_node *const *members,
                                 struct rampart_gap *gap)
{
    for (int i = LAYERS; i <= RESOURCE && gap->kind != RAMPART_GAP_LAYERS; i++) {
        if (members[i] == NULL) continue;
        rp_account_error(reader, RP_ACC_GAP, members[i]->key_span, "%s has no %s", rampart_gap_name(gap->kind),
                         gap_members[i]);
        rp_diag_help(reader->reading.diags, "leave it out, or write what: layers");
    }
    rp_account_layers(reader, members[LAYERS], &gap->layers);
    gap->resource = read_gaps_read_text(reader, members[RESOURCE]);
}

static enum rampart_status read_gaps_read_gap(struct rp_account_reader *reader, const struct rp_node *node,
                                              struct rampart_gap *gap)
{
    const struct rp_node *members[GAP_MEMBERS] = {NULL};
    if (!rp_account_is(reader, node, RP_NODE_MAP, RP_STR("what is incomplete"), "a map with what")) return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, node, &node));
    rp_account_members(reader, node, &gap_shape, members);
    if (!read_gaps_read_kind(reader, node, members[WHAT], &gap->kind)) return RAMPART_OK;
    gap->subject = read_gaps_read_text(reader, members[OF]);
    gap->policy = read_gaps_read_text(reader, members[POLICY]);
    gap->reason = read_gaps_read_text(reader, members[REASON]);
    read_gaps_check_subject(reader, node, members[OF], gap);
    read_gaps_read_layer(reader, members, gap);
    if (gap->kind == RAMPART_GAP_SCOPE && members[POLICY] == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, node->span, "it does not say the scope of which policy");
        rp_diag_help(reader->reading.diags, "add policy: …, the name of the policy");
    }
    return RAMPART_OK;
}

enum rampart_status rp_account_gaps(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of what is incomplete"))
        return RAMPART_OK;
    struct rampart_gap *gaps = RP_NEW_ARRAY(&reader->account->arena, struct rampart_gap, node->count);
    RP_TRY_MEMORY(gaps != NULL);
    size_t count = 0;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        RP_TRY(read_gaps_read_gap(reader, value, &gaps[count]));
        bool none = reader->how.as_complete && rp_gap_is_of_more(gaps[count].kind);
        if (none)
            gaps[count] = (struct rampart_gap){.kind = RAMPART_GAP_ACCOUNT};
        else
            count++;
    }
    reader->account->gap_count = rp_gaps_sort(gaps, count);
    reader->account->gaps = gaps;
    reader->gaps_met = RP_NEW_ARRAY(&reader->scratch, bool, count);
    reader->gaps_span = node->span;
    return reader->gaps_met != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- what concerns a section ---- */

bool rp_account_gap_about(struct rp_account_reader *reader, enum rampart_gap_kind kind, const char *head,
                          struct rampart_str name)
{
    const struct rampart_account *account = reader->account;
    struct rampart_str subject = {NULL, 0};
    if (account->gap_count == 0) return false;
    bool found = rp_gaps_find(account->gaps, account->gap_count, kind, subject) < account->gap_count;
    rp_arena_reset(&reader->moment);
    if (!rp_arena_printf(&reader->moment, &subject, "%s%.*s", head, RP_ARG(name))) return true; /* unknown is safe */
    size_t i = rp_gaps_find(account->gaps, account->gap_count, kind, subject);
    if (i == account->gap_count) return found;
    reader->gaps_met[i] = true;
    return true;
}

bool rp_account_scope_is_open(struct rp_account_reader *reader, const char *head, struct rampart_str name,
                              struct rampart_str policy)
{
    const struct rampart_account *account = reader->account;
    struct rampart_str subject;
    if (account->gap_count == 0) return false;
    rp_arena_reset(&reader->moment);
    if (!rp_arena_printf(&reader->moment, &subject, "%s%.*s", head, RP_ARG(name))) return true;
    size_t i = rp_gaps_find(account->gaps, account->gap_count, RAMPART_GAP_SCOPE, subject);
    for (; i < account->gap_count && account->gaps[i].kind == RAMPART_GAP_SCOPE; i++) {
        if (!rp_str_equal(account->gaps[i].subject, subject)) break;
        if (!rp_str_equal(account->gaps[i].policy, policy)) continue;
        reader->gaps_met[i] = true;
        return true;
    }
    return false;
}

/* The name behind the head of a subject of this kind; false: the gap is another one. */
bool rp_account_gap_names(struct rp_account_reader *reader, size_t i, enum rampart_gap_kind kind, const char *head,
                          struct rampart_str *ret_name)
{
    const struct rampart_gap *gap = &reader->account->gaps[i];
    if (gap->kind != kind || !rp_str_starts(gap->subject, rampart_str(head))) return false;
    *ret_name = rp_str_from(gap->subject, rampart_str(head).len);
    reader->gaps_met[i] = true;
    return true;
}

bool rp_account_has_gap(const struct rp_account_reader *reader, enum rampart_gap_kind kind)
{
    return rp_gaps_have(reader->account, kind, (struct rampart_str){NULL, 0});
}

void rp_account_check_gaps(struct rp_account_reader *reader)
{
    for (size_t i = 0; i < reader->account->gap_count && reader->status == RAMPART_OK; i++) {
        const struct rampart_gap *gap = &reader->account->gaps[i];
        bool named = gap->subject.len > 0 && read_gaps_heads_of(gap->kind) != NULL;
        if (reader->gaps_met[i] || !named || gap->kind == RAMPART_GAP_TRUST) continue;
        rp_account_error(reader, RP_ACC_GAP, reader->gaps_span, "the %s of \"%.*s\" cannot be incomplete: %s",
                         rampart_gap_name(gap->kind), RP_ARG(rp_account_shown(gap->subject)),
                         gap->kind == RAMPART_GAP_SCOPE ? "no such policy is granted to it at account scope"
                                                        : "the account has nothing of this name");
    }
}
