/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated resource directories: folders in folders, control policies attached to any of them, accounts in them and beside
 * them, as the export of the management account shows them, or almost. The members' own files know nothing of it. What a
 * member may do is held against a walk over the folders that is made here, without any of the library's means. Now and then
 * a list is missing: then whatever could turn on it is open.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "support/chance.h"
#include "support/make_image.h"

enum { WORLDS = 60, FOLDERS = 8, ACCOUNTS = 6, POLICIES = 4, ACTIONS = 3, TEXT = 1 << 15, MANAGER = 100 };

static const char *const actions[ACTIONS] = {"ess:CancelInstanceRefresh", "ess:StartInstanceRefresh",
                                             "ess:DescribeInstanceRefreshes"};

/* A control policy allows everything but what it denies, or some actions only. */
struct policy {
    bool all, allows[ACTIONS], denies[ACTIONS];
};

enum form { FILE_WITHOUT, FILE_WITH_ITS_OWN, EXPORT };

/* A target: a folder, of which the first is the root, or an account. */
struct target {
    unsigned parent;
    bool attached[POLICIES], covered;
};

struct world {
    struct chance *chance;
    struct policy policies[POLICIES];
    struct target folders[FOLDERS], accounts[ACCOUNTS];
    bool held[ACCOUNTS]; /* in the directory */
    enum form forms[ACCOUNTS];
    size_t folder_count, account_count;
    bool all_accounts, enabled, cut;
};

static char folder[] = "/tmp/rampart-directory-XXXXXX";

/* ---- a world ---- */

static void make_target(struct world *world, struct target *target, size_t folders)
{
    target->parent = chance_below(world->chance, (unsigned)folders);
    target->covered = chance_of(world->chance, 93);
    for (size_t i = 0; i < POLICIES; i++) target->attached[i] = chance_of(world->chance, 45);
    if (chance_of(world->chance, 70)) target->attached[0] = true;
}

static void make_world(struct world *world)
{
    for (size_t i = 0; i < POLICIES; i++) {
        struct policy *policy = &world->policies[i];

        policy->all = i == 0 || chance_of(world->chance, 60);
        for (size_t k = 0; k < ACTIONS; k++) {
            policy->allows[k] = chance_of(world->chance, 50);
            policy->denies[k] = i > 0 && chance_of(world->chance, 15);
        }
    }
    world->folder_count = 1 + chance_below(world->chance, FOLDERS);
    world->account_count = 2 + chance_below(world->chance, ACCOUNTS - 1);
    world->all_accounts = chance_of(world->chance, 80);
    world->enabled = chance_of(world->chance, 90);
    world->cut = chance_of(world->chance, 8);
    for (size_t i = 0; i < world->folder_count; i++) make_target(world, &world->folders[i], i == 0 ? 1 : i);
    for (size_t i = 0; i < world->account_count; i++) {
        make_target(world, &world->accounts[i], world->folder_count);
        world->held[i] = chance_of(world->chance, 80);
        world->forms[i] = (enum form)chance_below(world->chance, EXPORT + 1);
    }
}

/* ---- its files ---- */

struct text {
    char bytes[TEXT];
    size_t len, lines;
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct text *text, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    text->len += (size_t)vsnprintf(text->bytes + text->len, TEXT - text->len, format, values);
    va_end(values);
    assert_true(text->len < TEXT);
}

static void open_line(struct text *text, const char *product, const char *api, const char *args)
{
    put(text, "{\"rampart\":1,\"product\":\"%s\",\"api\":\"%s\",\"args\":{%s},\"response\":{", product, api, args);
    text->lines++;
}

static void save(struct text *text, const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    spill(path, text->bytes, text->len);
}

static void put_actions(struct text *text, const char *effect, const bool *which)
{
    size_t count = 0;

    for (size_t i = 0; i < ACTIONS; i++) {
        if (!which[i]) continue;
        if (count++ == 0)
            put(text, ",{\\\"Effect\\\":\\\"%s\\\",\\\"Resource\\\":\\\"*\\\",\\\"Action\\\":[", effect);
        put(text, "%s\\\"%s\\\"", count > 1 ? "," : "", actions[i]);
    }
    if (count > 0) put(text, "]}");
}

static void put_document(struct text *text, const struct policy *policy)
{
    static const bool none[ACTIONS] = {false};

    put(text, "{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[");
    put(text, "{\\\"Effect\\\":\\\"Allow\\\",\\\"Resource\\\":\\\"*\\\",\\\"Action\\\":\\\"%s\\\"}", policy->all ? "*" : "ecs:*");
    put_actions(text, "Allow", policy->all ? none : policy->allows);
    put_actions(text, "Deny", policy->denies);
    put(text, "]}");
}

static void put_attached(struct text *text, const char *id, const struct target *target)
{
    char args[64];
    size_t count = 0;

    if (!target->covered) return;
    snprintf(args, sizeof args, "\"TargetId\":\"%s\"", id);
    open_line(text, "resourcemanager", "ListControlPolicyAttachmentsForTarget", args);
    put(text, "\"ControlPolicyAttachments\":{\"ControlPolicyAttachment\":[");
    for (size_t i = 0; i < POLICIES; i++)
        if (target->attached[i])
            put(text, "%s{\"PolicyId\":\"cp-%zu\",\"PolicyName\":\"P%zu\",\"PolicyType\":\"Custom\",\"EffectScope\":\"RAM\"}",
                count++ == 0 ? "" : ",", i, i);
    put(text, "]}}}\n");
}

static void put_folders(struct text *text, const struct world *world)
{
    for (size_t parent = 0; parent < world->folder_count; parent++) {
        char args[64];
        size_t count = 0;

        snprintf(args, sizeof args, "\"ParentFolderId\":\"%s-%zu\"", parent == 0 ? "r" : "fd", parent);
        open_line(text, "resourcemanager", "ListFoldersForParent", args);
        put(text, "\"Folders\":{\"Folder\":[");
        for (size_t i = 1; i < world->folder_count; i++)
            if (world->folders[i].parent == parent) put(text, "%s{\"FolderId\":\"fd-%zu\"}", count++ == 0 ? "" : ",", i);
        put(text, "]},\"TotalCount\":%zu}}\n", count);
    }
}

static void put_accounts(struct text *text, const struct world *world)
{
    size_t count = 0;

    open_line(text, "resourcemanager", "ListAccounts", "");
    put(text, "\"Accounts\":{\"Account\":[");
    for (size_t i = 0; i < world->account_count; i++)
        if (world->held[i])
            put(text, "%s{\"AccountId\":\"%zu\",\"FolderId\":\"%s-%u\"}", count++ == 0 ? "" : ",", MANAGER + 1 + i,
                world->accounts[i].parent == 0 ? "r" : "fd", world->accounts[i].parent);
    put(text, "]},\"TotalCount\":%zu}}\n", world->all_accounts ? count : count + 1);
}

static void put_end(struct text *text, size_t more)
{
    put(text, "{\"rampart\":1,\"api\":\"end\",\"lines\":%zu,\"time\":\"2026-01-02T03:04:05Z\",\"directory\":true}\n",
        text->lines + more);
}

static void write_manager(const struct world *world)
{
    struct text text = {.len = 0};

    open_line(&text, "sts", "GetCallerIdentity", "");
    put(&text, "\"AccountId\":\"%d\"}}\n", MANAGER);
    open_line(&text, "resourcemanager", "GetResourceDirectory", "");
    put(&text, "\"ResourceDirectory\":{\"ControlPolicyStatus\":\"%s\",\"MasterAccountId\":\"%d\",\"RootFolderId\":\"r-0\"}}}\n",
        world->enabled ? "Enabled" : "Disabled", MANAGER);
    put_folders(&text, world);
    put_accounts(&text, world);
    for (size_t i = 0; i < POLICIES; i++) {
        char args[64];

        snprintf(args, sizeof args, "\"PolicyId\":\"cp-%zu\"", i);
        open_line(&text, "resourcemanager", "GetControlPolicy", args);
        put(&text, "\"ControlPolicy\":{\"PolicyId\":\"cp-%zu\",\"PolicyName\":\"P%zu\",\"PolicyType\":\"Custom\",\"PolicyDocument\":\"", i, i);
        put_document(&text, &world->policies[i]);
        put(&text, "\"}}}\n");
    }
    for (size_t i = 0; i < world->folder_count + world->account_count; i++) {
        const size_t account = i - world->folder_count;
        char id[24];

        snprintf(id, sizeof id, i == 0 ? "r-%zu" : i < world->folder_count ? "fd-%zu" : "%zu",
                 i < world->folder_count ? i : MANAGER + 1 + account);
        put_attached(&text, id, i < world->folder_count ? &world->folders[i] : &world->accounts[account]);
    }
    put_end(&text, world->cut ? 1 : 0);
    save(&text, "100.ndjson");
}

/* A user who may do everything, as far as the account goes. */
static void write_account(const struct world *world, size_t i)
{
    struct text text = {.len = 0};
    char name[32];

    snprintf(name, sizeof name, "%zu.%s", MANAGER + 1 + i, world->forms[i] == EXPORT ? "ndjson" : "json");
    if (world->forms[i] != EXPORT) {
        put(&text, "{\"rampart\":1,\"account\":\"%zu\",\"policies\":{\"All\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\","
            "\"Action\":\"*\",\"Resource\":\"*\"}]}},\"users\":{\"u\":{\"policies\":[\"All\"]}}%s}", MANAGER + 1 + i,
            world->forms[i] == FILE_WITHOUT ? "" : ",\"resourceDirectory\":{\"controlPolicies\":[[\"FullAliyunAccess\"]]}");
        save(&text, name);
        return;
    }
    open_line(&text, "sts", "GetCallerIdentity", "");
    put(&text, "\"AccountId\":\"%zu\"}}\n", MANAGER + 1 + i);
    open_line(&text, "ram", "ListUsers", "");
    put(&text, "\"IsTruncated\":false,\"Users\":{\"User\":[{\"UserName\":\"u\",\"UserId\":\"1\"}]}}}\n");
    open_line(&text, "ram", "ListGroups", "");
    put(&text, "\"IsTruncated\":false,\"Groups\":{\"Group\":[]}}}\n");
    open_line(&text, "ims", "GetDefaultDomain", "");
    put(&text, "\"DefaultDomainName\":\"x.onaliyun.com\"}}\n");
    open_line(&text, "resourcemanager", "ListPolicyAttachments", "");
    put(&text, "\"PolicyAttachments\":{\"PolicyAttachment\":[{\"PolicyName\":\"All\",\"PolicyType\":\"Custom\",\"PrincipalType\":"
        "\"IMSUser\",\"PrincipalName\":\"u@x.onaliyun.com\",\"ResourceGroupId\":\"%zu\"}]},\"TotalCount\":1}}\n", MANAGER + 1 + i);
    open_line(&text, "ram", "GetPolicy", "\"PolicyType\":\"Custom\",\"PolicyName\":\"All\"");
    put(&text, "\"Policy\":{\"PolicyName\":\"All\",\"PolicyType\":\"Custom\"},\"DefaultPolicyVersion\":{\"VersionId\":\"v1\","
        "\"PolicyDocument\":\"{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}]}\"}}}\n");
    put_end(&text, 0);
    save(&text, name);
}

static void write_world(const struct world *world)
{
    write_manager(world);
    for (size_t i = 0; i < world->account_count; i++) write_account(world, i);
}

static void remove_files(void)
{
    for (size_t i = 0; i <= ACCOUNTS; i++)
        for (unsigned k = 0; k < 2; k++) {
            char path[128];

            snprintf(path, sizeof path, "%s/%zu.%s", folder, MANAGER + i, k == 0 ? "json" : "ndjson");
            (void)unlink(path);
        }
}

/* ---- the naive walk ---- */

static bool allows(const struct policy *policy, size_t action)
{
    return (policy->all || policy->allows[action]) && !policy->denies[action];
}

/* What one level says, if all that is attached is known: nothing attached denies. */
static bool level_allows(const struct world *world, const struct target *target, size_t action, bool *denies)
{
    bool allowed = false;

    for (size_t i = 0; i < POLICIES; i++) {
        if (!target->attached[i]) continue;
        allowed |= allows(&world->policies[i], action);
        *denies |= world->policies[i].denies[action];
    }
    return allowed && !*denies;
}

static enum rampart_outcome walk(const struct world *world, size_t account, size_t action)
{
    const struct target *target = &world->accounts[account];
    bool open = world->cut, denies = false, refused = false, root = false;
    unsigned at = 0;

    if (world->forms[account] == FILE_WITH_ITS_OWN) return RAMPART_OUTCOME_ALLOW;
    if (!world->held[account] && world->forms[account] == FILE_WITHOUT && world->all_accounts && !world->cut)
        return RAMPART_OUTCOME_ALLOW;
    if (!world->held[account]) return RAMPART_OUTCOME_CONDITIONAL;
    if (!world->enabled) return RAMPART_OUTCOME_ALLOW;
    for (; !root; target = &world->folders[at]) {
        bool level_denies = false;

        root = target == &world->folders[0];
        if (target->covered && !level_allows(world, target, action, &level_denies)) refused = true;
        open |= !target->covered;
        denies |= target->covered && level_denies;
        at = target->parent;
    }
    if (denies || (refused && !open)) return RAMPART_OUTCOME_DENY;
    return open ? RAMPART_OUTCOME_CONDITIONAL : RAMPART_OUTCOME_ALLOW;
}

/* ---- the comparison ---- */

static enum rampart_outcome ask(const struct rampart_set *set, size_t account, size_t action)
{
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
    char principal[64], resource[64];

    snprintf(principal, sizeof principal, "acs:ram::%zu:user/u", MANAGER + 1 + account);
    snprintf(resource, sizeof resource, "acs:ess:cn-hangzhou:%zu:scalinggroup/a", MANAGER + 1 + account);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(actions[action]), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    rampart_request_free(request);
    return verdict.outcome;
}

static void compare(const struct world *world, const struct rampart_set *set, unsigned *tally)
{
    for (size_t account = 0; account < world->account_count; account++)
        for (size_t action = 0; action < ACTIONS; action++) {
            const enum rampart_outcome outcome = ask(set, account, action), naive = walk(world, account, action);

            tally[outcome] += world->held[account];
            if (outcome == naive) continue;
            fail_msg("account %zu (%d, held %d), %s: %s, naively %s; see %s", MANAGER + 1 + account,
                     (int)world->forms[account], world->held[account], actions[action], rampart_outcome_name(outcome),
                     rampart_outcome_name(naive), folder);
        }
}

static void the_directory_serves_all(void **state)
{
    struct chance chance = chance_begin();
    unsigned tally[RAMPART_OUTCOME_CONDITIONAL + 1] = {0};

    (void)state;
    for (unsigned i = 0; i < WORLDS; i++) {
        struct world world = {.chance = &chance};
        const char *const path = folder;
        const struct rampart_input input = {.paths = &path, .path_count = 1};
        struct rampart_account *account = NULL;
        struct rampart_set *set = NULL;

        make_world(&world);
        write_world(&world);
        assert_int_equal(rampart_account_read_input(NULL, &input, NULL, &account), RAMPART_OK);
        assert_int_equal(rampart_account_member_count(account), world.account_count + 1);
        const struct rampart_set_parts parts = {.account = account, .few = chance_of(&chance, 50)};
        assert_int_equal(rampart_set_new(NULL, &parts, NULL, &set), RAMPART_OK);
        compare(&world, set, tally);
        rampart_set_free(set);
        rampart_account_free(account);
        remove_files();
    }
    printf("of members: Deny %u, Allow %u, Conditional %u\n", tally[0], tally[1], tally[2]);
    for (size_t i = 0; i <= RAMPART_OUTCOME_CONDITIONAL; i++) assert_true(tally[i] > 0);
}

static int open_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_directory_serves_all)};

    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
