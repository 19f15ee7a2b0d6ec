/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "policy/ast.h"
#include "support/many_policies.h"
#include "support/rules.h"

static void join(struct many_policies *many, const struct generated_policy *made)
{
    struct rampart_document document = {
        .text = rampart_str(made->text), .format = RAMPART_FORMAT_JSON, .kind = made->kind};

    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &many->policies[many->count]), RAMPART_OK);
    many->attachments[many->count] =
        (struct rampart_attachment){.policy = many->policies[many->count],
                                    .layer = made->layer,
                                    .level = made->level,
                                    .scope = made->scope,
                                    .resource_group_members = {&made->members, 1}};
    many->statements += many->policies[many->count]->statement_count;
    many->count++;
    if (made->layer == RAMPART_LAYER_CONTROL && made->level >= many->levels) many->levels = made->level + 1;
}

void many_policies_make(struct chance *chance, size_t times, struct many_policies *many)
{
    static struct generated_policies made; /* large */

    many->count = many->statements = 0;
    many->levels = 0;
    for (size_t i = 0; i < times; i++) {
        generate_policies(chance, &made);
        for (size_t j = 0; j < made.count; j++) join(many, &made.policies[j]);
    }
    assert_int_equal(
        rp_rules_make(NULL, many->attachments, many->count, many->levels, NULL, &many->rules),
        RAMPART_OK);
}

void many_policies_free(struct many_policies *many)
{
    rp_rules_free(many->rules);
    for (size_t i = 0; i < many->count; i++) rampart_policy_free(many->policies[i]);
}
