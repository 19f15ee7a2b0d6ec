/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of a template, and the values that the user gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

static void types_say_what_a_text_means(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Ref S", "plain"},
        {"!Ref Seven", "7"},
        {"!Ref Flag", "the value of the parameter is not a text (t.yaml:5:1)"},
        {"!Ref Bool", "the value of the parameter is neither true nor false (t.yaml:5:1)"},
        {"!Ref List", "a,b,c"},
        {"!Ref Real", "x,z"},
        {"!Ref None", ""},
        {"!Select [a, !Ref Json]", "k"},
        {"!Select [a, !Ref Map]", "b"},
        {"!Ref Secret", "the parameter Secret is marked NoEcho (t.yaml:5:1)"},
        {"!Ref Image", "a service gives the value of the parameter Image (t.yaml:5:1)"},
        {"!Ref Nil", "the parameter Nil has no value (t.yaml:5:1)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value(
            "Parameters:\n  S: {Default: plain}\n  Seven: {Type: String, Default: 7}\n  Flag: {Type: String, "
            "Default: true}\n  Bool: {Type: Boolean, Default: 'yep'}\n  List: {Type: CommaDelimitedList, "
            "Default: 'a, b ,c'}\n  Real: {Type: CommaDelimitedList, Default: [x, z]}\n  None: {Type: "
            "CommaDelimitedList, Default: ''}\n  Json: {Type: Json, Default: '{\"a\": [\"k\"]}'}\n  Bad: "
            "{Type: Json, Default: '{\"a\": '}\n  Map: {Type: Json, Default: {a: b}}\n  Secret: {Type: "
            "String, Default: s3cr3t, NoEcho: true}\n  Image: {Type: 'ALIYUN::ECS::Image::ImageId', Default: "
            "m-1}\n  Nil: {Type: String, Default: null}\n",
            cases[i].expression, cases[i].value);
}

static void bad_json_is_an_error(void **state)
{
    (void)state;
    ros_expect_value(
        "Parameters: {J: {Type: Json, Default: '{\"a\": '}}\n", "!Ref J",
        "SYN002 6:39 the document ends before the \"{\" of line 1, column 1 is closed | write } at the end\n"
        "ROS007 6:39 the value of a parameter of type Json is not JSON");
}

#define POLICY                                                                                        \
    "Resources: {P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: !Ref Name, "        \
    "PolicyDocument: "                                                                                \
    "{Version: '1', Statement: [{Effect: Allow, Action: 'oss:*', Resource: !Ref List}]}}}}\n"         \
    "Parameters: {Name: {Type: String, Default: d}, List: {Type: CommaDelimitedList}, Key: {NoEcho: " \
    "true}}\n"

static void given_values_come_first(void **state)
{
    (void)state;
    ros_expect(&(struct ros_read){.text = ROS_HEAD POLICY, .parameters = {"Name", "given", "List", "a,b"}},
               "policy given {Allow oss:* on a,b}\n");
    ros_expect(&(struct ros_read){.text = ROS_HEAD POLICY, .parameters = {"List", "a"}},
               "policy d {Allow oss:* on a}\n");
}

static void unknown_parameters_are_errors(void **state)
{
    (void)state;
    ros_expect(
        &(struct ros_read){.text = ROS_HEAD POLICY, .parameters = {"Nme", "x", "Other", "y"}},
        "ROS007 3:1 a value is given for the parameter \"Nme\", which the template does not have | "
        "did you mean "
        "\"Name\"?\nROS007 3:1 a value is given for the parameter \"Other\", which the template does "
        "not have | "
        "leave it out: Parameters lists those of the template; pass a parameter of the API call with --param\n");
    ros_expect(
        &(struct ros_read){.text = ROS_HEAD "Resources: {}\n", .parameters = {"Name", "x"}},
        "ROS007 1:1 a value is given for the parameter \"Name\", which the template does not have | "
        "leave it out: Parameters lists those of the template; pass a parameter of the API call with --param\n");
}

/* The user can give some pseudo parameters before there is a stack. */
static void pseudo_parameters_can_be_given(void **state)
{
    (void)state;
    static const char text[] = ROS_HEAD "Resources: {P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: "
                                        "{PolicyName: p, PolicyDocument: {Version: '1', "
                                        "Statement: [{Effect: Allow, Action: 'oss:*', Resource: !Sub "
                                        "'${ALIYUN::Region}/${ALIYUN::StackName}'}]}}}}\n";
    ros_expect(&(struct ros_read){.text = text,
                                  .parameters = {"ALIYUN::Region", "cn-beijing", "ALIYUN::StackName", "s"}},
               "policy p {Allow oss:* on cn-beijing/s}\n");
    ros_expect(
        &(struct ros_read){.text = text, .parameters = {"ALIYUN::Index", "1"}},
        "ROS007 1:1 a value is given for the parameter \"ALIYUN::Index\", which the template does not have | "
        "leave it out: Parameters lists those of the template; pass a parameter of the API call with --param\n");
}

/* Neither where it is read nor in what is said of it. */
static void secrets_are_not_shown(void **state)
{
    (void)state;
    ros_expect(
        &(struct ros_read){.text = ROS_HEAD
                           "Parameters: {Key: {NoEcho: true, Type: Json}}\n"
                           "Resources: {U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: !Ref Key}}}\n",
                           .parameters = {"Key", "s3cr3t"}},
        "gap users Resources.U: the name of the principal is not known: the parameter Key is marked NoEcho "
        "(t.yaml:3:67)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_say_what_a_text_means),    cmocka_unit_test(bad_json_is_an_error),
        cmocka_unit_test(given_values_come_first),        cmocka_unit_test(unknown_parameters_are_errors),
        cmocka_unit_test(pseudo_parameters_can_be_given), cmocka_unit_test(secrets_are_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
