#!/bin/sh
# Starts Likeness with the Java runtime that lies beside it. LIKENESS_JAVA_OPTIONS may add JVM options, e.g. -Xmx8g.
self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname "$self")/$link ;;
    esac
done
home=$(cd "$(dirname "$self")/.." && pwd -P)
# shellcheck disable=SC2086 # the options are words
export ORT_DISABLE_TELEMETRY=1
exec "$home/runtime/bin/java" @JVM_FLAGS@ -XX:AOTCache="$home/lib/likeness.aot" -Xlog:disable -Xlog:all=error:stderr \
    $LIKENESS_JAVA_OPTIONS -cp "$home/lib/likeness.jar" dev.likeness.cli.Likeness "$@"
