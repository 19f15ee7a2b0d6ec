/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of answers: rows with one number are of one class, so that what is told of one is told of all. Rows that
 * assume a role are of a class of those who may assume roles, if the class has this way as a whole.
 */
#include "analysis/who_can.h"
#include "base/try.h"

/* By the row: users stand last there, and first among holders. Where something asks who asks, each has its own. */
enum rampart_status rp_who_can_number_directly(struct rampart_who_can *result)
{
    const size_t roles = result->role_count, count = result->principal_count, users = count - roles - 1;
    if (!result->watching) return RAMPART_OK;
    result->numbers = RP_NEW_ARRAY(&result->arena, uint32_t, count);
    RP_TRY_MEMORY(result->numbers != NULL);
    result->number_count = count;
    for (size_t i = 0; i < count; i++) result->numbers[i] = (uint32_t)i;
    if (!result->itself.uniform) return RAMPART_OK;
    RP_TRY(rp_evaluation_class(&result->itself));
    const struct rp_classing *classing = &result->itself.classing;
    for (size_t i = 0; i < count; i++)
        if (i != roles) result->numbers[i] = classing->of[i < roles ? users + i : i - roles - 1];
    result->numbers[roles] = classing->count;
    result->number_count = classing->count + 1;
    return RAMPART_OK;
}

/* Rows by way of roles come behind the others: those of a class, and those that were asked about alone. */
static void answers_number_chains(struct rampart_who_can *result)
{
    const struct rp_assumers *assumers = result->assumers;
    const size_t roles = result->role_count, count = result->principal_count, users = count - roles - 1;
    if (assumers == NULL) return;
    const struct rp_row_cell *cells = rp_who_can_cells(result);
    for (size_t i = 0; i < count; i++) {
        if (cells[i].via == 0) continue;
        const uint32_t class = assumers->classes.of[i < roles ? users + i : i - roles - 1];
        const bool shared = assumers->ways[class].via == cells[i].via;
        result->numbers[i] = (uint32_t)(result->number_count + (shared ? class : assumers->classes.count + i));
    }
    result->number_count += assumers->classes.count + count;
}

/* Leaves no number out, from `first` on. */
static enum rampart_status answers_make_dense(struct rampart_who_can *result, size_t *first)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, &result->allocator);
    uint32_t *dense = RP_NEW_ARRAY(&scratch, uint32_t, result->number_count); /* one more than the number */
    const uint32_t before = (uint32_t)*first;
    uint32_t next = before;
    for (size_t i = 0; i < result->principal_count && dense != NULL; i++) {
        uint32_t *number = &dense[result->numbers[i]];
        if (*number == 0) *number = ++next - before;
        result->numbers[i] = before + *number - 1;
    }
    const bool good = dense != NULL;
    rp_arena_free(&scratch);
    *first = next;
    return good ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Each row by itself. */
static void answers_number_rows(struct rampart_who_can *result, size_t *first)
{
    result->first_answer = *first;
    *first += result->principal_count;
}

enum rampart_status rp_who_can_number(struct rp_who_can_answers answers)
{
    size_t next = 0;
    for (size_t i = 0; i < answers.count; i++) {
        struct rampart_who_can *result = answers.items[i];
        if (result->numbers != NULL) {
            answers_number_chains(result);
            RP_TRY(answers_make_dense(result, &next));
        } else {
            answers_number_rows(result, &next);
        }
    }
    struct rampart_who_can *whole = answers.items[0]->whole;
    *(whole != NULL ? &whole->answer_count : &answers.items[0]->answer_count) = next;
    return RAMPART_OK;
}

size_t rampart_who_can_answer_count(const struct rampart_who_can *result)
{
    return result->answer_count;
}
