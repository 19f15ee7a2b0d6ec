/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint --rules and --explain. */
#include <string.h>

#include "cli/command.h"
#include "cli/lint.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/suggest.h"

int lint_list_rules(const struct cli_arguments *arguments)
{
    struct cli_output output;
    if (!cli_output_open(&output, arguments)) return CLI_FAILED;
    const struct rampart_report_style style = {.format = cli_report_format(arguments),
                                               .color = false};
    const struct rampart_writer writer = cli_writer(output.file);
    bool good = rampart_report_lint_rules(NULL, style, &writer) == RAMPART_OK;
    return cli_output_close(&output, good) ? 0 : CLI_FAILED;
}

static int refuse_rule(const char *word)
{
    enum { MOST_RULES = 256 };
    const char *names[MOST_RULES];
    size_t count = 0;
    for (; count < rampart_lint_rule_count() && count < MOST_RULES; count++)
        names[count] = rampart_lint_rule_at(count)->name;
    const char *near = cli_nearest(word, strlen(word), names, count);
    if (near != NULL)
        cli_error("unknown rule \"%s\"; did you mean \"%s\"?", word, near);
    else
        cli_error("unknown rule \"%s\"", word);
    return CLI_FAILED;
}

int lint_explain_rule(const struct cli_arguments *arguments)
{
    const char *word = cli_value(arguments, LINT_EXPLAIN);
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(word));
    if (rule == NULL) return refuse_rule(word);
    struct cli_output output;
    if (!cli_output_open(&output, arguments)) return CLI_FAILED;
    const struct rampart_str page = rampart_lint_rule_page(rule);
    const struct rampart_writer writer = cli_writer(output.file);
    return cli_output_close(&output, writer.write(writer.context, page)) ? 0 : CLI_FAILED;
}
