/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the policy language are those that the reader takes, and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rampart/language.h>
#include <rampart/policy.h>

#include "base/buf.h"
#include "base/str.h"
#include "policy/operator.h"

/* The type of a family of operators, as the catalogue writes it. */
static const char *type_of(const struct rp_operator *op)
{
    static const struct {
        const struct rp_family *family;
        const char *type;
    } types[] = {{&rp_family_string, "String"}, {&rp_family_number, "Numeric"}, {&rp_family_date, "Date"},
                 {&rp_family_bool, "Bool"},     {&rp_family_ip, "IP"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].family == op->family) return types[i].type;
    return "";
}

/* Null, the last of the names, is AWS's. */
static void operators_are_those_of_the_reader(void **state)
{
    (void)state;
    size_t count = 0;
    const char *const *names = rp_operator_names(&count);
    for (size_t i = 0; i + 1 < count; i++) {
        struct rp_operator op;
        const struct rampart_language_operator *shown = rampart_language_operator_find(rampart_str(names[i]));
        assert_true(rp_operator_find(rampart_str(names[i]), &op));
        assert_non_null(shown);
        assert_string_equal(shown->name, names[i]);
        assert_string_equal(shown->type, type_of(&op));
        assert_int_equal(rp_str_starts(rampart_str(shown->meaning), RP_STR("the text is none")) ||
                             rp_str_starts(rampart_str(shown->meaning), RP_STR("the text matches none")) ||
                             rp_str_starts(rampart_str(shown->meaning), RP_STR("the number is none")) ||
                             rp_str_starts(rampart_str(shown->meaning), RP_STR("the time is none")) ||
                             rp_str_starts(rampart_str(shown->meaning), RP_STR("none of the addresses")),
                         op.negated);
    }
    assert_non_null(rampart_language_operator_at(count - 2));
    assert_null(rampart_language_operator_at(count - 1));
    assert_null(rampart_language_operator_find(RP_STR("Null")));
    assert_null(rampart_language_operator_find(RP_STR("stringequals")));
}

/* True when the reader complains of the element as one that it does not know. */
static bool is_unknown(const char *element, bool of_statement)
{
    struct rp_buf text;
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    rp_buf_init(&text, NULL, 4096);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rp_buf_printf(&text, of_statement ? "{\"Version\": \"1\", \"Statement\": [{\"%s\": 1}]}" : "{\"%s\": 1}", element);
    const struct rampart_document document = {.text = rp_buf_text(&text), .kind = RAMPART_POLICY_ANY};
    assert_int_not_equal(rampart_policy_read(NULL, &document, diags, &policy), RAMPART_OK);
    bool unknown = false;
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        unknown |= rp_str_equal(rampart_str(rampart_diags_at(diags, i)->code), RP_STR("DOC004"));
    rampart_diags_free(diags);
    rp_buf_free(&text);
    return unknown;
}

static void elements_are_those_of_the_reader(void **state)
{
    (void)state;
    size_t count = 0;
    for (const struct rampart_language_element *element; (element = rampart_language_element_at(count)) != NULL; count++) {
        assert_false(is_unknown(element->name, element->of_statement));
        assert_ptr_equal(rampart_language_element_find(rampart_str(element->name)), element);
        assert_int_equal(element->meaning[strlen(element->meaning) - 1], '.');
    }
    assert_int_equal(count, 10);
    assert_true(is_unknown("NotPrincipal", true));
    assert_true(is_unknown("effect", true));
    assert_null(rampart_language_element_find(RP_STR("effect")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_are_those_of_the_reader),
        cmocka_unit_test(elements_are_those_of_the_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
