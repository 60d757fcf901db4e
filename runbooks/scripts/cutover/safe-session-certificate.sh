#!/usr/bin/env bash
# Asks safe-session-api for a certificate, as an agent would, and looks at what it hands out. Reads SAFE_SESSION_URL.
#
#   safe-session-certificate.sh signer MODE         the service says that this signs: vault or local
#   safe-session-certificate.sh check FINGERPRINT   a certificate for llmops: signed by this CA, and no more than agents may have
#   safe-session-certificate.sh refuse PRINCIPAL    no certificate for this principal
#   safe-session-certificate.sh login               a certificate for llmops opens a session on SAFE_SESSION_SSH_HOST
#
# The service answers `GET /health` with {"signer": "..."}, and `POST /v1/certificates` with {"certificate": "..."}, for {"principal": "...", "public_key": "..."}.
# Each call makes a key pair of its own in a temporary folder, and throws it away.
# Prints `ok NAME ...` and `fail REASON ...` lines; exits with 0 only when all hold.
set -eu -o pipefail
export LC_ALL=C TZ=UTC

readonly principal=llmops
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failures=0
ok() { printf 'ok %s\n' "$*"; }
fail() {
  printf 'fail %s\n' "$*"
  failures=$((failures + 1))
}

# request PRINCIPAL: leaves the HTTP status in $status, and the certificate, if there is one, in $work/id-cert.pub
request() {
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/id"
  local body
  body=$(printf '{"principal":"%s","public_key":"%s"}' "$1" "$(cat "$work/id.pub")")
  status=$(curl --silent --show-error --max-time 15 --output "$work/answer" --write-out '%{http_code}' \
    --header 'Content-Type: application/json' --data "$body" "$SAFE_SESSION_URL/v1/certificates") || status=none
  grep -o 'ssh-ed25519-cert-v01@openssh.com [A-Za-z0-9+/=]*' "$work/answer" >"$work/id-cert.pub" 2>/dev/null || rm -f "$work/id-cert.pub"
}

# The lines below a heading of `ssh-keygen -L`, sorted, on one line: "Principals:" and then "llmops", one step further in.
listed() {
  awk -v heading="$1" '
    { match($0, /^ */); depth = RLENGTH }
    inside && depth <= at { inside = 0 }
    inside { print $1 }
    index($0, heading) { inside = 1; at = depth }
  ' "$work/facts" | sort | paste -sd ' '
}

expect() { # expect NAME WANTED FOUND
  if [ "$2" = "$3" ]; then ok "$1 $3"; else fail "$1: expected $2, found ${3:-nothing}"; fi
}

signer() {
  local health
  if health=$(curl --silent --show-error --fail --max-time 10 "$SAFE_SESSION_URL/health" 2>"$work/curl"); then
    expect signer "$1" "$(sed -n 's/.*"signer" *: *"\([a-z]*\)".*/\1/p' <<<"$health")"
  else
    fail "signer: $SAFE_SESSION_URL/health does not answer: $(cat "$work/curl")"
  fi
}

check() {
  request "$principal"
  if [ ! -f "$work/id-cert.pub" ]; then
    fail "certificate: none was handed out (HTTP $status)"
    return
  fi
  ssh-keygen -L -f "$work/id-cert.pub" >"$work/facts"
  expect signed_by "$1" "$(sed -n 's/^ *Signing CA: [^ ]* \(SHA256:[^ ]*\).*/\1/p' "$work/facts")"
  expect principals "$principal" "$(listed Principals:)"
  expect extensions "$(tr ',' '\n' <<<"$SAFE_SESSION_EXTENSIONS" | sort | paste -sd ' ')" "$(listed Extensions:)"

  local from to
  read -r from to < <(sed -n 's/^ *Valid: from \([^ ]*\) to \([^ ]*\)$/\1 \2/p' "$work/facts") || true
  if [ -z "${to:-}" ]; then
    fail 'validity: it never ends'
  else
    local seconds=$(($(date -d "$to" +%s) - $(date -d "$from" +%s)))
    if [ "$seconds" -gt "$SAFE_SESSION_MAX_VALIDITY" ]; then
      fail "validity: at most $SAFE_SESSION_MAX_VALIDITY s, found $seconds s"
    elif [ "$(date -d "$to" +%s)" -le "$(date +%s)" ]; then
      fail "validity: it ended at $to UTC"
    else
      ok "validity $seconds s"
    fi
  fi
}

refuse() {
  request "$1"
  if [ -f "$work/id-cert.pub" ]; then
    fail "refused: $1 got a certificate"
  elif [[ $status != 4?? ]]; then
    fail "refused: expected HTTP 4xx for $1, found $status"
  else
    ok "refused $1 (HTTP $status)"
  fi
}

login() {
  request "$principal"
  if [ ! -f "$work/id-cert.pub" ]; then
    fail "certificate: none was handed out (HTTP $status)"
    return
  fi
  local answer
  # Nothing of the caller's own SSH set-up: this key, this certificate, and host keys that are already known.
  if answer=$(ssh -F none -i "$work/id" -o "CertificateFile=$work/id-cert.pub" -o IdentitiesOnly=yes -o IdentityAgent=none \
    -o BatchMode=yes -o PreferredAuthentications=publickey -o ConnectTimeout=10 -o StrictHostKeyChecking=yes \
    -o "UserKnownHostsFile=$SAFE_SESSION_KNOWN_HOSTS" -o UpdateHostKeys=no -p "$SAFE_SESSION_SSH_PORT" \
    "$principal@$SAFE_SESSION_SSH_HOST" 'echo in-as-$(id -un)' </dev/null 2>"$work/ssh"); then
    expect login "in-as-$principal" "$answer"
  else
    fail "login: $(tail -n 1 "$work/ssh")"
  fi
}

case ${1:-} in
  signer) signer "${2:?vault or local}" ;;
  check) check "${2:?the fingerprint of the CA}" ;;
  refuse) refuse "${2:?a principal}" ;;
  login) login ;;
  *)
    echo "usage: ${0##*/} signer MODE | check FINGERPRINT | refuse PRINCIPAL | login" >&2
    exit 2
    ;;
esac
[ "$failures" = 0 ]
