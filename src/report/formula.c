/* SPDX-License-Identifier: Apache-2.0 */
#include "report/formula.h"

#include "base/str.h"

/* ---- for people ---- */

/* All of them: a formula that leaves something out says something else. */
static void formula_print_texts(struct rp_print *print, struct rampart_strs texts)
{
    for (size_t i = 0; i < texts.count; i++) {
        rp_print_words(print, i == 0 ? "\"" : ", \"");
        rp_print_text(print, texts.items[i]);
        rp_print_words(print, "\"");
    }
}

void rp_print_condition(struct rp_print *print, struct rampart_str op, struct rampart_str key, struct rampart_strs values)
{
    rp_print_text(print, op);
    rp_print_words(print, " ");
    rp_print_text(print, key);
    rp_print_words(print, " ");
    formula_print_texts(print, values);
}

static void formula_print_way(struct rp_print *print, const struct rampart_all *way, bool deny);

/* Beside other ways, one of several atoms stands in brackets. */
static void formula_print_ways(struct rp_print *print, const struct rampart_all *ways, size_t count, bool deny)
{
    for (size_t i = 0; i < count; i++) {
        const bool brackets = count > 1 && ways[i].count > 1;
        rp_print_words(print, i == 0 ? "" : " or ");
        rp_print_words(print, brackets ? "(" : "");
        formula_print_way(print, &ways[i], deny);
        rp_print_words(print, brackets ? ")" : "");
    }
}

static void formula_print_nested(struct rp_print *print, const struct rampart_formula *formula)
{
    rp_print_words(print, "(");
    rp_print_formula_line(print, formula);
    rp_print_words(print, ")");
}

static void formula_print_unknown(struct rp_print *print, const struct rampart_atom *atom, bool deny)
{
    rp_print_words(print, "policies that are not known (");
    rp_print_words(print, rampart_layer_name(atom->layer));
    rp_print_words(print, deny ? ") deny it" : ") allow it");
}

static void formula_print_atom(struct rp_print *print, const struct rampart_atom *atom, bool deny)
{
    switch (atom->kind) {
    case RAMPART_ATOM_CONDITION: rp_print_condition(print, atom->op, atom->key, atom->values); break;
    case RAMPART_ATOM_RESOURCE:
        rp_print_words(print, atom->negated ? "the resource does not match " : "the resource matches ");
        formula_print_texts(print, atom->values);
        break;
    case RAMPART_ATOM_GROUP:
        rp_print_words(print, "the resource is in resource group ");
        rp_print_text(print, atom->key);
        break;
    case RAMPART_ATOM_ATTACHMENT:
        rp_print_words(print, "the attachment of ");
        rp_print_text(print, atom->key);
        rp_print_words(print, ", whose scope is not known, counts");
        break;
    case RAMPART_ATOM_CALLER:
        rp_print_words(print, "the caller is ");
        formula_print_texts(print, atom->values);
        break;
    case RAMPART_ATOM_LAYER: formula_print_unknown(print, atom, deny); break;
    case RAMPART_ATOM_PUBLIC: rp_print_words(print, "public access is not blocked"); break;
    case RAMPART_ATOM_FORMULA: formula_print_nested(print, atom->formula); break;
    }
}

static void formula_print_way(struct rp_print *print, const struct rampart_all *way, bool deny)
{
    if (way->count == 0) rp_print_words(print, "always");
    for (size_t i = 0; i < way->count; i++) {
        rp_print_words(print, i == 0 ? "" : " and ");
        formula_print_atom(print, &way->atoms[i], deny);
    }
}

static bool formula_asks_nothing(const struct rampart_formula *formula)
{
    return formula->any_count == 1 && formula->any[0].count == 0;
}

void rp_print_formula_line(struct rp_print *print, const struct rampart_formula *formula)
{
    if (formula->any_count == 0) rp_print_words(print, "never");
    if (!formula_asks_nothing(formula)) formula_print_ways(print, formula->any, formula->any_count, false);
    if (formula->any_count == 0 || formula->unless_count == 0) return;
    rp_print_words(print, formula_asks_nothing(formula) ? "unless " : ", unless ");
    formula_print_ways(print, formula->unless, formula->unless_count, true);
}

static void formula_print_lines(struct rp_print *print, const struct rampart_all *ways, size_t count, size_t indent,
                                bool deny)
{
    for (size_t i = 0; i < count; i++) {
        rp_print_blanks(print, indent);
        rp_print_words(print, i > 0 ? "or " : deny ? "unless " : "if ");
        formula_print_way(print, &ways[i], deny);
        rp_print_words(print, "\n");
    }
}

void rp_print_formula(struct rp_print *print, const struct rampart_formula *formula, size_t indent)
{
    if (!formula_asks_nothing(formula)) formula_print_lines(print, formula->any, formula->any_count, indent, false);
    formula_print_lines(print, formula->unless, formula->unless_count, indent, true);
}

/* ---- JSON ---- */

static void formula_put_members(struct rp_json at, const struct rampart_formula *formula);

static void formula_put_atom(struct rp_json at, const struct rampart_atom *atom)
{
    switch (atom->kind) {
    case RAMPART_ATOM_CONDITION:
        rp_put_text(at, "operator", atom->op);
        rp_put_text(at, "key", atom->key);
        rp_put_texts(at, "values", atom->values);
        break;
    case RAMPART_ATOM_RESOURCE: rp_put_texts(at, atom->negated ? "notResource" : "resource", atom->values); break;
    case RAMPART_ATOM_GROUP: rp_put_text(at, "resourceGroup", atom->key); break;
    case RAMPART_ATOM_ATTACHMENT: rp_put_text(at, "attachment", atom->key); break;
    case RAMPART_ATOM_CALLER: rp_put_texts(at, "caller", atom->values); break;
    case RAMPART_ATOM_LAYER: rp_put_word(at, "unknownLayer", rampart_layer_name(atom->layer)); break;
    case RAMPART_ATOM_PUBLIC: rp_put_bool(at, "publicAccessBlocked", false); break;
    case RAMPART_ATOM_FORMULA: formula_put_members(at, atom->formula); break;
    }
}

static void formula_put_ways(struct rp_json list, const struct rampart_all *ways, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rp_json all = rp_put_list_of(rp_put_object(list, NULL), "all", ways[i].count);
        for (size_t k = 0; k < ways[i].count; k++) formula_put_atom(rp_put_object(all, NULL), &ways[i].atoms[k]);
    }
}

static void formula_put_members(struct rp_json at, const struct rampart_formula *formula)
{
    formula_put_ways(rp_put_list_of(at, "any", formula->any_count), formula->any, formula->any_count);
    formula_put_ways(rp_put_list_of(at, "unless", formula->unless_count), formula->unless, formula->unless_count);
}

void rp_put_formula(struct rp_json at, const char *name, const struct rampart_formula *formula)
{
    if (formula == NULL)
        rp_put_raw(at, name, (struct rampart_str){NULL, 0});
    else
        formula_put_members(rp_put_object(at, name), formula);
}
