/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cjson/cJSON.h>

#include "support/ask_account.h"
#include "support/question_files.h"

#define COMMAND 2048

static const char *text_of(const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

    return text == NULL ? "" : text;
}

static void copy_words(const cJSON *object, const char *key, char *ret_words)
{
    const cJSON *word = NULL;

    cJSON_ArrayForEach(word, cJSON_GetObjectItemCaseSensitive(object, key))
    {
        ask_add(ret_words, ASK_WORDS, cJSON_GetStringValue(word));
    }
    ask_sorted(ret_words, ASK_WORDS);
}

/* There a trust policy goes by its role's name and a session policy by its file's: here each has its own. */
static void name_of(const struct ask *question, const cJSON *reason, char *ret_name)
{
    const char *layer = text_of(reason, "layer");
    bool trust = strcmp(layer, "AssumeRolePolicy") == 0;

    (void)snprintf(ret_name, ASK_WORDS, "%s", text_of(reason, "policy"));
    if (!trust && strcmp(layer, "SessionPolicy") != 0) return;
    for (size_t i = question->policy_count; i-- > 0;)
        if (question->policies[i].kind == (trust ? RAMPART_POLICY_TRUST : RAMPART_POLICY_SESSION))
            (void)snprintf(ret_name, ASK_WORDS, "%.*s", (int)question->policies[i].name.len,
                           question->policies[i].name.data);
}

static void copy_matched(const struct ask *question, const cJSON *object, char *ret_words)
{
    const cJSON *reason = NULL;
    char name[ASK_WORDS], word[ASK_WORDS + 16];

    cJSON_ArrayForEach(reason, cJSON_GetObjectItemCaseSensitive(object, "matched"))
    {
        const cJSON *statement = cJSON_GetObjectItemCaseSensitive(reason, "statement");

        name_of(question, reason, name);
        (void)snprintf(word, sizeof word, "%s#%d", name, statement == NULL ? -1 : statement->valueint);
        ask_add(ret_words, ASK_WORDS, word);
    }
    ask_sorted(ret_words, ASK_WORDS);
}

static void copy_decision(const struct ask *question, const cJSON *object, struct answer *answer)
{
    const char *decision = text_of(object, "decision");
    bool deny = strcmp(decision, "Deny") == 0;

    (void)snprintf(answer->outcome, sizeof answer->outcome, "%s",
                   deny ? text_of(object, "noPermissionType") : decision);
    (void)snprintf(answer->layer, sizeof answer->layer, "%s",
                   text_of(object, cJSON_HasObjectItem(object, "layer") ? "layer" : "policyType"));
    copy_matched(question, object, answer->matched);
    copy_words(object, "unknownKeys", answer->unknown_keys);
    copy_words(object, "unknownLayers", answer->unknown_layers);
    copy_words(object, "dependsOn", answer->depends_on);
}

/* One line with the id that was given is a decision or an error; no line, that the account was refused. */
static void read_answer(const struct ask *question, char *line, int code, struct answer *answer)
{
    cJSON *object = cJSON_Parse(line);
    bool decided = object != NULL && cJSON_HasObjectItem(object, "decision");

    if (code == 2 && !decided)
        (void)snprintf(answer->outcome, sizeof answer->outcome, "Refused");
    else if (code == 0 && decided && strcmp(text_of(object, "id"), "asked") == 0)
        copy_decision(question, object, answer);
    else
        (void)snprintf(answer->problem, sizeof answer->problem, "ended with %d after %.100s", code, line);
    cJSON_Delete(object);
}

static int write_assumptions(rampart_switches assumptions, char *ret_options, size_t size)
{
    int used = 0;

    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        enum rampart_assumption assumption = (enum rampart_assumption)i;
        size_t number = rampart_assumption_chosen(assumptions, assumption);

        if (number > 0)
            used +=
                snprintf(ret_options + used, size - (size_t)used, " --assume %s=%s",
                         rampart_assumption_name(assumption), rampart_assumption_value(assumption, number));
    }
    return used;
}

static int write_absent(unsigned layers, char *ret_options, size_t size)
{
    int used = 0;

    for (int i = 0; i < RAMPART_LAYERS; i++)
        if ((layers & 1U << i) != 0)
            used += snprintf(ret_options + used, size - (size_t)used, " --layer-absent %s",
                             rampart_layer_name((enum rampart_layer)i));
    return used;
}

static void write_command(const struct ask *question, const struct question_files *files, const char *program,
                          char ret_command[COMMAND])
{
    int used = snprintf(ret_command, COMMAND,
                        "'%s' check --account '%s' --at unknown --require-complete --requests -", program,
                        files->account_file);

    for (size_t i = 0; i < question->policy_count; i++)
        if (files->left_over[i] && question->policies[i].kind == RAMPART_POLICY_SESSION)
            used += snprintf(ret_command + used, COMMAND - (size_t)used, " --session-policy '%s'",
                             files->documents[i]);
    used += write_assumptions(question->options.assumptions, ret_command + used, COMMAND - (size_t)used);
    used += write_absent(question->options.absent_layers, ret_command + used, COMMAND - (size_t)used);
    (void)snprintf(ret_command + used, COMMAND - (size_t)used, " < '%s' 2> /dev/null", files->line_file);
}

void ask_program(const struct ask *question, const char *program, struct answer *ret_answer, bool *ret_untold)
{
    static char line[1 << 20];
    char command[COMMAND];
    struct question_files files;
    FILE *output = NULL;
    int code = 0;

    memset(ret_answer, 0, sizeof *ret_answer);
    *ret_untold = false;
    question_files_write(question, false, &files);
    for (size_t i = 0; i < question->policy_count; i++)
        *ret_untold |= files.left_over[i] && question->policies[i].kind != RAMPART_POLICY_SESSION;
    write_command(question, &files, program, command);
    output = popen(command, "r");
    if (output == NULL) abort();
    line[fread(line, 1, sizeof line - 1, output)] = '\0';
    code = pclose(output);
    read_answer(question, line, WIFEXITED(code) ? WEXITSTATUS(code) : -1, ret_answer);
    question_files_remove(question, &files);
}
