/* SPDX-License-Identifier: Apache-2.0 */
/* What each answer tells: the functions of the table (answer_table.c). */
#ifndef RP_INPUTS_ANSWER_READ_H
#define RP_INPUTS_ANSWER_READ_H

#include "import/answer.h"

/* Who there is (answer_ram.c). */
enum rampart_status rp_answer_identity(const struct rp_api_response *answer, const struct rp_node *response);
enum rampart_status rp_answer_user(const struct rp_api_response *answer, const struct rp_node *user);
enum rampart_status rp_answer_group(const struct rp_api_response *answer, const struct rp_node *group);
enum rampart_status rp_answer_role(const struct rp_api_response *answer, const struct rp_node *role);
enum rampart_status rp_answer_user_of_group(const struct rp_api_response *answer, const struct rp_node *user);
enum rampart_status rp_answer_group_of_user(const struct rp_api_response *answer, const struct rp_node *group);

/* What stands in policies (answer_policy.c). */
enum rampart_status rp_answer_listed_policy(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_policy(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_version(const struct rp_api_response *answer, const struct rp_node *version);

/* What is attached to whom (answer_grant.c). */
enum rampart_status rp_answer_attachment(const struct rp_api_response *answer, const struct rp_node *attachment);
enum rampart_status rp_answer_policy_of_user(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_policy_of_group(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_policy_of_role(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_entities(const struct rp_api_response *answer, const struct rp_node *response);
enum rampart_status rp_answer_resource_group(const struct rp_api_response *answer, const struct rp_node *group);

/* The resource directory (answer_directory.c). */
enum rampart_status rp_answer_resource_directory(const struct rp_api_response *answer,
                                                 const struct rp_node *directory);
enum rampart_status rp_answer_account(const struct rp_api_response *answer, const struct rp_node *account);
enum rampart_status rp_answer_folder(const struct rp_api_response *answer, const struct rp_node *folder);
enum rampart_status rp_answer_child_folder(const struct rp_api_response *answer, const struct rp_node *folder);
enum rampart_status rp_answer_ancestors(const struct rp_api_response *answer, const struct rp_node *response);
enum rampart_status rp_answer_listed_control(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_control(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_control_of_target(const struct rp_api_response *answer, const struct rp_node *policy);
enum rampart_status rp_answer_target_of_control(const struct rp_api_response *answer, const struct rp_node *target);

/* Whether every control policy that was listed is one that the lists are about. */
bool rp_answer_controls_covered(const struct rp_answers *answers, const struct rp_answer_lists *targets);

#endif
