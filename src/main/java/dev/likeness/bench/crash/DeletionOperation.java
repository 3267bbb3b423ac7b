package dev.likeness.bench.crash;

import dev.likeness.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Photos are deleted over HTTP, until the server is killed while it deletes, or while it purges what was
/// deleted. The next server finishes the purge.
final class DeletionOperation implements CrashOperation {
    private static final int MAX_MILLIS = 1_500;
    private static final int MAX_PHOTOS = 6;
    private static final long MAX_PURGE_MILLIS = 60_000;

    private final CrashSite site;
    private final Path base;

    DeletionOperation(CrashSite site, Path base) {
        this.site = site;
        this.base = base;
    }

    @Override
    public String name() {
        return "deletion and purge over HTTP";
    }

    @Override
    public Optional<CrashFindings> kill(Random random) {
        Path index = site.folder().resolve("index");
        CrashSite.copy(base, index);
        List<String> photos = photos(index);
        Collections.shuffle(photos, random);
        List<String> acknowledged = new ArrayList<>();
        String inFlight = "";
        try (ServerClient client = new ServerClient(site, site.folder())) {
            var end = client.killWithin(MAX_MILLIS, random);
            for (String photo : photos.subList(0, Math.min(MAX_PHOTOS, photos.size()))) {
                inFlight = photo;
                if (client.send("DELETE", "/photos/" + photo, "") / 100 != 2) {
                    break;
                }
                acknowledged.add(photo);
                inFlight = "";
            }
            end.join();
        }
        CrashFindings found = new CrashFindings();
        site.look(index, found);
        if (found.notOpened().isEmpty()) {
            judge(found, photos, photos(index), acknowledged, inFlight);
        }
        finish(found, index);
        return Optional.of(found);
    }

    private static void judge(
            CrashFindings found, List<String> before, List<String> left, List<String> deleted, String inFlight) {
        for (String photo : before) {
            boolean isThere = left.contains(photo);
            if (isThere && deleted.contains(photo)) {
                found.lost().add("photo %s was deleted, and is there".formatted(photo));
            }
            if (!isThere && !deleted.contains(photo) && !photo.equals(inFlight)) {
                found.lost().add("photo %s is gone".formatted(photo));
            }
        }
    }

    private void finish(CrashFindings found, Path index) {
        try (ServerClient _ = new ServerClient(site, site.folder());
                Engine engine = site.open(index)) {
            long end = System.nanoTime() + MAX_PURGE_MILLIS * 1_000_000;
            while (!engine.galleries().toPurge().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            if (!engine.galleries().toPurge().isEmpty()) {
                found.notFinished().add("the purge was not finished by the next server");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        CrashFindings afterwards = new CrashFindings();
        site.look(index, afterwards);
        found.notFinished().addAll(afterwards.notOpened());
    }

    private List<String> photos(Path index) {
        List<String> photos = new ArrayList<>();
        try (Engine engine = site.open(index);
                var snapshot = engine.galleries().snapshot(CrashSite.GALLERY)) {
            snapshot.forEachPhoto(photo -> photos.add(photo.id().sha256()));
        }
        return photos;
    }
}
