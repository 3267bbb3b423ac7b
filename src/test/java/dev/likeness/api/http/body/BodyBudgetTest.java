package dev.likeness.api.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private final BodyBudget budget = new BodyBudget(100);

    @Test
    void tryReserve_moreThanIsLeft_isRefusedUntilOthersRelease() {
        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.tryReserve(41)).isFalse();
        assertThat(budget.tryReserve(40)).isTrue();

        budget.release(60);

        assertThat(budget.reserved()).isEqualTo(40);
        assertThat(budget.tryReserve(60)).isTrue();
    }

    @Test
    void reserve_moreThanIsLeft_waitsForOthersOrGivesUp() throws Exception {
        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.reserve(50, Duration.ofMillis(50))).isFalse();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Void> later = CompletableFuture.runAsync(() -> budget.release(60), thread);
            assertThat(budget.reserve(50, Duration.ofSeconds(10))).isTrue();
            later.join();
        }
        assertThat(budget.reserved()).isEqualTo(50);
    }
}
