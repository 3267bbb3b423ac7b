package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.Galleries;
import dev.likeness.index.GalleryStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `/metrics` exports, and whether the documents and the dashboard name exactly that.
class MetricsTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final Pattern OWN = Pattern.compile("\\blikeness_[a-z_]+");
    private static final Pattern OF_THE_RUNTIME = Pattern.compile("\\b(?:jvm|process|system)_[a-z_]+");

    @TempDir
    private Path folder;

    /// A server of which everything was asked that is measured.
    private String scrapeAfterWork() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Files.write(photos.resolve("a.jpg"), SquareModels.photo(3, 3));
        Files.write(photos.resolve("b.jpg"), new byte[] {1, 2, 3});
        Map<String, Object> settings = Map.of(
                "server.photoRoots",
                photos.toString(),
                "backup.every",
                "24h",
                "duplicates.webhook",
                "http://127.0.0.1:9/",
                "backup.directory",
                folder.resolve("backups").toString());
        try (TestServer server = TestServer.start(folder, settings)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            String face = server.get(GALLERY + "/faces").expect(200).text("/faces/0/face");
            server.post(GALLERY + "/search", "{\"probes\":[{\"face\":\"" + face + "\"}]}")
                    .expect(200);
            server.await(server.post(GALLERY + "/jobs", "{\"kind\":\"ingest\",\"paths\":[\"" + photos + "\"]}")
                    .expect(202)
                    .text("/id"));
            server.get("/metrics").expect(200);
            return server.get("/metrics").expect(200).text();
        }
    }

    @Test
    void metrics_readByManyAtATime_areWholeForEach() throws Exception {
        try (TestServer server = TestServer.start(folder);
                ExecutorService clients = Executors.newFixedThreadPool(8)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(clients.submit(() -> server.get("/metrics").status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(200);
            }
        }
    }

    @Test
    void metrics_areThoseOfTheDocumentsAndTheDashboard() throws IOException {
        String scrape = scrapeAfterWork();

        assertThat(scrape)
                .contains("likeness_gallery_faces{gallery=\"test\"} ")
                .contains("likeness_gallery_segments{gallery=\"test\"} ")
                .contains("likeness_jobs_ended_total{kind=\"ingest\",state=\"done\"} 1.0")
                .contains("likeness_jobs{kind=\"ingest\",state=\"running\"} 0.0")
                .contains("likeness_ingest_photos_total{outcome=\"indexed\"} 1.0")
                .contains("likeness_ingest_photos_total{outcome=\"unreadable\"} 1.0")
                .contains("likeness_search_seconds_count{kind=\"stored-face\"} 1")
                .contains("likeness_search_seconds_bucket{kind=\"stored-face\",le=\"0.01\"}")
                .contains("likeness_ingest_cpu_seconds_total{stage=\"decode\"} ")
                .contains("likeness_galleries 1.0")
                .contains("likeness_galleries_damaged 0.0");
        Set<String> exported = families(scrape);
        Set<String> own = own(exported);
        assertThat(names(OWN, Files.readString(Path.of("src/docs/operations.md"))))
                .isEqualTo(own);
        String dashboard = Files.readString(Path.of("config/grafana-dashboard.json"));
        Set<String> shown = names(OWN, dashboard).stream()
                .map(name -> name.replaceAll("_(bucket|count|sum)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(own);
        assertThat(exported).containsAll(names(OF_THE_RUNTIME, dashboard));
    }

    @Test
    void everyMetric_hasAHelpText() throws IOException {
        String scrape = scrapeAfterWork();

        Set<String> helped = Pattern.compile("(?m)^# HELP (\\S+) \\S.*$")
                .matcher(scrape)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(helped).containsAll(families(scrape));
    }

    @Test
    void damagedGallery_isOpenedOnceAndAgainWhenItsFolderChanged() throws IOException {
        Path current = folder.resolve("index/test/CURRENT");
        String content;
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}).expect(201);
            content = Files.readString(current);
        }
        Files.writeString(current, "nothing");
        AtomicLong nanos = new AtomicLong();
        try (TestServer server = TestServer.start(folder)) {
            Galleries galleries = server.engine().galleries();
            GalleryFigures figures = new GalleryFigures(galleries, nanos::get);
            assertThat(figures.damagedCount()).isEqualTo(1);

            // The file is mended in place, which the folder does not show: the gallery was not opened again.
            Files.writeString(current, content);
            nanos.addAndGet(Duration.ofMinutes(5).toNanos());
            assertThat(figures.damagedCount()).isEqualTo(1);

            Files.writeString(current.resolveSibling("note"), "changes the folder");
            assertThat(figures.damagedCount()).as("within half a minute").isEqualTo(1);
            nanos.addAndGet(Duration.ofMinutes(5).toNanos());
            assertThat(figures.damagedCount()).isZero();
            assertThat(figures.current().values())
                    .extracting(GalleryStatistics::faces)
                    .containsExactly(1);
            assertThat(figures.count()).isEqualTo(1);
        }
    }

    /// The names after `# TYPE`.
    private static Set<String> families(String scrape) {
        return Pattern.compile("(?m)^# TYPE (\\S+) ")
                .matcher(scrape)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Those of Likeness; the maximum that Micrometer adds to a histogram is left out.
    private static Set<String> own(Set<String> families) {
        return families.stream()
                .filter(name -> name.startsWith("likeness_") && !name.endsWith("_seconds_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
