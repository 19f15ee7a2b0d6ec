/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of resources, step by step. */
#include "base/str.h"
#include "import/terraform.h"

/* Behind the bracket that closes the one at `at`; strings between them may hold brackets. The end when none does. */
static size_t past_bracket(struct rampart_str text, size_t at)
{
    bool quoted = false;
    for (at++; at < text.len; at++) {
        char c = text.data[at];
        if (quoted && c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == ']' && !quoted)
            return at + 1;
    }
    return text.len;
}

bool rp_tf_step(struct rampart_str *address, struct rp_tf_step *ret_step)
{
    struct rampart_str text = *address;
    size_t at = 0, name;
    if (text.len == 0) return false;
    while (at < text.len && text.data[at] != '.' && text.data[at] != '[') at++;
    name = at;
    while (at < text.len && text.data[at] == '[') at = past_bracket(text, at);
    *ret_step = (struct rp_tf_step){rp_str_part(text, 0, name), rp_str_part(text, name, at - name)};
    *address = rp_str_from(text, at < text.len && text.data[at] == '.' ? at + 1 : at);
    return true;
}

/* Two steps for each module, the word and the name; what is left is the resource's own. */
static struct rampart_str past_modules(struct rampart_str text)
{
    struct rampart_str rest = text;
    struct rp_tf_step step;
    while (rp_tf_step(&rest, &step) && rp_str_equal(step.name, RP_STR("module")) && rp_tf_step(&rest, &step))
        text = rest;
    return text;
}

bool rp_tf_address(struct rampart_str text, struct rp_tf_address *ret_address)
{
    struct rampart_str own = past_modules(text), rest = own;
    size_t before = text.len - own.len;
    struct rp_tf_step type, name;
    if (!rp_tf_step(&rest, &type)) return false;
    if (rp_str_equal(type.name, RP_STR("data")) && !rp_tf_step(&rest, &type)) return false;
    if (type.index.len > 0 || !rp_tf_step(&rest, &name) || rest.len > 0) return false;
    *ret_address = (struct rp_tf_address){rp_str_part(text, 0, before > 0 ? before - 1 : 0),
                                          rp_str_part(own, 0, own.len - name.index.len), name.index};
    return true;
}
