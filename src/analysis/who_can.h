/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question to a whole account, and the answers so far. who_can.c asks it directly, by chains of roles (chains.c), and
 * under the assumptions that the answers may turn on (sensitivity.c); rows.c lists the answers.
 */
#ifndef RP_ANALYSIS_WHO_CAN_H
#define RP_ANALYSIS_WHO_CAN_H

#include "analysis/action_classes.h"
#include "analysis/assumers.h"
#include "analysis/evaluation.h"

/*
 * What a row comes to, by the principal: there may be many, and few are told. `via` is the number of a role among those of all
 * answers that were asked together, and one more; 0: none. Where answers about several actions are put together, it is the
 * number of the part that has the way, and one more.
 */
struct rp_row_cell {
    uint32_t via, via_count;
    uint8_t verdict, alone; /* packed: the row's, and without unseen layers */
};

/*
 * Made when they are first needed, for most questions are answered by counting. Their memory is there before, so that making
 * them cannot fail.
 */
struct rp_who_can_cells {
    struct rp_row_cell *items;
    bool made;
};

/* A row that is handed out. Those of roles and of root are there from the beginning, for ways lead to them. */
struct rp_made_row {
    struct rampart_who_can_row row; /* first: it is found by it */
    size_t place;                   /* among the rows of its answer */
};

/* The rows of users that were asked for, a list of them by the place; they stay until all are dropped. */
struct rp_made_rows {
    struct rp_arena arena;
    struct rp_made_row ***pages; /* each is NULL, or has RP_ROW_PAGE of them */
    size_t page_count;
};

enum { RP_ROW_PAGE = 64 };

/* Layers of a resource: those that leave nothing open, and those said to be absent. */
struct rp_settled_layers {
    unsigned settled, absent;
};

/* Questions of all members together, for the progress. */
struct rp_who_can_counts {
    size_t done, known;
};

enum { RP_TOLD = 256 };

/*
 * What was told of a row, and what is told of all rows with its answer: but for their names, that is the same. It stands in
 * the place of its answer's number; another answer takes it over.
 */
struct rp_told {
    bool is;              /* something was told: */
    size_t place, answer; /* of the row whose names are in it */
    bool alone;           /* a denial: what came closest to it is its own */
    bool *own;            /* by the reason: it is attached to the principal itself */
    struct rp_rules *rules;
    struct rampart_decision *decision;
    struct rampart_decision shown;  /* the same with the names of the row */
    struct rampart_reason *matched; /* of that */
    struct rp_arena arena;
    bool has_formula;
    const struct rampart_formula *formula;
};

struct rampart_who_can {
    struct rp_arena arena; /* holds everything, the result itself included */
    /* Of an organisation: an answer for each member, and nothing else; count 0: of one account. */
    struct rampart_who_can **members;
    size_t member_count;
    size_t *member_ends; /* by the member: the number of rows up to its last */
    const struct rampart_account *organisation;
    const struct rp_compiled **peers; /* of the members, which know each other by them; NULL: not compiled now */
    struct rampart_str asked;         /* the action, in lower case */
    struct rampart_who_can **loaded;  /* the members that are compiled now, the one that was needed last at the end */
    size_t loaded_count;
    /* Of a member: what its account is compiled from when it is needed (loading.c); NULL: what is compiled stays. */
    const struct rampart_set *loader;
    struct rampart_who_can *whole;
    size_t place;
    bool stays; /* it owns the resource: it is compiled as long as the answer lives */
    struct rampart_allocator allocator;
    struct rampart_options options;
    struct rampart_who_can_options how;
    rampart_switches assumed;   /* enum rp_assumed: under which it is being asked */
    struct rp_who_can_counts own_counts, *counts; /* the counts are its own, or those of the organisation */
    const struct rampart_account *account;
    size_t principal_count, role_count;
    uint32_t *numbers;   /* by the row: that of its answer (answers.c); NULL: each row has its own, */
    size_t first_answer; /* from this one on */
    size_t number_count, answer_count; /* while they are made; and of all */
    const struct rp_compiled *compiled; /* NULL: not now */
    struct rp_compiled *own;              /* the same if it was compiled for this question alone; else NULL */
    bool own_part;                        /* of which, documents were left empty that are not about the question */
    struct rampart_request *question;     /* without a principal; it shares the caller's texts */
    struct rampart_request *row_request;  /* for the row that is explained */
    struct rampart_request *assuming;     /* sts:AssumeRole on the role that is being reached */
    struct rp_evaluation itself, by_role; /* of `question` and of `assuming`; open while it is asked */
    struct rp_kept_masks kept, *role_kept; /* of `itself`; by the role, of `by_role` */
    uint8_t *direct; /* by the principal: the verdict without assuming roles, packed (rows.c) */
    struct rp_who_can_cells *cells;
    rampart_switches *depends; /* by the principal: the assumptions that it depends on; NULL: none does */
    struct rp_made_row *fixed; /* of the roles and of root */
    struct rp_made_rows *made; /* of users */
    size_t first_role;         /* the number of its first role among those of all answers */
    struct rampart_unseen *unseen; /* layers of the resource (rows.c) */
    size_t unseen_count;
    unsigned assumed_absent;
    uint64_t signature;                /* as in rp_evaluation_open(), of `itself` */
    bool narrow;
    bool itself_open, by_role_open;    /* of the evaluations */
    struct rp_assumers *assumers;      /* who may assume roles; NULL: nobody was asked about one */
    struct rp_settled_layers *settled; /* by the resource of the question */
    struct rampart_outsider *outsiders; /* whom the resource's policies let in besides (outsiders.c) */
    size_t outsider_count;
    bool watching; /* notice the assumptions that statements turn on: */
    rampart_switches
        *document_switches; /* by the document, bits of enum rp_assumed, of the evaluation that is watched */
    rampart_switches switches;      /* of all documents and layers */
    /* Of several actions (who_can_actions.c): an answer for each class of them, and rows that put these together. */
    struct rp_action_classes *asked_actions;
    size_t action_count;
    bool any_action; /* one of these suffices */
    struct rampart_who_can_part *parts; /* NULL: the question is about one action */
    size_t part_count;
    struct rp_told *told;     /* what was told of rows (reasons.c); NULL: nothing yet */
    struct rp_arena formulas; /* where formulas are put together */
};

/* The answers of the members of an organisation, or of one account: asked together, since chains lead from one to another. */
struct rp_who_can_answers {
    struct rampart_who_can *const *items;
    size_t count;
};

/* ---- who_can.c ---- */

/* An answer of nothing yet, which rampart_who_can_free() frees; NULL: there is no memory. */
struct rampart_who_can *rp_who_can_begin(const struct rampart_allocator *allocator);

/* ---- loading.c ---- */

/* Compiles the account of an answer, unless it is. `diags` may be NULL. Errors: as rp_account_compile(). */
enum rampart_status rp_who_can_load(struct rampart_who_can *result, struct rampart_diags *diags);
void rp_who_can_unload(struct rampart_who_can *result);

/* Room for those that are compiled. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_make_loaded(struct rampart_who_can *whole);

/* ---- rows.c ---- */

/* The answer of an organisation's member that a row stands in. */
struct rampart_who_can *rp_who_can_member_of(const struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row);

/* Makes room for the rows of one account, and those of roles and root with their names. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_make_fixed(struct rampart_who_can *result);

/* Room for rows that will be asked for. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_make_pages(struct rampart_who_can *result);

/* Puts what they came to into the rows of roles and root, of all answers that were asked together. */
void rp_who_can_fix(const struct rampart_who_can *result);

/* What rows come to, made on the first call. */
struct rp_row_cell *rp_who_can_cells(const struct rampart_who_can *result);

/* The row of a role of the account, of which the names alone are to be used while ways are searched. */
static inline const struct rampart_who_can_row *rp_who_can_role_row(const struct rampart_who_can *result, size_t role)
{
    return &result->fixed[role].row;
}

/* The number of a role of the account, and one more, as cells have it. */
static inline uint32_t rp_who_can_way_to(const struct rampart_who_can *result, size_t role)
{
    return (uint32_t)(result->first_role + role + 1);
}

/* The i-th row without its names, which costs no memory. */
struct rampart_who_can_row rp_who_can_glance(const struct rampart_who_can *result, size_t i);

/* The place of a row among those of the answer that it was asked of. */
static inline size_t rp_row_place(const struct rampart_who_can_row *row)
{
    return ((const struct rp_made_row *)(const void *)row)->place;
}

/* The part of a question about several actions that a row is told by, and the row of it; NULL in *ret_row: memory was refused. */
const struct rampart_who_can_part *rp_who_can_told_part(const struct rampart_who_can *result,
                                                        const struct rampart_who_can_row *row,
                                                        const struct rampart_who_can_row **ret_row);

/* Gives back the memory of rows that were asked for. */
void rp_who_can_free_rows(struct rampart_who_can *result);

uint8_t rp_verdict_pack(struct rampart_verdict verdict);
struct rampart_verdict rp_verdict_unpack(uint8_t packed);

static inline enum rampart_outcome rp_packed_outcome(uint8_t packed)
{
    enum { OUTCOMES = 3 };
    return (enum rampart_outcome)(packed & OUTCOMES);
}

/* Of two that must both be allowed: a denial, an explicit one first, then what is not certain. */
uint8_t rp_verdict_worse(uint8_t packed, uint8_t other);

/* Finds the layers of the resource that were not seen. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_find_unseen(struct rampart_who_can *result);

/* What the layers of the resource that nobody showed may do, the same for all principals. */
struct rp_who_can_unseen {
    struct rp_unseen_power power;
    bool unasked; /* as in rp_unseen_openers() */
    unsigned assumed_absent;
};

/* As assumed. */
struct rp_who_can_unseen rp_who_can_unseen(const struct rampart_who_can *result, rampart_switches assumed);

/* Adds to a verdict what they leave open. */
struct rampart_verdict rp_who_can_opened(const struct rp_who_can_unseen *open, struct rampart_verdict alone);

/* The layers of all members of an organisation, or of all parts. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_unite_unseen(struct rampart_who_can *whole);

/* Adds it to the verdicts of all rows. */
void rp_who_can_open_rows(const struct rampart_who_can *result);

/* Counts `done` questions of those known, and `more` that became known. Reports the progress now and then. */
static inline void rp_who_can_progress(struct rampart_who_can *result, size_t done, size_t more)
{
    enum { REPORT_EVERY = 1024 };
    struct rp_who_can_counts *counts = result->counts;
    counts->done += done;
    counts->known += more;
    if (result->how.progress == NULL || counts->done % REPORT_EVERY != 0) return;
    result->how.progress(result->how.progress_context, counts->done, counts->known);
}

/* Closes the evaluations. */
void rp_who_can_close(struct rampart_who_can *result);

/* ---- reasons.c ---- */

/* Makes `row_request` the question as the principal of the row. */
enum rampart_status rp_who_can_ask_row(struct rampart_who_can *result, const struct rampart_who_can_row *row);

/* What is told of a row of this answer, which is of one account. Errors: as rampart_who_can_explain(). */
enum rampart_status rp_who_can_tell(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                    struct rp_told **ret_told);

/* Forgets what was told of rows: of one answer, and of all. */
void rp_told_clear(struct rp_told *told);
void rp_who_can_forget(struct rampart_who_can *result);

/* ---- outsiders.c ---- */

/* Finds them, of a question that was asked. Errors: as rampart_who_can(). */
enum rampart_status rp_who_can_find_outsiders(struct rampart_who_can *result);

/* Finds those who may assume a role that may do it, when all rows are known. Errors: as rampart_who_can(). */
enum rampart_status rp_who_can_find_outsiders_by_roles(struct rp_who_can_answers answers);

/* ---- sensitivity.c ---- */

/*
 * Notices the assumptions that an evaluation turns on, and keeps the masks that do not, unless `kept` is NULL. While
 * nobody watches, it does nothing.
 */
enum rampart_status rp_who_can_watch(struct rampart_who_can *result, struct rp_evaluation *evaluation,
                                     struct rp_kept_masks *kept);

/* ---- answers.c ---- */

/* Numbers the rows by what principals may do themselves, while the evaluation is open and nothing else is assumed. */
enum rampart_status rp_who_can_number_directly(struct rampart_who_can *result);

/* Numbers all rows. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_number(struct rp_who_can_answers answers);

/* ---- chains.c ---- */

/* Makes `request` the finished question who may assume the role, without a principal. */
enum rampart_status rp_who_can_assume(const struct rampart_who_can *result,
                                      const struct rampart_who_can_row *role,
                                      struct rampart_request *request);

/* Improves the rows of all answers by the roles that principals may assume, also those of another account. */
enum rampart_status rp_who_can_chains(struct rp_who_can_answers answers);

/* ---- who_can.c ---- */

/* rampart_who_can() by an account that is compiled for this question. */
enum rampart_status rp_account_who_can(const struct rampart_options *options,
                                       const struct rampart_account *account,
                                       const struct rampart_request *request,
                                       const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                       struct rampart_who_can **ret_result);

#endif
