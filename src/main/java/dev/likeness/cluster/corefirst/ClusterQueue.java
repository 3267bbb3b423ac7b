package dev.likeness.cluster.corefirst;

import java.util.Arrays;

/// Clusters in descending order of an affinity, which may change: a binary heap that knows where each cluster is. Of
/// equal ones the smaller number comes first.
final class ClusterQueue {
    private static final int ABSENT = -1;

    private final double[] affinities;
    private final int[] heap;
    private final int[] places;
    private int size;

    /// An empty queue.
    ///
    /// @param affinities the affinity of each cluster; after a change, [#put] must be called
    ClusterQueue(double[] affinities) {
        this.affinities = affinities;
        this.heap = new int[affinities.length];
        this.places = new int[affinities.length];
        Arrays.fill(places, ABSENT);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// The cluster with the highest affinity, which stays in the queue.
    int first() {
        return heap[0];
    }

    /// Adds a cluster, or moves it to where its affinity belongs now.
    void put(int cluster) {
        if (places[cluster] == ABSENT) {
            set(size++, cluster);
        }
        moveUp(places[cluster]);
        moveDown(places[cluster]);
    }

    /// Removes a cluster if it is in the queue.
    void remove(int cluster) {
        int place = places[cluster];
        if (place == ABSENT) {
            return;
        }
        places[cluster] = ABSENT;
        int last = heap[--size];
        if (last != cluster) {
            set(place, last);
            put(last);
        }
    }

    private void moveUp(int from) {
        int cluster = heap[from];
        int place = from;
        while (place > 0 && isBefore(cluster, heap[(place - 1) / 2])) {
            set(place, heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        set(place, cluster);
    }

    private void moveDown(int from) {
        int cluster = heap[from];
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], cluster)) {
                break;
            }
            set(place, heap[child]);
            place = child;
        }
        set(place, cluster);
    }

    private boolean isBefore(int one, int other) {
        return affinities[one] > affinities[other] || (affinities[one] == affinities[other] && one < other);
    }

    private void set(int place, int cluster) {
        heap[place] = cluster;
        places[cluster] = place;
    }
}
