package dev.likeness.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.problem.ProblemException;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenderedImagesTest {
    private static final byte[] IMAGE = {1, 2, 3};

    private final WorkQueue queue = new WorkQueue("rendering", 1, 1);
    private final RenderedImages images = new RenderedImages(queue, 1000);
    private final AtomicInteger renderings = new AtomicInteger();

    @AfterEach
    void close() {
        images.close();
    }

    @Test
    void image_isRenderedOnceAndThenCached() {
        assertThat(images.get("gallery", "a", this::render)).isEqualTo(IMAGE);
        assertThat(images.get("gallery", "a", this::render)).isEqualTo(IMAGE);
        assertThat(images.get("gallery", "b", this::render)).isEqualTo(IMAGE);

        assertThat(renderings).hasValue(2);
    }

    @Test
    void image_askedForByManyAtOnce_isRenderedOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(20);
        List<Future<byte[]>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(callers.submit(() -> {
                    asked.countDown();
                    return images.get("gallery", "a", () -> {
                        await(asked);
                        return render();
                    });
                }));
            }
            for (Future<byte[]> answer : answers) {
                assertThat(answer.get()).isEqualTo(IMAGE);
            }
        }

        assertThat(renderings).hasValue(1);
    }

    @Test
    void forget_endsTheImagesOfTheGalleryOnly() {
        images.get("gallery", "a", this::render);
        images.get("other", "a", this::render);

        images.forget("gallery");

        images.get("other", "a", this::render);
        assertThat(renderings).hasValue(2);
        images.get("gallery", "a", this::render);
        assertThat(renderings).hasValue(3);
    }

    @Test
    void forget_duringARendering_keepsItsImageFromLaterCallers() {
        images.get("gallery", "a", () -> {
            images.forget("gallery");
            return render();
        });

        images.get("gallery", "a", this::render);

        assertThat(renderings).hasValue(2);
    }

    @Test
    void failure_isPassedOnAndNotCached() {
        assertThatThrownBy(() -> images.get("gallery", "a", () -> {
                    throw new LikenessException(ErrorCode.IMAGE_CORRUPT, "damaged");
                }))
                .isInstanceOf(LikenessException.class)
                .hasMessage("damaged");

        assertThat(images.get("gallery", "a", this::render)).isEqualTo(IMAGE);
    }

    @Test
    void fullQueue_rejectsAnotherImageButNotACachedOne() {
        images.get("gallery", "cached", this::render);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                CountDownLatch started = new CountDownLatch(1);
                Future<byte[]> running = callers.submit(() -> images.get("gallery", "running", () -> {
                    started.countDown();
                    await(end);
                    return render();
                }));
                await(started);
                Future<byte[]> waiting = callers.submit(() -> images.get("gallery", "waiting", this::render));
                while (queue.queueLength() == 0) {
                    Thread.onSpinWait();
                }

                assertThatThrownBy(() -> images.get("gallery", "another", this::render))
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("the rendering queue is full, 1 of 1");
                assertThat(images.get("gallery", "cached", this::render)).isEqualTo(IMAGE);
                assertThat(running.isDone() || waiting.isDone()).isFalse();
            } finally {
                end.countDown();
            }
        }
        assertThat(renderings).hasValue(3);
    }

    private byte[] render() {
        renderings.incrementAndGet();
        return IMAGE;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
