package dev.likeness.bench;

import com.sun.management.ThreadMXBean;
import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.FaceOrder;
import dev.likeness.engine.contents.FaceState;
import dev.likeness.engine.contents.PhotoQuery;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.people.PeopleList;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Measures what the first page of each list of a gallery costs: right after the gallery was opened, again, and
/// after an edit that moved one face to another person. All of it is CPU time of the threads, without that of the
/// virtual machine's compilers and garbage collector.
public final class PageBenchmark {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int LIMIT = 50;
    private static final int QUESTIONS = 10;

    /// The first round only warms up the virtual machine.
    private static final int ROUNDS = 4;

    private static final int REPEATS = 3;
    private static final int EDITS = 2;

    /// Reads a page.
    @FunctionalInterface
    private interface Reading {
        void read(Engine engine, String gallery);
    }

    /// What a page costs.
    ///
    /// @param coldMillis milliseconds of CPU of the first reading after the gallery was opened
    /// @param warmMillis of another reading of the same state
    /// @param editedMillis of the first reading after an edit
    public record Page(String page, double coldMillis, double warmMillis, double editedMillis) {}

    private final Supplier<Engine> opener;
    private final String gallery;
    private final Set<String> wanted;

    /// @param opener opens an engine each time; the benchmark closes it
    /// @param gallery has at least two people, who have faces
    /// @param wanted names of pages; empty for all
    public PageBenchmark(Supplier<Engine> opener, String gallery, Set<String> wanted) {
        this.opener = opener;
        this.gallery = gallery;
        this.wanted = Set.copyOf(wanted);
    }

    /// Measures every page. The gallery is edited, and each edit is undone.
    ///
    /// @param progress receives a line for each page
    public List<Page> run(Consumer<String> progress) {
        List<Page> pages = new ArrayList<>();
        pages().forEach((name, reading) -> {
            if (wanted.isEmpty() || wanted.contains(name)) {
                Page page = measure(name, reading);
                progress.accept("%s: %.1f ms cold, %.1f ms warm, %.1f ms after an edit"
                        .formatted(name, page.coldMillis, page.warmMillis, page.editedMillis));
                pages.add(page);
            }
        });
        return pages;
    }

    private static Map<String, Reading> pages() {
        Map<String, Reading> pages = new LinkedHashMap<>();
        for (PeopleOrder order : PeopleOrder.values()) {
            pages.put("people by " + word(order), (engine, gallery) -> people(engine, gallery, order));
        }
        pages.put("review", (engine, gallery) -> engine.review(gallery).page(QUESTIONS, Set.of()));
        pages.put("duplicates", (engine, gallery) -> engine.duplicates(DuplicatesRequest.of(gallery), () -> false));
        pages.put("photo copies", (engine, gallery) -> engine.photoCopies(gallery, () -> false));
        for (PhotoQuery.Order order : PhotoQuery.Order.values()) {
            pages.put(
                    "photos by " + word(order),
                    (engine, gallery) -> engine.contents(gallery).photos(query(false, order), null, 0, LIMIT));
        }
        pages.put(
                "photos with somebody unnamed",
                (engine, gallery) ->
                        engine.contents(gallery).photos(query(true, PhotoQuery.Order.NEWEST), null, 0, LIMIT));
        for (FaceState state : FaceState.values()) {
            for (FaceOrder order : FaceOrder.values()) {
                pages.put(
                        "faces %s by %s".formatted(word(state), word(order)),
                        (engine, gallery) -> engine.contents(gallery).faces(state, order, null, LIMIT));
            }
        }
        pages.put("uncertain faces", (engine, gallery) -> engine.people(gallery).uncertainFaces(LIMIT));
        pages.put("person", (engine, gallery) -> engine.people(gallery).get(new PersonId(1)));
        pages.put("person by name", (engine, gallery) -> engine.people(gallery).called("nobody has this name"));
        pages.put("history", (engine, gallery) -> engine.people(gallery).history(Long.MAX_VALUE, LIMIT));
        pages.put("gallery", (engine, gallery) -> engine.galleries().details(gallery));
        pages.put("state", (engine, gallery) -> engine.contents(gallery).state());
        return pages;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static PhotoQuery query(boolean unnamed, PhotoQuery.Order order) {
        return new PhotoQuery(Set.of(), Set.of(), unnamed, 0, null, null, null, order);
    }

    private static void people(Engine engine, String gallery, PeopleOrder order) {
        try (PeopleList list = engine.people(gallery).open(order, false)) {
            list.items(list.people().subList(0, Math.min(LIMIT, list.people().size())));
        }
    }

    private Page measure(String name, Reading reading) {
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        List<Double> edited = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            boolean kept = round > 0;
            try (Engine engine = opener.get()) {
                engine.contents(gallery).version();
                sample(engine, reading, kept ? cold : new ArrayList<>());
                for (int i = 0; i < REPEATS; i++) {
                    sample(engine, reading, kept ? warm : new ArrayList<>());
                }
                for (int i = 0; i < EDITS; i++) {
                    edit(engine);
                    sample(engine, reading, kept ? edited : new ArrayList<>());
                    engine.people(gallery).undoRedo(Actor.COMMAND_LINE).undo(1);
                    sample(engine, reading, kept ? edited : new ArrayList<>());
                }
            }
        }
        return new Page(name, median(cold), median(warm), median(edited));
    }

    private void sample(Engine engine, Reading reading, List<Double> into) {
        long start = cpuNanos();
        reading.read(engine, gallery);
        into.add((cpuNanos() - start) / 1e6);
    }

    /// CPU time of all threads. That of the process would count in hundredths of a second.
    private static long cpuNanos() {
        return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
                .filter(nanos -> nanos > 0)
                .sum();
    }

    /// Moves a face from its person to another.
    private void edit(Engine engine) {
        FaceId face = engine.contents(gallery).faces(null, 1).getFirst().face();
        PersonId person = engine.contents(gallery).face(face).person();
        PersonId other = new PersonId(person != null && person.value() == 1 ? 2 : 1);
        engine.people(gallery).editor(Actor.COMMAND_LINE).move(List.of(face), other);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }
}
