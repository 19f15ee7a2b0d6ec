/* SPDX-License-Identifier: Apache-2.0 */
#include "support/question_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "policy/arn.h"

/* An account file in the making. */
struct stage {
    const struct ask *question;
    struct question_files *files;
    struct rp_identity identity; /* who asks */
    bool embed;
    cJSON *root;
};

static void *must(void *thing)
{
    if (thing == NULL) {
        perror("cannot stage a question");
        abort();
    }
    return thing;
}

static const char *path(char *text, const struct question_files *files, const char *name)
{
    (void)snprintf(text, QUESTION_PATH, "%s/%s", files->folder, name);
    return text;
}

static void write_file(const char *name, struct rampart_str text)
{
    FILE *file = must(fopen(name, "wb"));

    if (fwrite(text.data, 1, text.len, file) != text.len || fclose(file) != 0) must(NULL);
}

static void write_json(const char *name, const cJSON *root)
{
    char *text = must(cJSON_PrintUnformatted(root));

    write_file(name, rampart_str(text));
    cJSON_free(text);
}

/* ---- JSON from texts with a length ---- */

static const char *ended(struct rampart_str text, char ret_text[ASK_WORDS])
{
    (void)snprintf(ret_text, ASK_WORDS, "%.*s", RP_ARG(text));
    return ret_text;
}

static cJSON *string(struct rampart_str text)
{
    char copy[ASK_WORDS];

    return must(cJSON_CreateString(ended(text, copy)));
}

static void put(cJSON *map, const char *key, struct rampart_str text)
{
    cJSON_AddItemToObject(map, key, string(text));
}

/* The member of a map; a new one if there is none yet. */
static cJSON *open_member(cJSON *map, const char *key, cJSON *(*create)(void))
{
    cJSON *member = cJSON_GetObjectItemCaseSensitive(map, key);

    if (member != NULL) return member;
    member = must(create());
    cJSON_AddItemToObject(map, key, member);
    return member;
}

static cJSON *open_map(cJSON *map, const char *key)
{
    return open_member(map, key, cJSON_CreateObject);
}

static cJSON *open_list(cJSON *map, const char *key)
{
    return open_member(map, key, cJSON_CreateArray);
}

/* ---- where the policies go ---- */

static cJSON *document(const struct stage *stage, size_t i)
{
    const char *name = stage->files->documents[i];

    if (stage->embed) return must(cJSON_CreateRaw(stage->question->policies[i].text.data));
    return must(cJSON_CreateString(name + strlen(stage->files->folder) + 1));
}

/* A name stands for one document: the same may be used twice, another one would be a mistake of the question. */
static void define(const struct stage *stage, size_t i)
{
    const struct ask_policy *policy = &stage->question->policies[i];
    char name[ASK_WORDS];

    for (size_t before = 0; before < i; before++) {
        const struct ask_policy *other = &stage->question->policies[before];
        if (stage->files->left_over[before] || !rp_str_equal(other->name, policy->name)) continue;
        if (rp_str_equal(other->text, policy->text)) return;
        printf("two policies are named %s\n", ended(policy->name, name));
        abort();
    }
    cJSON_AddItemToObject(open_map(stage->root, "policies"), ended(policy->name, name), document(stage, i));
}

/* Where the policies of who asks are granted; NULL: somebody who has none of their own. */
static cJSON *open_holder(const struct stage *stage)
{
    enum rp_identity_kind kind = stage->identity.kind;
    char name[ASK_WORDS];

    if (kind != RP_IDENTITY_USER && kind != RP_IDENTITY_ROLE) return NULL;
    return open_map(open_map(stage->root, kind == RP_IDENTITY_USER ? "users" : "roles"),
                    ended(stage->identity.name, name));
}

/* A resource group holds what is asked for, or nothing. */
static void grant(const struct stage *stage, size_t i)
{
    const struct ask_policy *policy = &stage->question->policies[i];
    cJSON *holder = open_holder(stage), *given = must(cJSON_CreateObject());
    char group[32];

    put(given, "name", policy->name);
    if (policy->on_group) {
        cJSON *members = NULL;

        (void)snprintf(group, sizeof group, "rg-%zu", i);
        members = open_list(open_map(stage->root, "resourceGroups"), group);
        if (policy->in_group) cJSON_AddItemToArray(members, string(stage->question->resources[0]));
        put(given, "resourceGroup", rampart_str(group));
    }
    if (policy->by_membership && stage->identity.kind == RP_IDENTITY_USER) {
        cJSON *groups = open_list(holder, "groups");

        if (cJSON_GetArraySize(groups) == 0) cJSON_AddItemToArray(groups, cJSON_CreateString("staff"));
        holder = open_map(open_map(stage->root, "groups"), "staff");
    }
    cJSON_AddItemToArray(open_list(holder, "policies"), given);
}

/* Levels are written from the root folder down, and counted from the account up. */
static void bind(const struct stage *stage, size_t i)
{
    const struct ask_policy *policy = &stage->question->policies[i];
    cJSON *levels = NULL, *bound = NULL;
    int count = (int)stage->question->control_levels;

    if ((int)policy->level >= count) return; /* it is only read */
    levels = open_list(open_map(stage->root, "resourceDirectory"), "controlPolicies");
    bound = must(cJSON_CreateObject());
    put(bound, "name", policy->name);
    if (policy->scope == RAMPART_SCOPE_ALL) put(bound, "effectScope", rampart_str("All"));
    cJSON_AddItemToArray(cJSON_GetArrayItem(levels, count - 1 - (int)policy->level), bound);
}

/* The role that is asked for, or one that nobody asks for. False: it is another account's. */
static bool find_role(const struct stage *stage, struct rampart_str *ret_name)
{
    struct rp_arn arn;
    char action[ASK_WORDS];

    *ret_name = rampart_str("unasked");
    if (strcasecmp(ended(stage->question->action, action), "sts:AssumeRole") != 0) return true;
    if (!rp_arn_split(stage->question->resources[0], &arn) ||
        !rp_str_equal(arn.account, rampart_str(stage->files->account)))
        return false;
    *ret_name = rp_str_from(arn.rest, strlen("role/"));
    return rp_str_starts(arn.rest, rampart_str("role/"));
}

/* A role has one trust policy. */
static bool let_in(const struct stage *stage, size_t i)
{
    struct rampart_str name;
    char text[ASK_WORDS];
    cJSON *role = NULL;

    if (!find_role(stage, &name)) return false;
    role = open_map(open_map(stage->root, "roles"), ended(name, text));
    if (cJSON_HasObjectItem(role, "trust")) return false;
    cJSON_AddItemToObject(role, "trust", document(stage, i));
    return true;
}

static void place(const struct stage *stage, size_t i)
{
    bool *left_over = &stage->files->left_over[i];

    switch (stage->question->policies[i].kind) {
    case RAMPART_POLICY_SESSION: *left_over = true; return;
    case RAMPART_POLICY_TRUST: *left_over = !let_in(stage, i); return;
    case RAMPART_POLICY_CONTROL: bind(stage, i); break;
    case RAMPART_POLICY_ANY: /* no document stays one */
    case RAMPART_POLICY_IDENTITY:
        if (open_holder(stage) == NULL) { /* nobody holds it */
            define(stage, i);
            return;
        }
        grant(stage, i);
        break;
    default: *left_over = true; return; /* an account file has no place for it */
    }
    define(stage, i);
}

/* ---- the account ---- */

static struct rampart_str account_id(const struct stage *stage)
{
    struct rp_arn arn;
    const struct ask *question = stage->question;

    if (rp_account_id_valid(stage->identity.account)) return stage->identity.account;
    if (rp_account_id_valid(question->account)) return question->account;
    if (rp_arn_split(question->resources[0], &arn) && rp_account_id_valid(arn.account)) return arn.account;
    return rampart_str("1234567890123456");
}

static void write_account(struct stage *stage)
{
    const struct ask *question = stage->question;
    struct question_files *files = stage->files;

    stage->root = must(cJSON_CreateObject());
    cJSON_AddNumberToObject(stage->root, "rampart", 1);
    (void)snprintf(files->account, sizeof files->account, "%.*s", RP_ARG(account_id(stage)));
    put(stage->root, "account", rampart_str(files->account));
    (void)open_holder(stage);
    if (question->service_linked) cJSON_AddTrueToObject(open_holder(stage), "serviceLinked");
    if (question->management) cJSON_AddFalseToObject(open_map(stage->root, "resourceDirectory"), "member");
    for (unsigned i = 0; i < question->control_levels; i++)
        cJSON_AddItemToArray(open_list(open_map(stage->root, "resourceDirectory"), "controlPolicies"),
                             must(cJSON_CreateArray()));
    for (size_t i = 0; i < question->policy_count; i++) place(stage, i);
    write_json(path(files->account_file, files, "account.json"), stage->root);
    cJSON_Delete(stage->root);
}

/* ---- the request ---- */

static cJSON *values_of(const struct ask_key *key)
{
    cJSON *list = NULL;

    if (key->count == 1) return string(key->values[0]);
    list = must(cJSON_CreateArray());
    for (size_t i = 0; i < key->count; i++) cJSON_AddItemToArray(list, string(key->values[i]));
    return list;
}

static void write_line(const struct ask *question, struct question_files *files)
{
    char name[ASK_WORDS];
    cJSON *line = must(cJSON_CreateObject());

    cJSON_AddStringToObject(line, "id", "asked");
    put(line, "principal", question->principal);
    if (question->uid.len > 0) put(line, "uid", question->uid);
    put(line, "action", question->action);
    if (question->account.len > 0) put(line, "accountId", question->account);
    for (size_t i = 0; i < question->resource_count; i++)
        cJSON_AddItemToArray(open_list(line, "resource"), string(question->resources[i]));
    for (size_t i = 0; i < question->context_count; i++)
        cJSON_AddItemToObject(open_map(line, "context"), ended(question->context[i].name, name),
                              values_of(&question->context[i]));
    for (size_t i = 0; i < question->absent_count; i++)
        cJSON_AddItemToArray(open_list(line, "absent"), string(question->absent[i]));
    cJSON_AddBoolToObject(line, "complete", question->complete);
    cJSON_AddBoolToObject(line, "literal", true); /* as the library takes a resource */
    write_json(path(files->line_file, files, "request.jsonl"), line);
    cJSON_Delete(line);
}

/* Control policies beside another account's resource are its owner's; those of an account that is asked are its own. */
static bool is_of_owner(const struct ask *question)
{
    struct rp_identity identity = {.kind = RP_IDENTITY_NONE};
    struct rp_arn arn;
    const char *expected = NULL;

    if (question->control_levels == 0 || rp_str_starts(question->action, RP_STR("sts:"))) return false;
    return question->resource_count > 0 && rp_identity_read(question->principal, &identity, &expected) &&
           rp_arn_split(question->resources[0], &arn) && arn.account.len > 1 && identity.account.len > 0 &&
           !rp_str_equal(arn.account, identity.account);
}

bool question_files_possible(const struct ask *question)
{
    return question->principal.len > 0 && !is_of_owner(question);
}

void question_files_write(const struct ask *question, bool embed, struct question_files *ret_files)
{
    struct stage stage = {.question = question, .files = ret_files, .embed = embed};
    const char *expected = NULL, *temporary = getenv("TMPDIR");
    char name[32];

    memset(ret_files, 0, sizeof *ret_files);
    (void)rp_identity_read(question->principal, &stage.identity, &expected);
    (void)snprintf(ret_files->folder, sizeof ret_files->folder, "%s/rampart-XXXXXX",
                   temporary == NULL ? "/tmp" : temporary);
    must(mkdtemp(ret_files->folder));
    for (size_t i = 0; i < question->policy_count; i++) {
        const struct ask_policy *policy = &question->policies[i];

        (void)snprintf(name, sizeof name, "%zu.%s", i,
                       policy->format == RAMPART_FORMAT_JSON ? "json" : "policy");
        write_file(path(ret_files->documents[i], ret_files, name), policy->text);
    }
    write_account(&stage);
    write_line(question, ret_files);
}

void question_files_remove(const struct ask *question, const struct question_files *files)
{
    for (size_t i = 0; i < question->policy_count; i++) (void)unlink(files->documents[i]);
    (void)unlink(files->account_file);
    (void)unlink(files->line_file);
    (void)rmdir(files->folder);
}
