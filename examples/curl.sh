#!/usr/bin/env bash
# Asks onrecord by curl: the whole reply, the same as a stream, and the passages behind it.
#
#   bash curl.sh "what did Scholz say about Nord Stream 2" http://127.0.0.1:8000
set -euo pipefail

question=${1:?give a question}
server=${2:-http://127.0.0.1:8000}

json() { python3 -c 'import json, sys; print(json.dumps({sys.argv[1]: sys.argv[2]}))' "$1" "$2"; }

echo "# The reply"
curl --silent --show-error --fail-with-body --json "$(json question "$question")" "$server/v1/ask" | python3 -m json.tool

echo "# The reply as it is made"
curl --silent --show-error --fail-with-body --no-buffer --header "Accept: text/event-stream" \
  --json "$(json question "$question")" "$server/v1/ask"

echo "# The passages found"
curl --silent --show-error --fail-with-body --json "$(json query "$question")" "$server/v1/search" | python3 -m json.tool
