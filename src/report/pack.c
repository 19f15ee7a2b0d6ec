/* SPDX-License-Identifier: Apache-2.0 */
/* What became of an import, or what a verified pack is: docs/catalog-pack.schema.json for programs. */
#include "report/json_report.h"
#include "report/print.h"

static const char *const pack_kinds[] = {"page", "metadata", "policies"};

/* ---- for people ---- */

static void pack_print_amount(struct rp_print *print, size_t amount, const char *one, const char *many, bool *any)
{
    if (amount == 0) return;
    rp_buf_printf(print->out, "%s%zu %s", *any ? ", " : "", amount, amount == 1 ? one : many);
    *any = true;
}

static void pack_print_source(struct rp_print *print, const struct rampart_pack_source *source)
{
    bool any = false;
    rp_print_text(print, rampart_str(source->path));
    rp_buf_printf(print->out, ": %s of %.*s: ", pack_kinds[source->kind], RP_ARG(source->date));
    pack_print_amount(print, source->rows, "row", "rows", &any);
    pack_print_amount(print, source->types, "template of a type", "templates of types", &any);
    pack_print_amount(print, source->keys, "condition key", "condition keys", &any);
    pack_print_amount(print, source->names, "name of an action", "names of actions", &any);
    pack_print_amount(print, source->policies, "system policy", "system policies", &any);
    rp_print_words(print, any ? "\n" : "nothing\n");
}

static void pack_print_side(struct rp_print *print, const char *label, struct rampart_str what,
                            struct rampart_str date, struct rampart_str source)
{
    rp_print_words(print, label);
    rp_print_text(print, what);
    rp_print_words(print, "  (");
    rp_print_text(print, date);
    rp_print_words(print, ", ");
    rp_print_text(print, source);
    rp_print_words(print, ")\n");
}

static void pack_print_conflicts(struct rp_print *print, const struct rampart_pack_summary *summary)
{
    if (summary->conflict_count == 0) return;
    rp_buf_printf(print->out, "\n%zu conflict%s:\n", summary->conflict_count, summary->conflict_count == 1 ? "" : "s");
    for (size_t i = 0; i < summary->conflict_count; i++) {
        const struct rampart_pack_conflict *one = &summary->conflicts[i];
        rp_print_text(print, one->subject);
        rp_print_words(print, "  in ");
        rp_print_text(print, one->table);
        rp_print_words(print, "\n");
        pack_print_side(print, "  stands  ", one->kept, one->kept_date, one->kept_source);
        pack_print_side(print, "  other   ", one->other, one->other_date, one->other_source);
    }
}

RP_REPORTER(rp_pack_text_report)
{
    const struct rampart_pack_summary *summary = what;
    for (size_t i = 0; i < summary->source_count; i++) pack_print_source(print, &summary->sources[i]);
    if (summary->source_count > 0)
        rp_buf_printf(print->out, "%zu new, %zu repeated\n", summary->added, summary->renewed);
    pack_print_conflicts(print, summary);
    if (summary->source_count > 0 || summary->conflict_count > 0) rp_print_words(print, "\n");
    rp_buf_printf(print->out, "catalogue of %.*s, digest %.*s\n", RP_ARG(summary->date), RP_ARG(summary->digest));
    return RAMPART_OK;
}

/* ---- for programs ---- */

static void pack_put_sources(struct rp_json at, const struct rampart_pack_summary *summary)
{
    const struct rp_json list = rp_put_list(at, "sources");
    for (size_t i = 0; i < summary->source_count; i++) {
        const struct rampart_pack_source *source = &summary->sources[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "path", rampart_str(source->path));
        rp_put_word(item, "kind", pack_kinds[source->kind]);
        rp_put_text(item, "source", source->source);
        rp_put_text(item, "date", source->date);
        rp_put_text(item, "sha256", source->sha256);
        rp_put_number(item, "rows", source->rows);
        rp_put_number(item, "types", source->types);
        rp_put_number(item, "keys", source->keys);
        rp_put_number(item, "names", source->names);
        rp_put_number(item, "policies", source->policies);
    }
}

static void pack_put_side(struct rp_json at, const char *name, struct rampart_str what, struct rampart_str date,
                          struct rampart_str source)
{
    const struct rp_json side = rp_put_object(at, name);
    rp_put_text(side, "says", what);
    rp_put_text(side, "date", date);
    rp_put_text(side, "source", source);
}

static void pack_put_conflicts(struct rp_json at, const struct rampart_pack_summary *summary)
{
    const struct rp_json list = rp_put_list(at, "conflicts");
    for (size_t i = 0; i < summary->conflict_count; i++) {
        const struct rampart_pack_conflict *one = &summary->conflicts[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "table", one->table);
        rp_put_text(item, "subject", one->subject);
        pack_put_side(item, "stands", one->kept, one->kept_date, one->kept_source);
        pack_put_side(item, "other", one->other, one->other_date, one->other_source);
    }
}

RP_REPORTER(rp_pack_json_report)
{
    const struct rampart_pack_summary *summary = what;
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    rp_put_text(root, "date", summary->date);
    rp_put_text(root, "digest", summary->digest);
    rp_put_text(root, "version", summary->version);
    rp_put_number(root, "added", summary->added);
    rp_put_number(root, "repeated", summary->renewed);
    pack_put_sources(root, summary);
    pack_put_conflicts(root, summary);
    return rp_json_finish(&report, RAMPART_OK);
}
