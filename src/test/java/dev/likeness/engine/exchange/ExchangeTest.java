package dev.likeness.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.likeness.engine.exchange.ExchangeWarning.Kind;
import dev.likeness.engine.people.HistoryEntry;
import dev.likeness.face.Actor;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.PhotoFiles;
import dev.likeness.xmp.FaceRegion;
import dev.likeness.xmp.FaceRegions;
import dev.likeness.xmp.SidecarTexts;
import dev.likeness.xmp.XmpDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of faces that go out to other programs and come in from them.
///
/// The photo, stored 60×40 unless it is turned; faces in shares of the upright picture:
///
///     0    .25   .5   .75    1
///     ┌─────┬──────────────────┐ 0
///     │ Ada │                  │
///     ├─────┘     .125×.25     │ .25
///     │              ┌───┐     │
///     │              │Bob│     │ .5 to .75
///     │              └───┘     │
///     └────────────────────────┘
class ExchangeTest {
    private static final Box ADA = new Box(.0625f, .0625f, .1875f, .1875f);
    private static final Box BOB = new Box(.625f, .5f, .75f, .75f);

    @TempDir
    private Path folder;

    private Path photos;
    private HandMadeGallery gallery;

    @BeforeEach
    void makeGallery() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
        gallery = new HandMadeGallery(folder.resolve("index"));
    }

    @AfterEach
    void closeGallery() {
        gallery.close();
    }

    /// Where Bob is in the picture as it is stored, by the standard's own words on what the first row
    /// and the first column of each orientation show: left, top, right, bottom.
    private static Box storedBob(int orientation) {
        return switch (orientation) {
            case 1 -> new Box(.625f, .5f, .75f, .75f);
            case 2 -> new Box(.25f, .5f, .375f, .75f);
            case 3 -> new Box(.25f, .25f, .375f, .5f);
            case 4 -> new Box(.625f, .25f, .75f, .5f);
            case 5 -> new Box(.5f, .625f, .75f, .75f);
            case 6 -> new Box(.5f, .25f, .75f, .375f);
            case 7 -> new Box(.25f, .25f, .5f, .375f);
            case 8 -> new Box(.25f, .625f, .5f, .75f);
            default -> throw new IllegalArgumentException("no such orientation: " + orientation);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void importRegions_ofATurnedPhoto_namesTheFaceThatIsMeant(int orientation) throws IOException {
        Path photo = photo("turned.jpg", orientation, null);
        PhotoId id = gallery.add(photo, ADA, BOB);
        Box stored = storedBob(orientation);
        sidecar(
                "turned.jpg.xmp",
                SidecarTexts.digikam(
                        "Bob",
                        60,
                        40,
                        (stored.left() + stored.right()) / 2,
                        (stored.top() + stored.bottom()) / 2,
                        stored.width(),
                        stored.height()));

        ImportSummary summary = importAll();

        assertThat(gallery.name(new FaceId(id, 1))).contains("Bob");
        assertThat(gallery.name(new FaceId(id, 0))).isEmpty();
        assertThat(summary.names()).isEqualTo(1);
        assertThat(summary.named()).isEqualTo(1);
        assertThat(summary.newPeople()).containsExactly("Bob");
        assertThat(summary.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void exportRegions_ofATurnedPhoto_writesWhereTheFaceIsStored_andIsReadBack(int orientation) throws IOException {
        Path photo = photo("turned.jpg", orientation, null);
        PhotoId id = gallery.add(photo, ADA, BOB);
        gallery.group("Bob", new FaceId(id, 1));

        exportAll(null, false);

        FaceRegions regions = regions(photos.resolve("turned.jpg.xmp"));
        assertThat(regions.appliedTo()).isEqualTo(new FaceRegions.Dimensions(60, 40));
        assertThat(regions.regions()).containsExactly(new FaceRegion(1, "Bob", storedBob(orientation)));
        try (HandMadeGallery fresh = new HandMadeGallery(folder.resolve("fresh"))) {
            fresh.add(photo, ADA, BOB);
            fresh.exchange().importRegions(List.of(), false, ExchangeListener.none(), () -> false);
            assertThat(fresh.name(new FaceId(id, 1))).contains("Bob");
            assertThat(fresh.name(new FaceId(id, 0))).isEmpty();
        }
    }

    @Test
    void importRegions_sources_decideInTheirOrder() throws IOException {
        PhotoId all = gallery.add(photo("all.jpg", 1, lightroom("Inside", ADA)), ADA);
        sidecar("all.jpg.xmp", lightroom("Exact", ADA));
        sidecar("all.xmp", lightroom("Short", ADA));
        PhotoId brief = gallery.add(photo("brief.jpg", 1, lightroom("Inside", ADA)), ADA);
        sidecar("brief.XMP", lightroom("Short", ADA));
        PhotoId inside = gallery.add(photo("inside.jpg", 1, lightroom("Inside", ADA)), ADA);
        sidecar("inside.jpg.xmp", RATING_ONLY);

        importAll();

        assertThat(gallery.name(new FaceId(all, 0))).contains("Exact");
        assertThat(gallery.name(new FaceId(brief, 0))).contains("Short");
        assertThat(gallery.name(new FaceId(inside, 0))).contains("Inside");
    }

    @Test
    void importRegions_sidecarsInOtherCapitals_areFoundUnlessTwoPicturesWouldShareThem() throws IOException {
        PhotoId one = gallery.add(photo("a6.jpg", 1, null), ADA);
        sidecar("A6.XMP", lightroom("Ada", ADA));
        PhotoId other = gallery.add(photo("b7.jpg", 1, null), ADA);
        sidecar("B7.JPG.xmp", lightroom("Bea", ADA));
        PhotoId shared = gallery.add(photo("c8.jpg", 1, null), ADA);
        Files.write(photos.resolve("C8.png"), new byte[] {1});
        sidecar("C8.xmp", lightroom("Cyd", ADA));

        importAll();

        assertThat(gallery.name(new FaceId(one, 0))).contains("Ada");
        assertThat(gallery.name(new FaceId(other, 0))).contains("Bea");
        assertThat(gallery.name(new FaceId(shared, 0))).isEmpty();
    }

    @Test
    void importRegions_ofPicasa_nameTheFacesOfItsContacts() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        PhotoId turned = gallery.add(photo("Turned.JPG", 6, null), ADA, BOB);
        sidecar(".picasa.ini", """
                [Contacts2]
                8e62398ebda8c1a5=Ada Lovelace;;
                ab=Bob;;
                [a.jpg]
                faces=rect64(%s),8e62398ebda8c1a5;rect64(%s),ffffffffffffffff;rect64(12),ab;face,ab
                backuphash=123
                [turned.jpg]
                faces=rect64(%s),ab
                """.formatted(rect64(ADA), rect64(BOB), rect64(BOB)));

        ImportSummary summary = importAll();

        assertThat(gallery.name(new FaceId(id, 0))).contains("Ada Lovelace");
        assertThat(gallery.name(new FaceId(id, 1))).isEmpty();
        assertThat(gallery.name(new FaceId(turned, 1))).contains("Bob");
        assertThat(summary.warnings())
                .extracting(ExchangeWarning::kind, ExchangeWarning::detail)
                .containsExactly(
                        tuple(
                                Kind.MALFORMED,
                                "[a.jpg] a rectangle must have left < right and top < bottom, got: rect64(12),ab"),
                        tuple(Kind.MALFORMED, "[a.jpg] faces must be rect64(…),contact, got: face,ab"));
    }

    private static String rect64(Box shares) {
        return "%04x%04x%04x%04x"
                .formatted(
                        Math.round(shares.left() * 65535),
                        Math.round(shares.top() * 65535),
                        Math.round(shares.right() * 65535),
                        Math.round(shares.bottom() * 65535))
                .replaceFirst("^0+", "");
    }

    @Test
    void importRegions_aPoint_namesTheFaceAroundIt() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        sidecar(
                "a.xmp",
                SidecarTexts.withRegion("<r:Name>Bob</r:Name><r:Area a:x='%s' a:y='%s'/>"
                        .formatted(BOB.centre().x() + .01, BOB.centre().y())));

        importAll();

        assertThat(gallery.name(new FaceId(id, 0))).isEmpty();
        assertThat(gallery.name(new FaceId(id, 1))).contains("Bob");
    }

    @Test
    void importRegions_shortSidecarThatTwoPicturesShare_isNeithers() throws IOException {
        PhotoId one = gallery.add(photo("both.jpg", 1, null), ADA);
        Files.write(photos.resolve("both.png"), new byte[] {1});
        sidecar("both.xmp", lightroom("Ada", ADA));

        ImportSummary summary = importAll();

        assertThat(gallery.name(new FaceId(one, 0))).isEmpty();
        assertThat(summary.names()).isZero();
    }

    @Test
    void importRegions_drawnOnASmallerCopy_areRight_onACrop_arePassedOver() throws IOException {
        PhotoId resized = gallery.add(photo("resized.jpg", 1, null), ADA);
        sidecar(
                "resized.jpg.xmp",
                lightroom("Ada", ADA).replace("\"60\"", "\"1500\"").replace("\"40\"", "\"1001\""));
        PhotoId cropped = gallery.add(photo("cropped.jpg", 1, null), ADA);
        sidecar("cropped.jpg.xmp", lightroom("Ada", ADA).replace("\"60\"", "\"40\""));

        ImportSummary summary = importAll();

        assertThat(gallery.name(new FaceId(resized, 0))).contains("Ada");
        assertThat(gallery.name(new FaceId(cropped, 0))).isEmpty();
        assertThat(summary.warnings())
                .containsExactly(new ExchangeWarning(
                        Kind.CROPPED,
                        photos.resolve("cropped.jpg.xmp").toString(),
                        null,
                        "its regions were drawn on a picture of 40×40, other proportions than the photo's 60×40"));
    }

    @Test
    void importRegions_dimensionsOfTheTurnedPicture_areOfTheTurnedPicture() throws IOException {
        PhotoId id = gallery.add(photo("turned.jpg", 6, null), ADA, BOB);
        sidecar("turned.jpg.xmp", SidecarTexts.digikam("Bob", 40, 60, .6875, .625, .125, .25));

        importAll();

        assertThat(gallery.name(new FaceId(id, 1))).contains("Bob");
    }

    @Test
    void importRegions_whatAUserHasSaid_stays_andIsReported() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        gallery.people().editor(Actor.LOCAL).nameFace(new FaceId(id, 0), "Ada");
        PersonId bob = gallery.group("Bob");
        gallery.people().editor(Actor.LOCAL).reject(List.of(new FaceId(id, 1)), bob);
        sidecar("a.jpg.xmp", twoRegions("Zoe", "Bob"));
        List<String> before = gallery.everything();

        ImportSummary summary = importAll();

        assertThat(gallery.everything()).isEqualTo(before);
        assertThat(summary.event()).isNull();
        assertThat(summary.warnings())
                .extracting(ExchangeWarning::kind, ExchangeWarning::name, ExchangeWarning::detail)
                .containsExactly(
                        tuple(Kind.CONFLICT, "Zoe", "in Likeness a user has said that this is Ada"),
                        tuple(Kind.CONFLICT, "Bob", "in Likeness a user has said that it is not"));
    }

    @Test
    void importRegions_whatAUserCalledNoFace_getsNoName() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA);
        gallery.people().editor(Actor.LOCAL).markNotAFace(List.of(new FaceId(id, 0)));
        sidecar("a.jpg.xmp", lightroom("Ada", ADA));

        ImportSummary summary = importAll();

        assertThat(gallery.name(new FaceId(id, 0))).isEmpty();
        assertThat(summary.warnings())
                .extracting(ExchangeWarning::kind, ExchangeWarning::name, ExchangeWarning::detail)
                .containsExactly(tuple(Kind.CONFLICT, "Ada", "in Likeness a user has said that this is no face"));
    }

    @Test
    void importRegions_nameOfAGroup_givesWayToTheNameOfAFace() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        gallery.group("Ada", new FaceId(id, 0), new FaceId(id, 1));
        sidecar("a.jpg.xmp", twoRegions("Ada", "Bob"));

        ImportSummary summary = importAll();

        assertThat(gallery.name(new FaceId(id, 0))).contains("Ada");
        assertThat(gallery.name(new FaceId(id, 1))).contains("Bob");
        assertThat(summary.agreed()).isEqualTo(1);
        assertThat(summary.named()).isEqualTo(1);
        assertThat(summary.newPeople()).containsExactly("Bob");
    }

    @Test
    void importRegions_again_agreesAndSaysNothing() throws IOException {
        gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        sidecar("a.jpg.xmp", twoRegions("Ada", "Bob"));
        importAll();
        List<String> before = gallery.everything();

        ImportSummary again = importAll();

        assertThat(again.event()).isNull();
        assertThat(again.agreed()).isEqualTo(2);
        assertThat(again.named()).isZero();
        assertThat(gallery.everything()).isEqualTo(before);
    }

    @Test
    void importRegions_ofTheGallerysOwnExport_statesNothing() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        gallery.group("Ada", new FaceId(id, 0));
        gallery.group("Bob", new FaceId(id, 1));
        exportAll(null, false);
        List<String> before = gallery.everything();

        ImportSummary summary = importAll();

        assertThat(summary.agreed()).isEqualTo(2);
        assertThat(summary.named()).isZero();
        assertThat(summary.event()).isNull();
        assertThat(gallery.everything()).isEqualTo(before);
    }

    @Test
    void importRegions_nobodyThere_isReportedByName() throws IOException {
        Path photo = photo("a.jpg", 1, null);
        gallery.add(photo, ADA);
        sidecar("a.jpg.xmp", twoRegions("Ada", "Bob"));

        ImportSummary summary = importAll();

        assertThat(summary.warnings())
                .containsExactly(new ExchangeWarning(
                        Kind.UNMATCHED, photo.toString(), "Bob", "no face of the gallery is where the region is"));
        assertThat(summary.count(Kind.UNMATCHED)).isEqualTo(1);
    }

    @Test
    void importRegions_isOneEvent_andUndoRestoresExactly() throws IOException {
        PhotoId one = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        gallery.add(photo("b.jpg", 1, null), ADA);
        gallery.group(null, new FaceId(one, 0), new FaceId(one, 1));
        sidecar("a.jpg.xmp", twoRegions("Ada", "Bob"));
        sidecar("b.jpg.xmp", lightroom("Ada", ADA));
        List<String> before = gallery.everything();

        ImportSummary summary = importAll();

        assertThat(summary.named()).isEqualTo(3);
        assertThat(gallery.people().history())
                .singleElement()
                .extracting(HistoryEntry::event, HistoryEntry::description)
                .containsExactly(summary.event(), "imported face regions: 3 faces of 2 people");
        gallery.people().undoRedo(Actor.LOCAL).undo(1);
        assertThat(gallery.everything()).isEqualTo(before);
    }

    @Test
    void importRegions_dryOrStopped_changesNothing() throws IOException {
        gallery.add(photo("a.jpg", 1, null), ADA);
        gallery.add(photo("b.jpg", 1, null), ADA);
        sidecar("a.jpg.xmp", lightroom("Ada", ADA));
        List<String> before = gallery.everything();
        AtomicInteger asked = new AtomicInteger();

        ImportSummary dry = gallery.exchange().importRegions(List.of(), true, ExchangeListener.none(), () -> false);
        ImportSummary stopped = gallery.exchange()
                .importRegions(List.of(), false, ExchangeListener.none(), () -> asked.getAndIncrement() > 0);

        assertThat(dry.named()).isEqualTo(1);
        assertThat(dry.event()).isNull();
        assertThat(stopped.completed()).isFalse();
        assertThat(stopped.photos()).isEqualTo(1);
        assertThat(gallery.everything()).isEqualTo(before);
    }

    @Test
    void importRegions_belowAFolder_looksNowhereElse() throws IOException {
        Files.createDirectory(photos.resolve("in"));
        Files.createDirectory(photos.resolve("out"));
        PhotoId in = gallery.add(photo("in/a.jpg", 1, null), ADA);
        PhotoId out = gallery.add(photo("out/b.jpg", 1, null), ADA);
        sidecar("in/a.jpg.xmp", lightroom("Ada", ADA));
        sidecar("out/b.jpg.xmp", lightroom("Ada", ADA));

        gallery.exchange().importRegions(List.of(photos.resolve("in")), false, ExchangeListener.none(), () -> false);

        assertThat(gallery.name(new FaceId(in, 0))).contains("Ada");
        assertThat(gallery.name(new FaceId(out, 0))).isEmpty();
        Path elsewhere = folder.resolve("elsewhere");
        assertThatThrownBy(() -> gallery.exchange()
                        .importRegions(List.of(elsewhere), false, ExchangeListener.none(), () -> false))
                .isInstanceOf(LikenessException.class)
                .hasMessage("photos of the gallery must be in the folder that is given, got none in: %s", elsewhere);
    }

    @Test
    void importRegions_goneChangedAndUnreadable_areReportedAndTheRestIsRead() throws IOException {
        Path gone = photo("gone.jpg", 1, null);
        gallery.add(gone, ADA);
        Files.delete(gone);
        Path changed = photo("changed.jpg", 1, null);
        gallery.add(changed, ADA);
        Files.write(changed, PhotoFiles.jpeg(60, 40, 0x00FF00, 1, null));
        PhotoId torn = gallery.add(photo("torn.jpg", 1, lightroom("Inside", ADA)), ADA);
        sidecar("torn.jpg.xmp", "<x:xmpmeta");

        ImportSummary summary = importAll();

        assertThat(summary.warnings())
                .extracting(ExchangeWarning::kind, ExchangeWarning::file)
                .containsExactly(
                        tuple(Kind.CHANGED, changed.toString()),
                        tuple(Kind.MISSING, gone.toString()),
                        tuple(Kind.UNREADABLE, photos.resolve("torn.jpg.xmp").toString()));
        assertThat(gallery.name(new FaceId(torn, 0))).contains("Inside");
    }

    @Test
    void exportRegions_leavesOriginalsByteForByte() throws IOException {
        Path photo = photo("a.jpg", 1, lightroom("Zoe", BOB));
        byte[] bytes = Files.readAllBytes(photo);
        Files.setLastModifiedTime(photo, FileTime.from(Instant.parse("2019-12-24T18:00:00Z")));
        PhotoId id = gallery.add(photo, ADA);
        gallery.group("Ada", new FaceId(id, 0));

        ExportSummary summary = exportAll(null, false);

        assertThat(summary.written()).isEqualTo(1);
        assertThat(Files.readAllBytes(photo)).isEqualTo(bytes);
        assertThat(Files.getLastModifiedTime(photo).toInstant()).isEqualTo(Instant.parse("2019-12-24T18:00:00Z"));
        assertThat(files()).containsExactly("a.jpg", "a.jpg.xmp");
        // The sidecar is read in place of what is inside, so it must say that too.
        assertThat(regions(photos.resolve("a.jpg.xmp")).regions())
                .extracting(FaceRegion::name)
                .containsExactly("Zoe", "Ada");
    }

    @Test
    void exportRegions_intoASidecar_keepsAllElse_andASecondTimeTouchesNothing() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        gallery.group("Bob", new FaceId(id, 1));
        Path sidecar = sidecar("a.xmp", lightroom("Zoe", new Box(.3f, .7f, .4f, .9f)));
        Files.setPosixFilePermissions(sidecar, PosixFilePermissions.fromString("rw-rw----"));

        ExportSummary first = exportAll(null, false);
        Files.setLastModifiedTime(sidecar, FileTime.from(Instant.EPOCH));
        ExportSummary second = exportAll(null, false);

        assertThat(first.written()).isEqualTo(1);
        assertThat(first.faces()).isEqualTo(1);
        assertThat(second.written()).isZero();
        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(Files.getLastModifiedTime(sidecar).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(files()).containsExactly("a.jpg", "a.xmp");
        assertThat(Files.readString(sidecar)).contains("crs:Temperature=\"5450\"", "Rotation");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sidecar)))
                .isEqualTo("rw-rw----");
        assertThat(regions(sidecar).regions()).extracting(FaceRegion::name).containsExactly("Zoe", "Bob");
    }

    @Test
    void exportRegions_nameThatIsThere_givesWayToAConfirmedOneOnly() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB);
        gallery.group("Ada", new FaceId(id, 0));
        PersonId bob = gallery.group("Bob", new FaceId(id, 1));
        gallery.people().editor(Actor.LOCAL).confirm(List.of(new FaceId(id, 1)), bob);
        Path sidecar = sidecar("a.jpg.xmp", twoRegions("Zoe", "Yan"));

        ExportSummary summary = exportAll(null, false);

        assertThat(regions(sidecar).regions()).extracting(FaceRegion::name).containsExactly("Zoe", "Bob");
        assertThat(summary.warnings())
                .containsExactly(new ExchangeWarning(
                        Kind.CONFLICT,
                        sidecar.toString(),
                        "Ada",
                        "the sidecar says Zoe, and no user has confirmed otherwise"));
    }

    @Test
    void exportRegions_regionWithoutAName_getsIt_andKeepsItsPlace() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA);
        gallery.group("Ada", new FaceId(id, 0));
        Box drawn = new Box(0, 0, .25f, .25f);
        Path sidecar = sidecar("a.jpg.xmp", lightroom("", drawn));

        exportAll(null, false);

        assertThat(regions(sidecar).regions()).containsExactly(new FaceRegion(1, "Ada", drawn));
    }

    @Test
    void exportRegions_unreadableOrCroppedSidecar_isNeverWritten() throws IOException {
        PhotoId torn = gallery.add(photo("torn.jpg", 1, null), ADA);
        PhotoId cropped = gallery.add(photo("cropped.jpg", 1, null), ADA);
        gallery.group("Ada", new FaceId(torn, 0), new FaceId(cropped, 0));
        Path tornSidecar = sidecar("torn.jpg.xmp", "<html>my notes</html>");
        String crop = lightroom("Ada", ADA).replace("\"60\"", "\"40\"");
        Path croppedSidecar = sidecar("cropped.jpg.xmp", crop);

        ExportSummary summary = exportAll(null, false);

        assertThat(summary.written()).isZero();
        assertThat(summary.warnings()).extracting(ExchangeWarning::kind).containsExactly(Kind.CROPPED, Kind.UNREADABLE);
        assertThat(tornSidecar).hasContent("<html>my notes</html>");
        assertThat(croppedSidecar).hasContent(crop);
    }

    @Test
    void exportRegions_toAFolder_mirrorsTheTree_andBeginsWithWhatLiesBeside() throws IOException {
        Files.createDirectories(photos.resolve("2019/june"));
        Files.createDirectories(photos.resolve("2020"));
        PhotoId june = gallery.add(photo("2019/june/a.jpg", 1, null), ADA);
        PhotoId later = gallery.add(photo("2020/b.jpg", 1, null), ADA);
        gallery.group("Ada", new FaceId(june, 0), new FaceId(later, 0));
        sidecar("2020/b.jpg.xmp", RATING_ONLY);
        Path output = folder.resolve("out");

        exportAll(output, false);

        assertThat(Files.readString(output.resolve("2020/b.jpg.xmp"))).contains("xmp:Rating=\"3\"");
        assertThat(regions(output.resolve("2019/june/a.jpg.xmp")).regions()).hasSize(1);
        assertThat(files()).containsExactly("2019/june/a.jpg", "2020/b.jpg", "2020/b.jpg.xmp");
        assertThat(photos.resolve("2020/b.jpg.xmp")).hasContent(RATING_ONLY);
    }

    @Test
    void exportRegions_all_marksFacesWithoutAName_butNeverWhatIsNone() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA, BOB, new Box(.3f, .7f, .4f, .9f));
        gallery.group("Ada", new FaceId(id, 0));
        gallery.people().editor(Actor.LOCAL).markNotAFace(List.of(new FaceId(id, 2)));

        exportAll(null, true);

        assertThat(regions(photos.resolve("a.jpg.xmp")).regions())
                .extracting(FaceRegion::name)
                .containsExactly("Ada", null);
    }

    @Test
    void exportRegions_facesTooPoorToName_areLeftOut_unlessAUserConfirmedThem() throws IOException {
        PhotoId poor = gallery.add(photo("poor.jpg", 1, null), ADA, BOB);
        gallery.makePoor(poor);
        gallery.group("Ada", new FaceId(poor, 0));
        PersonId bob = gallery.group("Bob", new FaceId(poor, 1));
        gallery.people().editor(Actor.LOCAL).confirm(List.of(new FaceId(poor, 1)), bob);
        PhotoId good = gallery.add(photo("good.jpg", 1, null), ADA);
        gallery.group("Cleo", new FaceId(good, 0));

        ExportSummary summary = exportAll(null, false);

        assertThat(summary.lowQuality()).isEqualTo(1);
        assertThat(summary.faces()).isEqualTo(2);
        assertThat(regions(photos.resolve("poor.jpg.xmp")).regions())
                .extracting(FaceRegion::name)
                .containsExactly("Bob");
        assertThat(regions(photos.resolve("good.jpg.xmp")).regions())
                .extracting(FaceRegion::name)
                .containsExactly("Cleo");
    }

    @Test
    void exportRegions_dryRunAndPhotosWithoutNames_writeNothing() throws IOException {
        PhotoId id = gallery.add(photo("a.jpg", 1, null), ADA);
        gallery.add(photo("nobody.jpg", 1, null), BOB);
        gallery.group("Ada", new FaceId(id, 0));

        ExportSummary dry =
                gallery.exchange().exportRegions(List.of(), null, false, true, ExchangeListener.none(), () -> false);

        assertThat(dry.written()).isEqualTo(1);
        assertThat(files()).containsExactly("a.jpg", "nobody.jpg");
        exportAll(null, false);
        assertThat(files()).containsExactly("a.jpg", "a.jpg.xmp", "nobody.jpg");
    }

    private static final String RATING_ONLY = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
             <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
              <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3"/>
             </rdf:RDF>
            </x:xmpmeta>
            """;

    private int colors = 0x101010;

    private Path photo(String name, int orientation, @Nullable String xmp) throws IOException {
        colors += 0x101010;
        return Files.write(photos.resolve(name), PhotoFiles.jpeg(60, 40, colors, orientation, xmp));
    }

    private Path sidecar(String name, String xmp) throws IOException {
        return Files.writeString(photos.resolve(name), xmp);
    }

    private static String lightroom(String name, Box area) {
        return SidecarTexts.lightroom(
                name,
                60,
                40,
                (area.left() + area.right()) / 2,
                (area.top() + area.bottom()) / 2,
                area.width(),
                area.height());
    }

    /// Regions where Ada and Bob are.
    private static String twoRegions(String ada, String bob) {
        return SidecarTexts.withRegions(("<rdf:Bag><rdf:li r:Name='%s' r:Type='Face'>"
                        + "<r:Area a:x='.125' a:y='.125' a:w='.125' a:h='.125'/></rdf:li>"
                        + "<rdf:li r:Name='%s' r:Type='Face'>"
                        + "<r:Area a:x='.6875' a:y='.625' a:w='.125' a:h='.25'/></rdf:li></rdf:Bag>")
                .formatted(ada, bob)
                .replace("<rdf:li r:", "<rdf:li><rdf:Description r:")
                .replace("</rdf:li>", "</rdf:Description></rdf:li>"));
    }

    private ImportSummary importAll() {
        return gallery.exchange().importRegions(List.of(), false, ExchangeListener.none(), () -> false);
    }

    private ExportSummary exportAll(@Nullable Path output, boolean all) {
        return gallery.exchange().exportRegions(List.of(), output, all, false, ExchangeListener.none(), () -> false);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(photos)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> photos.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static FaceRegions regions(Path sidecar) throws IOException {
        return XmpDocument.parse(Files.readAllBytes(sidecar)).faceRegions().getFirst();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }
}
