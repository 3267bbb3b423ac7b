package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operations that compute must not keep others waiting, over real HTTP.
class HeavyOperationsTest {
    private static final Duration SPIN = Duration.ofSeconds(6);

    @TempDir
    private Path folder;

    private final CountDownLatch abandoned = new CountDownLatch(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    /// An API whose operations do nothing but compute.
    private final Facade computing = (routes, _) -> {
        for (Cost cost : Cost.values()) {
            routes.of(cost).get("/spin/" + cost, "spin", Scope.READ, HeavyOperationsTest::spin);
        }
        routes.of(Cost.HEAVY).get("/patient", "patient", Scope.READ, call -> {
            while (!call.isAbandoned()) {
                Thread.onSpinWait();
            }
            abandoned.countDown();
            return Reply.noContent();
        });
        routes.of(Cost.HEAVY).get("/turn", "turn", Scope.READ, call -> {
            Thread.sleep(200);
            order.add(call.principal().id());
            return Reply.noContent();
        });
    };

    private static Reply spin(Call call) {
        long end = System.nanoTime() + SPIN.toNanos();
        while (System.nanoTime() < end && !call.isAbandoned()) {
            Thread.onSpinWait();
        }
        return Reply.noContent();
    }

    @Test
    void cheapReads_whileManyOthersCompute_areAnsweredAtOnce() throws Exception {
        for (Cost cost : Cost.values()) {
            try (TestServer server = TestServer.start(folder.resolve(cost.name()), Map.of(), computing)) {
                server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
                server.get("/v1/openapi.yaml").expect(200);
                List<CompletableFuture<Answer>> computes = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    computes.add(later(() -> server.get("/spin/" + cost)));
                }
                Thread.sleep(500);

                for (String path : List.of("/health", "/v1/openapi.yaml", "/v1/galleries/test")) {
                    long start = System.nanoTime();
                    server.get(path).expect(200);
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .as("%s beside operations of cost %s", path, cost)
                            .isLessThan(SPIN.dividedBy(2));
                }
                assertThat(computes).noneMatch(CompletableFuture::isDone);
            }
        }
    }

    @Test
    void heavyOperation_thatTakesTooLong_isAnsweredWith503AndStopped() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of("server.heavyTimeout", "1s"), computing)) {
            long start = System.nanoTime();

            Answer answer = server.get("/patient").expect(503);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(answer.code()).isEqualTo("OVERLOADED");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
            assertThat(abandoned.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void heavyOperation_whenTheServerStops_isStopped() throws Exception {
        TestServer server = TestServer.start(folder, Map.of(), computing);
        CompletableFuture<Integer> answer =
                later(() -> server.get("/patient")).handle((got, failure) -> failure == null ? got.status() : 0);
        Thread.sleep(500);
        long start = System.nanoTime();

        server.server().close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(abandoned.await(0, TimeUnit.SECONDS)).isTrue();
        answer.join();
        server.close();
    }

    @Test
    void operationsThatCompute_areDeclaredSo() {
        try (TestServer server = TestServer.start(folder)) {
            Map<String, Cost> costs = server.server().costs();

            assertThat(costs)
                    .containsEntry("listDuplicatePeople", Cost.HEAVY)
                    .containsEntry("listDuplicatePhotos", Cost.HEAVY)
                    .containsEntry("listQuestions", Cost.HEAVY)
                    .containsEntry("getHealth", Cost.CHEAP);
            // A list is made of all faces or photos of a gallery.
            assertThat(costs.keySet().stream()
                            .filter(operation -> operation.startsWith("list")
                                    && !Set.of("listGalleries", "listJobs", "listFolders")
                                            .contains(operation)))
                    .isNotEmpty()
                    .allMatch(operation -> costs.get(operation) != Cost.CHEAP);
        }
    }

    @Test
    void heavyOperations_ofTwoCallers_takeTurns() {
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        KeyRing.NewKey busy = ring.create("busy", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0);
        KeyRing.NewKey calm = ring.create("calm", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0);
        try (TestServer server = TestServer.start(folder, Map.of(), computing)) {
            int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
            List<CompletableFuture<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 20 * threads; i++) {
                calls.add(later(() -> turn(server, busy)));
            }
            while (order.size() < threads) {
                Thread.onSpinWait();
            }
            int before = order.size();
            turn(server, calm).expect(204);
            calls.forEach(CompletableFuture::join);

            assertThat(order.indexOf(calm.key().id())).isBetween(before, before + 4 * threads);
        }
    }

    private static Answer turn(TestServer server, KeyRing.NewKey key) {
        return server.send("/turn", request -> request.header("X-Api-Key", key.secret()));
    }

    private static CompletableFuture<Answer> later(java.util.function.Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(request, task -> Thread.ofVirtual().start(task));
    }
}
