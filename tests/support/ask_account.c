/* SPDX-License-Identifier: Apache-2.0 */
#include "support/ask_account.h"

#include <stdio.h>
#include <stdlib.h>

#include <rampart/rampart.h>

#include "support/question_files.h"
#include "support/slurp.h"

/* The handles one question needs. */
struct bench {
    const struct ask *question;
    const struct question_files *files;
    struct rampart_diags *diags;
    struct rampart_account *account;
    struct rampart_policy *left_over[ASK_POLICIES]; /* beside the account */
    struct rampart_attachment attachments[ASK_POLICIES];
    size_t left_over_count;
    struct rampart_request *request;
    struct rampart_set *set;
};

static enum rampart_status read_left_over(struct bench *bench)
{
    for (size_t i = 0; i < bench->question->policy_count; i++) {
        const struct ask_policy *policy = &bench->question->policies[i];
        struct rampart_document document = {
            .text = policy->text, .name = policy->name, .format = policy->format, .kind = policy->kind};
        struct rampart_policy **into = &bench->left_over[bench->left_over_count];
        enum rampart_status status = RAMPART_OK;

        if (!bench->files->left_over[i]) continue;
        status = rampart_policy_read(&bench->question->options, &document, bench->diags, into);
        if (status != RAMPART_OK) return status;
        bench->attachments[bench->left_over_count++] = (struct rampart_attachment){
            .policy = *into,
            .layer = ask_layer_of(policy->kind),
        };
    }
    return RAMPART_OK;
}

static enum rampart_status read_line(struct bench *bench)
{
    struct rampart_str id, account = rampart_account_id(bench->account);
    char *text = NULL;
    size_t size = 0;
    enum rampart_status status = rampart_request_new(NULL, &bench->request);

    if (status == RAMPART_OK) status = rampart_request_set_account(bench->request, account, bench->diags);
    if (status == RAMPART_OK) status = rampart_request_set_owner(bench->request, account, bench->diags);
    if (status != RAMPART_OK) return status;
    if (!slurp(bench->files->line_file, &text, &size)) return RAMPART_IO;
    status = rampart_request_read(bench->request, (struct rampart_str){text, size},
                                  rampart_str("request.jsonl"), &id, bench->diags);
    if (status == RAMPART_OK) status = rampart_request_finish(bench->request, bench->diags);
    free(text);
    return status;
}

static enum rampart_status decide(struct bench *bench, struct answer *answer)
{
    const struct rampart_set_parts parts = {.account = bench->account,
                                            .attachments = bench->attachments,
                                            .attachment_count = bench->left_over_count,
                                            .few = true};
    enum rampart_status status = rampart_set_new(&bench->question->options, &parts, bench->diags, &bench->set);

    if (status != RAMPART_OK) return status;
    return ask_set(bench->question, bench->set, bench->request, bench->diags, answer);
}

void ask_account(const struct ask *question, bool embed, struct answer *ret_answer)
{
    struct question_files files;
    struct bench bench = {.question = question, .files = &files};
    struct answer answer = {.outcome = ""};
    enum rampart_status status = rampart_diags_new(NULL, &bench.diags);

    question_files_write(question, embed, &files);
    if (status == RAMPART_OK)
        status =
            rampart_account_read_file(&question->options, files.account_file, bench.diags, &bench.account);
    if (status == RAMPART_OK) status = read_left_over(&bench);
    if (status == RAMPART_OK) status = read_line(&bench);
    if (status == RAMPART_OK) status = decide(&bench, &answer);
    ask_refused(status, bench.diags, &answer);
    /* A document that makes no sense leaves the account readable: that it is put aside is what refusing it means there. */
    if (rampart_account_quarantined_count(bench.account) > 0)
        ask_refused(RAMPART_INVALID_INPUT, bench.diags, &answer);

    rampart_set_free(bench.set);
    rampart_request_free(bench.request);
    for (size_t i = 0; i < ASK_POLICIES; i++) rampart_policy_free(bench.left_over[i]);
    rampart_account_free(bench.account);
    rampart_diags_free(bench.diags);
    question_files_remove(question, &files);
    *ret_answer = answer;
}
