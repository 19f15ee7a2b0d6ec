/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about users, groups and roles. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer_read.h"

enum rampart_status rp_answer_identity(const struct rp_api_response *answer, const struct rp_node *response)
{
    struct rp_answers *all = answer->all;
    const struct rp_node *id = rp_answer_text(answer, response, "AccountId");
    if (id == NULL) return RAMPART_OK;
    all->other = all->taken == 1 && all->id.len > 0 && !rp_str_equal(id->text, all->id);
    if (all->other) {
        rp_diag(all->diags, RAMPART_NOTE, RP_ACC_INPUT_UNUSED, rp_answer_place(answer, id),
                "these are answers of another account: they are used for the resource directory only");
        rp_diag_help(all->diags, "asked was about the account %.*s", RP_ARG(rp_account_shown(all->id)));
        return RAMPART_OK;
    }
    RP_TRY(rp_builder_set_id(all->builder, id->text, rp_answer_place(answer, id)));
    all->id = id->text;
    return rp_keep_text(answer->source, all->scratch, &all->id);
}

/* ---- users ---- */

/* IMS calls a user by the principal name only. */
static const struct rp_node *user_name(const struct rp_api_response *answer, const struct rp_node *user)
{
    const struct rp_node *principal = rp_answer_maybe(answer, user, "UserPrincipalName");
    return principal != NULL ? principal : rp_answer_text(answer, user, "UserName");
}

/* Nobody can act as a frozen user; but thawing one is no change of policies, so that what it holds is told. */
static void note_frozen(const struct rp_api_response *answer, const struct rp_node *user,
                        const struct rp_node *name)
{
    struct rp_answers *all = answer->all;
    const struct rp_node *status = rp_answer_maybe(answer, user, "Status");
    if (status == NULL || !rp_str_equal(status->text, RP_STR("freeze"))) return;
    if (all->frozen++ > 0) return;
    all->first_frozen = rp_answer_place(answer, name);
    all->first_frozen_name = rp_str_part(name->text, 0, rp_str_find(name->text, '@'));
}

enum rampart_status rp_answer_user(const struct rp_api_response *answer, const struct rp_node *user)
{
    struct rp_answers *all = answer->all;
    struct rp_builder_principal *holder;
    bool real = rp_node_member(user, RP_STR("UserName")) != NULL;
    const struct rp_node *name = real ? rp_answer_text(answer, user, "UserName") : user_name(answer, user);
    if (name == NULL) return RAMPART_OK;
    bool first = all->frozen == 0;
    note_frozen(answer, user, name);
    if (first && all->frozen > 0) RP_TRY(rp_keep_text(answer->source, all->scratch, &all->first_frozen_name));
    if (!real) return rp_answer_declare_user(answer, name);
    return rp_answer_declare(answer, RP_BUILDER_USER, name, &holder);
}

/* ---- groups ---- */

enum rampart_status rp_answer_group(const struct rp_api_response *answer, const struct rp_node *group)
{
    struct rp_builder_principal *holder;
    const struct rp_node *name = rp_answer_text(answer, group, "GroupName");
    return name == NULL ? RAMPART_OK : rp_answer_declare(answer, RP_BUILDER_GROUP, name, &holder);
}

enum rampart_status rp_answer_user_of_group(const struct rp_api_response *answer, const struct rp_node *user)
{
    const struct rp_node *name = user_name(answer, user);
    if (name == NULL) return RAMPART_OK;
    return rp_answer_join(answer, name->text, rp_answer_argument(answer, answer->row->argument),
                          rp_answer_place(answer, name));
}

enum rampart_status rp_answer_group_of_user(const struct rp_api_response *answer, const struct rp_node *group)
{
    const struct rp_node *name = rp_answer_text(answer, group, "GroupName");
    if (name == NULL) return RAMPART_OK;
    return rp_answer_join(answer, rp_answer_argument(answer, answer->row->argument), name->text,
                          rp_answer_place(answer, name));
}

/* ---- roles ---- */

enum rampart_status rp_answer_role(const struct rp_api_response *answer, const struct rp_node *role)
{
    struct rp_builder_principal *holder = NULL;
    const struct rp_node *name = rp_answer_text(answer, role, "RoleName");
    if (name == NULL) return RAMPART_OK;
    RP_TRY(rp_answer_declare(answer, RP_BUILDER_ROLE, name, &holder));
    RP_TRY(rp_answer_note_role(answer, role, holder));
    const struct rp_node *trust = rp_answer_document(role, "AssumeRolePolicyDocument");
    if (trust == NULL) return RAMPART_OK;
    return rp_builder_set_trust(answer->all->builder, holder, answer->source, trust);
}
