/* SPDX-License-Identifier: Apache-2.0 */
#include "import/form.h"

#include <stdint.h>

#include "account/image.h"
#include "base/str.h"
#include "import/foreign.h"
#include "text/tree.h"
#include "text/tree_read.h"

/* ---- the members at the top of a text in brackets ---- */

/* Those that tell forms apart, as bits. */
enum {
    HAS_RAMPART = 1,
    HAS_API = 2,
    HAS_FORMAT_VERSION = 4,
    HAS_TERRAFORM_VERSION = 8,
    HAS_LEVEL = 16,
    HAS_ROS = 32,
    HAS_ACCOUNT = 64,
    HAS_STATEMENT = 128
};

static unsigned bit_of(struct rampart_str key)
{
    static const struct {
        const char *key;
        unsigned bit;
    } keys[] = {{"rampart", HAS_RAMPART},
                {"api", HAS_API},
                {"format_version", HAS_FORMAT_VERSION},
                {"terraform_version", HAS_TERRAFORM_VERSION},
                {"@level", HAS_LEVEL},
                {"ROSTemplateFormatVersion", HAS_ROS},
                {"account", HAS_ACCOUNT},
                {"policies", HAS_ACCOUNT},
                {"users", HAS_ACCOUNT},
                {"roles", HAS_ACCOUNT},
                {"Statement", HAS_STATEMENT}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (rp_str_equal(key, rampart_str(keys[i].key))) return keys[i].bit;
    return 0;
}

static size_t past_blanks(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    return at;
}

/* The offset behind the string that begins at `at`. */
static size_t past_string(struct rampart_str text, size_t at)
{
    char quote = text.data[at];
    for (at++; at < text.len && text.data[at] != quote; at++)
        if (text.data[at] == '\\' && quote == '"') at++;
    return at < text.len ? at + 1 : text.len;
}

static bool is_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || rp_is_digit(c) || c == '_' || c == '@';
}

/* The offset behind the word without quotes that begins at `at`, as YAML has keys; `at`: none begins there. */
static size_t past_word(struct rampart_str text, size_t at)
{
    while (at < text.len && is_of_word(text.data[at])) at++;
    return at;
}

/* The bits of the keys of the map in brackets that the text begins with; those of YAML may have other quotes or none. */
static unsigned keys_of(struct rampart_str text, bool yaml)
{
    unsigned bits = 0;
    size_t depth = 0, at = past_blanks(text, 0);
    while (at < text.len) {
        char c = text.data[at];
        bool quoted = c == '"' || (c == '\'' && yaml);
        size_t end = quoted ? past_string(text, at) : yaml ? past_word(text, at) : at;
        if (end > at) {
            size_t next = past_blanks(text, end);
            bool key = depth == 1 && next < text.len && text.data[next] == ':';
            if (key) bits |= bit_of(rp_str_part(text, at + quoted, end - at - 2 * quoted));
            if ((bits & HAS_RAMPART) != 0 && (bits & (HAS_ACCOUNT | HAS_API)) != 0)
                return bits; /* it is settled */
            at = end;
            continue;
        }
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && (depth == 0 || --depth == 0)) break;
        at++;
    }
    return bits;
}

static enum rp_form form_of_brackets(struct rampart_str text, bool yaml)
{
    unsigned keys = keys_of(text, yaml);
    if ((keys & HAS_RAMPART) != 0) return (keys & HAS_API) != 0 ? RP_FORM_EXPORT : RP_FORM_ACCOUNT;
    if ((keys & (HAS_FORMAT_VERSION | HAS_TERRAFORM_VERSION | HAS_LEVEL)) != 0) return RP_FORM_TERRAFORM;
    if ((keys & HAS_ROS) != 0) return RP_FORM_ROS;
    if ((keys & HAS_ACCOUNT) != 0) return RP_FORM_ACCOUNT;
    return (keys & HAS_STATEMENT) != 0 ? RP_FORM_DOCUMENT : RP_FORM_ANSWER;
}

/* ---- YAML ---- */

static bool begins_a_line(struct rampart_str text, struct rampart_str word)
{
    while (text.len > 0) {
        struct rampart_str line = text;
        if (line.data[0] == '"' || line.data[0] == '\'') line = rp_str_from(line, 1);
        if (rp_str_starts(line, word)) return true;
        text = rp_str_from(text, rp_str_find(text, '\n') + 1);
    }
    return false;
}

enum rp_form rp_form_of(struct rampart_str name, struct rampart_str text)
{
    if (rp_image_is(text)) return RP_FORM_ACCOUNT;
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = rp_str_from(text, 3);
    if (rp_terraform_refusal(name, text) != NULL) return RP_FORM_TERRAFORM;
    const struct rp_source source = {.name = name, .text = text};
    size_t at = past_blanks(text, 0);
    if (at < text.len && (text.data[at] == '{' || text.data[at] == '['))
        return form_of_brackets(rp_str_from(text, at), !rp_tree_is_json(&source, RAMPART_FORMAT_AUTO));
    return begins_a_line(text, RP_STR("ROSTemplateFormatVersion")) ? RP_FORM_ROS : RP_FORM_ACCOUNT;
}
