/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/stream.h"

/* The most options of one command; the columns of the help; the longest name that has another near it. */
enum { MOST_OPTIONS = 64, COLUMN = 30, WIDTH = 79, CALL_SIZE = 160, LONGEST_NAME = 32 };

static const struct cli_option all_options[CLI_OPTION_COUNT] = {
#define OPTION(id, letter, name, value, repeats, help) \
    [CLI_##id] = {CLI_##id, letter, name, value, repeats, help},
#include "cli/option_table.h"
#undef OPTION
};

/* Older names of options, which still work. */
static const struct {
    const char *name;
    enum cli_option_id id;
} old_names[] = {{"parameter", CLI_TEMPLATE_PARAM}};

/* ---- nearest names ---- */

static size_t options_least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be inserted, deleted or replaced (Levenshtein), one row of the table at a time. */
static size_t options_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t row[LONGEST_NAME + 1];
    for (size_t j = 0; j <= b_len; j++) row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = options_least(replaced, options_least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

static const char *options_only_completion(const char *word, size_t len, const char *const *names,
                                           size_t count)
{
    const char *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(names[i], word, len) != 0) continue;
        if (found != NULL) return NULL;
        found = names[i];
    }
    return found;
}

const char *cli_nearest(const char *word, size_t len, const char *const *names, size_t count)
{
    if (len == 0 || len > LONGEST_NAME) return NULL;
    const char *found = options_only_completion(word, len, names, count);
    if (found != NULL) return found;
    size_t best = len / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t name_len = strlen(names[i]);
        size_t apart = name_len > LONGEST_NAME ? best : options_distance(word, len, names[i], name_len);
        if (apart >= best) continue;
        best = apart;
        found = names[i];
    }
    return found;
}

/* ---- parsing ---- */

/* The command line while it is read. */
struct options_parse {
    struct cli_arguments arguments;
    char **next, **end;
    bool failed;
};

/* The option with this name; an older name finds the present option. NULL: the command has none. */
static const struct cli_option *options_find_long(const struct cli_arguments *arguments, const char *name,
                                                  size_t len)
{
    for (size_t i = 0; i < sizeof old_names / sizeof *old_names; i++)
        if (strlen(old_names[i].name) == len && memcmp(old_names[i].name, name, len) == 0)
            return cli_option_of(arguments, old_names[i].id);
    for (size_t i = 0; i < arguments->usage->row_count; i++) {
        const struct cli_option *option = &arguments->options[i];
        if (option->id == CLI_HEADING || option->name[0] != name[0]) continue;
        if (strlen(option->name) == len && memcmp(option->name, name, len) == 0) return option;
    }
    return NULL;
}

static const struct cli_option *options_find_short(const struct cli_arguments *arguments, char letter)
{
    for (size_t i = 0; i < arguments->usage->row_count; i++)
        if (arguments->options[i].id != CLI_HEADING && arguments->options[i].letter == letter)
            return &arguments->options[i];
    return NULL;
}

/* The position of `value` among the words between the bars of `choices`, from 0; SIZE_MAX: it is none of them. */
static size_t options_choice_of(const char *choices, const char *value)
{
    size_t len = strlen(value), place = 0;
    for (const char *word = choices; word != NULL; word = strchr(word, '|'), place++) {
        if (*word == '|') word++;
        if (strcspn(word, "|") == len && memcmp(word, value, len) == 0) return place;
    }
    return SIZE_MAX;
}

/* An operand has no dashes. */
static const char *options_dashes(const struct cli_option *option)
{
    return option->id == CLI_OPERAND ? "" : "--";
}

static void options_take(struct options_parse *parse, const struct cli_option *option, const char *value)
{
    if (!option->repeats && cli_count(&parse->arguments, option->id) > 0) {
        cli_error("%s%s is given more than once", options_dashes(option), option->name);
        parse->failed = true;
    } else if (value != NULL && strchr(option->value, '|') != NULL &&
               options_choice_of(option->value, value) == SIZE_MAX) {
        cli_error("--%s must be one of %s, not \"%s\"", option->name, option->value, value);
        parse->failed = true;
    } else if (value != NULL && value[0] == '\0' && strcmp(option->value, "FILE") == 0) {
        cli_error("%s%s must be the name of a file, not \"\"", options_dashes(option), option->name);
        parse->failed = true;
    } else {
        parse->arguments.items[parse->arguments.count++] = (struct cli_argument){option, value};
    }
}

/* The value of an option is attached to it, else it is the next word. */
static void options_take_value(struct options_parse *parse, const struct cli_option *option,
                               const char *attached)
{
    if (attached == NULL && parse->next < parse->end) attached = *parse->next++;
    if (attached != NULL) {
        options_take(parse, option, attached);
        return;
    }
    cli_error("--%s needs a value: %s", option->name, option->value);
    parse->failed = true;
}

/* The option that was probably meant, or NULL. */
static const struct cli_option *options_find_near(const struct cli_arguments *arguments, const char *name,
                                                  size_t len)
{
    const char *names[MOST_OPTIONS + sizeof old_names / sizeof *old_names];
    size_t count = 0;
    for (size_t i = 0; i < arguments->usage->row_count && count < MOST_OPTIONS; i++)
        if (arguments->options[i].id != CLI_HEADING) names[count++] = arguments->options[i].name;
    for (size_t i = 0; i < sizeof old_names / sizeof *old_names; i++)
        if (cli_option_of(arguments, old_names[i].id) != NULL) names[count++] = old_names[i].name;
    const char *near = cli_nearest(name, len, names, count);
    return near == NULL ? NULL : options_find_long(arguments, near, strlen(near));
}

/* Two options are easily confused, and the command has only the one that was not written. */
static bool options_complain_mixed_up(const struct cli_arguments *arguments, const char *word, size_t len)
{
    static const struct {
        const char *name, *meant, *why;
    } pairs[] = {
        {"param", "template-param", "has no API call; pass a parameter of a ROS template with"},
        {"template-param", "param", "reads no ROS template; pass a parameter of the API call with"},
        {"parameter", "param", "reads no ROS template; pass a parameter of the API call with"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strlen(pairs[i].name) != len || memcmp(pairs[i].name, word, len) != 0) continue;
        if (options_find_long(arguments, pairs[i].meant, strlen(pairs[i].meant)) == NULL) continue;
        cli_error("unknown option --%s: %s %s --%s", pairs[i].name, arguments->usage->command, pairs[i].why,
                  pairs[i].meant);
        return true;
    }
    return false;
}

static void options_complain_unknown(struct options_parse *parse, const char *word, size_t len)
{
    const struct cli_option *near = options_find_near(&parse->arguments, word, len);
    parse->failed = true;
    if (near == NULL) {
        cli_error("unknown option --%.*s", (int)len, word);
        return;
    }
    if (!options_complain_mixed_up(&parse->arguments, word, len))
        cli_error("unknown option --%.*s; did you mean --%s?", (int)len, word, near->name);
    /* The next word was meant as its value: it is no error of its own. */
    bool wants_value = near->value != NULL && word[len] == '\0';
    if (wants_value && parse->next < parse->end && **parse->next != '-') parse->next++;
}

static void options_take_long(struct options_parse *parse, const char *word)
{
    size_t len = strcspn(word, "=");
    const char *attached = word[len] == '=' ? word + len + 1 : NULL;
    const struct cli_option *option = options_find_long(&parse->arguments, word, len);
    if (option == NULL) {
        options_complain_unknown(parse, word, len);
    } else if (option->value != NULL) {
        options_take_value(parse, option, attached);
    } else if (attached != NULL) {
        cli_error("--%s takes no value", option->name);
        parse->failed = true;
    } else {
        options_take(parse, option, NULL);
    }
}

/* `-q`, `-p FILE`, `-pFILE`, `-qp FILE`. */
static void options_take_letters(struct options_parse *parse, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct cli_option *option = options_find_short(&parse->arguments, *letters);
        if (option == NULL) {
            cli_error("unknown option -%c", *letters);
            parse->failed = true;
            return;
        }
        if (option->value != NULL) {
            options_take_value(parse, option, letters[1] == '\0' ? NULL : letters + 1);
            return;
        }
        options_take(parse, option, NULL);
    }
}

static void options_take_operand(struct options_parse *parse, const char *word)
{
    const struct cli_option *operand = parse->arguments.usage->operand;
    if (operand != NULL) {
        options_take(parse, operand, word);
        return;
    }
    cli_error("unexpected argument \"%s\": the command takes only options", word);
    parse->failed = true;
}

/* Fills in the options of a command from the table of all and from its own rows. */
static struct cli_option *options_make(const struct cli_usage *usage)
{
    struct cli_option *options = calloc(usage->row_count, sizeof *options);
    for (size_t i = 0; options != NULL && i < usage->row_count; i++) {
        const struct cli_row *row = &usage->rows[i];
        options[i] = all_options[row->id];
        options[i].id = row->id;
        if (row->once) options[i].repeats = false;
        if (row->value != NULL) options[i].value = row->value;
        if (row->help != NULL) options[i].help = row->help;
    }
    return options;
}

static void options_read(struct options_parse *parse)
{
    bool operands = false;
    while (parse->next < parse->end) {
        const char *word = *parse->next++;
        if (operands || word[0] != '-' || word[1] == '\0')
            options_take_operand(parse, word);
        else if (strcmp(word, "--") == 0)
            operands = true;
        else if (word[1] == '-')
            options_take_long(parse, word + 2);
        else
            options_take_letters(parse, word + 1);
    }
}

bool cli_parse(const struct cli_usage *usage, int argc, char **argv, struct cli_arguments *ret_arguments)
{
    /* A word gives at most one option for each of its letters. */
    size_t most = 1;
    for (int i = 1; i < argc; i++) most += strlen(argv[i]) + 1;
    struct options_parse parse = {
        {usage, options_make(usage), calloc(most, sizeof *parse.arguments.items), 0},
        argv + 1,
        argv + argc,
        false};
    if (parse.arguments.options == NULL || parse.arguments.items == NULL) {
        cli_error("out of memory");
        cli_arguments_free(&parse.arguments);
        return false;
    }
    options_read(&parse);
    if (parse.failed) {
        cli_arguments_free(&parse.arguments);
        cli_point_to_help(usage->command);
        return false;
    }
    *ret_arguments = parse.arguments;
    return true;
}

void cli_arguments_free(struct cli_arguments *arguments)
{
    free(arguments->options);
    free(arguments->items);
    *arguments = (struct cli_arguments){.usage = arguments->usage};
}

const struct cli_option *cli_option_of(const struct cli_arguments *arguments, enum cli_option_id id)
{
    for (size_t i = 0; i < arguments->usage->row_count; i++)
        if (arguments->usage->rows[i].id == id) return &arguments->options[i];
    return NULL;
}

size_t cli_count(const struct cli_arguments *arguments, enum cli_option_id id)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->count; i++) count += arguments->items[i].option->id == id;
    return count;
}

/* The argument given last with this id, or NULL. */
static const struct cli_argument *options_last_of(const struct cli_arguments *arguments,
                                                  enum cli_option_id id)
{
    for (size_t i = arguments->count; i > 0; i--)
        if (arguments->items[i - 1].option->id == id) return &arguments->items[i - 1];
    return NULL;
}

const char *cli_value(const struct cli_arguments *arguments, enum cli_option_id id)
{
    const struct cli_argument *last = options_last_of(arguments, id);
    return last == NULL ? NULL : last->value;
}

size_t cli_choice(const struct cli_arguments *arguments, enum cli_option_id id)
{
    const struct cli_argument *last = options_last_of(arguments, id);
    return last == NULL ? 0 : options_choice_of(last->option->value, last->value);
}

/* ---- checks ---- */

bool cli_needs(const struct cli_arguments *arguments, enum cli_option_id id, const char *what)
{
    if (cli_count(arguments, id) > 0) return true;
    cli_error("%s is required", what);
    return false;
}

bool cli_apart(const struct cli_arguments *arguments, enum cli_option_id a, enum cli_option_id b,
               const char *what)
{
    if (cli_count(arguments, a) == 0 || cli_count(arguments, b) == 0) return true;
    cli_error("%s cannot be used together", what);
    return false;
}

bool cli_assignments(const struct cli_arguments *arguments)
{
    bool good = true;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->value == NULL || strchr(argument->option->value, '=') == NULL) continue;
        if (strchr(argument->value, '=') != NULL) continue;
        cli_error("--%s must be %s, not \"%s\"", argument->option->name, argument->option->value,
                  argument->value);
        good = false;
    }
    return good;
}

bool cli_one_standard_input(const struct cli_arguments *arguments)
{
    size_t readers = 0;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        const char *value = argument->option->id == CLI_OUTPUT ? NULL : argument->option->value;
        bool is_input = value != NULL && (strcmp(value, "FILE") == 0 || strcmp(value, "PATH") == 0 ||
                                          strcmp(value, "EVENTS") == 0);
        readers += is_input && strcmp(argument->value, "-") == 0;
    }
    if (readers < 2) return true;
    cli_error("standard input (-) can be read only once");
    return false;
}

/* ---- help ---- */

/* A text from COLUMN on, its words in lines of WIDTH. A line feed in it is a blank. */
static void options_print_text(const char *text)
{
    for (size_t column = COLUMN; *text != '\0';) {
        const size_t len = strcspn(text, " \n");
        if (column > COLUMN && column + 1 + len > WIDTH) {
            cli_printf(cli_stdout(), "\n%*s", COLUMN, "");
            column = COLUMN;
        }
        cli_printf(cli_stdout(), "%s%.*s", column > COLUMN ? " " : "", (int)len, text);
        column += len + (column > COLUMN);
        text += len + strspn(text + len, " \n");
    }
    cli_puts(cli_stdout(), "\n");
}

/* Breaks a list of words that is too long for a line behind a bar. */
static void options_print_long_call(const char *call)
{
    enum { INDENT = 13 };
    size_t len = strlen(call), most = WIDTH;
    while (len > most) {
        size_t end = most;
        while (end > 0 && call[end - 1] != '|') end--;
        if (end == 0) break;
        cli_printf(cli_stdout(), "%.*s\n%*s", (int)end, call, INDENT, "");
        call += end;
        len -= end;
        most = WIDTH - INDENT;
    }
    cli_printf(cli_stdout(), "%s\n%*s", call, COLUMN, "");
}

static void options_print(const struct cli_option *option)
{
    char call[CALL_SIZE];
    char letter[] = {'-', option->letter, ',', ' ', '\0'};
    snprintf(call, sizeof call, "  %s--%s%s%s", option->letter == '\0' ? "    " : letter, option->name,
             option->value == NULL ? "" : " ", option->value == NULL ? "" : option->value);
    if (strlen(call) + 1 < COLUMN)
        cli_printf(cli_stdout(), "%-*s", COLUMN, call);
    else
        options_print_long_call(call);
    options_print_text(option->help);
}

void cli_print_help(const struct cli_arguments *arguments)
{
    const struct cli_usage *usage = arguments->usage;
    cli_printf(cli_stdout(), "usage: rampart %s %s\n\n%s\n", usage->command, usage->synopsis, usage->about);
    if (usage->operand != NULL) {
        cli_printf(cli_stdout(), "\n  %-*s", COLUMN - 2, usage->operand->name);
        options_print_text(usage->operand->help);
    }
    for (size_t i = 0; i < usage->row_count; i++) {
        const struct cli_option *option = &arguments->options[i];
        if (option->id == CLI_HEADING)
            cli_printf(cli_stdout(), "\n%s\n", option->help);
        else
            options_print(option);
    }
    cli_printf(cli_stdout(), "\n%s", usage->epilogue);
}
