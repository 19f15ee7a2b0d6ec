/* SPDX-License-Identifier: Apache-2.0 */
#include "import/detect.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "image/image.h"
#include "text/tree.h"
#include "text/tree_read.h"

static size_t detect_past_blanks(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    return at;
}

/* ---- texts of Terraform that tell no account ---- */

static struct rampart_str detect_skip_blanks(struct rampart_str text)
{
    return rp_str_from(text, detect_past_blanks(text, 0));
}

/* Such a file may begin with blanks and comments of one line each. */
static struct rampart_str detect_skip_comments(struct rampart_str text)
{
    for (text = detect_skip_blanks(text);
         rp_str_starts(text, RP_STR("#")) || rp_str_starts(text, RP_STR("//"));
         text = detect_skip_blanks(text))
        text = rp_str_from(text, rp_str_find(text, '\n'));
    return text;
}

/* `resource "alicloud_ram_policy" "p" {` and the other blocks. */
static bool detect_begins_block(struct rampart_str text)
{
    static const char *const words[] = {"resource", "data",      "module", "variable", "output", "locals",
                                        "provider", "terraform", "moved",  "removed",  "import", "check"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct rampart_str word = rampart_str(words[i]);
        if (!rp_str_starts(text, word)) continue;
        struct rampart_str rest = detect_skip_blanks(rp_str_from(text, word.len));
        if (rest.len > 0 && (rest.data[0] == '"' || rest.data[0] == '{')) return true;
    }
    return false;
}

bool rp_detect_is_terraform_language(struct rampart_str name, struct rampart_str text)
{
    if (rp_str_ends(name, RP_STR(".tf")) || rp_str_ends(name, RP_STR(".tf.json"))) return true;
    if (rp_str_ends(name, RP_STR(".tfvars")) || rp_str_ends(name, RP_STR(".hcl"))) return true;
    return detect_begins_block(detect_skip_comments(text));
}

/* The members of a message are sorted; this one comes first. */
static bool detect_is_log(struct rampart_str text)
{
    text = detect_skip_blanks(text);
    if (!rp_str_starts(text, RP_STR("{"))) return false;
    return rp_str_starts(detect_skip_blanks(rp_str_from(text, 1)), RP_STR("\"@level\""));
}

const char *rp_detect_terraform_refusal(struct rampart_str name, struct rampart_str text)
{
    if (detect_is_log(text)) return "these are the messages of terraform plan -json, not the plan";
    if (rp_str_starts(text, RP_STR("PK\x03\x04")))
        return "this is a plan as terraform plan -out writes it, which only Terraform can read";
    if (rp_detect_is_terraform_language(name, text))
        return "this is Terraform's own language, whose values only Terraform can compute";
    return NULL;
}

/* ---- the members at the top of a text in brackets ---- */

/* The members that tell formats apart, as bits. */
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

static unsigned detect_bit(struct rampart_str key)
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
                {"accounts", HAS_ACCOUNT},
                {"policies", HAS_ACCOUNT},
                {"users", HAS_ACCOUNT},
                {"roles", HAS_ACCOUNT},
                {"Statement", HAS_STATEMENT}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (rp_str_equal(key, rampart_str(keys[i].key))) return keys[i].bit;
    return 0;
}

/* The offset behind the string that begins at `at`. */
static size_t detect_past_string(struct rampart_str text, size_t at)
{
    const char quote = text.data[at++], *end = text.data + text.len;
    for (; at < text.len; at++) {
        if (quote == '"') at = (size_t)(rp_ascii_plain_end(text.data + at, end) - text.data);
        if (at >= text.len || text.data[at] == quote) break;
        if (text.data[at] == '\\' && quote == '"') at++;
    }
    return at < text.len ? at + 1 : text.len;
}

static bool detect_is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || rp_is_digit(c) || c == '_' || c == '@';
}

/* The offset behind the word without quotes that begins at `at`, a key of YAML; `at`: no word begins there. */
static size_t detect_past_word(struct rampart_str text, size_t at)
{
    while (at < text.len && detect_is_word_char(text.data[at])) at++;
    return at;
}

/* Passes blanks over eight at a time; some may be left. */
static size_t detect_past_indent(struct rampart_str text, size_t at)
{
    static const char blanks[8] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
    while (text.len - at > sizeof blanks && memcmp(text.data + at, blanks, sizeof blanks) == 0) at += sizeof blanks;
    return at;
}

/* Passes over what neither begins a string nor is a bracket; a key of YAML may begin with any letter. */
static size_t detect_past_others(struct rampart_str text, size_t at)
{
    static const bool marks[256] = {['"'] = true, ['{'] = true, ['['] = true, ['}'] = true, [']'] = true};
    for (; text.len - at >= RP_ASCII_BLOCK; at += RP_ASCII_BLOCK) {
        const unsigned bits = rp_ascii_bracket_bits(text.data + at);
        if (bits != 0) return at + (size_t)__builtin_ctz(bits);
    }
    while (at < text.len && !marks[(unsigned char)text.data[at]]) at++;
    return at;
}

/* The bits of the keys of the map in brackets that begins the text; a key of YAML may have other quotes or none. */
static unsigned detect_keys(struct rampart_str text, bool yaml)
{
    unsigned bits = 0;
    size_t depth = 0, at = detect_past_blanks(text, 0);
    while (at < text.len) {
        at = yaml ? detect_past_indent(text, at) : detect_past_others(text, at);
        if (at == text.len) break;
        char c = text.data[at];
        bool quoted = c == '"' || (c == '\'' && yaml);
        size_t end = quoted ? detect_past_string(text, at) : yaml ? detect_past_word(text, at) : at;
        if (end > at) {
            size_t next = depth == 1 ? detect_past_blanks(text, end) : end;
            bool key = depth == 1 && next < text.len && text.data[next] == ':';
            if (key) bits |= detect_bit(rp_str_part(text, at + quoted, end - at - 2 * quoted));
            if ((bits & HAS_RAMPART) != 0 && (bits & (HAS_ACCOUNT | HAS_API)) != 0)
                return bits; /* the rest can change nothing */
            at = end;
            continue;
        }
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && (depth == 0 || --depth == 0)) break;
        at++;
    }
    return bits;
}

static enum rp_input_format detect_in_brackets(struct rampart_str text, bool yaml)
{
    unsigned keys = detect_keys(text, yaml);
    if ((keys & HAS_RAMPART) != 0) return (keys & HAS_API) != 0 ? RP_INPUT_EXPORT : RP_INPUT_ACCOUNT;
    if ((keys & (HAS_FORMAT_VERSION | HAS_TERRAFORM_VERSION | HAS_LEVEL)) != 0) return RP_INPUT_TERRAFORM;
    if ((keys & HAS_ROS) != 0) return RP_INPUT_ROS;
    if ((keys & HAS_ACCOUNT) != 0) return RP_INPUT_ACCOUNT;
    return (keys & HAS_STATEMENT) != 0 ? RP_INPUT_DOCUMENT : RP_INPUT_RESPONSE;
}

/* ---- formats ---- */

/* A key of a YAML map may stand in quotes. */
static bool detect_begins_line(struct rampart_str text, struct rampart_str word)
{
    while (text.len > 0) {
        struct rampart_str line = text;
        if (line.data[0] == '"' || line.data[0] == '\'') line = rp_str_from(line, 1);
        if (rp_str_starts(line, word)) return true;
        text = rp_str_from(text, rp_str_find(text, '\n') + 1);
    }
    return false;
}

enum rp_input_format rp_detect_format(struct rampart_str name, struct rampart_str text)
{
    if (rp_image_is(text)) return RP_INPUT_ACCOUNT;
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = rp_str_from(text, 3);
    if (rp_detect_terraform_refusal(name, text) != NULL) return RP_INPUT_TERRAFORM;
    const struct rp_source source = {.name = name, .text = text};
    size_t at = detect_past_blanks(text, 0);
    if (at < text.len && (text.data[at] == '{' || text.data[at] == '['))
        return detect_in_brackets(rp_str_from(text, at), !rp_tree_is_json(&source, RAMPART_FORMAT_AUTO));
    return detect_begins_line(text, RP_STR("ROSTemplateFormatVersion")) ? RP_INPUT_ROS : RP_INPUT_ACCOUNT;
}
