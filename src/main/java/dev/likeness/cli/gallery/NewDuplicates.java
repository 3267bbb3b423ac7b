package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import java.util.Locale;

/// Says which people who were just added are probably in the gallery already.
final class NewDuplicates {
    private final Engine engine;
    private final GlobalOptions global;
    private long known;

    /// Knows the people who are there now.
    NewDuplicates(Engine engine, GlobalOptions global) {
        this.engine = engine;
        this.global = global;
        this.known = lastPerson();
    }

    private long lastPerson() {
        if (!engine.galleries().exists(global.gallery())) {
            return 0;
        }
        try (GallerySnapshot snapshot = engine.galleries().snapshot(global.gallery())) {
            return snapshot.people().stream()
                    .mapToLong(person -> person.id().value())
                    .max()
                    .orElse(0);
        }
    }

    /// Compares the people who are new since the last time, if there are any. Without a calibration nobody
    /// can be compared.
    void note() {
        long before = known;
        known = Math.max(before, lastPerson());
        if (known == before) {
            return;
        }
        DuplicatesRequest request = new DuplicatesRequest(
                global.gallery(), DuplicatesRequest.DEFAULT_MIN_PROBABILITY, DuplicatesRequest.DEFAULT_LIMIT, before);
        try {
            DuplicatesResult result = engine.duplicates(request, () -> false);
            DuplicatePair.of(result, request.limit()).forEach(this::note);
        } catch (LikenessException e) {
            if (e.code() != ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
        }
    }

    private void note(DuplicatePair pair) {
        global.console()
                .note(String.format(
                        Locale.ROOT,
                        "Probably one person: %s = %s, P %.4f: likeness duplicates --accept %s %s%s",
                        TextTable.person(pair.first().person(), pair.first().name()),
                        TextTable.person(pair.second().person(), pair.second().name()),
                        pair.candidate().probability(),
                        pair.first().person(),
                        pair.second().person(),
                        global.sameGallery()));
    }
}
