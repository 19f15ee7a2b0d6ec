/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why was I refused? Decides an action on a resource by one policy and prints the statements that decided, or those
 * that came closest to allowing it:
 *
 *     explain_denial POLICY ACTION RESOURCE
 */
#include <stdio.h>

#include <rampart/rampart.h>

/* For printf("%.*s"). */
#define TEXT(str) (int)(str).len, (str).len > 0 ? (str).data : ""

static void print_decision(const struct rampart_decision *decision)
{
    printf("%.*s\n", TEXT(decision->message));
    for (size_t i = 0; i < decision->matched_count; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        printf("decided by %.*s, line %u: %s %.*s\n", TEXT(reason->policy), reason->place.line,
               rampart_effect_name(reason->effect), TEXT(reason->action));
    }
    for (size_t i = 0; i < decision->nearest_count; i++) {
        const struct rampart_near_miss *miss = &decision->nearest[i];
        printf("closest: %.*s, line %u: its %s did not match\n", TEXT(miss->reason.policy), miss->place.line,
               rampart_element_name(miss->element, miss->negated));
    }
}

/* The library's own report of the errors, through a writer of ours. */
static bool write_to_stderr(void *context, struct rampart_str piece)
{
    (void)context;
    return fwrite(piece.data, 1, piece.len, stderr) == piece.len;
}

static void print_problems(const struct rampart_diags *diags)
{
    const struct rampart_writer writer = {NULL, write_to_stderr};
    const struct rampart_report_style style = {.format = RAMPART_REPORT_TEXT, .color = false};
    if (rampart_report_diags(NULL, diags, style, &writer) != RAMPART_OK) fputs("cannot say why\n", stderr);
}

static bool explain(const struct rampart_policy *policy, const char *action, const char *resource,
                    struct rampart_diags *diags)
{
    const struct rampart_attachment attachment = {.policy = policy};
    const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
    struct rampart_set *set = NULL;
    struct rampart_request *request = NULL;
    struct rampart_decision *decision = NULL;
    bool explained = rampart_set_new(NULL, &parts, diags, &set) == RAMPART_OK &&
                     rampart_request_new(NULL, &request) == RAMPART_OK &&
                     rampart_request_set_action(request, rampart_str(action), diags) == RAMPART_OK &&
                     rampart_request_add_resource(request, rampart_str(resource), diags) == RAMPART_OK &&
                     rampart_request_finish(request, diags) == RAMPART_OK &&
                     rampart_explain(set, &request, 1, 0, diags, &decision, NULL) == RAMPART_OK;
    if (explained) print_decision(decision);
    rampart_decision_free(decision);
    rampart_request_free(request);
    rampart_set_free(set);
    return explained;
}

int main(int argc, char **argv)
{
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    if (argc != 4 || rampart_diags_new(NULL, &diags) != RAMPART_OK) return 2;
    bool explained =
        rampart_policy_read_file(NULL, argv[1], RAMPART_POLICY_IDENTITY, diags, &policy) == RAMPART_OK &&
        explain(policy, argv[2], argv[3], diags);
    if (!explained) print_problems(diags);
    rampart_policy_free(policy);
    rampart_diags_free(diags);
    return explained ? 0 : 2;
}
