package dev.likeness.cluster;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/// Visits each face once, in parallel, and goes from a face to its neighbours where it can. The searches for two
/// neighbours read nearly the same vectors, so that the second finds them in the processor's cache: of a million faces,
/// reading vectors from memory takes nine tenths of a search.
final class NeighbourWalk {
    /// Number of faces that a thread remembers to go to.
    private static final int MAX_PENDING = 4_096;

    private static final int BITS = Integer.SIZE;

    /// Visits a face.
    @FunctionalInterface
    interface Visitor {
        /// Visits it.
        ///
        /// @return its neighbours, nearest first
        int[] visit(int face);
    }

    private final int faces;
    private final Visitor visitor;

    /// A bit for each face that a thread has taken.
    private final AtomicIntegerArray taken;

    private final AtomicInteger next = new AtomicInteger();

    private NeighbourWalk(int faces, Visitor visitor) {
        this.faces = faces;
        this.visitor = visitor;
        this.taken = new AtomicIntegerArray(faces / BITS + 1);
    }

    /// Visits the faces with the numbers below `faces`.
    ///
    /// @param visitor is called by several threads, in any order
    static void overAll(int faces, Visitor visitor) {
        NeighbourWalk walk = new NeighbourWalk(faces, visitor);
        int threads = ForkJoinPool.getCommonPoolParallelism() + 1;
        IntStream.range(0, threads).parallel().forEach(_ -> walk.run());
    }

    private void run() {
        int[] pending = new int[MAX_PENDING];
        int size = 0;
        for (int face = nextTaken(); face >= 0; face = size > 0 ? pending[--size] : nextTaken()) {
            int[] neighbours = visitor.visit(face);
            // The nearest on top.
            for (int i = neighbours.length - 1; i >= 0 && size < MAX_PENDING; i--) {
                if (take(neighbours[i])) {
                    pending[size++] = neighbours[i];
                }
            }
        }
    }

    /// The first face that no thread has taken, or −1.
    private int nextTaken() {
        int face = next.getAndIncrement();
        while (face < faces && !take(face)) {
            face = next.getAndIncrement();
        }
        return face < faces ? face : -1;
    }

    private boolean take(int face) {
        int bit = 1 << face;
        return (taken.getAndUpdate(face / BITS, bits -> bits | bit) & bit) == 0;
    }
}
