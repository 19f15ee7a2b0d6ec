/* SPDX-License-Identifier: Apache-2.0 */
/* A document in its canonical form reads as the same document, and is its own canonical form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rampart/report.h>

#include "base/buf.h"
#include "base/str.h"
#include "catalog/embedded.h"
#include "policy/ast.h"
#include "support/generate.h"

enum { WORLDS = 300 };

static bool keep(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static void format(struct rampart_str text, enum rampart_policy_kind kind, struct rp_buf *out)
{
    struct rampart_diags *diags = NULL;
    const struct rampart_document document = {.text = text, .kind = kind, .file = RP_STR("p.json")};
    const struct rampart_writer writer = {out, keep};
    rp_buf_init(out, NULL, 1 << 24);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_write_document(NULL, &document, diags, &writer), RAMPART_OK);
    rampart_diags_free(diags);
}

/* ---- the same document, its places aside ---- */

static void same_values(const struct rp_values *a, const struct rp_values *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->present, b->present);
    assert_int_equal(a->negated, b->negated);
    for (size_t i = 0; i < a->count; i++) assert_true(rp_str_equal(rp_value_text(a, i), rp_value_text(b, i)));
}

static void same_statement(const struct rp_statement *a, const struct rp_statement *b)
{
    assert_int_equal(a->effect, b->effect);
    assert_true(rp_str_equal(a->sid, b->sid));
    same_values(&a->action, &b->action);
    same_values(&a->resource, &b->resource);
    assert_int_equal(rp_principal_count(a), rp_principal_count(b));
    for (size_t i = 0; i < rp_principal_count(a); i++) {
        const struct rp_principal *left = &a->principals->items[i], *right = &b->principals->items[i];
        assert_int_equal(left->kind, right->kind);
        assert_true(rp_str_equal(left->value.text, right->value.text));
    }
    assert_int_equal(a->condition_count, b->condition_count);
    for (size_t i = 0; i < a->condition_count; i++) {
        assert_true(rp_str_equal(a->conditions[i].op_name, b->conditions[i].op_name));
        assert_true(rp_str_equal(a->conditions[i].key.text, b->conditions[i].key.text));
        same_values(&a->conditions[i].values, &b->conditions[i].values);
    }
}

static void same_policy(struct rampart_str before, struct rampart_str after, enum rampart_policy_kind kind)
{
    struct rampart_policy *a = NULL, *b = NULL;
    const struct rampart_document old = {.text = before, .kind = kind}, new = {.text = after, .kind = kind};
    assert_int_equal(rampart_policy_read(NULL, &old, NULL, &a), RAMPART_OK);
    assert_int_equal(rampart_policy_read(NULL, &new, NULL, &b), RAMPART_OK);
    assert_int_equal(a->statement_count, b->statement_count);
    for (size_t i = 0; i < a->statement_count; i++) same_statement(&a->statements[i], &b->statements[i]);
    rampart_policy_free(a);
    rampart_policy_free(b);
}

static void check(struct rampart_str text, enum rampart_policy_kind kind)
{
    struct rp_buf once, twice;
    format(text, kind, &once);
    format(rp_buf_text(&once), kind, &twice);
    assert_true(rp_str_equal(rp_buf_text(&once), rp_buf_text(&twice)));
    same_policy(text, rp_buf_text(&once), kind);
    rp_buf_free(&twice);
    rp_buf_free(&once);
}

static void generated_documents(void **state)
{
    (void)state;
    struct chance chance = {20261123};
    for (unsigned i = 0; i < WORLDS; i++) {
        static struct generated_policies twins;
        generate_policies(&chance, &twins);
        for (size_t k = 0; k < twins.count; k++)
            check(rampart_str(twins.policies[k].text), twins.policies[k].kind);
    }
}

static void system_policies(void **state)
{
    (void)state;
    for (size_t i = 0; i < rp_system_policy_count(); i++) {
        struct rampart_str text;
        assert_true(rp_system_policy(rp_system_policy_name(i), &text));
        check(text, RAMPART_POLICY_IDENTITY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generated_documents),
        cmocka_unit_test(system_policies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
