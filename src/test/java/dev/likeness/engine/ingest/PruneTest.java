package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.ingest.walk.LeftOut;
import dev.likeness.engine.ingest.walk.NotSearched;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an ingest with `prune` forgets, and what it does not.
class PruneTest {
    @TempDir
    private Path folder;

    private Path photos;
    private Path disk;

    @BeforeEach
    void makeFolders() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
        disk = Files.createDirectory(folder.resolve("disk"));
    }

    @Test
    void prune_behindLinksWhoseTargetsAreAway_forgetsNothingAndSaysSo() throws IOException {
        List<Path> sources = EngineFixture.photos(8);
        for (Path source : sources.subList(0, 6)) {
            Files.copy(source, photos.resolve(source.getFileName()));
        }
        Files.copy(sources.get(6), disk.resolve("a.jpg"));
        Files.copy(sources.get(7), folder.resolve("b.jpg"));
        Path share = Files.createSymbolicLink(photos.resolve("share"), disk);
        Path link = Files.createSymbolicLink(photos.resolve("link.jpg"), folder.resolve("b.jpg"));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            assertThat(EngineFixture.ingest(engine, photos).added()).isEqualTo(8);
            Files.move(disk, folder.resolve("away"));
            Files.move(folder.resolve("b.jpg"), folder.resolve("away.jpg"));

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.pruned()).isZero();
            assertThat(summary.vanished()).isEmpty();
            assertThat(summary.notSearched())
                    .containsExactly(new NotSearched(share, "is a link to a place that is absent", 1));
            assertThat(summary.unreadable()).map(IngestResult.Unreadable::file).containsExactly(link);
            assertThat(engine.contents("test").photoAt(share.resolve("a.jpg")).paths())
                    .isNotEmpty();
        }
    }

    @Test
    void prune_ofMoreThanAFifth_isRefusedButKeepsWhatIsNewUntilAllIsAsked() throws IOException {
        List<Path> copies = new ArrayList<>();
        for (Path source : EngineFixture.photos(9)) {
            copies.add(Files.copy(source, photos.resolve(source.getFileName())));
        }
        Path fresh = copies.removeLast();
        byte[] bytes = Files.readAllBytes(fresh);
        Files.delete(fresh);
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            for (Path file : copies.subList(0, 3)) {
                Files.delete(file);
            }
            Files.write(fresh, bytes);

            assertThatThrownBy(() -> EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true)))
                    .hasMessageContaining("got: 3 of 8 below " + photos);
            assertThat(engine.galleries().details("test").photos()).isEqualTo(9);

            IngestSummary all =
                    EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), List.of(), PruneMode.ALL));
            assertThat(all.pruned()).isEqualTo(3);
            assertThat(engine.galleries().details("test").photos()).isEqualTo(6);
        }
    }

    @Test
    void prune_ofAnotherDiskWithTheSameNames_isRefusedUntilAllIsAsked() throws IOException {
        List<Path> sources = EngineFixture.photos(8);
        for (int i = 0; i < 4; i++) {
            Files.copy(sources.get(i), photos.resolve("IMG_%d.jpg".formatted(i)));
        }
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            for (int i = 0; i < 4; i++) {
                Files.copy(
                        sources.get(4 + i),
                        photos.resolve("IMG_%d.jpg".formatted(i)),
                        StandardCopyOption.REPLACE_EXISTING);
            }

            assertThatThrownBy(() -> EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true)))
                    .hasMessageContaining("got: 4 of 4 below " + photos);
            assertThat(engine.galleries().details("test").photos()).isEqualTo(8);
        }
    }

    @Test
    void prune_ofARootThatIsAbsent_needsToBeAskedForAll() throws IOException {
        Files.copy(EngineFixture.photos(1).getFirst(), disk.resolve("a.jpg"));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, disk);
            Files.delete(disk.resolve("a.jpg"));
            Files.delete(disk);

            assertThatThrownBy(() -> EngineFixture.ingest(engine, new IngestRequest("test", List.of(disk), true)))
                    .hasMessage("to remove missing photos, a path to ingest must exist, got: " + disk
                            + "; nothing was removed. Is the right disk mounted?")
                    .isInstanceOfSatisfying(
                            LikenessException.class,
                            refused -> assertThat(refused.facts().remedies())
                                    .containsExactly(new Remedy.PruneAll("test", List.of(disk))));
            assertThatThrownBy(() -> EngineFixture.ingest(engine, disk))
                    .hasMessage("a path to ingest must exist, got: " + disk);
            IngestSummary all =
                    EngineFixture.ingest(engine, new IngestRequest("test", List.of(disk), List.of(), PruneMode.ALL));
            assertThat(all.pruned()).isEqualTo(1);
        }
    }

    @Test
    void prune_ofPhotosThatAreLeftOutNow_keepsThem() throws IOException {
        Path inside = Files.createDirectory(photos.resolve("inside"));
        List<Path> sources = EngineFixture.photos(2);
        Path kept = Files.copy(sources.getFirst(), inside.resolve("a.jpg"));
        Files.copy(sources.getLast(), photos.resolve("b.jpg"));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            Files.writeString(photos.resolve(".likenessignore"), "inside/");

            IngestSummary summary =
                    EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), List.of(), PruneMode.ALL));

            assertThat(summary.vanished()).isEmpty();
            assertThat(summary.pruned()).isZero();
            assertThat(summary.leftOut()).contains(new LeftOut(LeftOut.Reason.IGNORE_FILE, 1, List.of(inside)));
            assertThat(summary.ignored()).isEqualTo(1);
            assertThat(engine.contents("test").photoAt(kept).paths()).containsExactly(kept.toString());

            IngestSummary removed = EngineFixture.ingest(
                    engine, new IngestRequest("test", List.of(photos), List.of(), PruneMode.IGNORED));
            assertThat(removed.pruned()).isEqualTo(1);
            assertThat(EngineFixture.ingest(engine, photos).ignored()).isZero();
            assertThat(engine.galleries().details("test").photos()).isEqualTo(1);
        }
    }

    @Test
    void prune_ofANameThatIsNotUtf8_keepsItAndItsFileIsFound() throws IOException {
        byte[] photo = Files.readAllBytes(EngineFixture.photos(1).getFirst());
        Path latin = Path.of(URI.create(photos.toUri() + "caf%E9/caf%E8.jpg"));
        Files.createDirectory(latin.getParent());
        Files.write(latin, photo);
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            assertThat(EngineFixture.ingest(engine, photos).added()).isEqualTo(1);

            IngestSummary again =
                    EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), List.of(), PruneMode.ALL));

            assertThat(again.unchanged()).isEqualTo(1);
            assertThat(again.vanished()).isEmpty();
            assertThat(again.pruned()).isZero();
            assertThat(UndecodablePath.of(latin.toString())).isEqualTo(latin);
            assertThat(engine.contents("test").photoAt(latin).paths())
                    .containsExactly(photos + "/caf\\xE9/caf\\xE8.jpg");

            Files.delete(latin);
            IngestSummary gone =
                    EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), List.of(), PruneMode.ALL));
            assertThat(gone.vanished()).hasSize(1);
        }
    }

    @Test
    void prune_ofAReplacedPhotoWithAName_keepsAndListsItUntilAllIsAsked() throws IOException {
        List<Path> sources = EngineFixture.photos(3);
        Path named = Files.copy(sources.getFirst(), photos.resolve("a.jpg"));
        Files.copy(sources.get(1), photos.resolve("b.jpg"));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            PhotoDetails photo = engine.contents("test").photoAt(named);
            engine.people("test")
                    .editor(Actor.COMMAND_LINE)
                    .nameFace(photo.faces().getFirst().face(), "Ada");
            Files.copy(sources.getLast(), named, StandardCopyOption.REPLACE_EXISTING);

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.pruned()).isZero();
            assertThat(summary.retained())
                    .containsExactly(new RetainedPhoto(photo.photo(), List.of(named), List.of("Ada")));
            assertThat(engine.contents("test").photo(photo.photo()).faces())
                    .anyMatch(face -> "Ada".equals(face.name()));

            IngestSummary all =
                    EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), List.of(), PruneMode.ALL));
            assertThat(all.pruned()).isEqualTo(1);
            assertThat(all.retained()).hasSize(1);
            assertThat(EngineFixture.ingest(engine, photos).retained()).isEmpty();
        }
    }

    @Test
    void prune_ofTheLastPhotosOfPeople_keepsOnlyThoseWithAName() throws IOException {
        ImageReader reader = new ImageReader(ImageOptions.defaults());
        List<Path> sources = EngineFixture.photos(12);
        for (Path source : sources.subList(0, 10)) {
            Files.copy(source, photos.resolve(source.getFileName()));
        }
        List<Path> gone = new ArrayList<>();
        for (Path source : sources.subList(10, 12)) {
            RgbImage picture = reader.open(Files.readAllBytes(source)).decode();
            gone.add(Files.write(photos.resolve("gone-" + source.getFileName()), picture.toJpeg(90)));
        }
        FaceId nobody;
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            List<FaceId> faces = gone.stream()
                    .map(file -> engine.contents("test")
                            .photoAt(file)
                            .faces()
                            .getFirst()
                            .face())
                    .toList();
            nobody = faces.getFirst();
            engine.people("test").editor(Actor.COMMAND_LINE).nameFace(faces.getLast(), "Ada");
        }
        try (GalleryDirectory directory =
                        GalleryDirectory.of(IndexOptions.defaults().in(folder.resolve("index")));
                GalleryWriter writer =
                        directory.open("test").writer(directory.open("test").embedder())) {
            writer.assign(List.of(nobody), writer.newPersonId());
            writer.commit();
        }
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            assertThat(engine.galleries().details("test").people()).isEqualTo(2);
            for (Path file : gone) {
                Files.delete(file);
            }

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.pruned()).isEqualTo(2);
            assertThat(summary.emptiedPeople()).isEqualTo(2);
            assertThat(engine.people("test").list(PeopleOrder.NAME, true))
                    .extracting(PersonListItem::name)
                    .containsExactly("Ada");
            assertThat(engine.galleries().details("test").people()).isEqualTo(1);
        }
    }

    @Test
    void prune_ofASmallFolderThatWasEmptied_namesIt() throws IOException {
        Path trip = Files.createDirectories(photos.resolve("trip/day"));
        List<Path> sources = EngineFixture.photos(11);
        for (Path source : sources.subList(0, 9)) {
            Files.copy(source, photos.resolve(source.getFileName()));
        }
        List<Path> emptied = List.of(
                Files.copy(sources.get(9), trip.resolve("a.jpg")), Files.copy(sources.get(10), trip.resolve("b.jpg")));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            for (Path file : emptied) {
                Files.delete(file);
            }

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.pruned()).isEqualTo(2);
            assertThat(summary.emptied()).containsExactly(new EmptiedFolder(photos.resolve("trip"), 2));
        }
    }

    @Test
    void ingest_ofANameInAnotherNormalForm_isTheSamePath() throws IOException {
        String composed = "Z\u00fcrich/caf\u00e9.jpg";
        Path before = photos.resolve(composed);
        Path after = photos.resolve(Normalizer.normalize(composed, Normalizer.Form.NFD));
        Files.createDirectory(before.getParent());
        Files.copy(EngineFixture.photos(1).getFirst(), before);
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            Files.createDirectory(after.getParent());
            Files.move(before, after);
            Files.delete(before.getParent());

            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.unchanged()).isEqualTo(1);
            assertThat(summary.vanished()).isEmpty();
            assertThat(engine.contents("test").photoAt(after).paths()).containsExactly(after.toString());
            // Where both are there, they are two files.
            Files.createDirectory(before.getParent());
            Files.copy(EngineFixture.photos(2).getLast(), before);
            assertThat(EngineFixture.ingest(engine, photos).added()).isEqualTo(1);
            assertThat(engine.galleries().details("test").photos()).isEqualTo(2);
        }
    }
}
