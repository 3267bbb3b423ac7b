#!/bin/bash
# Asks a server on this machine whether it is ready; for health checks of containers, which have no curl. Bash asks, because a
# Java process every half minute would cost more than the server at rest.
# usage: health.sh [PORT]
port=${1:-8080}
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
