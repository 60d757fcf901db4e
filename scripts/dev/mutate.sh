#!/usr/bin/env bash
# Mutation testing: Stryker changes the code where a wrong decision costs most, a little at a time, and the tests have to notice. Prints the score of each
# area and what survived in it; a mutant that survives is a missing test, or code that nobody needs. Ends with an error where a score is below 85 %.
# Works on a copy, so that no changed code stays in bin/. The reports are left in StrykerOutput/AREA/.
#
#   scripts/dev/mutate.sh [AREA...]   gates, outcome, next-action, ledger; all of them without a name; and masking and masking-bytes, which must be named
#                               (CONTRIBUTING.md)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

least=85
root=$PWD
areas=("$@")
[ "${#areas[@]}" -gt 0 ] || areas=(gates outcome next-action ledger)

# Each mutant is tried against the tests that come to it, one after the other. Left out are those that take seconds: they draw lots by the thousand, or
# try out everything. So are those of pages, of the command line and of real processes, which decide nothing here.
core='Gates/*PropertyTests.cs;Gates/GatePolicyRollbackTests.cs;Runbooks/*TotalityTests.cs;Runbooks/MarkdownCorpusTests.cs;Runbooks/HostileTextTests.cs;Audit/AuditCsvTests.cs'
pages='Auth/**;Cli/**;Configuration/**;Docs/**;Endpoints/**;Features/**;Shared/Filters/**;Shared/Rendering/**;Shared/*.cs;Shared/Steps/RandomWalkTests.cs;Support/**;Web/**'
execution='Checks/**;Confinement/**;Containers/**;Output/**;Processes/**;Scripts/**;Secrets/**;Masking/Tokens/*Tests.cs;Masking/EverySplitTests.cs;Masking/PrivateKeyTests.cs;Masking/ToolEncodingTests.cs;Masking/UndeclaredSecretsTests.cs;Masking/Scanning/HotScannerTests.cs;Masking/Scanning/CondenserTests.cs;Masking/EncodingTests.cs'
export TESTS_SKIPPED="$core;$pages;$execution" CUTOVER_SPLITS_N=50
# What analysers say of the code is no matter here.
export RunAnalyzers=false DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

describe() { # describe AREA: the project, the test projects, the files to change, and whether it is found out which tests come to which mutant
  coverage=perTest
  case $1 in
    gates) project=Dashboard.Core tests=(Dashboard.Core.Tests Dashboard.Tests) files=('**/Gates/*.cs' '!**/Gates/NextAction*.cs') ;;
    outcome) project=Dashboard.Core tests=(Dashboard.Core.Tests) files=('**/Runs/OutcomeEvaluator.cs') ;;
    ledger) project=Dashboard.Core tests=(Dashboard.Core.Tests) files=('**/Ledger/*Verifier.cs') ;;
    next-action) project=Dashboard.Core tests=(Dashboard.Tests) files=('**/Gates/NextAction*.cs') ;;
    # To note each mutant that is come to takes too long where that happens for each byte.
    masking) project=Dashboard.Execution tests=(Dashboard.Execution.Tests) coverage=off files=('**/Masking/'{SecretMasker,TextMasker,MaskedBuffer,MaskView,ViewText,EscapeScanner}.cs) ;;
    masking-bytes) project=Dashboard.Execution tests=(Dashboard.Execution.Tests) coverage=off files=('**/Masking/Scanning/ByteMasks.cs') ;;
    *)
      echo "There is no area $1: gates, outcome, next-action, ledger, masking, masking-bytes." >&2
      exit 2
      ;;
  esac
}

config() { # config: what Stryker is to do, as JSON. One mutant at a time: the runner cannot tell several apart.
  jq -n --arg project "$project.csproj" --arg root "$copy" '{"stryker-config": {
    project: $project, "test-projects": ($ARGS.positional | map("\($root)/tests/\(.)/\(.).csproj")), mutate: $files,
    "test-runner": "mtp", "coverage-analysis": $coverage, "disable-mix-mutants": true, concurrency: $at_once,
    "ignore-methods": ["ArgumentNullException.ThrowIfNull"], reporters: ["json", "html"]}}' \
    --argjson files "$(printf '%s\n' "${files[@]}" | jq -R . | jq -s .)" --argjson at_once "$(nproc)" --arg coverage "$coverage" --args "${tests[@]}"
}

for area in "${areas[@]}"; do
  describe "$area"
done

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -cf - -T - 2>/dev/null | tar -xf - -C "$copy"
(cd "$copy" && dotnet tool restore >/dev/null)

low=0
for area in "${areas[@]}"; do
  describe "$area"
  out=$root/StrykerOutput/$area
  rm -rf "$out"
  mkdir -p "$out"
  config >"$copy/stryker-config.json"
  began=$SECONDS
  (cd "$copy/tests/${tests[0]}" && dotnet stryker -f "$copy/stryker-config.json" -O "$out" --skip-version-check) >"$out/log" 2>&1 || {
    tail -n 30 "$out/log" >&2
    exit 1
  }
  jq -r --arg area "$area" --arg seconds "$((SECONDS - began))" --arg copy "$copy/" '
    [.files | to_entries[] | .key as $file | .value.mutants[] | . + {file: ($file | ltrimstr($copy))}]
    | (map(select(.status == "Killed" or .status == "Timeout")) | length) as $found
    | map(select(.status == "Survived" or .status == "NoCoverage")) as $left
    | "\($area): \((1000 * $found / (($found + ($left | length)) | if . == 0 then 1 else . end) | round) / 10) % of \($found + ($left | length)) mutants, in \($seconds) s",
      ($left | sort_by(.file, .location.start.line)[] | "  \(.file):\(.location.start.line) \(.mutatorName) \(.status): \(.replacement // "" | gsub("\\s+"; " ") | .[:100])")
  ' "$out/reports/mutation-report.json" | tee "$out/summary"
  score=$(sed -n '1s/^[^:]*: \([0-9]*\).*/\1/p' "$out/summary")
  [ "$score" -ge "$least" ] || low=1
done
exit "$low"
