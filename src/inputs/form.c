/* SPDX-License-Identifier: Apache-2.0 */
#include "inputs/form.h"

#include <stdint.h>

#include "account/image.h"
#include "base/str.h"
#include "inputs/foreign.h"

/* ---- the members at the top of a JSON text ---- */

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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t past_blanks(struct rampart_str text, size_t at)
{
    while (at < text.len && is_blank(text.data[at])) at++;
    return at;
}

/* The offset behind the string that begins at `at`. */
static size_t past_string(struct rampart_str text, size_t at)
{
    for (at++; at < text.len && text.data[at] != '"'; at++)
        if (text.data[at] == '\\') at++;
    return at < text.len ? at + 1 : text.len;
}

/* The bits of the keys of the map that the text begins with. */
static unsigned keys_of(struct rampart_str text)
{
    unsigned bits = 0;
    size_t depth = 0, at = past_blanks(text, 0);
    while (at < text.len) {
        char c = text.data[at];
        if (c == '"') {
            size_t end = past_string(text, at), next = past_blanks(text, end);
            bool key = depth == 1 && next < text.len && text.data[next] == ':';
            if (key) bits |= bit_of(rp_str_part(text, at + 1, end - at - 2));
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

static enum rp_form form_of_json(struct rampart_str text)
{
    unsigned keys = keys_of(text);
    if ((keys & HAS_RAMPART) != 0) return (keys & HAS_API) != 0 ? RP_FORM_EXPORT : RP_FORM_ACCOUNT;
    if ((keys & (HAS_FORMAT_VERSION | HAS_TERRAFORM_VERSION | HAS_LEVEL)) != 0) return RP_FORM_TERRAFORM;
    if ((keys & HAS_ROS) != 0) return RP_FORM_ROS;
    return (keys & (HAS_ACCOUNT | HAS_STATEMENT)) != 0 ? RP_FORM_ACCOUNT : RP_FORM_ANSWER;
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
    size_t at = past_blanks(text, 0);
    if (at < text.len && (text.data[at] == '{' || text.data[at] == '['))
        return form_of_json(rp_str_from(text, at));
    return begins_a_line(text, RP_STR("ROSTemplateFormatVersion")) ? RP_FORM_ROS : RP_FORM_ACCOUNT;
}
