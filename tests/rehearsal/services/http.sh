#!/bin/sh
# What the two services of the rehearsal have in common: one HTTP/1.1 request on standard input, one answer on standard output.
# `nc -ll -e` starts a process for each connection. Not for use outside the rehearsal: no TLS, no keep-alive, bodies of 16 KiB at most.
# shellcheck shell=sh disable=SC2034 # the variables are for the services that read this file

export LC_ALL=C
cr=$(printf '\r')

# Sets $method, $path, $token (X-Vault-Token) and $body; answers what is no request, and ends.
read_request() {
  IFS=' ' read -r method path version || exit 0
  case $version in
    HTTP/1.*) ;;
    *) answer 400 '{"error":"no_http_request"}' ;;
  esac
  length=0
  token=
  while IFS= read -r line; do
    line=${line%"$cr"}
    [ -n "$line" ] || break
    name=$(printf '%s' "${line%%:*}" | tr '[:upper:]' '[:lower:]')
    value=${line#*:}
    value=${value# }
    case $name in
      content-length) length=$value ;;
      x-vault-token) token=$value ;;
    esac
  done
  case $length in
    '' | *[!0-9]*) answer 400 '{"error":"bad_length"}' ;;
  esac
  [ "$length" -le 16384 ] || answer 413 '{"error":"too_large"}'
  body=
  [ "$length" = 0 ] || body=$(dd bs=1 count="$length" 2>/dev/null)
}

# answer STATUS BODY: answers, and ends.
answer() {
  case $1 in
    200) reason=OK ;;
    403) reason=Forbidden ;;
    404) reason='Not Found' ;;
    413) reason='Payload Too Large' ;;
    502) reason='Bad Gateway' ;;
    *) reason='Bad Request' ;;
  esac
  printf 'HTTP/1.1 %s %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' "$1" "$reason" "${#2}" "$2"
  exit 0
}

# field NAME: the string that the JSON body has under this name; empty when there is none.
field() {
  printf '%s' "$body" | tr '\n' ' ' | sed -n 's/.*"'"$1"'" *: *"\([^"\\]*\)".*/\1/p'
}

# public_key: the body's public key, and nothing else; empty when there is no Ed25519 key in it.
public_key() {
  field public_key | sed -n 's/^\(ssh-ed25519 [A-Za-z0-9+/=]\{60,120\}\)\( .*\)\{0,1\}$/\1/p'
}
