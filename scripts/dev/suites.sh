# shellcheck shell=bash
# Runs the test projects and says what became of them. To be sourced.
# Each project is a program (xunit.v3); its `verbose` reporter names each test when it begins and when it ends, so that what was running can
# be told even of a project that never came to its end.

suites_start() { # suites_start LOGS DEADLINE ARGUMENT... -- PROJECT...: starts one project after the other, in the background, as one lane
  local logs=$1 deadline=$2 arguments=()
  shift 2
  while [ "$1" != -- ]; do
    arguments+=("$1")
    shift
  done
  shift
  (
    for project; do
      code=0
      left=$((deadline - SECONDS))
      [ "$left" -gt 0 ] || left=1
      # shown: what fails, as it fails, and each project's sum; kept: everything
      timeout --kill-after=30 "$left" "tests/$project/bin/Debug/net10.0/$project" \
        -noLogo -noColor -reporter verbose "${arguments[@]}" </dev/null 2>&1 |
        tee "$logs/$project.log" | suites_shown || code=${PIPESTATUS[0]}
      echo "$code" >"$logs/$project.code"
    done
  ) &
  lanes+=("$!")
}

suites_shown() {
  sed -u -E '/\[(STARTING|FINISHED)\]/d; /^  (Discover|Starting:|Finished:)/d; /^=== TEST EXECUTION SUMMARY/d'
}

suites_wait() { # Waits until every lane has come to its end.
  local lane
  for lane in "${lanes[@]}"; do
    wait "$lane" || true
  done
  lanes=()
}

suites_stop() { # Ends the lanes and all that they started, by process id.
  local lane child
  for lane in "${lanes[@]}"; do
    for child in $(pgrep -P "$lane"); do
      kill "$child" 2>/dev/null || true # `timeout` passes it on to the project's whole group
    done
    kill "$lane" 2>/dev/null || true
    wait "$lane" 2>/dev/null || true
  done
  lanes=()
}

suites_unfinished() { # suites_unfinished LOG: the tests that began and did not end
  awk '/ \[STARTING\]/ { sub(/ \[STARTING\].*/, ""); open[$0]++ } / \[FINISHED\]/ { sub(/ \[FINISHED\].*/, ""); open[$0]-- }
    END { for (name in open) if (open[name] > 0) print name }' "$1"
}

suites_slowest() { # suites_slowest COUNT LOG...: the tests that took longest, in seconds
  local count=$1
  shift
  # awk reads to the end: a reader that stops early would break the pipe, and with it the whole command.
  sed -n -E 's/^ *(.*) \[FINISHED\] Time: ([0-9.]+)s$/\2 \1/p' "$@" | sort -rn | cut -c 1-160 |
    awk -v count="$count" 'NR <= count { $1 = sprintf("%7.1f s ", $1); print }'
}

suites_count() { # suites_count WORD LOG...: adds up one number of the projects' sums, such as Failed
  local word=$1
  shift
  sed -n -E "s/^   Dashboard\.[A-Za-z.]+ +Total: .*\b$word: ([0-9]+).*/\1/p; s/^   Dashboard\.[A-Za-z.]+ +$word: ([0-9]+).*/\1/p" "$@" | awk '{ sum += $1 } END { print sum + 0 }'
}

suites_broken() { # suites_broken LOGS PROJECT...: what no count shows, one sentence a line: a project that was stopped, or broke off
  local logs=$1 project code
  shift
  for project; do
    code=$(cat "$logs/$project.code" 2>/dev/null || echo none)
    if grep -qE '^   Dashboard\.[A-Za-z.]+ +Total: [0-9]+' "$logs/$project.log" 2>/dev/null; then
      # Its sum is there: the code says no more than that sum does, unless errors were counted or nothing was.
      [ "$code" = 0 ] || [ "$(suites_count Failed "$logs/$project.log")" != 0 ] || echo "$project ended with exit code $code."
      continue
    fi
    case $code in
      124 | 137) echo "$project did not end in time and was stopped. It was running:" ;;
      *) echo "$project broke off (exit code $code). It was running:" ;;
    esac
    suites_unfinished "$logs/$project.log" 2>/dev/null | sed 's/^ */    /'
  done
}
