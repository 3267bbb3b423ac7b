package dev.likeness.web.scale;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.TimeoutError;
import dev.likeness.web.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// What somebody sees in a browser.
final class PageFigures {
    /// The covers of people.
    private static final String PEOPLE = ".person img";

    private static final int FRAME_MILLIS = 1000 / 60;

    private final URI server;
    private final Figures figures;

    PageFigures(URI server, Figures figures) {
        this.server = server;
        this.figures = figures;
    }

    /// A page in a browser that has nothing in its cache.
    private final class Tab implements AutoCloseable {
        final BrowserContext context = Chromium.get()
                .newContext(new NewContextOptions()
                        .setBaseURL(server.toString())
                        .setLocale("en-GB")
                        .setViewportSize(1280, 800));
        final Page page = context.newPage();
        final List<String> requests = new ArrayList<>();
        int cancelled;

        /// @param content selector of what the page is for
        Tab(String place, String content) {
            page.addInitScript("const CONTENT = '%s';%n%s".formatted(content, probe()));
            page.onRequest(request -> requests.add(request.url()));
            page.onRequestFailed((Request _) -> cancelled++);
            page.setDefaultTimeout(30_000);
            page.navigate("/#/" + place);
        }

        double number(String script) {
            return ((Number) page.evaluate(script)).doubleValue();
        }

        long requested(String part) {
            return requests.stream().filter(url -> url.contains(part)).count();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static String probe() {
        try (InputStream script = PageFigures.class.getResourceAsStream("probe.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// When the first paint comes, and the content.
    ///
    /// @param place a place such as `test/people`
    /// @param content selector of what the page is for
    void firstPaint(String name, String place, String content) {
        long processors = ServerFigures.processorNanos();
        try (Tab tab = new Tab(place, content)) {
            tab.page.waitForFunction("() => window.scale.pictures !== null && window.scale.firstPaint() !== null");
            double paint = tab.number("window.scale.firstPaint()");
            double contents = tab.number("window.scale.content");
            double pictures = tab.number("window.scale.pictures");
            figures.rule(
                    name + ": content < 1,000 ms",
                    contents < 1000,
                    "first paint %.0f ms, content %,.0f ms, pictures %,.0f ms; %d requests, %,.0f ms of processor",
                    paint,
                    contents,
                    pictures,
                    tab.requests.size(),
                    (ServerFigures.processorNanos() - processors) / 1e6);
        } catch (TimeoutError _) {
            figures.rule(name + ": content < 1,000 ms", false, "not in 30 s");
        }
    }

    /// Scrolls through People for some minutes.
    void scroll(String gallery, double minutes) throws IOException {
        try (Tab tab = new Tab(gallery + "/people", PEOPLE)) {
            tab.page.waitForFunction("() => window.scale.pictures !== null");
            CDPSession devTools = tab.context.newCDPSession(tab.page);
            tab.page.waitForTimeout(3000);
            figures.add(
                    "People, requests without scrolling",
                    "%d lists, %d covers",
                    tab.requested("/people?"),
                    tab.requested("/crop"));
            devTools.send("Performance.enable", threadTicks());
            Frames reading = new Frames(devTools);
            Frames fast = new Frames(devTools);
            Frames jumping = new Frames(devTools);
            Random random = new Random(1);
            double largest = 0;
            long end = System.nanoTime() + (long) (minutes * 60e9);
            int cycle = 0;
            do {
                boolean isDown = cycle++ % 4 < 3;
                reading.record(tab, () -> gesture(devTools, isDown, 1200, 12));
                fast.record(tab, () -> gesture(devTools, isDown, 6000, 8));
                jumping.record(tab, () -> {
                    for (int i = 0; i < 10; i++) {
                        tab.page.evaluate(
                                "share => window.scrollTo(0, share * document.documentElement.scrollHeight)",
                                random.nextDouble());
                        tab.page.waitForTimeout(i % 2 == 0 ? 100 : 800);
                    }
                });
                largest = Math.max(largest, heap(devTools));
            } while (System.nanoTime() < end);
            reading.report(figures, "at 1,200 pixels/s");
            fast.report(figures, "at 6,000 pixels/s");
            jumping.report(figures, "by jumps");
            figures.atMost("browser heap after %.0f minutes".formatted(minutes), 200, largest / 1e6, "MB");
            devTools.send("HeapProfiler.collectGarbage");
            figures.add("browser heap, after a collection", "%,.0f MB", heap(devTools) / 1e6);
            figures.add("memory of the browser's process", "%,.0f MB", residentMegabytes());
        }
    }

    private static void gesture(CDPSession devTools, boolean isDown, int speed, int seconds) {
        JsonObject gesture = new JsonObject();
        gesture.addProperty("x", 640);
        gesture.addProperty("y", 400);
        gesture.addProperty("yDistance", (isDown ? -1 : 1) * speed * seconds);
        gesture.addProperty("speed", speed);
        gesture.addProperty("gestureSourceType", "mouse");
        gesture.addProperty("preventFling", true);
        devTools.send("Input.synthesizeScrollGesture", gesture);
    }

    /// Times of the page's thread without what the machine does meanwhile.
    private static JsonObject threadTicks() {
        JsonObject domain = new JsonObject();
        domain.addProperty("timeDomain", "threadTicks");
        return domain;
    }

    /// A total of the page, such as `TaskDuration` in seconds.
    private static double metric(CDPSession devTools, String name) {
        for (JsonElement one : devTools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (one.getAsJsonObject().get("name").getAsString().equals(name)) {
                return one.getAsJsonObject().get("value").getAsDouble();
            }
        }
        return Double.NaN;
    }

    private static double heap(CDPSession devTools) {
        return devTools.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    }

    /// The largest renderer process of a browser that this program started; NaN where the system does not tell.
    private static double residentMegabytes() throws IOException {
        double largest = Double.NaN;
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Path status = Path.of("/proc/%d/status".formatted(process.pid()));
            Path command = Path.of("/proc/%d/cmdline".formatted(process.pid()));
            if (Files.isReadable(status) && Files.readString(command).contains("--type=renderer")) {
                double megabytes = Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
                        .sum();
                largest = Double.isNaN(largest) ? megabytes : Math.max(largest, megabytes);
            }
        }
        return largest;
    }

    /// What one way of scrolling costs.
    private static final class Frames {
        private final CDPSession devTools;
        private final List<Double> deltas = new ArrayList<>();
        private double busySeconds;
        private double cells;
        private double covers;
        private double lists;
        private double cancelled;

        Frames(CDPSession devTools) {
            this.devTools = devTools;
        }

        void record(Tab tab, Runnable scrolling) {
            double busyBefore = metric(devTools, "TaskDuration");
            long coversBefore = tab.requested("/crop");
            long listsBefore = tab.requested("/people?");
            int cancelledBefore = tab.cancelled;
            tab.page.evaluate("window.scale.record()");
            scrolling.run();
            Map<?, ?> seen = (Map<?, ?>) tab.page.evaluate("window.scale.stop()");
            busySeconds += metric(devTools, "TaskDuration") - busyBefore;
            ((List<?>) Objects.requireNonNull(seen.get("deltas")))
                    .forEach(delta -> deltas.add(((Number) delta).doubleValue()));
            cells += ((Number) Objects.requireNonNull(seen.get("cells"))).doubleValue();
            tab.page.waitForTimeout(500);
            covers += tab.requested("/crop") - coversBefore;
            lists += tab.requested("/people?") - listsBefore;
            cancelled += tab.cancelled - cancelledBefore;
            // The list would grow for ten minutes.
            tab.requests.clear();
        }

        void report(Figures figures, String how) {
            double millis = deltas.stream().mapToDouble(Double::doubleValue).sum();
            double rate = 1000 * deltas.size() / millis;
            long late =
                    deltas.stream().filter(delta -> delta > 1.5 * FRAME_MILLIS).count();
            double[] sorted =
                    deltas.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            figures.rule(
                    "People " + how + ": 60 frames/s",
                    rate >= 59,
                    "%.1f frames/s, %.1f ms of processor a frame, %.1f %% late, 99th %.0f ms, longest %.0f ms",
                    rate,
                    1000 * busySeconds / deltas.size(),
                    100.0 * late / deltas.size(),
                    sorted[(int) (.99 * sorted.length)],
                    sorted[sorted.length - 1]);
            figures.add(
                    "People " + how + ": requests",
                    "%,.0f covers (%,.0f cancelled) and %,.0f lists for %,.0f people in view",
                    covers,
                    cancelled,
                    lists,
                    cells);
        }
    }

    /// Somebody else names the first person while People is shown.
    void changeElsewhere(String gallery, ServerFigures other) throws Exception {
        try (Tab tab = new Tab(gallery + "/people", PEOPLE)) {
            tab.page.waitForFunction("() => window.scale.pictures !== null");
            tab.page.waitForTimeout(4000);
            tab.requests.clear();
            String shown = (String) tab.page.evaluate("document.querySelector('.person .cover').getAttribute('href')");
            int person = Integer.parseInt(shown.substring(shown.lastIndexOf('/') + 1));
            String name = "Named elsewhere " + System.nanoTime();
            long start = System.nanoTime();
            other.name(person, name);
            tab.page.getByText(name).first().waitFor();
            double millis = (System.nanoTime() - start) / 1e6;
            tab.page.waitForTimeout(2000);
            figures.add(
                    "People, a name given elsewhere is shown",
                    "after %.0f ms, with %d lists and %d covers read",
                    millis,
                    tab.requested("/people?"),
                    tab.requested("/crop"));
        }
    }

    /// Somebody names the tenth person of People by keyboard.
    void changeHere(String gallery) {
        try (Tab tab = new Tab(gallery + "/people", PEOPLE)) {
            tab.page.waitForFunction("() => window.scale.pictures !== null");
            tab.page.waitForTimeout(4000);
            tab.requests.clear();
            String name = "Zora Named Here " + System.nanoTime();
            tab.page.locator(".person .cover").nth(10).focus();
            tab.page.keyboard().press("n");
            tab.page.locator("name-field input").waitFor();
            tab.page.keyboard().type(name);
            tab.page.waitForTimeout(1000);
            long typed = tab.requested("/people?");
            tab.requests.clear();
            long start = System.nanoTime();
            tab.page.keyboard().press("Enter");
            tab.page
                    .locator(".person .title", new Page.LocatorOptions().setHasText(name))
                    .first()
                    .waitFor();
            double millis = (System.nanoTime() - start) / 1e6;
            tab.page.waitForTimeout(2000);
            figures.add(
                    "People, a name given here is shown",
                    "after %.0f ms; %d lists read to complete it, %d after it",
                    millis,
                    typed,
                    tab.requested("/people?"));
        }
    }
}
