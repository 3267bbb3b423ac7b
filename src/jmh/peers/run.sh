#!/bin/sh
# Compares the gallery with hnswlib, FAISS and Lucene alone, which take turns; prints one table.
#
#     src/jmh/peers/run.sh --faces 50000
#
# The options are those of src/jmh/java/dev/likeness/bench/PeerBenchmark.java.
set -eu
cd "$(dirname "$0")/../../.."

# require FILE_OR_PROGRAM PACKAGE
require() {
    if ! [ -e "$1" ] && ! command -v "$1" > /dev/null; then
        echo "package $2 must be installed, missing: $1 (apt-get install g++ libhnswlib-dev libfaiss-dev)" >&2
        exit 2
    fi
}

require g++ g++
require /usr/include/hnswlib/hnswlib.h libhnswlib-dev
require /usr/include/faiss/IndexHNSW.h libfaiss-dev

program=$PWD/target/peers
mkdir -p target
# Warnings are of the headers of hnswlib.
g++ -std=c++17 -O3 -march=native -DNDEBUG -fopenmp -w -o "$program" src/jmh/peers/peers.cpp -lfaiss -llapack -lblas
exec mvn -q -Pjmh test-compile exec:exec -Djmh.main=dev.likeness.bench.PeerBenchmark \
    -Djmh.args="--peers $program $*"
