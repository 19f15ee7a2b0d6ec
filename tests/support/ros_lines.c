/* SPDX-License-Identifier: Apache-2.0 */
#include "support/ros_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "import/import.h"
#include "support/account_lines.h"
#include "support/diag_lines.h"
#include "text/tree_read.h"

static enum rampart_status read_source(const struct ros_read *read, struct rp_builder *builder,
                                       const struct rampart_input *input)
{
    struct rp_import_file file = {.builder = builder, .input = input};
    struct rp_node *root = NULL;
    enum rampart_status status =
        rp_builder_add_source(builder, rampart_str(read->name == NULL ? "t.yaml" : read->name),
                              rampart_str(read->text), &file.source);
    if (status != RAMPART_OK) return status;
    struct rp_reading reading = rp_builder_reading(builder, file.source);
    reading.short_functions = true;
    status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, &root);
    file.root = root;
    return status == RAMPART_OK ? rp_ros_read(&file) : status;
}

/* Every template leaves these open. */
static bool is_usual(struct rampart_str line)
{
    static const char *const usual[] = {
        "account ",
        "member",
        "levels +",
        "gap account ",
        "gap users : the input has no",
        "gap groups : the input has no",
        "gap roles : the input has no",
        "gap policies : the input has no",
        "gap grants : the input does not",
        "gap memberships : the input does not",
        "gap controlPolicies : the input does not",
        "gap unmanaged : a template shows the resources of its stack, and not those made by other means"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (rp_str_starts(line, rampart_str(usual[i]))) return true;
    return rp_str_equal(line, RP_STR("level")) ||
           rp_str_ends(line, RP_STR(": the input does not show all attachments")) ||
           rp_str_ends(line, RP_STR(": the input does not show all groups"));
}

static void add_account(const struct ros_read *read, const struct rampart_account *account,
                        struct rp_buf *buf)
{
    char lines[8192];
    struct rampart_str rest = rampart_str(account_lines(account, lines, sizeof lines));
    while (rest.len > 0) {
        struct rampart_str line = rp_str_part(rest, 0, rp_str_find(rest, '\n'));
        if (read->whole || !is_usual(line)) rp_buf_printf(buf, "%.*s\n", RP_ARG(line));
        rest = rp_str_from(rest, line.len + 1);
    }
}

static enum rampart_status read_with(const struct ros_read *read, struct rampart_diags *diags,
                                     struct rp_buf *buf)
{
    struct rampart_parameter parameters[4];
    struct rampart_input input = {.parameters = parameters};
    struct rp_builder *builder = NULL;
    struct rampart_account *account = NULL;
    if (read->account != NULL) input.account = rampart_str(read->account);
    for (size_t i = 0; i < 8 && read->parameters[i] != NULL; i += 2)
        parameters[input.parameter_count++] = (struct rampart_parameter){
            rampart_str(read->parameters[i]), rampart_str(read->parameters[i + 1])};
    enum rampart_status status = rp_builder_new(read->options, diags, &builder);
    if (status == RAMPART_OK && input.account.len > 0)
        status = rp_builder_set_id(builder, input.account, RP_NOWHERE);
    if (status == RAMPART_OK) status = read_source(read, builder, &input);
    if (status == RAMPART_OK) status = rp_builder_finish(builder, RP_STR("t.yaml"), &account);
    if (status == RAMPART_OK) add_account(read, account, buf);
    rampart_account_free(account);
    rp_builder_free(builder);
    return status;
}

enum rampart_status ros_read(const struct ros_read *read, struct rp_buf *buf)
{
    char lines[8192];
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(read->options, &diags);
    if (status != RAMPART_OK) return status;
    status = read_with(read, diags, buf);
    if (rampart_diags_count(diags) > 0) rp_buf_printf(buf, "%s\n", diag_lines(diags, lines, sizeof lines));
    rampart_diags_free(diags);
    return status;
}

void ros_expect(const struct ros_read *read, const char *lines)
{
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, 1 << 20);
    (void)ros_read(read, &buf);
    if (!rp_str_equal(rp_buf_text(&buf), rampart_str(lines)))
        fail_msg("%s\ngives\n%.*s\nnot\n%s", read->text, RP_ARG(rp_buf_text(&buf)), lines);
    rp_buf_free(&buf);
}

/* ---- one value ---- */

/* The policy's line, or the gap that it leaves. */
static void expect_line(const char *text, struct rampart_str lines, const char *expected)
{
    static const char policy[] = "policy p {Allow oss:* on ", gap[] = "gap document policy/p: ";
    struct rampart_str found = rp_str_part(lines, 0, lines.len - 1);
    for (struct rampart_str rest = lines; rest.len > 0;
         rest = rp_str_from(rest, rp_str_find(rest, '\n') + 1)) {
        struct rampart_str line = rp_str_part(rest, 0, rp_str_find(rest, '\n'));
        if (rp_str_starts(line, rampart_str(policy)))
            found = rp_str_part(line, sizeof policy - 1, line.len - sizeof policy);
        if (rp_str_starts(line, rampart_str(gap))) found = rp_str_from(line, sizeof gap - 1);
    }
    if (!rp_str_equal(found, rampart_str(expected)))
        fail_msg("%s\ngives\n%.*s\nnot\n%s", text, RP_ARG(found), expected);
}

void ros_expect_value(const char *sections, const char *expression, const char *expected)
{
    struct rp_buf text, lines;
    rp_buf_init(&text, NULL, 1 << 24);
    rp_buf_init(&lines, NULL, 1 << 20);
    rp_buf_printf(
        &text,
        ROS_HEAD
        "Resources:\n  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, Users: [u],\n"
        "    PolicyDocument: {Version: '1', Statement: [{Effect: Allow, Action: 'oss:*', Resource:\n"
        "%s}]}}}\n%s",
        expression, sections);
    rp_buf_add_byte(&text, '\0');
    (void)ros_read(&(struct ros_read){.text = text.data, .account = "1000000000000001"}, &lines);
    expect_line(text.data, rp_buf_text(&lines), expected);
    rp_buf_free(&text);
    rp_buf_free(&lines);
}
