/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads policies, asks them one question and prints the verdict:
 *
 *     check_policy ACTION RESOURCE POLICY...
 *
 * It ends with 0 for an Allow, 1 for a Deny, 2 for an error, and 3 when the answer depends on something that is not
 * known, such as a condition key.
 */
#include <stdio.h>

#include <rampart/rampart.h>

#define MAX_POLICIES 16

/* Everything that one run makes, so that one function can free it all. NULL may be freed. */
struct run {
    struct rampart_diags *diags;
    struct rampart_policy *policies[MAX_POLICIES];
    struct rampart_attachment attachments[MAX_POLICIES];
    size_t count;
    struct rampart_set *set;
    struct rampart_request *request;
};

static bool read_policies(struct run *run, char **paths, size_t count)
{
    for (; run->count < count; run->count++) {
        struct rampart_policy **policy = &run->policies[run->count];
        if (rampart_policy_read_file(NULL, paths[run->count], RAMPART_POLICY_IDENTITY, run->diags, policy))
            return false;
        run->attachments[run->count] = (struct rampart_attachment){.policy = *policy};
    }
    const struct rampart_set_parts parts = {.attachments = run->attachments, .attachment_count = count};
    return rampart_set_new(NULL, &parts, run->diags, &run->set) == RAMPART_OK;
}

static bool fill_request(struct run *run, const char *action, const char *resource)
{
    return rampart_request_new(NULL, &run->request) == RAMPART_OK &&
           rampart_request_set_action(run->request, rampart_str(action), run->diags) == RAMPART_OK &&
           rampart_request_add_resource(run->request, rampart_str(resource), run->diags) == RAMPART_OK &&
           rampart_request_finish(run->request, run->diags) == RAMPART_OK;
}

static void print_errors(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        fprintf(stderr, "%.*s:%u: %.*s\n", (int)diag->file.len, diag->file.len > 0 ? diag->file.data : "",
                diag->line, (int)diag->message.len, diag->message.data);
    }
}

static void free_run(struct run *run)
{
    rampart_request_free(run->request);
    rampart_set_free(run->set);
    for (size_t i = 0; i < run->count; i++) rampart_policy_free(run->policies[i]);
    rampart_diags_free(run->diags);
}

int main(int argc, char **argv)
{
    struct run run = {0};
    struct rampart_verdict verdict;
    if (argc < 4 || argc > 3 + MAX_POLICIES || rampart_diags_new(NULL, &run.diags) != RAMPART_OK) return 2;
    bool decided = read_policies(&run, argv + 3, (size_t)argc - 3) && fill_request(&run, argv[1], argv[2]) &&
                   rampart_decide(run.set, &run.request, 1, run.diags, &verdict, NULL) == RAMPART_OK;
    if (decided)
        puts(rampart_outcome_name(verdict.outcome));
    else
        print_errors(run.diags);
    free_run(&run);
    if (!decided) return 2;
    return verdict.outcome == RAMPART_OUTCOME_ALLOW ? 0 : verdict.outcome == RAMPART_OUTCOME_DENY ? 1 : 3;
}
