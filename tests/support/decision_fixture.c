/* SPDX-License-Identifier: Apache-2.0 */
#include "support/decision_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "support/diag_lines.h"
#include "support/rules.h"

static void must(struct decision_fixture *fixture, enum rampart_status status)
{
    char lines[2048];
    if (status != RAMPART_OK)
        fail_msg("%s: %s", rampart_status_name(status), diag_lines(fixture->diags, lines, sizeof lines));
}

static enum rampart_policy_kind kind_for(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_CONTROL: return RAMPART_POLICY_CONTROL;
    case RAMPART_LAYER_SESSION: return RAMPART_POLICY_SESSION;
    case RAMPART_LAYER_TRUST: return RAMPART_POLICY_TRUST;
    default: break;
    }
    return RAMPART_POLICY_IDENTITY;
}

void decision_fixture_open(struct decision_fixture *fixture, const struct fixture_policy *policies,
                           size_t count, unsigned control_levels)
{
    static const struct rampart_str inside = {"*:in/*", 6}; /* what lies in the resource group */
    struct rampart_attachment attachments[8];
    *fixture = (struct decision_fixture){0};
    must(fixture, rampart_diags_new(NULL, &fixture->diags));
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++) {
        struct rampart_document document = {.text = rampart_str(policies[i].text),
                                            .file = rampart_str(policies[i].name),
                                            .kind = kind_for(policies[i].layer)};
        if (policies[i].text != NULL)
            must(fixture, rampart_policy_read(NULL, &document, fixture->diags, &fixture->policies[i]));
        attachments[i] = (struct rampart_attachment){.policy = fixture->policies[i],
                                                     .layer = policies[i].layer,
                                                     .level = policies[i].level,
                                                     .scope = policies[i].scope,
                                                     .resource_group_members = {&inside, 1}};
    }
    /* The decision is about RAM: what unseen layers leave open is another matter. */
    const struct rampart_options options = {.absent_layers = ~0U};
    must(fixture, rp_rules_make(&options, attachments, count, control_levels, fixture->diags,
                                        &fixture->rules));
    must(fixture, rampart_request_new(NULL, &fixture->request));
}

void decision_fixture_ask(struct decision_fixture *fixture, const char *principal, const char *action,
                          const char *resource)
{
    rampart_request_clear(fixture->request);
    must(fixture, rampart_request_set_account(fixture->request, rampart_str("1"), fixture->diags));
    must(fixture, rampart_request_set_principal(fixture->request,
                                                rampart_str(principal == NULL ? "user/alice" : principal),
                                                fixture->diags));
    must(fixture, rampart_request_set_action(fixture->request, rampart_str(action), fixture->diags));
    must(fixture, rampart_request_add_resource(fixture->request, rampart_str(resource), fixture->diags));
}

const struct rampart_decision *decision_fixture_answer(struct decision_fixture *fixture)
{
    struct rampart_verdict verdict;
    rampart_decision_free(fixture->decision);
    fixture->decision = NULL;
    must(fixture, rampart_request_finish(fixture->request, fixture->diags));
    must(fixture, rp_rules_decide(fixture->rules, fixture->request, &verdict));
    must(fixture, rp_rules_explain(fixture->rules, fixture->request, 0, &fixture->decision));
    assert_memory_equal(&verdict, &fixture->decision->verdict, sizeof verdict);
    return fixture->decision;
}

void decision_fixture_close(struct decision_fixture *fixture)
{
    rampart_decision_free(fixture->decision);
    rampart_request_free(fixture->request);
    rp_rules_free(fixture->rules);
    for (size_t i = 0; i < 8; i++) rampart_policy_free(fixture->policies[i]);
    rampart_diags_free(fixture->diags);
}
