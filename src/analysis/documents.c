/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/documents.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"

bool rp_key_asks_who(struct rampart_str key)
{
    return rp_key_equal(key, RP_STR("acs:PrincipalARN"));
}

static bool asks_who(const struct rp_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        const struct rp_statement *statement = unit->rules[i].statement;
        for (size_t j = 0; j < statement->condition_count; j++)
            if (rp_key_asks_who(statement->conditions[j].key.text)) return true;
    }
    return false;
}

/* The rules stand in the order of the policies, so that each policy is a run of them. */
static enum rampart_status cut_rules(struct rp_arena *arena, struct rp_documents *documents)
{
    const struct rampart_account *account = documents->account;
    const struct rp_unit *all = &documents->rules->identity;
    size_t first = 0;
    documents->items = RP_NEW_ARRAY(arena, struct rp_document, account->policy_count);
    RP_TRY_MEMORY(documents->items != NULL);
    for (size_t i = 0; i < account->policy_count; i++) {
        struct rp_document *document = &documents->items[i];
        document->unit = *all;
        document->unit.index = NULL;
        document->unit.rules = all->rules + first;
        document->unit.count = account->policies[i].policy->statement_count;
        document->asks_who = asks_who(&document->unit);
        first += document->unit.count;
    }
    return RAMPART_OK;
}

static enum rampart_status compile_rules(const struct rampart_options *options, struct rp_arena *arena,
                                         struct rampart_diags *diags, struct rp_documents *documents)
{
    const struct rampart_account *account = documents->account;
    struct rampart_attachment *attachments =
        RP_NEW_ARRAY(arena, struct rampart_attachment, account->policy_count);
    RP_TRY_MEMORY(attachments != NULL);
    for (size_t i = 0; i < account->policy_count; i++)
        attachments[i] = (struct rampart_attachment){.policy = account->policies[i].policy,
                                                     .system = account->policies[i].system};
    RP_TRY(rampart_rules_compile(options, attachments, account->policy_count, 0, diags, &documents->rules));
    return cut_rules(arena, documents);
}

static enum rampart_status compile_groups(struct rp_arena *arena, struct rp_documents *documents)
{
    const struct rampart_account *account = documents->account;
    documents->groups = RP_NEW_ARRAY(arena, struct rp_group_members, account->resource_group_count);
    RP_TRY_MEMORY(documents->groups != NULL);
    for (size_t i = 0; i < account->resource_group_count; i++) {
        const struct rampart_strs *texts = &account->resource_groups[i].patterns;
        struct rp_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_pattern, texts->count);
        RP_TRY_MEMORY(patterns != NULL);
        for (size_t j = 0; j < texts->count; j++)
            RP_TRY(rp_pattern_compile(arena, texts->items[j], &patterns[j]));
        documents->groups[i] = (struct rp_group_members){patterns, texts->count};
    }
    return RAMPART_OK;
}

enum rampart_status rp_documents_open(const struct rampart_options *options, struct rp_arena *arena,
                                      const struct rampart_account *account, struct rampart_diags *diags,
                                      struct rp_documents *documents)
{
    *documents = (struct rp_documents){.account = account};
    RP_TRY(compile_rules(options, arena, diags, documents));
    return compile_groups(arena, documents);
}

void rp_documents_close(struct rp_documents *documents)
{
    rampart_rules_free(documents->rules);
    documents->rules = NULL;
}
