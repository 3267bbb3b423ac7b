package dev.likeness.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedRequestsTest {
    private static final int MAX = 10;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger done = new AtomicInteger();
    private final RepeatedRequests<Integer> requests = new RepeatedRequests<>(MAX, nanos::get);

    private RepeatedRequests.Result<Integer> send(String key, String fingerprint) {
        return requests.once(key, fingerprint, done::incrementAndGet);
    }

    @Test
    void once_again_isAnsweredAsBefore() {
        assertThat(send("a", "body")).isEqualTo(new RepeatedRequests.First<>(1));
        assertThat(send("a", "body")).isEqualTo(new RepeatedRequests.Repeated<>(1));
        assertThat(send("b", "body")).isEqualTo(new RepeatedRequests.First<>(2));
    }

    @Test
    void once_withAnotherRequest_isDifferent() {
        send("a", "body");

        assertThat(send("a", "another")).isEqualTo(new RepeatedRequests.Different<>());
        assertThat(done).hasValue(1);
    }

    @Test
    void once_afterFailure_isDone() {
        assertThatThrownBy(() -> requests.once("a", "body", () -> {
                    throw new IOException("disk on fire");
                }))
                .hasMessage("disk on fire");

        assertThat(send("a", "body")).isEqualTo(new RepeatedRequests.First<>(1));
    }

    @Test
    void once_afterADay_isDoneAgain() {
        send("a", "body");

        nanos.addAndGet(Duration.ofHours(23).toNanos());
        assertThat(send("a", "body")).isEqualTo(new RepeatedRequests.Repeated<>(1));
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(send("a", "body")).isEqualTo(new RepeatedRequests.First<>(2));
    }

    @Test
    void once_onMoreKeysThanAreKept_forgetsSome() {
        for (int i = 0; i < 20 * MAX; i++) {
            send("key" + i, "body");
        }
        int repeated = 0;
        for (int i = 0; i < 20 * MAX; i++) {
            if (send("key" + i, "body") instanceof RepeatedRequests.Repeated<Integer>) {
                repeated++;
            }
        }

        assertThat(repeated).isLessThanOrEqualTo(MAX);
    }

    @Test
    void once_inFlight_isRememberedHoweverManyOthersComeAndHoweverLongItTakes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<RepeatedRequests.Result<Integer>> first = thread.submit(() -> requests.once("slow", "body", () -> {
                begun.countDown();
                end.await();
                return 77;
            }));
            begun.await();
            for (int i = 0; i < 20 * MAX; i++) {
                send("key" + i, "body");
            }
            nanos.addAndGet(Duration.ofDays(100).toNanos());

            RepeatedRequests.Result<Integer> again = send("slow", "body");
            RepeatedRequests.Result<Integer> another = send("slow", "another");
            end.countDown();

            assertThat(again).isEqualTo(new RepeatedRequests.InFlight<>());
            assertThat(another).isEqualTo(new RepeatedRequests.Different<>());
            assertThat(first.get()).isEqualTo(new RepeatedRequests.First<>(77));
            assertThat(send("slow", "body")).isEqualTo(new RepeatedRequests.Repeated<>(77));
        }
    }
}
