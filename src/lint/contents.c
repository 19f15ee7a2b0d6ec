/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/contents.h"

#include <string.h>

#include "base/str.h"

static bool contains(struct rampart_str text, struct rampart_str word)
{
    while (text.len >= word.len) {
        const char *first = memchr(text.data, word.data[0], text.len - word.len + 1);
        if (first == NULL) return false;
        text = rp_str_from(text, (size_t)(first - text.data));
        if (rp_str_starts(text, word)) return true;
        text = rp_str_from(text, 1);
    }
    return false;
}

bool rp_contents_doubtful(struct rampart_str text)
{
    return contains(text, RP_STR("rampart")) || contains(text, RP_STR("format_version")) ||
           contains(text, RP_STR("PolicyDocument")) || contains(text, RP_STR("terraform")) ||
           (contains(text, RP_STR("Principal")) && contains(text, RP_STR("Resource")));
}

static bool has(const struct rp_node *map, struct rampart_str name)
{
    return rp_node_member(map, name) != NULL;
}

static bool is_terraform(const struct rp_node *root)
{
    return has(root, RP_STR("format_version")) &&
           (has(root, RP_STR("values")) || has(root, RP_STR("planned_values")) ||
            has(root, RP_STR("resource_changes")) || has(root, RP_STR("terraform_version")));
}

static bool is_state(const struct rp_node *root)
{
    return has(root, RP_STR("version")) && has(root, RP_STR("terraform_version")) &&
           has(root, RP_STR("resources"));
}

/* A message a line; each names the part of Terraform that it comes from. */
static bool is_log(struct rampart_str text)
{
    const struct rampart_str line = rp_str_part(text, 0, rp_str_find(text, '\n'));
    return line.len > 0 && line.data[0] == '{' && contains(line, RP_STR("\"@level\"")) &&
           contains(line, RP_STR("\"terraform.ui\""));
}

bool rp_contents_is_document(const struct rp_node *member, enum rampart_policy_kind *ret_kind)
{
    bool trust = rp_str_equal(member->key, RP_STR("AssumeRolePolicyDocument"));
    if (!trust && !rp_str_equal(member->key, RP_STR("PolicyDocument"))) return false;
    *ret_kind = trust ? RAMPART_POLICY_TRUST : RAMPART_POLICY_ANY;
    if (member->type == RP_NODE_MAP) return true;
    /* Where the document stands elsewhere in an answer, it is "N/A" here. */
    return member->type == RP_NODE_STRING && member->text.len > 0 &&
           !rp_str_equal(member->text, RP_STR("N/A"));
}

/* The depth of a tree is limited, and so is this recursion. */
static bool holds_document(const struct rp_node *node)
{
    enum rampart_policy_kind kind;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        if (rp_contents_is_document(member, &kind) || holds_document(member)) return true;
    return false;
}

enum rp_contents rp_contents_of(const struct rp_node *root, struct rampart_str text, bool found)
{
    if (is_log(text)) return RP_CONTENTS_LOG;
    if (root == NULL)
        return found && !contains(text, RP_STR("Statement")) ? RP_CONTENTS_OTHER : RP_CONTENTS_POLICY;
    if (has(root, RP_STR("rampart"))) return RP_CONTENTS_ACCOUNT;
    if (has(root, RP_STR("Statement"))) return RP_CONTENTS_POLICY;
    if (is_terraform(root)) return RP_CONTENTS_TERRAFORM;
    if (is_state(root)) return RP_CONTENTS_STATE;
    if (holds_document(root)) return RP_CONTENTS_ANSWER;
    return !found || has(root, RP_STR("Version")) ? RP_CONTENTS_POLICY : RP_CONTENTS_OTHER;
}
