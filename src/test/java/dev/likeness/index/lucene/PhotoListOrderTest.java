package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.paths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.PhotoFilter;
import dev.likeness.index.PhotoFinder.FoundPhotos;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.StoredPhoto;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pages of lists of photos that share their capture times, have none, or have ids that begin alike.
class PhotoListOrderTest {
    private static final int PHOTOS = 120;
    private static final LocalDateTime DAY = LocalDateTime.of(2019, 7, 14, 12, 0);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void pages_oneAfterTheOther_areTheWholeListInItsOrder(PhotoOrder order) {
        List<PhotoPosition> all = new ArrayList<>();
        try (GalleryDirectory galleries =
                        GalleryDirectory.of(IndexOptions.defaults().in(folder));
                GalleryWriter writer = galleries.openOrCreate("plane", PLANE).writer(PLANE)) {
            Random random = new Random(1);
            for (int photo = 0; photo < PHOTOS; photo++) {
                PhotoPosition position = position(random, photo);
                all.add(position);
                writer.put(stored(position), List.of());
                if (photo % 50 == 0) {
                    writer.commit();
                }
            }
            writer.commit();
            List<PhotoPosition> listed = new ArrayList<>();
            try (GallerySnapshot snapshot = galleries.open("plane").snapshot()) {
                FoundPhotos page = snapshot.findPhotos(PhotoFilter.none(), order, null, 7);
                while (!page.photos().isEmpty()) {
                    assertThat(page.count()).isEqualTo(PHOTOS);
                    listed.addAll(page.photos());
                    page = snapshot.findPhotos(PhotoFilter.none(), order, listed.getLast(), 7);
                }
            }
            assertThat(listed).isEqualTo(all.stream().sorted(order.comparator()).toList());
        }
    }

    /// Ids begin with one of three sequences of eight bytes, one of which has its first bit set.
    private static PhotoPosition position(Random random, int photo) {
        String head = List.of("0123456789abcdef", "f123456789abcdef", "7fffffffffffffff")
                .get(random.nextInt(3));
        PhotoId id = new PhotoId(head + "%048x".formatted(random.nextInt(1 << 20) * PHOTOS + photo));
        @Nullable LocalDateTime time = random.nextInt(3) == 0 ? null : DAY.plusMinutes(random.nextInt(4));
        return new PhotoPosition(id, time);
    }

    private static StoredPhoto stored(PhotoPosition position) {
        LocalDateTime time = position.captureTime();
        return new StoredPhoto(
                position.photo(),
                paths(position.photo().sha256()),
                640,
                480,
                time == null ? null : CaptureTime.exif(time),
                12_345,
                "JPEG");
    }
}
