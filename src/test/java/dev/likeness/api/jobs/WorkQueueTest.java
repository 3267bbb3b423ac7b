package dev.likeness.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.problem.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    @Test
    void run_moreThanMayWait_isRejectedAndTheRestIsDone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (WorkQueue queue = new WorkQueue("test", 1, 1);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = callers.submit(() -> queue.run(() -> {
                begun.countDown();
                await(end);
                return 1;
            }));
            begun.await();
            Future<Integer> second = callers.submit(() -> queue.run(() -> 2));
            while (queue.queueLength() < 1) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(() -> queue.run(() -> 3))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("the test queue is full, 1 of 1");

            end.countDown();
            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(2);
        }
    }

    @Test
    void run_withinItsOwnWork_isDoneOnTheSameThread() {
        try (WorkQueue queue = new WorkQueue("test", 1, 1)) {
            assertThat(queue.<Boolean>run(() -> {
                        Thread outer = Thread.currentThread();
                        return queue.run(() -> Thread.currentThread() == outer);
                    }))
                    .isTrue();
        }
    }

    @Test
    void run_whichFails_failsAndLeavesTheThreadForOthers() {
        try (WorkQueue queue = new WorkQueue("test", 1, 1)) {
            assertThatThrownBy(() -> queue.run(() -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
            assertThat(queue.<Integer>run(() -> 7)).isEqualTo(7);
        }
    }

    @Test
    void run_afterClosing_isRejected() {
        WorkQueue queue = new WorkQueue("test", 1, 1);
        queue.close();

        assertThatThrownBy(() -> queue.run(() -> 1)).hasMessage("the server is shutting down");
    }

    @Test
    void runHere_idleQueue_isDoneOnTheCallersThread() {
        try (WorkQueue queue = new WorkQueue("test", 1, 1)) {
            Thread caller = Thread.currentThread();

            assertThat(queue.<Boolean>runHere(() -> queue.run(() -> Thread.currentThread() == caller)))
                    .isTrue();
        }
    }

    @Test
    void runHere_whileOtherWorkRuns_waitsForItsTurn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (WorkQueue queue = new WorkQueue("test", 1, 1);
                ExecutorService callers = Executors.newFixedThreadPool(2)) {
            Future<Integer> first = callers.submit(() -> queue.runHere(() -> {
                begun.countDown();
                await(end);
                return 1;
            }));
            begun.await();
            Future<Integer> second = callers.submit(() -> queue.runHere(() -> 2));
            while (queue.queueLength() < 1) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(() -> queue.runHere(() -> 3)).hasMessageContaining("the test queue is full, 1 of 1");

            end.countDown();
            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(2);
            assertThat(queue.<Integer>runHere(() -> 4)).isEqualTo(4);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
