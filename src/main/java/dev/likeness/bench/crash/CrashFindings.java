package dev.likeness.bench.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What was found after one kill, in words. Lists are added to while the galleries are looked at.
record CrashFindings(List<String> notOpened, List<String> lost, List<String> halfDone, List<String> notFinished) {
    CrashFindings() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    List<String> all() {
        return Stream.of(
                        notOpened.stream().map("not opened: "::concat),
                        lost.stream().map("lost: "::concat),
                        halfDone.stream().map("half done: "::concat),
                        notFinished.stream().map("not finished: "::concat))
                .flatMap(found -> found)
                .toList();
    }
}
