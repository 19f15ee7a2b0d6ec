/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a Terraform plan needs: every call that its changes, reads and refreshes make, as actions on resources, for each
 * address of the plan; whether a principal may make them; and the least policies that allow them. docs/needs.md
 * describes it for users of the program.
 *
 * Words:
 *
 *   - A need is a call of one address, as the action that authorises it and the resources it is authorised on.
 *   - A need is certain when the plan makes the call; it may be when something decides that the plan does not show, and
 *     `condition` says what; it is unknown when nobody knows which permission it takes.
 *   - A resource is open where a part of it is not known before the apply: it is a pattern then, and stands for each
 *     resource that it matches.
 *   - A refresh reads every resource of the state, whatever changes.
 *
 * The knowledge is that of one version of the provider (rampart_needs_provider()). A type that it does not have is an
 * unknown need, and never left out.
 *
 * Ownership: Everything that functions hand out belongs to the needs, and lives until they are freed.
 *
 * Thread-safety: Needs belong to one thread at a time.
 *
 * Example: what the deletion of a scaling group needs.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/needs.h>
 *
 *     static const char plan[] =
 *         "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"alicloud_ess_scaling_group.web\","
 *         "\"mode\":\"managed\",\"type\":\"alicloud_ess_scaling_group\",\"name\":\"web\",\"change\":{"
 *         "\"actions\":[\"delete\"],\"before\":{\"id\":\"asg-1\"},\"after\":null}}]}";
 *
 *     int main(void)
 *     {
 *         const struct rampart_needs_options how = {.account = rampart_str("1234567890123456"),
 *                                                   .region = rampart_str("cn-hangzhou")};
 *         struct rampart_needs *needs = NULL;
 *         if (rampart_needs_new(NULL, &how, &needs) ||
 *             rampart_needs_read(needs, rampart_str(plan), rampart_str("plan.json"), NULL))
 *             return 1;
 *         for (size_t i = 0; i < rampart_needs_count(needs); i++) {
 *             const struct rampart_need *need = rampart_needs_at(needs, i);
 *             if (need->reads) continue;
 *             printf("%.*s on %.*s: %s\n", (int)need->action.len, need->action.data, (int)need->resources[0].arn.len,
 *                    need->resources[0].arn.data, rampart_certainty_name(need->certainty));
 *         }
 *         rampart_needs_free(needs);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     ess:DeleteScalingGroup on acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1: certain
 */
#ifndef RAMPART_NEEDS_H
#define RAMPART_NEEDS_H

#include <rampart/set.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The needs of one or several plans. */
struct rampart_needs;

/* What plans do not tell. Zeroed: nothing is known. */
struct rampart_needs_options {
    /* The id of the account, digits. Empty: that which a plan shows, else it is open. */
    struct rampart_str account;

    /* The region of providers that name none. Empty: it is open. */
    struct rampart_str region;
};

/*
 * Makes an empty list of needs. `options` says its allocator, limits and catalogue.
 *
 * Ownership: The caller frees it with rampart_needs_free(). The texts are copied; the catalogue must outlive it.
 * Errors: RAMPART_INVALID_INPUT for an account that is no id; RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_needs` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_needs_new(const struct rampart_options *options,
                                                                     const struct rampart_needs_options *how,
                                                                     struct rampart_needs **ret_needs);

/*
 * Adds the needs of what `terraform show -json` printed of a plan or a state; of a state it is a refresh. `file` names
 * it in messages.
 *
 * Source: policies/catalog/terraform-calls.tsv, terraform-roles.tsv, terraform-keys.tsv and terraform-provider.tsv, in the library.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a text that is no such JSON; RAMPART_LIMIT for one that is too
 * large; RAMPART_NO_MEMORY; RAMPART_MISUSE when `needs` is NULL, and after rampart_needs_decide().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_needs_read(struct rampart_needs *needs,
                                                                      struct rampart_str text,
                                                                      struct rampart_str file,
                                                                      struct rampart_diags *diags);

/*
 * As rampart_needs_read(), from a file, whose path ends in NUL; "-" is standard input.
 *
 * Errors: As rampart_needs_read(); RAMPART_IO with a diagnostic for a file that cannot be read.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_needs_read_file(struct rampart_needs *needs,
                                                                           const char *path,
                                                                           struct rampart_diags *diags);

/* Frees the needs, with their decisions and policies. NULL is allowed. */
RAMPART_API void rampart_needs_free(struct rampart_needs *needs);

/* ---- plans ---- */

/* A plan that was read. */
struct rampart_needs_plan {
    /* Its name, and what it says of itself. Empty: it does not. */
    struct rampart_str file, terraform_version;

    /* The versions of the provider that the configuration admits, "~> 1.250". Empty: it does not say. */
    struct rampart_str provider_constraint;

    /* They leave out the version that the knowledge is of: the calls of the one that runs may be others. */
    bool other_version;

    /* The provider assumes a role and gives a session policy with it, which limits what the role may do. */
    bool session_policy;

    /* How many resources and data sources of this provider and of others it has. The others call nothing of this cloud. */
    size_t resources, others;
};

/* Returns the number of plans. */
RAMPART_API size_t rampart_needs_plan_count(const struct rampart_needs *needs);

/*
 * Returns the `i`-th plan, or NULL.
 *
 * Ownership: It belongs to the needs.
 */
RAMPART_API const struct rampart_needs_plan *rampart_needs_plan(const struct rampart_needs *needs, size_t i);

/* The provider that the knowledge is of: its commit and version, and the day on which it was read. Static texts. */
struct rampart_needs_provider {
    struct rampart_str commit, version, date;
};

/*
 * Returns it.
 *
 * Ownership: The texts are static.
 */
RAMPART_API struct rampart_needs_provider rampart_needs_provider(void);

/* ---- needs ---- */

/* How sure it is that a plan makes a call. Zeroed memory is no certainty. */
enum rampart_certainty {
    /* It is not known which permission the call takes, or what is called. `condition` says why. */
    RAMPART_NEED_UNKNOWN = 0,

    /* Something decides that the plan does not show. `condition` says what. */
    RAMPART_NEED_MAY,

    RAMPART_NEED_CERTAIN
};

/*
 * Returns "certain", "may" or "unknown".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_certainty_name(enum rampart_certainty certainty);

/* What makes a call. Bits, to be combined with `|`. */
enum rampart_need_operation {
    /* The provider itself, when it is configured. */
    RAMPART_NEED_CONFIGURE = 1,

    /* Reading a resource of the state before anything is planned. */
    RAMPART_NEED_REFRESH = 2,

    /* Planning a change. */
    RAMPART_NEED_PLAN = 4,

    /* A data source. */
    RAMPART_NEED_DATA = 8,

    RAMPART_NEED_IMPORT = 16,
    RAMPART_NEED_CREATE = 32,
    RAMPART_NEED_UPDATE = 64,
    RAMPART_NEED_DELETE = 128
};

/*
 * Returns "refresh", "create", …, of one bit; "" of any other number.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_need_operation_name(unsigned operation);

/* What a need is known by. */
enum rampart_need_origin {
    /* The provider's source. */
    RAMPART_NEED_CALL = 0,

    /* A call names a role, which the service gets: it may ask for ram:PassRole. */
    RAMPART_NEED_ROLE,

    /* A call names a key of KMS, which the service uses: it may ask for actions on that. */
    RAMPART_NEED_KEY,

    /* The documentation lists the action beside the one of a call. */
    RAMPART_NEED_DEPENDENT
};

/* A resource of a need. */
struct rampart_need_resource {
    /* An ARN, or `*`. It may be a pattern. */
    struct rampart_str arn;

    /* What is not known of it, in words. Empty: everything is known, and a `*` in it is that of the documentation. */
    struct rampart_str open;

    /*
     * The call may be authorised on it and may not: which of several kinds of resources the call names is not known, or
     * whether it names one. `open` says which.
     */
    bool perhaps;

    /* Of rampart_needs_decide(). NULL: it was not asked. */
    const struct rampart_decision *decision;
};

/* A call of one address. */
struct rampart_need {
    /* The number of its plan. */
    size_t plan;

    /* "module.m.alicloud_vpc.main[0]"; "provider" for the provider itself. */
    struct rampart_str address;

    /* "alicloud_vpc", "data.alicloud_vpcs". */
    struct rampart_str type;

    /* Bits of enum rampart_need_operation. */
    unsigned operations;

    enum rampart_certainty certainty;
    enum rampart_need_origin origin;

    /* The action that authorises the call. Empty: none is known. */
    struct rampart_str action;

    /* "product/version/API" of a call without a known action. */
    struct rampart_str api;

    /* Of a need that is not certain: what decides, or why it is unknown. */
    struct rampart_str condition;

    /* Of one that was added to a call: the action of that call. */
    struct rampart_str beside;

    /* The call changes nothing. */
    bool reads;

    /* The code of the service is a guess: the action may be called otherwise. */
    bool guessed;

    /* A page says that the call needs no permission. */
    bool unasked;

    /* Nothing fails when the call is refused. */
    bool harmless;

    /* The credentials that assume the provider's role need it, not the role. */
    bool outer;

    /* No page says what the action is authorised on. */
    bool no_template;

    /* An older page says that the action is authorised on other resources; the newest counts. */
    bool disputed;

    /* rampart_needs_decide() was called. */
    bool asked;

    const struct rampart_need_resource *resources;
    size_t resource_count;
};

/* Returns the number of needs. */
RAMPART_API size_t rampart_needs_count(const struct rampart_needs *needs);

/*
 * Returns the `i`-th need, or NULL. They stand in the order of the addresses in the plans.
 *
 * Ownership: It belongs to the needs.
 */
RAMPART_API const struct rampart_need *rampart_needs_at(const struct rampart_needs *needs, size_t i);

/* ---- deciding ---- */

/* How a need was decided: over all its resources. */
enum rampart_need_state {
    /* It was not asked: rampart_needs_decide() was not called, or the need is of other credentials. */
    RAMPART_NEED_NOT_ASKED = 0,

    /* Everything is allowed, or the call needs no permission. */
    RAMPART_NEED_ALLOWED,

    /* A resource is denied. */
    RAMPART_NEED_DENIED,

    /* It depends on something that is not known, of the request or of the policies. */
    RAMPART_NEED_CONDITIONAL,

    /* Which permission it takes is not known: whatever the policies say, it is open. */
    RAMPART_NEED_OPEN
};

/*
 * Returns "not asked", "allowed", "denied", "conditional" or "not known".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_need_state_name(enum rampart_need_state state);

/* What may be left open and still count as allowed. Zeroed: nothing. */
struct rampart_need_gate {
    /* Guessed codes, resources that a call is only perhaps about, and undocumented points are taken as they come. */
    bool lenient;

    /* The undocumented points that somebody chose, by enum rampart_assumption, RAMPART_ASSUMPTIONS of them. NULL: none. */
    const bool *chosen;
};

/*
 * Returns how a need was decided: by the worst of its resources. One that the call is only perhaps about makes it
 * CONDITIONAL where it is denied, unless all of them are; an allow that depends on an undocumented point makes it
 * CONDITIONAL, and a guessed code OPEN, but for what the gate lets pass. `gate` NULL lets nothing pass; `need` NULL was not
 * asked.
 */
RAMPART_API enum rampart_need_state rampart_need_state(const struct rampart_need *need,
                                                       const struct rampart_need_gate *gate);

/* Who asks. */
struct rampart_needs_asker {
    /*
     * Called for a fresh request, to give it the principal, its account, the context and the time; not the action, nor a
     * resource. It must do the same each time.
     */
    enum rampart_status (*begin)(void *context, struct rampart_request *request, struct rampart_diags *diags);
    void *context;
};

/*
 * Decides each need, through all layers of the set. An open resource is asked as a pattern: Allow is for all that it
 * matches, Deny for none of them.
 *
 * Ownership: The set must outlive the needs.
 * Errors: as rampart_explain(), and those of `begin`; RAMPART_MISUSE for NULL, and when it was called before.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_needs_decide(struct rampart_needs *needs, const struct rampart_set *set,
                     const struct rampart_needs_asker *asker, struct rampart_diags *diags);

/* ---- the least policies ---- */

/* Which needs policies are to allow. */
struct rampart_needs_scope {
    /* Only those that were decided and are not allowed. */
    bool missing;

    /* Only what reads, or only what changes something. Neither: both, each in statements of their own. */
    bool reads, writes;
};

/* A wildcard of a policy that stands for something unknown. */
struct rampart_needs_star {
    /* The numbers of the policy and of the statement in it, from 0. */
    size_t policy, statement;
    struct rampart_str action, arn;

    /* What is not known. */
    struct rampart_str open;
};

/* A policy document that is small enough for the cloud. */
struct rampart_needs_policy {
    /* JSON, with a line end behind it. */
    struct rampart_str document;

    /* What its statements allow. */
    bool reads, writes;
};

/* The policies. */
struct rampart_needs_policies {
    const struct rampart_needs_policy *items;
    size_t count;
    const struct rampart_needs_star *stars;
    size_t star_count;

    /* How many needs of the scope no policy can name, for their action is not known. */
    size_t unknown;

    /* How many of what is missing a policy of the principal does not mend: a statement denies it, or another layer. */
    size_t beyond;
};

/* The number of bytes of a custom policy document that RAM takes. */
enum { RAMPART_NEEDS_POLICY_BYTES = 6144 };

/*
 * Makes the least policies that allow every certain and possible need of the scope, and nothing else but what their
 * wildcards match. What fits one document is one; else what reads and what writes are documents apart.
 *
 * Source: the limit is RAM's, https://www.alibabacloud.com/help/en/ram/product-overview/limits.
 * Ownership: Everything belongs to the needs, until this is called again.
 * Errors: RAMPART_LIMIT when one statement alone is too long; RAMPART_NO_MEMORY; RAMPART_MISUSE for NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_needs_make_policies(struct rampart_needs *needs, struct rampart_needs_scope scope,
                            struct rampart_needs_policies *ret_policies);

#ifdef __cplusplus
}
#endif

#endif
