package dev.likeness.web.screens;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.TestServer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Routes;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.web.WebInterface;
import dev.likeness.engine.Engine;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.web.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes the pictures of all pages in `src/docs/screens`: `mvn test -Dtest=Screens`. Its name keeps it out
/// of the normal tests. `-Dscreens=people,photo` makes only some, `-Dscreens.folder` writes them elsewhere.
class Screens {
    private static final String GALLERY = "family";
    private static final Path FOLDER = Path.of(System.getProperty("screens.folder", "src/docs/screens"));
    private static final Set<String> IN_README = Set.of("people", "who", "photo");
    private static final List<String> WANTED =
            List.of(System.getProperty("screens", "").split(",", -1));
    private static final Map<String, Object> MODELS =
            Map.of("models.detector", "likeness-detect", "models.embedder", "likeness-mobile");

    @TempDir
    private Path temporary;

    private final BackendHolder holder = new BackendHolder();
    private Map<FaceId, Integer> labels = Map.of();

    /// Keeps the services of the server, to start a job by hand.
    private static final class BackendHolder implements Facade {
        private volatile @Nullable Backend backend;

        @Override
        public void mount(Routes routes, Backend mounted) {
            backend = mounted;
        }

        Backend get() {
            Backend mounted = backend;
            if (mounted == null) {
                throw new IllegalStateException("the server has not started");
            }
            return mounted;
        }
    }

    @Test
    void writePictures() throws IOException {
        Files.createDirectories(FOLDER);
        Path pictures = Files.createDirectories(temporary.resolve("Pictures"));
        Map<String, Object> settings = new HashMap<>(MODELS);
        settings.put("server.photoRoots", List.of(pictures.toString()));
        try (TestServer server = TestServer.start(temporary, settings, new WebInterface(), holder)) {
            fill(server, pictures);
            Map<String, String> places = places(server);
            shootAll(server, places);
            if (isWanted("start")) {
                shootRunningIngest(server);
            }
        }
        if (isWanted("sign-in")) {
            Path locked = temporary.resolve("locked");
            KeyRing.of(locked.resolve("index")).create("family", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0);
            try (TestServer server = TestServer.start(locked, MODELS, new WebInterface())) {
                shootAll(server, Map.of("sign-in", "people"));
            }
        }
    }

    private static boolean isWanted(String name) {
        return WANTED.contains("") || WANTED.contains(name);
    }

    // The gallery

    private void fill(TestServer server, Path pictures) throws IOException {
        server.post("/v1/galleries", "{\"name\":\"new\"}").expect(201);
        server.post("/v1/galleries", "{\"name\":\"%s\"}".formatted(GALLERY)).expect(201);
        labels = DemoGallery.add(server.engine(), GALLERY, pictures);
        server.await(server.post("/v1/galleries/" + GALLERY + "/jobs", "{\"kind\":\"cluster\"}")
                .expect(202)
                .text("/id"));
        name(server);
    }

    /// Names the largest group of everybody in the cast who has a name, as somebody would who begins.
    private void name(TestServer server) {
        List<Cast.Member> cast = Cast.members();
        Map<Integer, List<Long>> groups = new HashMap<>();
        groups(server.engine())
                .forEach((person, member) ->
                        groups.computeIfAbsent(member, _ -> new ArrayList<>()).add(person));
        List<Long> unnamed = new ArrayList<>();
        groups.forEach((member, people) -> {
            Cast.Member who = cast.get(member);
            if (who.name() == null || isLeftForLater(member)) {
                unnamed.addAll(people);
                return;
            }
            boolean isChild = who.born() > 2000 && who.mother() >= 0;
            patch(
                    server,
                    people.getFirst(),
                    isChild
                            ? "{\"name\":\"%s\",\"birthDate\":\"%d-06-12\"}".formatted(who.name(), who.born())
                            : "{\"name\":\"%s\"}".formatted(who.name()));
            if (people.size() > 2 && isChild) {
                server.post(
                                "/v1/galleries/family/people/merge",
                                "{\"from\":[%d],\"into\":%d}".formatted(people.get(1), people.getFirst()))
                        .expect(200);
            }
        });
        patch(server, unnamed.getLast(), "{\"hidden\":true}");
        patch(server, unnamed.getFirst(), "{\"name\":\"Alex\"}");
        server.post("/v1/galleries/family/history/undo", "{}").expect(200);
    }

    /// Those whom the user of the gallery has not named so far.
    private static boolean isLeftForLater(int member) {
        return member > 16 && member % 2 == 0;
    }

    private static void patch(TestServer server, long person, String json) {
        server.json("PATCH", "/v1/galleries/family/people/" + person, json).expect(200);
    }

    /// The member of the cast who is on most faces of each person, largest people first.
    private Map<Long, Integer> groups(Engine engine) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(GALLERY)) {
            Map<Person, List<StoredFace>> faces = snapshot.people().stream()
                    .collect(Collectors.toMap(person -> person, person -> snapshot.facesOf(person.id())));
            Map<Long, Integer> members = new LinkedHashMap<>();
            faces.entrySet().stream()
                    .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                    .forEach(entry -> members.put(entry.getKey().id().value(), mostFrequent(entry.getValue())));
            return members;
        }
    }

    private int mostFrequent(List<StoredFace> faces) {
        Map<Integer, Long> counts = faces.stream()
                .collect(Collectors.groupingBy(
                        face -> labels.getOrDefault(face.face().id(), -1), Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    // The pages

    /// Where each picture is taken, by its name.
    private Map<String, String> places(TestServer server) {
        Map<String, String> places = new LinkedHashMap<>();
        for (String page :
                List.of("people", "who", "duplicates", "photos", "unclear", "history", "jobs", "gallery", "more")) {
            places.put(page, page);
        }
        long person = personOf(server, 2);
        places.put("person", "person/" + person);
        FaceId face = clearestFace(server, person);
        places.put("search", "search?face=" + face);
        places.put("photo", "photo/" + groupPhoto(server) + "?order=newest");
        places.put("start-empty", "../new/start");
        places.keySet().removeIf(name -> !isWanted(name) && !(name.equals("start-empty") && isWanted("start")));
        return places;
    }

    private long personOf(TestServer server, int member) {
        return groups(server.engine()).entrySet().stream()
                .filter(entry -> entry.getValue() == member)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private FaceId clearestFace(TestServer server, long person) {
        try (GallerySnapshot snapshot = server.engine().galleries().snapshot(GALLERY)) {
            return snapshot.facesOf(new PersonId(person)).stream()
                    .max(Comparator.comparingDouble(
                            face -> face.face().embedding().magnitude()))
                    .orElseThrow()
                    .face()
                    .id();
        }
    }

    /// A photo of four people on the beach.
    private String groupPhoto(TestServer server) {
        try (GallerySnapshot snapshot = server.engine().galleries().snapshot(GALLERY)) {
            List<String> found = new ArrayList<>();
            snapshot.forEachPhoto(photo -> {
                boolean isBeach = photo.paths().firstKey().contains("2024-08 Beach");
                if (isBeach && snapshot.faces(photo.id()).size() == 4) {
                    found.add(photo.id().sha256());
                }
            });
            return found.getFirst();
        }
    }

    private void shootAll(TestServer server, Map<String, String> places) throws IOException {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (boolean isPhone : new boolean[] {false, true}) {
                try (BrowserContext context = context(server, scheme, isPhone)) {
                    Page page = context.newPage();
                    for (Map.Entry<String, String> place : places.entrySet()) {
                        shoot(page, place.getKey(), place.getValue(), scheme, isPhone);
                    }
                }
            }
        }
    }

    private static BrowserContext context(TestServer server, ColorScheme scheme, boolean isPhone) {
        BrowserContext context = Chromium.get()
                .newContext(new NewContextOptions()
                        .setBaseURL(server.uri("/").toString())
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setLocale("en-GB")
                        .setTimezoneId("UTC")
                        .setIsMobile(isPhone)
                        .setHasTouch(isPhone)
                        .setViewportSize(isPhone ? 390 : 1440, isPhone ? 844 : 900));
        // The font of the machine that runs this may be plain; Inter is close to what most systems show.
        context.addInitScript("addEventListener('DOMContentLoaded', () =>"
                + " document.documentElement.style.setProperty('--font', 'Inter, system-ui, sans-serif'))");
        context.route(Pattern.compile(".*/photos/[0-9a-f]{64}$"), Screens::answerWithFamiliarPath);
        return context;
    }

    /// The photos lie in a temporary folder; the pictures show the path that a reader would have.
    private static void answerWithFamiliarPath(Route route) {
        APIResponse answer = route.fetch();
        String body = answer.text().replaceAll("\"[^\"]*/Pictures/", "\"/home/you/Pictures/");
        route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(body));
    }

    private static void shoot(Page page, String name, String place, ColorScheme scheme, boolean isPhone)
            throws IOException {
        page.navigate("about:blank");
        page.navigate("/#/" + (place.startsWith("../") ? place.substring(3) : GALLERY + "/" + place));
        page.locator("main h1").first().waitFor();
        if (place.equals("start")) {
            page.locator(".running").waitFor();
        }
        // The event stream stays open, so the network never rests; pictures are waited for instead.
        page.waitForTimeout(700);
        page.waitForFunction("""
                () => ![...document.images].some((one) => !one.complete
                    && one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().bottom > 0
                    && one.getBoundingClientRect().left < innerWidth)
                    && !document.querySelector('.loading')""");
        if (name.equals("photo") && !isPhone) {
            page.locator(".face-strip button").nth(1).click();
        }
        page.mouse().move(1, 1);
        page.waitForTimeout(250);
        String file = "%s%s%s.png".formatted(name, isPhone ? "-phone" : "", scheme == ColorScheme.DARK ? "-dark" : "");
        PalettePng.write(page.screenshot(), FOLDER.resolve(file), !isPhone && IN_README.contains(name));
    }

    /// The page while photos are added, at the moment when half of them are read.
    private void shootRunningIngest(TestServer server) throws IOException {
        CountDownLatch shot = new CountDownLatch(1);
        List<FaceId> faces = labels.keySet().stream().sorted().limit(24).toList();
        Job job = holder.get().jobs().start("ingest", GALLERY, "local", running -> {
            faces.forEach(running::found);
            try {
                for (int done = 1200; shot.getCount() > 0 && !running.isCancelled(); done += 3) {
                    running.progress("reading", Math.min(done, 3100), 3200);
                    Thread.sleep(40);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        });
        try {
            shootAll(server, Map.of("start", "start"));
        } finally {
            shot.countDown();
            job.cancel();
        }
    }
}
