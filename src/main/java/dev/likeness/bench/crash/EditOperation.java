package dev.likeness.bench.crash;

import dev.likeness.engine.Engine;
import dev.likeness.face.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// People are renamed and hidden over HTTP, both in one edit, until the server is killed. The edit that had no
/// answer is made again at the command line.
final class EditOperation implements CrashOperation {
    private static final int MAX_MILLIS = 1_500;

    private final CrashSite site;
    private final Path base;

    EditOperation(CrashSite site, Path base) {
        this.site = site;
        this.base = base;
    }

    /// What a person was made last.
    private record Edit(String name, boolean hidden) {
        boolean isOf(Person person) {
            return name.equals(person.name()) && hidden == person.hidden();
        }
    }

    @Override
    public String name() {
        return "edits over HTTP";
    }

    @Override
    public Optional<CrashFindings> kill(Random random) {
        CrashSite.copy(base, site.folder().resolve("index"));
        Path index = site.folder().resolve("index");
        Map<Long, Person> before = people(index);
        List<Long> ids = List.copyOf(before.keySet());
        Map<Long, Edit> acknowledged = new TreeMap<>();
        long person = 0;
        Edit sent;
        try (ServerClient client = new ServerClient(site, site.folder())) {
            CompletableFuture<Void> end = client.killWithin(MAX_MILLIS, random);
            int number = 0;
            while (true) {
                number++;
                person = ids.get(random.nextInt(ids.size()));
                sent = new Edit("Person " + number, number % 3 == 0);
                String json = "{\"name\":\"%s\",\"hidden\":%b}".formatted(sent.name, sent.hidden);
                if (client.send("PATCH", "/people/" + person, json) != 200) {
                    break;
                }
                acknowledged.put(person, sent);
            }
            end.join();
        }
        CrashFindings found = new CrashFindings();
        site.look(index, found);
        if (found.notOpened().isEmpty()) {
            judge(found, before, people(index), acknowledged, person, sent);
        }
        finish(found, index, person, sent);
        return Optional.of(found);
    }

    private static void judge(
            CrashFindings found,
            Map<Long, Person> before,
            Map<Long, Person> left,
            Map<Long, Edit> acknowledged,
            long inFlight,
            Edit sent) {
        before.forEach((id, person) -> {
            Person now = left.get(id);
            Edit last = acknowledged.get(id);
            boolean isKept = now != null && (last == null ? now.equals(person) : last.isOf(now));
            boolean isDone = now != null && id == inFlight && sent.isOf(now);
            if (!isKept && !isDone) {
                String problem = "person %d is %s, was %s and was last made %s, at last %s"
                        .formatted(id, now, person, last, id == inFlight ? sent : last);
                boolean isHalf = now != null && id == inFlight && sent.name.equals(now.name());
                (isHalf ? found.halfDone() : found.lost()).add(problem);
            }
        });
    }

    private void finish(CrashFindings found, Path index, long person, Edit sent) {
        String problem = site.run(index, List.of("people", "name", Long.toString(person), sent.name));
        if (!problem.isEmpty()) {
            found.notFinished().add(problem);
            return;
        }
        CrashFindings afterwards = new CrashFindings();
        site.look(index, afterwards);
        found.notFinished().addAll(afterwards.notOpened());
        if (!sent.name.equals(Objects.requireNonNull(people(index).get(person)).name())) {
            found.notFinished().add("person %d has another name than %s".formatted(person, sent.name));
        }
    }

    private Map<Long, Person> people(Path index) {
        Map<Long, Person> people = new TreeMap<>();
        try (Engine engine = site.open(index);
                var snapshot = engine.galleries().snapshot(CrashSite.GALLERY)) {
            snapshot.people().forEach(person -> people.put(person.id().value(), person));
        }
        return people;
    }
}
