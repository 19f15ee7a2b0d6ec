#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The step of action.yml. The inputs come by the environment, so that no text in them is read as a command; a line is an argument.
set -euo pipefail

examples=$(dirname "${BASH_SOURCE[0]}")/../examples/ci
lines=()
# lines_of TEXT: its lines that are not empty, in `lines`.
lines_of() {
    lines=()
    local line
    while IFS= read -r line; do
        [[ -z ${line//[[:space:]]/} ]] || lines+=("$line")
    done <<< "$1"
}

case $INPUT_COMMAND in
lint)
    lines_of "${INPUT_ARGUMENTS:-}"
    options=("${lines[@]}")
    lines_of "${INPUT_PATHS:-.}"
    code=0
    rampart lint -f github --fail-on "${INPUT_FAIL_ON:-warning}" "${options[@]}" -- "${lines[@]}" || code=$?
    if [[ -n ${INPUT_SARIF:-} ]]; then
        # The findings fail the step above; here only a failure to write counts.
        rampart lint -f sarif --fail-on error -o "$INPUT_SARIF" "${options[@]}" -- "${lines[@]}" || [[ $? -eq 1 ]] || code=2
    fi
    ;;
check | needs | assert)
    lines_of "${INPUT_ACCOUNT:-}"
    arguments=()
    for account in "${lines[@]}"; do arguments+=(-a "$account"); done
    lines_of "${INPUT_ARGUMENTS:-}"
    arguments+=("${lines[@]}")
    lines=()
    [[ $INPUT_COMMAND != needs ]] || lines_of "${INPUT_PATHS:-plan.json}"
    code=0
    rampart "$INPUT_COMMAND" "${arguments[@]}" "${lines[@]}" || code=$?
    ;;
review)
    lines_of "${INPUT_ARGUMENTS:-}"
    code=0
    sh "$examples/review.sh" "${INPUT_BASE:-}" "${INPUT_ACCOUNT:-account.yaml}" "${lines[@]}" || code=$?
    [[ ! -e review.md ]] || cat review.md >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}"
    ;;
export)
    lines_of "${INPUT_ARGUMENTS:-}"
    code=0
    rampart-export -q "${lines[@]}" || code=2
    ;;
audit)
    lines_of "${INPUT_ARGUMENTS:-}"
    code=0
    sh "$examples/audit.sh" "${INPUT_ACCOUNT:-account.ndjson}" "${INPUT_PATHS:-questions.txt}" audit "${lines[@]}" || code=$?
    ;;
*)
    echo "::error title=Rampart::command is lint, check, needs, assert, review, export or audit, not $(printf %q "$INPUT_COMMAND")"
    code=2
    ;;
esac
echo "exit-code=$code" >> "${GITHUB_OUTPUT:-/dev/null}"
exit "$code"
