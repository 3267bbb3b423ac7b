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
# Under a locale without UTF-8 Java could not open a file whose name is not plain ASCII.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
    export LC_ALL=C.UTF-8
fi
# Java and ONNX Runtime need a folder for temporary files; where the system has none, it lies in the user's home.
temporary=
if [ ! -d /tmp ] || [ ! -w /tmp ]; then
    temporary=${XDG_CACHE_HOME:-$HOME/.cache}/likeness
    mkdir -p "$temporary"
fi
# Likeness switches ONNX Runtime's telemetry off by itself, too; this holds before its first line runs.
export ORT_DISABLE_TELEMETRY=1
# shellcheck disable=SC2086 # the options are words
exec "$home/runtime/bin/java" @JVM_FLAGS@ -XX:AOTCache="$home/lib/likeness.aot" -Xlog:disable \
    -Donnxruntime.native.path="$home/lib/native" ${temporary:+"-Djava.io.tmpdir=$temporary"} \
    $LIKENESS_JAVA_OPTIONS -cp "$home/lib/likeness.jar" dev.likeness.cli.Likeness "$@"
