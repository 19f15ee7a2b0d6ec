/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates of text: how a program or a service prints a refusal. `{name}` stands for a value of one shape, a blank for
 * one or more blanks or line ends, and every other character for itself. Nothing is tried twice: a value ends where its
 * shape ends, a sentence at the first place where the template goes on. So a text is read in one way or not at all, in
 * time linear in its length.
 *
 *   denied by sts or ram, action: {action}, resource: {resource}
 */
#ifndef RP_DENIAL_TEMPLATE_H
#define RP_DENIAL_TEMPLATE_H

#include "base/str.h"

/* What a value is about. */
enum rp_slot {
    RP_SLOT_WORD = 0, /* of no interest, without a blank */
    RP_SLOT_ACTION,
    RP_SLOT_RESOURCE,
    RP_SLOT_CONDITIONS, /* key=value, key=value */
    RP_SLOT_CODE,
    RP_SLOT_MESSAGE, /* a sentence */
    RP_SLOT_REQUEST, /* the id of the request */
    RP_SLOT_HOST,
    RP_SLOT_RECOMMEND,
    RP_SLOT_EC,
    RP_SLOT_BUCKET,
    RP_SLOT_OBJECT, /* anything; at the end of a template the rest of the line, which may be empty */
    RP_SLOT_ENDPOINT,
    RP_SLOT_PRINCIPAL_TYPE,
    RP_SLOT_OWNER,
    RP_SLOT_PRINCIPAL_NAME,
    RP_SLOT_TYPE,  /* NoPermissionType */
    RP_SLOT_LAYER, /* PolicyType */
    RP_SLOT_DIAGNOSTIC,
    RP_SLOTS
};

/* A place where a template fits, and the values there; they borrow from the text. */
struct rp_fit {
    size_t start, end;
    struct rampart_str values[RP_SLOTS];
};

/* True when the value has the shape of its slot: an action is one, a code has no blank. */
bool rp_slot_takes(enum rp_slot slot, struct rampart_str value);

/*
 * The first place at `from` or behind it where the template fits. After many places where it begins and does not go on
 * the rest is passed over.
 */
bool rp_template_find(struct rampart_str template, struct rampart_str text, size_t from,
                      struct rp_fit *ret_fit);

/* True when the template is well formed: it begins with text, and every name is one of a slot. */
bool rp_template_good(struct rampart_str template);

#endif
