/* SPDX-License-Identifier: Apache-2.0 */
#include "support/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "support/diag_lines.h"

static void must(struct scene *scene, enum rampart_status status)
{
    char lines[2048];
    if (status != RAMPART_OK)
        fail_msg("%s: %s", rampart_status_name(status), diag_lines(scene->diags, lines, sizeof lines));
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

void scene_open(struct scene *scene, const struct scene_policy *policies, size_t count,
                unsigned control_levels)
{
    static const struct rampart_str inside = {"*:in/*", 6}; /* what lies in the resource group of a scene */
    struct rampart_attachment attachments[8];
    *scene = (struct scene){0};
    must(scene, rampart_diags_new(NULL, &scene->diags));
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++) {
        struct rampart_document document = {.text = rampart_str(policies[i].text),
                                            .file = rampart_str(policies[i].name),
                                            .kind = kind_for(policies[i].layer)};
        if (policies[i].text != NULL)
            must(scene, rampart_policy_read(NULL, &document, scene->diags, &scene->policies[i]));
        attachments[i] = (struct rampart_attachment){.policy = scene->policies[i],
                                                     .layer = policies[i].layer,
                                                     .level = policies[i].level,
                                                     .scope = policies[i].scope,
                                                     .resource_group_members = {&inside, 1}};
    }
    /* A scene is about RAM: what unseen layers leave open is another matter. */
    const struct rampart_options options = {.absent_layers = ~0U};
    must(scene, rampart_rules_compile(&options, attachments, count, control_levels, scene->diags, &scene->rules));
    must(scene, rampart_request_new(NULL, &scene->request));
}

void scene_ask(struct scene *scene, const char *principal, const char *action, const char *resource)
{
    rampart_request_clear(scene->request);
    must(scene, rampart_request_set_account(scene->request, rampart_str("1"), scene->diags));
    must(scene, rampart_request_set_principal(
                    scene->request, rampart_str(principal == NULL ? "user/alice" : principal), scene->diags));
    must(scene, rampart_request_set_action(scene->request, rampart_str(action), scene->diags));
    must(scene, rampart_request_add_resource(scene->request, rampart_str(resource), scene->diags));
}

const struct rampart_decision *scene_answer(struct scene *scene)
{
    struct rampart_verdict verdict;
    rampart_decision_free(scene->decision);
    scene->decision = NULL;
    must(scene, rampart_request_finish(scene->request, scene->diags));
    must(scene, rampart_decide(scene->rules, scene->request, &verdict));
    must(scene, rampart_explain(NULL, scene->rules, scene->request, &scene->decision));
    assert_memory_equal(&verdict, &scene->decision->verdict, sizeof verdict);
    return scene->decision;
}

void scene_close(struct scene *scene)
{
    rampart_decision_free(scene->decision);
    rampart_request_free(scene->request);
    rampart_rules_free(scene->rules);
    for (size_t i = 0; i < 8; i++) rampart_policy_free(scene->policies[i]);
    rampart_diags_free(scene->diags);
}
