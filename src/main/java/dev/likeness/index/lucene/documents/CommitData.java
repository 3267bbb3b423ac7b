package dev.likeness.index.lucene.documents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.index.EmbedderStamp;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The metadata of every Lucene commit of a gallery.
///
/// @param nextPersonId the id of the next new person: stored here and not in the documents, so that the id of
///     a removed person is not reused
/// @param nextEventNumber the number of the next event in the history; 0 for a commit of a version that did
///     not store it, whose assertions have no terms for their people either
/// @param purgeDue whether erased data may still have bytes in the files
/// @param stage null for a commit of a version that did not store it
public record CommitData(
        EmbedderStamp embedder,
        long nextPersonId,
        long nextEventNumber,
        boolean purgeDue,
        @Nullable GenerationStage stage) {
    /// Increase this version whenever a change of the documents would make older code misread them. Format 2
    /// knows photos by their files; their records are read as they are, until a file of the photo is read
    /// again.
    private static final int FORMAT = 3;

    /// The format before assertions were stored: the same documents with fewer fields. It can be read as it
    /// is; the first commit upgrades it to the present format.
    private static final int OLDEST_FORMAT = 1;

    private static final String FORMAT_KEY = "likeness.format";
    private static final String EMBEDDER_KEY = "likeness.embedder";
    private static final String DIMENSION_KEY = "likeness.embedder.dimension";
    private static final String SHA256_KEY = "likeness.embedder.sha256";
    private static final String NEXT_PERSON_ID_KEY = "likeness.identity.next";
    private static final String NEXT_EVENT_NUMBER_KEY = "likeness.event.next";
    private static final String PURGE_DUE_KEY = "likeness.purge.due";
    private static final String STAGE_KEY = "likeness.generation.stage";

    /// The metadata of a new, empty gallery.
    public static CommitData first(EmbedderStamp embedder) {
        return new CommitData(embedder, 1, 1, false, GenerationStage.COMPLETE);
    }

    /// The metadata of a new generation, whose new people get ids that the gallery has not used.
    public static CommitData building(EmbedderStamp embedder, long nextPersonId) {
        return new CommitData(embedder, nextPersonId, 1, false, GenerationStage.BUILDING);
    }

    /// Parses the entries of a commit.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if a newer version wrote it, `GALLERY_CORRUPT` if a
    ///     value is missing or invalid
    public static CommitData of(String gallery, Map<String, String> entries) {
        try {
            int format = Integer.parseInt(entries.getOrDefault(FORMAT_KEY, "0"));
            if (format > FORMAT) {
                throw new LikenessException(
                        ErrorCode.GALLERY_INCOMPATIBLE,
                        "gallery %s was written by a newer Likeness (format %d; this one reads up to %d)"
                                .formatted(gallery, format, FORMAT));
            }
            if (format < OLDEST_FORMAT) {
                throw new IllegalArgumentException("format " + format);
            }
            return new CommitData(
                    new EmbedderStamp(
                            entries.getOrDefault(EMBEDDER_KEY, ""),
                            Integer.parseInt(entries.getOrDefault(DIMENSION_KEY, "")),
                            entries.getOrDefault(SHA256_KEY, "")),
                    Long.parseLong(entries.getOrDefault(NEXT_PERSON_ID_KEY, "")),
                    Long.parseLong(entries.getOrDefault(NEXT_EVENT_NUMBER_KEY, "0")),
                    Boolean.parseBoolean(entries.getOrDefault(PURGE_DUE_KEY, "")),
                    stage(entries.get(STAGE_KEY)));
        } catch (IllegalArgumentException | LikenessException e) {
            if (e instanceof LikenessException refused && refused.code() == ErrorCode.GALLERY_INCOMPATIBLE) {
                throw refused;
            }
            throw LuceneFailures.damaged(
                    gallery,
                    "its commit must name the format, the embedder and the next person id, got: " + entries,
                    e);
        }
    }

    private static @Nullable GenerationStage stage(@Nullable String name) {
        return name == null ? null : GenerationStage.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// Whether a commit with these entries has the present format.
    public static boolean isPresentFormat(Map<String, String> entries) {
        return Integer.toString(FORMAT).equals(entries.get(FORMAT_KEY));
    }

    /// The entries to store in a commit.
    public Map<String, String> entries() {
        Map<String, String> entries = new HashMap<>();
        entries.put(FORMAT_KEY, Integer.toString(FORMAT));
        entries.put(EMBEDDER_KEY, embedder.id());
        entries.put(DIMENSION_KEY, Integer.toString(embedder.dimension()));
        entries.put(SHA256_KEY, embedder.sha256());
        entries.put(NEXT_PERSON_ID_KEY, Long.toString(nextPersonId));
        entries.put(NEXT_EVENT_NUMBER_KEY, Long.toString(nextEventNumber));
        entries.put(PURGE_DUE_KEY, Boolean.toString(purgeDue));
        if (stage != null) {
            entries.put(STAGE_KEY, stage.name().toLowerCase(Locale.ROOT));
        }
        return entries;
    }

    /// The same data with every person id below `next` used up.
    public CommitData withPersonIdsBelow(long next) {
        return next > nextPersonId ? new CommitData(embedder, next, nextEventNumber, purgeDue, stage) : this;
    }

    /// Whether events and assertions can be looked up without reading all of them.
    public boolean hasEventNumbers() {
        return nextEventNumber > 0;
    }

    /// The same data with every event number below `next` used up.
    public CommitData withEventNumbersBelow(long next) {
        return next > nextEventNumber ? new CommitData(embedder, nextPersonId, next, purgeDue, stage) : this;
    }

    /// The same data with `purgeDue` set or cleared.
    public CommitData withPurgeDue(boolean due) {
        return new CommitData(embedder, nextPersonId, nextEventNumber, due, stage);
    }

    /// The same data at another stage.
    public CommitData withStage(GenerationStage other) {
        return new CommitData(embedder, nextPersonId, nextEventNumber, purgeDue, other);
    }

    /// The same data with this person id used up.
    public CommitData withUsed(PersonId person) {
        return withPersonIdsBelow(person.value() + 1);
    }
}
