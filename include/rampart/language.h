/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of the policy language: the elements of a document and the condition operators, each with its meaning in a
 * sentence. An editor shows and proposes them; rampart_policy_read() (policy.h) reads documents that are made of them.
 *
 * Words:
 *
 *   - An element is a member of a document, or of a statement: "Effect".
 *   - An operator compares the values that a statement lists with those that a request has: "StringLike".
 *
 * Names are compared in exact case, as documents are read.
 *
 * Thread-safety: Every function of this header may be called from any thread.
 *
 * Example: the operators for addresses.
 *
 *     #include <stdio.h>
 *     #include <string.h>
 *
 *     #include <rampart/language.h>
 *
 *     int main(void)
 *     {
 *         for (size_t i = 0; rampart_language_operator_at(i) != NULL; i++)
 *             if (strcmp(rampart_language_operator_at(i)->type, "IP") == 0)
 *                 printf("%s: %s\n", rampart_language_operator_at(i)->name, rampart_language_operator_at(i)->meaning);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     IpAddress: one of the addresses and networks holds the address
 *     NotIpAddress: none of the addresses and networks holds the address
 */
#ifndef RAMPART_LANGUAGE_H
#define RAMPART_LANGUAGE_H

#include <rampart/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An element. All texts are static. */
struct rampart_language_element {
    /* "Action" */
    const char *name;

    /* It stands in a statement; otherwise in the document itself. */
    bool of_statement;

    /* What it says, in a sentence or two with full stops. */
    const char *meaning;
};

/*
 * Returns the i-th element, counting from 0, in the order in which documents are written. NULL beyond the end.
 *
 * Source: docs/semantics.md, section 1.
 * Ownership: The element is static.
 */
RAMPART_API const struct rampart_language_element *rampart_language_element_at(size_t i);

/*
 * Finds an element by its name. NULL: there is none.
 *
 * Ownership: The element is static.
 */
RAMPART_API const struct rampart_language_element *rampart_language_element_find(struct rampart_str name);

/* A condition operator that the cloud takes. All texts are static. */
struct rampart_language_operator {
    /* "StringLike" */
    const char *name;

    /* The type of the keys that it is for, as the catalogue writes it: "String", "Numeric", "Date", "Bool", "IP". */
    const char *type;

    /* When it holds, in a phrase without a full stop. */
    const char *meaning;
};

/*
 * Returns the i-th operator, counting from 0: those of texts first. NULL beyond the end.
 *
 * Source: docs/semantics.md, section 4.
 * Ownership: The operator is static.
 */
RAMPART_API const struct rampart_language_operator *rampart_language_operator_at(size_t i);

/*
 * Finds an operator by its name. NULL: the cloud has none of this name. Null, …IfExists and the qualifiers of AWS, which
 * documents have and rampart evaluates, are none of the cloud's.
 *
 * Ownership: The operator is static.
 */
RAMPART_API const struct rampart_language_operator *rampart_language_operator_find(struct rampart_str name);

#ifdef __cplusplus
}
#endif

#endif
