/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/expression.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/str.h"

enum {
    MATCH_CALLS = 5000, /* for one name: a table has tens of thousands, and none is long */
    MATCH_HEAP_KIB = 1024,
    LONGEST_EXPRESSION = 4096
};

static void *expression_allocate(PCRE2_SIZE size, void *data)
{
    const struct rampart_allocator *allocator = data;
    return allocator->allocate(allocator->context, size);
}

static void expression_release(void *memory, void *data)
{
    const struct rampart_allocator *allocator = data;
    if (memory != NULL) allocator->release(allocator->context, memory);
}

static enum rampart_status expression_refuse(struct rampart_diags *diags, struct rampart_str text, int error,
                                             size_t where)
{
    PCRE2_UCHAR words[160] = "";
    if (error == PCRE2_ERROR_HEAP_FAILED || error == PCRE2_ERROR_NOMEMORY) return RAMPART_NO_MEMORY;
    (void)pcre2_get_error_message(error, words, sizeof words);
    rp_diag(diags, RAMPART_ERROR, RP_CAT_REGEX, RP_NOWHERE, "invalid regular expression: %s", (char *)words);
    rp_diag_help(diags, "the mistake is behind \"%.*s\"", RP_ARG(rp_str_part(text, 0, where)));
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status expression_prepare(struct rp_expression *expression)
{
    expression->data = pcre2_match_data_create(1, expression->general);
    expression->context = pcre2_match_context_create(expression->general);
    if (expression->data == NULL || expression->context == NULL) {
        rp_expression_free(expression);
        return RAMPART_NO_MEMORY;
    }
    pcre2_set_match_limit(expression->context, MATCH_CALLS);
    pcre2_set_heap_limit(expression->context, MATCH_HEAP_KIB);
    return RAMPART_OK;
}

static enum rampart_status expression_compile(struct rp_expression *expression, struct rampart_str text,
                                              struct rampart_diags *diags)
{
    const uint32_t options = PCRE2_CASELESS | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
    pcre2_compile_context *context = pcre2_compile_context_create(expression->general);
    int error = 0;
    PCRE2_SIZE where = 0;
    if (context == NULL) return RAMPART_NO_MEMORY;
    pcre2_set_max_pattern_length(context, LONGEST_EXPRESSION);
    expression->code = pcre2_compile((PCRE2_SPTR)(text.len == 0 ? "" : text.data), text.len, options, &error,
                                     &where, context);
    pcre2_compile_context_free(context);
    return expression->code == NULL ? expression_refuse(diags, text, error, where) : RAMPART_OK;
}

enum rampart_status rp_expression_compile(struct rp_expression *expression,
                                          const struct rampart_allocator *allocator, struct rampart_str text,
                                          struct rampart_diags *diags)
{
    *expression = (struct rp_expression){.allocator = *allocator};
    expression->general =
        pcre2_general_context_create(expression_allocate, expression_release, &expression->allocator);
    if (expression->general == NULL) return RAMPART_NO_MEMORY;
    enum rampart_status status = expression_compile(expression, text, diags);
    if (status == RAMPART_OK) return expression_prepare(expression);
    rp_expression_free(expression);
    return status;
}

enum rampart_status rp_expression_find(struct rp_expression *expression, struct rampart_str text,
                                       struct rampart_diags *diags, bool *ret_found)
{
    int result = pcre2_match(expression->code, (PCRE2_SPTR)text.data, text.len, 0, PCRE2_NO_UTF_CHECK,
                             expression->data, expression->context);
    if (result == PCRE2_ERROR_NOMEMORY) return RAMPART_NO_MEMORY;
    if (result < 0 && result != PCRE2_ERROR_NOMATCH) {
        rp_diag(diags, RAMPART_ERROR, RP_CAT_REGEX, RP_NOWHERE,
                "the regular expression takes too long: the search stopped at %.*s", RP_ARG(text));
        return RAMPART_LIMIT;
    }
    *ret_found = result != PCRE2_ERROR_NOMATCH;
    return RAMPART_OK;
}

void rp_expression_free(struct rp_expression *expression)
{
    pcre2_match_context_free(expression->context);
    pcre2_match_data_free(expression->data);
    pcre2_code_free(expression->code);
    pcre2_general_context_free(expression->general);
    *expression = (struct rp_expression){.allocator = expression->allocator};
}
