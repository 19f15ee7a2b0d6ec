/* SPDX-License-Identifier: Apache-2.0 */
/* Who gains and who loses what between two versions: two documents, two accounts, or a plan before and after its apply. */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"

struct diff_side {
    struct rampart_policy *policy; /* of a document */
    struct rampart_account *account;
    struct rampart_set *set;
};

static void diff_free_side(struct diff_side *side)
{
    rampart_set_free(side->set);
    rampart_account_free(side->account);
    rampart_policy_free(side->policy);
}

static enum rampart_status diff_read_side(struct api_call *call, const struct api_texts *texts, bool before, struct diff_side *side)
{
    const struct rampart_named_text *first = &texts->items[0];
    if (texts->count == 1 && rampart_input_is_document(first->name, first->text)) {
        const struct rampart_document document = {.text = first->text, .file = first->name, .kind = RAMPART_POLICY_IDENTITY};
        RP_TRY(rampart_inventory_add(call->inventory, RAMPART_FILE_READ, first->name, RP_STR("")));
        RP_TRY(rampart_policy_read(&call->options, &document, call->diags, &side->policy));
    } else {
        RP_TRY(api_read_account(call, texts, before, &side->account));
    }
    const struct rampart_attachment attachment = {.policy = side->policy};
    const struct rampart_set_parts parts = {
        .account = side->account, .attachments = &attachment, .attachment_count = side->policy != NULL};
    return rampart_set_new(&call->options, &parts, call->diags, &side->set);
}

static enum rampart_status diff_read_sides(struct api_call *call, struct diff_side sides[2])
{
    const bool plan = api_has(call, API_PLAN);
    for (int i = 0; i < 2; i++) {
        struct api_texts texts;
        RP_TRY(api_texts(call, plan ? API_PLAN : i == 0 ? API_OLD : API_NEW, &texts));
        RP_TRY(diff_read_side(call, &texts, plan && i == 0, &sides[i]));
    }
    if (plan && sides[0].policy != NULL)
        return api_refuse(call, call->members[API_PLAN].text, "one document alone has no other side", "send it as \"old\" or \"new\", with the other one");
    if ((sides[0].policy == NULL) != (sides[1].policy == NULL))
        return api_refuse(call, call->members[API_NEW].text, "a policy document and an account cannot be compared", "");
    return RAMPART_OK;
}

static enum rampart_status diff_answer(struct api_call *call, struct diff_side sides[2], struct rampart_diff **diff)
{
    const struct rampart_writer writer = api_writer(call->answer);
    RP_TRY(diff_read_sides(call, sides));
    RP_TRY(rampart_diff(sides[0].set, sides[1].set, NULL, call->diags, diff));
    struct rampart_report_style style = api_style(call);
    style.account = sides[1].account;
    style.account_before = sides[0].account;
    return rampart_report_diff(&call->options, *diff, style, &writer);
}

enum rampart_status api_diff(struct api_call *call)
{
    struct diff_side sides[2] = {{NULL, NULL, NULL}, {NULL, NULL, NULL}};
    struct rampart_diff *diff = NULL;
    const bool two = api_has(call, API_OLD) && api_has(call, API_NEW), one = api_has(call, API_OLD) || api_has(call, API_NEW);
    if (api_has(call, API_PLAN) ? one : !two)
        return api_refuse(call, call->body, "two versions are compared", "send \"old\" and \"new\", each a text or a list of texts, or a \"plan\" alone");
    const enum rampart_status status = diff_answer(call, sides, &diff);
    rampart_diff_free(diff);
    for (int i = 0; i < 2; i++) diff_free_side(&sides[i]);
    return status;
}
