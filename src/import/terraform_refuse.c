/* SPDX-License-Identifier: Apache-2.0 */
/* Files of Terraform from which no account can be told, and which command prints one that can be read. */
#include "base/str.h"
#include "import/terraform.h"

static struct rampart_str skip_blanks(struct rampart_str text)
{
    size_t at = 0;
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    return rp_str_from(text, at);
}

/* Blanks and comments of one line each, with which such a file may begin. */
static struct rampart_str skip_comments(struct rampart_str text)
{
    for (text = skip_blanks(text); rp_str_starts(text, RP_STR("#")) || rp_str_starts(text, RP_STR("//"));
         text = skip_blanks(text))
        text = rp_str_from(text, rp_str_find(text, '\n'));
    return text;
}

/* `resource "alicloud_ram_policy" "p" {` and the other blocks. */
static bool begins_block(struct rampart_str text)
{
    static const char *const words[] = {"resource", "data",      "module", "variable", "output", "locals",
                                        "provider", "terraform", "moved",  "removed",  "import", "check"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct rampart_str word = rampart_str(words[i]);
        if (!rp_str_starts(text, word)) continue;
        struct rampart_str rest = skip_blanks(rp_str_from(text, word.len));
        if (rest.len > 0 && (rest.data[0] == '"' || rest.data[0] == '{')) return true;
    }
    return false;
}

static bool is_language(struct rampart_str name, struct rampart_str text)
{
    if (rp_str_ends(name, RP_STR(".tf")) || rp_str_ends(name, RP_STR(".tf.json"))) return true;
    if (rp_str_ends(name, RP_STR(".tfvars")) || rp_str_ends(name, RP_STR(".hcl"))) return true;
    return begins_block(skip_comments(text));
}

/* Its members are sorted, and this is the first. */
static bool is_log(struct rampart_str text)
{
    text = skip_blanks(text);
    if (!rp_str_starts(text, RP_STR("{"))) return false;
    return rp_str_starts(skip_blanks(rp_str_from(text, 1)), RP_STR("\"@level\""));
}

const char *rp_terraform_refusal(struct rampart_str name, struct rampart_str text)
{
    if (is_log(text)) return "these are the messages of terraform plan -json, not the plan";
    if (rp_str_starts(text, RP_STR("PK\x03\x04")))
        return "this is a plan as terraform plan -out writes it, which only Terraform can read";
    if (is_language(name, text))
        return "this is Terraform's own language, whose values only Terraform can tell";
    return NULL;
}
