package dev.likeness.engine.tombstones;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.support.LineLog;
import dev.likeness.support.TextLimits;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The deletions of a folder of galleries, oldest first.
///
/// @param key of the hashes, as hex digits; it tells one log from another
public record TombstoneLog(String key, List<Tombstone> tombstones) {
    private static final int HASH_BYTES = 16;
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    /// The first line of the file.
    record Header(String key) {
        Header {
            if (!KEY.matcher(Objects.requireNonNull(key)).matches()) {
                throw new IllegalArgumentException("key must be 64 hex digits");
            }
        }
    }

    public TombstoneLog {
        tombstones = List.copyOf(tombstones);
    }

    /// Reads the content of a log's file.
    ///
    /// @throws LikenessException `IO_FAILED` if it is damaged
    public static TombstoneLog parse(byte[] content) {
        List<String> lines = LineLog.complete(content);
        if (lines.isEmpty()) {
            throw damaged(1, null);
        }
        List<Tombstone> tombstones = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            tombstones.add(read(line, Tombstone.class, tombstones.size() + 2));
        }
        return new TombstoneLog(key(lines.getFirst()), tombstones);
    }

    /// The key in the first line of the file.
    static String key(String line) {
        return read(line, Header.class, 1).key();
    }

    private static <T> T read(String line, Class<T> type, int number) {
        try {
            T read = TextLimits.json().readValue(line, type);
            if (read == null) {
                throw damaged(number, null);
            }
            return read;
        } catch (JacksonException e) {
            throw damaged(number, e);
        }
    }

    private static LikenessException damaged(int line, @Nullable Exception cause) {
        return new LikenessException(
                ErrorCode.IO_FAILED,
                "the record of what was deleted, %s, is damaged in line %d".formatted(Tombstones.FILE, line),
                cause);
    }

    /// The deletions that came after an earlier state of this log, or after a time if that log is not this
    /// one.
    ///
    /// @param known the earlier log; null if there was none
    /// @param time null if this log was begun after it, so that all came after
    public List<Tombstone> since(@Nullable TombstoneLog known, @Nullable Instant time) {
        if (known != null && known.key.equals(key)) {
            return tombstones.subList(Math.min(known.tombstones.size(), tombstones.size()), tombstones.size());
        }
        return time == null
                ? tombstones
                : tombstones.stream().filter(one -> one.at().isAfter(time)).toList();
    }

    public String ofGallery(String gallery) {
        return hash("gallery:" + gallery);
    }

    public String ofPhoto(PhotoId photo) {
        return hash("photo:" + photo.sha256());
    }

    public String ofFace(FaceId face) {
        return hash("face:" + face);
    }

    /// HMAC-SHA256, so that the log shows nobody without the key which photo was deleted; half of it tells
    /// them apart.
    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), HASH_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }
}
