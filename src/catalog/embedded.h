/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of policies/catalog/ and the documents of policies/system/, part of the program as they are: nothing is
 * read or built when it starts.
 */
#ifndef RP_CATALOG_EMBEDDED_H
#define RP_CATALOG_EMBEDDED_H

#include <rampart/status.h>

/* ess.tsv: every API of Auto Scaling. Static memory, not NUL-terminated. */
struct rampart_str rp_catalog_ess(void);

/* refresh-states.tsv: the states of an instance refresh task, each with the operations on it. */
struct rampart_str rp_catalog_refresh_states(void);

/* condition-keys.tsv: the common keys and those of services, with their types. */
struct rampart_str rp_catalog_condition_keys(void);

/* aws-dialect.tsv: words of the policy language of AWS, and those of RAM. */
struct rampart_str rp_catalog_aws_dialect(void);

/* global-services.tsv: services without regions. */
struct rampart_str rp_catalog_global_services(void);

/* assumptions.tsv: what the cloud does not document, by the names of <rampart/assumption.h>. */
struct rampart_str rp_catalog_assumptions(void);

/* services.tsv, actions.tsv, authorization.tsv, resource-types.tsv, regions.tsv: the whole cloud. */
struct rampart_str rp_catalog_services(void);
struct rampart_str rp_catalog_actions(void);
struct rampart_str rp_catalog_authorization(void);
struct rampart_str rp_catalog_resource_types(void);
struct rampart_str rp_catalog_regions(void);

/* arn-services.tsv: which actions are authorised by resources of another service. */
struct rampart_str rp_catalog_arn_services(void);

/* key-actions.tsv: keys that some actions of their service alone carry. */
struct rampart_str rp_catalog_key_actions(void);

/* untagged.tsv: patterns of actions that know no tag of a resource. */
struct rampart_str rp_catalog_untagged(void);

/* oss-acls.tsv: what the ACLs of OSS let everybody do. */
struct rampart_str rp_catalog_oss_acls(void);

/* oss-levels.tsv: whether an action of OSS works on objects or on a bucket. */
struct rampart_str rp_catalog_oss_levels(void);

/* escalation.tsv: actions by which a principal raises its own permissions. */
struct rampart_str rp_catalog_escalation(void);

/* api-actions.tsv: APIs that other actions authorise than the one of their name. */
struct rampart_str rp_catalog_api_actions(void);

/* product-codes.tsv: names of products that are not the code of their service. */
struct rampart_str rp_catalog_product_codes(void);

/* terraform.tsv: the resources of Terraform that hold a policy document. */
struct rampart_str rp_catalog_terraform(void);

/* terraform-resources.tsv: what its resources say of an account. */
struct rampart_str rp_catalog_terraform_resources(void);

/* terraform-roles.tsv, terraform-keys.tsv, terraform-provider.tsv: roles and keys that its calls name; its own calls. */
struct rampart_str rp_catalog_terraform_roles(void);
struct rampart_str rp_catalog_terraform_keys(void);
struct rampart_str rp_catalog_terraform_provider(void);

/* trail-services.tsv: services that events call by a name of their own. */
struct rampart_str rp_catalog_trail_services(void);

/* error-codes.tsv: what error codes tell of the reason for which a call was refused. */
struct rampart_str rp_catalog_error_codes(void);

/*
 * denial-messages.tsv, denial-frames.tsv, oss-error-codes.tsv: how services word a refusal, how programs print one, and
 * what the EC of OSS stands for.
 */
struct rampart_str rp_catalog_denial_messages(void);
struct rampart_str rp_catalog_denial_frames(void);
struct rampart_str rp_catalog_oss_error_codes(void);

/* parameters.tsv: the parameter of a call that fills a place of an ARN template. */
struct rampart_str rp_catalog_parameters(void);

/* oss-arns.tsv: the ARN templates of OSS, by the levels of oss-levels.tsv. */
struct rampart_str rp_catalog_oss_arns(void);

/* unasked.tsv: calls that need no permission. */
struct rampart_str rp_catalog_unasked(void);

/* layers.tsv: what may decide on a call beside identity policies, by service. */
struct rampart_str rp_catalog_layers(void);

/* layer-documents.tsv: resources of Terraform and ROS that hold what decides beside RAM. */
struct rampart_str rp_catalog_layer_documents(void);

/* The i-th of all these tables, sorted by the name of its file. False: there are no more. */
bool rp_catalog_table(size_t i, struct rampart_str *ret_file, struct rampart_str *ret_text);

/* ---- the documents of system policies (policies/system/README.md) ---- */

/* INDEX.tsv: the version of each, with its dates and the page. */
struct rampart_str rp_catalog_system_policies(void);

/* The document of the system policy with exactly this name. Static memory, not NUL-terminated. */
bool rp_system_policy(struct rampart_str name, struct rampart_str *ret_text);

/* How many there are, sorted by name (bytes). */
size_t rp_system_policy_count(void);

/* The name of the i-th, static; i is less than the count. */
struct rampart_str rp_system_policy_name(size_t i);

#endif
