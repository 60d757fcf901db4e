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
    # Whoever stops the whole group must not take the lane away from under its program: suites_stop ends both.
    trap '' INT TERM HUP
    for project; do
      [ ! -e "$logs/stop" ] || break
      left=$((deadline - SECONDS))
      if [ "$left" -le 0 ]; then
        echo late >"$logs/$project.code"
        continue
      fi
      suites_run "$logs" "$project" "$left" "${arguments[@]}"
    done
  ) &
  lanes+=("$!")
}

suites_run() { # suites_run LOGS PROJECT SECONDS ARGUMENT...: runs one project; what it prints goes to its log, and what fails is shown as it fails
  local logs=$1 project=$2 left=$3 runner code=0
  shift 3
  # Straight into a file: a pipe would stay open for as long as any child of the tests holds it.
  : >"$logs/$project.log"
  (
    trap - INT TERM HUP
    exec timeout --kill-after=30 "$left" "tests/$project/bin/Debug/net10.0/$project" -noLogo -noColor -reporter verbose "$@"
  ) </dev/null >"$logs/$project.log" 2>&1 &
  runner=$!
  echo "$runner" >"$logs/$project.pid"
  # It ends soon after the runner does.
  tail -n +1 -s 0.5 -f --pid="$runner" "$logs/$project.log" | suites_shown &
  wait "$runner" || code=$?
  wait "$!" || true
  echo "$code" >"$logs/$project.code"
  rm -f "$logs/$project.pid"
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

suites_stop() { # suites_stop LOGS: ends the lanes and all that they started, and waits until they have ended
  local logs=$1 file lane
  touch "$logs/stop"
  for file in "$logs"/*.pid; do
    [ -e "$file" ] || continue
    kill "$(cat "$file")" 2>/dev/null || true # `timeout` passes it on to the project's whole group, and kills that half a minute later
  done
  for lane in "${lanes[@]}"; do
    wait "$lane" || true
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
  local logs=$1 project code running
  shift
  for project; do
    code=$(cat "$logs/$project.code" 2>/dev/null || echo none)
    case $code in
      late)
        echo "$project was not begun: the time was up."
        continue
        ;;
      124 | 137) echo "$project did not end in time and was stopped. It was running:" ;;
      *)
        if grep -qE '^   Dashboard\.[A-Za-z.]+ +Total: [0-9]+' "$logs/$project.log" 2>/dev/null; then
          # Its sum is there: the code says no more than that sum does, unless errors were counted or nothing was.
          [ "$code" = 0 ] || [ "$(suites_count Failed "$logs/$project.log")" != 0 ] || echo "$project ended with exit code $code."
          continue
        fi
        echo "$project broke off (exit code $code). It was running:"
        ;;
    esac
    running=$(suites_unfinished "$logs/$project.log" 2>/dev/null)
    awk '{ sub(/^ */, "    "); print }' <<<"${running:-no test any more; something that the tests had made did not end}"
  done
}
