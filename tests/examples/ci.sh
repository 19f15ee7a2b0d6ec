#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# ci.sh ROOT: the review of a pull request and the nightly audit of examples/ci, as the jobs of GitLab and the step of GitHub run them.
# RAMPART is the program. Skipped without git or jq.
set -eu
root=$1
program=$(cd "$(dirname "${RAMPART:?names the program to test}")" && pwd)/${RAMPART##*/}
for command in git jq bash; do command -v $command > /dev/null || { echo "there is no $command" && exit 77; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin
ln -s "$program" bin/rampart
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 RAMPART_CI="$root/examples/ci" PATH="$work/bin:$PATH"

fail() {
    echo "$*" >&2
    exit 1
}

# ended CODE COMMAND...: it ends with the code; `$said`: what it printed.
ended() {
    wanted=$1
    shift
    if said=$("$@" 2>&1); then code=0; else code=$?; fi
    [ "$code" -eq "$wanted" ] || fail "$*: ended with $code, not $wanted: $said"
}

# job NAME: the script of a job of GitLab. The other lists of the job stand before it.
job() {
    sed -n "/^$1:/,\$p" "$root/examples/ci/$1-gitlab.yml" | sed -n '/^  script:/,/^  artifacts:/s/^    - //p' > "$1.job"
    [ -s "$1.job" ] || fail "$1-gitlab.yml has no script"
}

# repository: a branch that shortens the actions of a policy, in a repository of its own.
repository() {
    rm -rf repository
    cp -r "$root/examples/review/old" repository
    cp "$root/examples/review/rules.yaml" repository
    echo 'allow: []' > repository/gains.yaml
    git -C repository init -q -b main
    git -C repository add .
    git -C repository -c user.name=a -c user.email=a@example.com commit -q -m old
    cp "$root/examples/review/new/policies/deploy.json" repository/policies/
}

# ---- the review ----

job review
# The note that a job leaves.
cat > bin/curl << 'END'
#!/bin/sh
for word; do case $word in body@*) cat "${word#body@}" > note ;; esac; done
END
chmod +x bin/curl
repository
cd repository
export CI_MERGE_REQUEST_DIFF_BASE_SHA=main NOTES=nowhere REVIEW_TOKEN=none
ended 1 sh -e ../review.job
{ grep -q '^- \*\*GAIN\*\*' note && grep -q '^- \*\*REFUTED\*\*' note; } || fail "the note lacks the gain or the rule: $(cat note)"
grep -q '<dt>by</dt><dd><code>added Allow Deploy#0</code>, <a href="#' review.html || fail 'the page does not link the statement'
places=$(jq -r '.runs[0].results[] | .ruleId + " " + .locations[0].physicalLocation.artifactLocation.uri' review.sarif)
case $places in *'REV001 policies/deploy.json'*) ;; *) fail "the gain is not placed: $places" ;; esac
[ ! -e .review-base ] && [ "$(git worktree list | wc -l)" -eq 1 ] || fail 'the base is still checked out'

# The gain is listed: what is left are the rule and the finding.
printf 'allow: [{owner: a, reason: b, expires: "2999-01-01"}]\n' > gains.yaml
ended 1 sh -e ../review.job
ended 0 sh "$RAMPART_CI/review.sh" main account.yaml --fail-on gain,warning --allow gains.yaml
git checkout -q -- policies gains.yaml
ended 0 sh -e ../review.job
grep -q '0 gains, 0 losses' note || fail "nothing changed: $(cat note)"

# A base that is not there, and an account that it has not: no report is left of the run before.
ended 2 sh "$RAMPART_CI/review.sh" nowhere account.yaml
[ ! -e review.md ] || fail 'a review that failed left the one before'
cp account.yaml fresh.yaml
ended 2 sh "$RAMPART_CI/review.sh" main fresh.yaml
case $said in *'there is no fresh.yaml at main'*) ;; *) fail "not said: $said" ;; esac
ended 2 sh "$RAMPART_CI/review.sh" main
cd ..

# The step of the action gives the same.
repository
cd repository
ended 1 env INPUT_COMMAND=review INPUT_BASE=main INPUT_ACCOUNT=account.yaml 'INPUT_ARGUMENTS=--fail-on=gain,warning
--allow=gains.yaml
--rules=rules.yaml' bash "$root/packaging/action.sh"
case $said in *'### rampart review: 1 gain, 0 losses'*) ;; *) fail "the step does not show the review: $said" ;; esac
cd ..
for word in 'command: review' 'fetch-depth: 0' '--fail-on=gain,warning' '--allow=gains.yaml' '--rules=rules.yaml'; do
    grep -qF -- "$word" "$RAMPART_CI/review-github.yml" || fail "the review for GitHub lacks $word"
done

# ---- the audit ----

job audit
printf '#!/bin/sh\necho "$*" >> aliyun.log\n' > bin/aliyun
printf '#!/bin/sh\ncp "%s" account.ndjson\n' "$root/tests/account/export/small.ndjson" > bin/rampart-export
chmod +x bin/aliyun bin/rampart-export
mkdir nightly
cp "$RAMPART_CI/questions.txt" nightly/
cd nightly
export AUDIT_ACCESS_KEY_ID=none AUDIT_ACCESS_KEY_SECRET=none
ended 0 sh -e ../audit.job
for name in cancel-refresh write-policies become-ci; do
    grep -q '<h1>Who may do it</h1>' "audit/$name.html" || fail "there is no page of $name"
    jq -e .summary "audit/$name.json" > /dev/null || fail "there is no answer to $name"
done
(cd audit && sha256sum --quiet -c SHA256SUMS) || fail 'the sums are wrong'
[ "$(wc -l < audit/SHA256SUMS)" -eq 7 ] || fail "the sums are not over all: $(cat audit/SHA256SUMS)"
cmp -s account.ndjson audit/account/account.ndjson || fail 'the account is not kept'
ended 2 sh "$RAMPART_CI/audit.sh" account.ndjson questions.txt audit
echo '# nothing' > none.txt
ended 2 sh "$RAMPART_CI/audit.sh" account.ndjson none.txt empty
echo '../up ess:A *' > up.txt
ended 2 sh "$RAMPART_CI/audit.sh" account.ndjson up.txt up
echo 'broken nothing *' > broken.txt
ended 2 sh "$RAMPART_CI/audit.sh" account.ndjson broken.txt broken
rm -rf audit
ended 0 env INPUT_COMMAND=audit INPUT_ACCOUNT=account.ndjson INPUT_PATHS=questions.txt bash "$root/packaging/action.sh"
ended 0 env INPUT_COMMAND=export INPUT_ARGUMENTS=-q bash "$root/packaging/action.sh"
ended 0 env INPUT_COMMAND=assert "INPUT_ACCOUNT=$root/examples/account/account.yaml" 'INPUT_ARGUMENTS=../no-acl.yaml
--layer-absent=BucketPolicy' bash -c 'echo "rules: [{name: a, never: {action: \"ram:CreateUser\"}}]" > ../no-acl.yaml; exec bash "$0"' "$root/packaging/action.sh"
for word in 'command: export' 'command: audit' 'paths: questions.txt'; do
    grep -qF -- "$word" "$RAMPART_CI/audit-github.yml" || fail "the audit for GitHub lacks $word"
done
