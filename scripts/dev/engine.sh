# shellcheck shell=bash
# A Docker engine for the tests. To be sourced: `engine_start` and `engine_stop`.
# An engine that already answers is used and left alone; one that was started here is stopped by its process id.

engine_pid=

engine_answers() { # The engine itself, not the client: a machine may have the one without the other.
  docker version --format '{{.Server.Version}}' >/dev/null 2>&1 </dev/null
}

engine_try() { # engine_try LOG FLAG...: starts dockerd on its usual socket, and waits until it answers or gives up
  local log=$1
  shift
  PATH=$PATH:/usr/sbin:/sbin setsid dockerd "$@" >"$log" 2>&1 </dev/null &
  engine_pid=$!
  for _ in $(seq 1 120); do
    if engine_answers; then
      return 0
    fi
    if ! kill -0 "$engine_pid" 2>/dev/null; then
      break
    fi
    sleep 0.5
  done
  engine_stop
  return 1
}

engine_start() { # engine_start LOG: false when there is no engine and none can be started here
  local log=$1
  if engine_answers; then
    return 0
  fi
  # Some machines allow no firewall rules, others no overlay file system: each costs a feature that the tests can spare.
  engine_try "$log" ||
    engine_try "$log" --iptables=false --ip6tables=false ||
    engine_try "$log" --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs
}

engine_stop() {
  if [ -n "$engine_pid" ]; then
    kill "$engine_pid" 2>/dev/null || true
    wait "$engine_pid" 2>/dev/null || true
    engine_pid=
  fi
}
