/* SPDX-License-Identifier: Apache-2.0 */
#include "text/tree_read.h"

#include "base/str.h"
#include "text/json.h"
#include "text/yaml.h"

/* The text from its first character that is not blank. The readers refuse a byte order mark. */
static struct rampart_str tree_read_skip_blanks(struct rampart_str text)
{
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = rp_str_from(text, 3);
    size_t at = 0;
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    return rp_str_from(text, at);
}

static enum rampart_format tree_read_format(struct rampart_str name, struct rampart_str content)
{
    if (rp_str_ends_fold(name, RP_STR(".json"))) return RAMPART_FORMAT_JSON;
    if (rp_str_ends_fold(name, RP_STR(".yaml")) || rp_str_ends_fold(name, RP_STR(".yml")))
        return RAMPART_FORMAT_YAML;
    return content.data[0] == '{' || content.data[0] == '[' ? RAMPART_FORMAT_JSON : RAMPART_FORMAT_YAML;
}

bool rp_tree_is_json(const struct rp_source *source, enum rampart_format format)
{
    struct rampart_str content = tree_read_skip_blanks(source->text);
    if (format == RAMPART_FORMAT_AUTO && content.len > 0) format = tree_read_format(source->name, content);
    return format == RAMPART_FORMAT_JSON;
}

/* Where text begins there are no control characters; UTF-16 has zero bytes, which are another mistake. */
static bool tree_read_is_binary(struct rampart_str content)
{
    enum { LOOKED_AT = 64, MANY = 2 };
    size_t found = 0;
    for (size_t at = 0; at < content.len && at < LOOKED_AT; at++) {
        const unsigned char byte = (unsigned char)content.data[at];
        found += (byte > 0 && byte < ' ' && !rp_is_blank((char)byte)) || byte == 0x7F;
    }
    return found >= MANY;
}

enum rampart_status rp_tree_read(const struct rp_reading *reading, enum rampart_format format,
                                 struct rp_node **ret_root)
{
    struct rampart_str content = tree_read_skip_blanks(reading->source->text);
    if (content.len == 0) {
        *ret_root = NULL;
        rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_EMPTY, (struct rp_at){reading->source, {0, 0}},
                "the document is empty");
        return RAMPART_INVALID_INPUT;
    }
    if (tree_read_is_binary(content)) {
        *ret_root = NULL;
        rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_CONTROL, (struct rp_at){reading->source, {0, 0}},
                "this is no text: it begins with control characters");
        rp_diag_help(reading->diags, "pass a file of text, in UTF-8");
        return RAMPART_INVALID_INPUT;
    }
    return rp_tree_is_json(reading->source, format) ? rp_json_read(reading, ret_root)
                                                    : rp_yaml_read(reading, ret_root);
}

void rp_tree_not_written(struct rampart_diags *diags, struct rampart_str file)
{
    rp_diag(diags, RAMPART_ERROR, RP_IO_NOT_JSON, RP_NOWHERE,
            "YAML is read but not rewritten: its comments would be lost");
    rp_diag_file(diags, file);
    rp_diag_help(diags, "fix it by hand, or write the document as JSON");
}
