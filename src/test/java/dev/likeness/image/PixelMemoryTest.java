package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How many pixels are held at a time.
class PixelMemoryTest {
    private final PixelMemory memory = new PixelMemory(100);

    @Test
    void holding_byManyThreads_neverHoldsMoreThanTheBound() throws Exception {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> works = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int pixels = 10 + i % 50;
                works.add(threads.submit(() -> memory.holding(pixels, () -> {
                    most.accumulateAndGet(held.addAndGet(pixels), Math::max);
                    Thread.onSpinWait();
                    return held.addAndGet(-pixels);
                })));
            }
            for (Future<?> work : works) {
                work.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(most.get()).isBetween(59L, 100L);
    }

    @Test
    void holding_morePixelsThanTheBound_isDoneAlone() {
        assertThat(memory.holding(1_000_000_000_000L, () -> "done")).isEqualTo("done");
    }

    @Test
    void holding_workThatFails_givesTheRoomBack() {
        assertThatThrownBy(() -> memory.holding(100, () -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");

        assertThat(memory.holding(100, () -> "done")).isEqualTo("done");
    }

    @Test
    void holding_interruptedWhileItWaits_isCancelled() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> first = threads.submit(() -> memory.holding(100, () -> {
                begun.countDown();
                return await(end);
            }));
            begun.await();
            Future<ErrorCode> second = threads.submit(() -> {
                Thread.currentThread().interrupt();
                try {
                    return memory.holding(1, () -> ErrorCode.INTERNAL);
                } catch (LikenessException e) {
                    return e.code();
                }
            });

            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CANCELLED);
            end.countDown();
            first.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
