/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "policy/ast.h"
#include "support/crowd.h"

static void join(struct crowd *crowd, const struct generated_policy *made)
{
    struct rampart_document document = {
        .text = rampart_str(made->text), .format = RAMPART_FORMAT_JSON, .kind = made->kind};

    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &crowd->policies[crowd->count]), RAMPART_OK);
    crowd->attachments[crowd->count] =
        (struct rampart_attachment){.policy = crowd->policies[crowd->count],
                                    .layer = made->layer,
                                    .level = made->level,
                                    .scope = made->scope,
                                    .resource_group_members = {&made->members, 1}};
    crowd->statements += crowd->policies[crowd->count]->statement_count;
    crowd->count++;
    if (made->layer == RAMPART_LAYER_CONTROL && made->level >= crowd->levels) crowd->levels = made->level + 1;
}

void crowd_make(struct chance *chance, size_t worlds, struct crowd *crowd)
{
    static struct generated_world made; /* large */

    crowd->count = crowd->statements = 0;
    crowd->levels = 0;
    for (size_t i = 0; i < worlds; i++) {
        generate_world(chance, &made);
        for (size_t j = 0; j < made.count; j++) join(crowd, &made.policies[j]);
    }
    assert_int_equal(
        rampart_rules_compile(NULL, crowd->attachments, crowd->count, crowd->levels, NULL, &crowd->rules),
        RAMPART_OK);
}

void crowd_free(struct crowd *crowd)
{
    rampart_rules_free(crowd->rules);
    for (size_t i = 0; i < crowd->count; i++) rampart_policy_free(crowd->policies[i]);
}
