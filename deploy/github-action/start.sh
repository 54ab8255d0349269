#!/usr/bin/env bash
# Starts a gateway in memory that outlives this step, and gives its address and test keys to the steps after it.
# Run by action.yml with PORT, RUNNER_TEMP and GITHUB_ENV; `chamra` is on the path.
set -euo pipefail

key() { node -p "'$1_test_' + require('node:crypto').randomBytes(10).toString('hex').slice(1)"; }
public_key=$(key pkey)
secret_key=$(key skey)
log="$RUNNER_TEMP/chamra.log"

CHAMRA_DATA=memory CHAMRA_PORT="$PORT" CHAMRA_TEST_PUBLIC_KEY="$public_key" CHAMRA_TEST_SECRET_KEY="$secret_key" \
  nohup chamra serve > "$log" 2>&1 < /dev/null &
echo $! > "$RUNNER_TEMP/chamra.pid"

url="http://localhost:$PORT"
until curl --fail --silent --max-time 2 "$url/health" > /dev/null; do
  if ! kill -0 "$(cat "$RUNNER_TEMP/chamra.pid")" 2> /dev/null; then
    cat "$log" >&2
    exit 1
  fi
  sleep 0.2
done

{
  echo "CHAMRA_URL=$url"
  echo "OMISE_PUBLIC_KEY=$public_key"
  echo "OMISE_SECRET_KEY=$secret_key"
} >> "$GITHUB_ENV"
