#!/usr/bin/env bash
# Prints every shell script of the repository, one a line: by its name, or by its first line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
  [ -f "$file" ] || continue
  case ${file##*/} in
    *.sh) echo "$file" ;;
    *.*) ;;
    *)
      IFS= read -r first <"$file" || true
      case $first in
        '#!'*bash | '#!'*/sh) echo "$file" ;;
      esac
      ;;
  esac
done
