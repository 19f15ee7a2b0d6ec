/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts of an organisation are compiled for the question when it is their turn, and forgotten when others need the
 * room: a compiled account takes several times its text, and most are asked once. What an answer keeps of its account stands
 * in its own memory.
 */
#include "analysis/who_can.h"

#include "base/try.h"
#include "decide/set.h"

/* So many are compiled at a time, beside the account that owns the resource. */
enum { MOST_LOADED = 4 };

void rp_who_can_close(struct rampart_who_can *result)
{
    if (result->itself_open) rp_evaluation_close(&result->itself);
    if (result->by_role_open) rp_evaluation_close(&result->by_role);
    result->itself_open = result->by_role_open = false;
}

void rp_told_clear(struct rp_told *told)
{
    rampart_decision_free(told->decision);
    rp_rules_free(told->rules);
    rp_arena_reset(&told->arena);
    *told = (struct rp_told){.arena = told->arena};
}

void rp_who_can_forget(struct rampart_who_can *result)
{
    for (size_t i = 0; i < RP_TOLD && result->told != NULL; i++) {
        rp_told_clear(&result->told[i]);
        rp_arena_free(&result->told[i].arena);
        rp_arena_init(&result->told[i].arena, &result->allocator);
    }
}

void rp_who_can_unload(struct rampart_who_can *result)
{
    if (result->loader == NULL || result->compiled == NULL) return;
    rp_who_can_forget(result);
    rp_who_can_close(result);
    result->kept.known = false;
    for (size_t i = 0; i < result->role_count && result->role_kept != NULL; i++) result->role_kept[i].known = false;
    result->whole->peers[result->place] = NULL;
    rp_compiled_free(result->own);
    result->own = NULL;
    result->compiled = NULL;
}

/* The one that was needed longest ago makes room. */
static void loading_make_room(struct rampart_who_can *whole)
{
    if (whole->loaded_count < MOST_LOADED) return;
    rp_who_can_unload(whole->loaded[0]);
    whole->loaded_count--;
    for (size_t i = 0; i < whole->loaded_count; i++) whole->loaded[i] = whole->loaded[i + 1];
}

/* The one that is needed now stands last. */
static void loading_move_back(struct rampart_who_can *whole, struct rampart_who_can *result)
{
    size_t at = 0;
    while (at < whole->loaded_count && whole->loaded[at] != result) at++;
    for (; at + 1 < whole->loaded_count; at++) whole->loaded[at] = whole->loaded[at + 1];
    if (at < whole->loaded_count) whole->loaded[at] = result;
}

enum rampart_status rp_who_can_load(struct rampart_who_can *result, struct rampart_diags *diags)
{
    struct rampart_who_can *whole = result->whole;
    if (result->compiled != NULL) {
        if (result->loader != NULL && !result->stays) loading_move_back(whole, result);
        return RAMPART_OK;
    }
    struct rampart_str asked[] = {whole->asked, RP_STR("sts:assumerole")};
    const struct rampart_strs actions = {asked, sizeof asked / sizeof *asked}; /* of the question and of chains */
    if (!result->stays) loading_make_room(whole);
    RP_TRY(rp_account_compile_about(&result->loader->options, result->loader->account, &actions, diags, &result->own));
    result->own->peers = whole->peers;
    result->compiled = whole->peers[result->place] = result->own;
    if (!result->stays) whole->loaded[whole->loaded_count++] = result;
    return RAMPART_OK;
}

enum rampart_status rp_who_can_make_loaded(struct rampart_who_can *whole)
{
    whole->loaded = RP_NEW_ARRAY(&whole->arena, struct rampart_who_can *, MOST_LOADED);
    return whole->loaded != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}
