package dev.likeness.image;

import dev.likeness.api.SquareModels;
import dev.likeness.engine.ingest.walk.FileOutcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// A photo library as it really is, made by code: photos of every format and in every state, under all kinds
/// of names, among everything that programs, systems and people leave beside them. Each file says what an
/// ingest makes of it.
public final class Attic {
    private final Path root;
    private final Map<FileOutcome, Integer> expected = new EnumMap<>(FileOutcome.class);
    private int files;
    private int person;

    private Attic(Path root) {
        this.root = root;
    }

    /// Fills a folder.
    public static Attic in(Path folder) throws IOException, InterruptedException {
        Attic attic = new Attic(Files.createDirectories(folder));
        attic.addFormats();
        attic.addFormatsOfOtherPrograms();
        attic.addOrientations();
        attic.addTimes();
        attic.addTornFiles();
        attic.addBombs();
        attic.addNames();
        attic.addShots();
        attic.addSidecars();
        attic.addFoldersOfSystems();
        attic.addIgnoreFiles();
        attic.addLinks();
        attic.addSpecialFiles();
        attic.addOtherFiles();
        return attic;
    }

    /// Number of files, links and folders, whose outcomes are known.
    public int files() {
        return files;
    }

    public Map<FileOutcome, Integer> expected() {
        return expected;
    }

    private void expect(FileOutcome outcome) {
        files++;
        expected.merge(outcome, 1, Integer::sum);
    }

    private Path file(String name, byte[] content, FileOutcome outcome) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        expect(outcome);
        return Files.write(file, content);
    }

    private Path text(String name, String content, FileOutcome outcome) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8), outcome);
    }

    /// A file that nothing counts by itself, because its folder is left out.
    private void hidden(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, photo());
    }

    /// A new photo of one new person.
    private byte[] photo() {
        person++;
        return SquareModels.photo(person, person);
    }

    private BufferedImage picture() {
        return picture(photo());
    }

    private static BufferedImage picture(byte[] photo) {
        try {
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(photo));
            BufferedImage picture =
                    new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_INT_RGB);
            picture.createGraphics().drawImage(decoded, 0, 0, null);
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void added(String name, byte[] content) throws IOException {
        file(name, content, FileOutcome.ADDED);
    }

    private void unreadable(String name, byte[] content) throws IOException {
        file(name, content, FileOutcome.UNREADABLE);
    }

    private void addFormats() throws IOException {
        added("formats/a.jpg", photo());
        added("formats/b.JPG", photo());
        added("formats/c.jpeg", photo());
        added("formats/progressive.jpe", TestPictures.openCv(".jpg", picture(), 2, 1));
        added("formats/profile.jpg", TestPictures.jpegWithProfile(photo(), TestProfiles.displayP3()));
        added("formats/broken-profile.jpg", TestPictures.jpegWithProfile(photo(), new byte[200]));
        added("formats/a.png", TestPictures.encode(picture(), "png"));
        added(
                "formats/profile.png",
                TestPictures.pngWithProfile(TestPictures.encode(picture(), "png"), TestProfiles.adobeRgb()));
        added("formats/lossless.webp", TestPictures.losslessWebp(picture()));
        added("formats/lossy.webp", TestPictures.openCv(".webp", picture(), 64, 95));
        added("formats/a.tif", TestPictures.encode(picture(), "tiff", "LZW"));
        added("formats/deflated.tiff", TestPictures.encode(picture(), "tiff", "ZLib"));
        added("formats/pages.tif", TestPictures.encodeAll("tiff", TestPictures.flat(20, 20, 0x3366), picture()));
        added("formats/a.bmp", TestPictures.encode(picture(), "bmp"));
        added("formats/16-bit.bmp", RawFiles.bmp16(picture(), true));
        added("formats/a.psd", RawFiles.psd(picture()));
        added("formats/a.gif", TestPictures.encode(picture(), "gif"));
        file(
                "formats/animated.gif",
                TestPictures.encodeAll("gif", picture(SquareModels.landscape(5)), TestPictures.flat(20, 20, 0x3366)),
                FileOutcome.WITHOUT_FACE);
        file("formats/inks.tif", TestPictures.cmykTiff(0, 100, 200, 30), FileOutcome.WITHOUT_FACE);
        file("formats/landscape.jpg", SquareModels.landscape(1), FileOutcome.WITHOUT_FACE);
        file("formats/tiny.png", TestPictures.encode(TestPictures.flat(1, 1, 0xFF), "png"), FileOutcome.WITHOUT_FACE);
        added("formats/crowd.jpg", SquareModels.photo(900, 901, 902, 903, 904));
        added("raw/a.dng", RawFiles.tiffLike(1, SquareModels.landscape(2), preview()));
        added("raw/turned.nef", RawFiles.tiffLike(6, SquareModels.landscape(3), preview()));
        added("raw/a.raf", RawFiles.fuji(preview()));
        added("raw/a.cr3", RawFiles.canon(1, preview()));
        unreadable("raw/thumbnail-only.arw", RawFiles.tiffLike(1, SquareModels.landscape(4), photo()));
    }

    /// A photo as large as the previews that are read.
    private byte[] preview() {
        return TestPictures.rgb(picture()).resized(384, 384).toJpeg(95);
    }

    /// Formats that need a program: read where it is installed, counted with the remedy where not.
    private void addFormatsOfOtherPrograms() throws IOException, InterruptedException {
        coded("heif-enc", "heif-convert", "heic");
        coded("avifenc", "heif-convert", "avif");
        coded("cjxl", "djxl", "jxl");
        coded("opj_compress", "opj_decompress", "jp2");
        file("programs/torn.heic", HeifTest.heif("heic", 96, 128, true), broken("heif-convert"));
        file("programs/torn.avif", HeifTest.heif("avif", 96, 128, false), broken("heif-convert"));
        file("programs/torn.jxl", ConverterTest.smallJxl(), broken("djxl"));
        file("programs/torn.jp2", ConverterTest.jp2(40, 30), broken("opj_decompress"));
        file("programs/torn-again.jp2", ConverterTest.jp2(40, 30), broken("opj_decompress"));
    }

    private static FileOutcome broken(String decoder) {
        return isInstalled(decoder) ? FileOutcome.UNREADABLE : FileOutcome.NOT_READ;
    }

    private void coded(String encoder, String decoder, String extension) throws IOException, InterruptedException {
        if (!isInstalled(encoder) || !isInstalled(decoder)) {
            return;
        }
        Path png = Files.write(Files.createTempFile("attic", ".png"), TestPictures.encode(picture(), "png"));
        Path coded = Files.createDirectories(root.resolve("programs")).resolve("a." + extension);
        List<String> command = switch (encoder) {
            case "heif-enc" -> List.of(encoder, "-q", "95", "-o", coded.toString(), png.toString());
            case "opj_compress" -> List.of(encoder, "-i", png.toString(), "-o", coded.toString());
            default -> List.of(encoder, png.toString(), coded.toString());
        };
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0 && Files.exists(coded)) {
            expect(FileOutcome.ADDED);
        } else {
            Files.deleteIfExists(coded);
        }
        Files.delete(png);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void addOrientations() throws IOException {
        for (int orientation = 1; orientation <= 8; orientation++) {
            added(
                    "turned/exif-%d.jpg".formatted(orientation),
                    TestPictures.jpegWithExif(photo(), TestPictures.exif(orientation)));
        }
        added("turned/wrong.jpg", TestPictures.jpegWithExif(photo(), TestPictures.exif(9)));
        added("turned/exif.png", TestPictures.withChunk(png(), "eXIf", TestPictures.exif(6)));
        added("turned/tag.tif", TestPictures.tiff(picture(), 6, 128, 128));
        added("turned/xmp.jpg", withXmp(photo(), "<x tiff:Orientation='6'/>"));
        added("turned/metadata.jpg", PhotoFiles.withMetadata(photo(), 3));
    }

    private byte[] png() {
        return TestPictures.encode(picture(), "png");
    }

    private static byte[] withXmp(byte[] jpeg, String packet) {
        return TestPictures.withSegment(
                jpeg, 0xE1, TestPictures.latin("http://ns.adobe.com/xap/1.0/\0"), TestPictures.latin(packet));
    }

    private void addTimes() throws IOException {
        for (String name : List.of(
                "IMG_20200102_030405.jpg",
                "IMG-20200102-WA0001.jpg",
                "Screenshot_20200102-030405.png",
                "2020-01-02 03.04.05.jpg",
                "PXL_20200102_030405678.jpg",
                "00000000_000000.jpg")) {
            added("times/" + name, name.endsWith("png") ? png() : photo());
        }
        for (String time : List.of("2019:07:01 18:30:05", "2019:07:01 24:00:60", "    :  :     :  :  ")) {
            added(
                    "times/exif-%s.jpg".formatted(time.trim().replace(":", "").replace(' ', '-')),
                    TestPictures.jpegWithExif(photo(), TestPictures.exif(1, time, null)));
        }
        added("times/xmp.jpg", withXmp(photo(), "<x photoshop:DateCreated='2019-06'/>"));
    }

    /// Files of each format that end early, and some that only look like pictures.
    private void addTornFiles() throws IOException {
        added("torn/a.jpg", cut(photo(), 0.9));
        added("torn/trailing.jpg", TestPictures.join(photo(), new byte[500]));
        added("torn/no-end.jpg", withoutEnd(photo(), 2));
        added("torn/no-end.png", withoutEnd(png(), 12));
        added("torn/a.png", cut(png(), 0.95));
        added("torn/a.bmp", cut(TestPictures.encode(picture(), "bmp"), 0.9));
        added("torn/a.gif", cut(TestPictures.encode(picture(), "gif"), 0.95));
        unreadable("torn/header.jpg", Arrays.copyOf(photo(), 20));
        unreadable("torn/header.png", Arrays.copyOf(png(), 20));
        unreadable("torn/header.webp", Arrays.copyOf(TestPictures.losslessWebp(picture()), 20));
        unreadable("torn/header.gif", Arrays.copyOf(TestPictures.encode(picture(), "gif"), 9));
        unreadable("torn/header.tif", Arrays.copyOf(TestPictures.encode(picture(), "tiff", "LZW"), 12));
        unreadable("torn/header.bmp", Arrays.copyOf(TestPictures.encode(picture(), "bmp"), 20));
        unreadable("torn/header.psd", Arrays.copyOf(RawFiles.psd(picture()), 20));
        unreadable("torn/raf-header.raf", Arrays.copyOf(RawFiles.fuji(photo()), 40));
        unreadable("torn/empty.jpg", new byte[0]);
        unreadable("torn/zeros.jpg", new byte[3000]);
        unreadable("torn/text.jpg", TestPictures.latin("no picture"));
        unreadable("torn/page.png", TestPictures.latin("<html><body>Not found</body></html>"));
        unreadable("torn/video.heic", TestPictures.latin("\0\0\0\u0018ftypisom\0\0\2\0isomiso2"));
        unreadable("torn/archive.jpg", TestPictures.latin("PK\3\4 and more"));
    }

    private static byte[] cut(byte[] file, double share) {
        return Arrays.copyOf(file, (int) (share * file.length));
    }

    private static byte[] withoutEnd(byte[] file, int bytes) {
        return Arrays.copyOf(file, file.length - bytes);
    }

    /// Small files that declare far more pixels than they have.
    private void addBombs() throws IOException {
        int side = 14_000;
        byte[] gif = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "gif");
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) side)
                .putShort(8, (short) side);
        unreadable("bombs/a.gif", gif);
        byte[] bmp = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, side).putInt(22, side);
        unreadable("bombs/a.bmp", bmp);
        unreadable("bombs/a.tif", TestPictures.tiff(TestPictures.flat(4, 4, 0xFF), 1, side, side));
        byte[] png = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "png");
        ByteBuffer.wrap(png).putInt(16, 1_000_000).putInt(20, 1_000_000);
        unreadable("bombs/a.png", png);
    }

    private void addNames() throws IOException {
        added("names/none", photo());
        added("names/a.jpg_large", photo());
        added("names/a.mpo", photo());
        added("names/lonely.thm", photo());
        added("names/jpeg.png", photo());
        added("names/png.jpg", png());
        added("names/webp.jpg", TestPictures.losslessWebp(picture()));
        added("names/with space.jpg", photo());
        added("names/ leading.jpg", photo());
        added("names/trailing.jpg ", photo());
        added("names/dots...jpg", photo());
        added("names/line\nbreak.jpg", photo());
        added("names/100% of it?#&+.jpg", photo());
        added("names/-rf.jpg", photo());
        added("names/\u732B\uD83D\uDE00.jpg", photo());
        added("names/" + "n".repeat(200) + ".jpg", photo());
        added("names/" + "deep/".repeat(40) + "a.jpg", photo());
        added("names/composed/\u00E9.jpg", photo());
        file("names/decomposed/e\u0301.jpg", lastPhoto(), FileOutcome.COPY);
        Path latin = Path.of(URI.create(root.resolve("names").toUri() + "caf%E9.jpg"));
        Files.write(latin, photo());
        expect(FileOutcome.ADDED);
    }

    private byte[] lastPhoto() {
        return SquareModels.photo(person, person);
    }

    /// Several files of one shot, and one photo several times.
    private void addShots() throws IOException {
        added("shots/IMG_1.JPG", photo());
        file("shots/IMG_1.cr2", RawFiles.tiffLike(1, photo(), photo()), FileOutcome.COMPANION);
        file("shots/IMG_1.THM", photo(), FileOutcome.COMPANION);
        added("shots/IMG_2.jpg", photo());
        text("shots/IMG_2.MOV", "video", FileOutcome.COMPANION);
        text("shots/IMG_2.mp4", "video", FileOutcome.COMPANION);
        text("shots/IMG_3.mov", "video", FileOutcome.NOT_READ);
        added("shots/PXL_4.RAW-01.COVER.jpg", photo());
        file("shots/PXL_4.RAW-02.ORIGINAL.dng", RawFiles.tiffLike(1, photo(), photo()), FileOutcome.COMPANION);
        byte[] twice = photo();
        added("shots/twice.jpg", twice);
        file("shots/twice (1).jpg", twice, FileOutcome.COPY);
        file("shots/again/twice.jpg", twice, FileOutcome.COPY);
        file("shots/again/rated.jpg", withXmp(twice, "<x xmp:Rating='5'/>"), FileOutcome.COPY);
        byte[] image = png();
        added("shots/commented.png", image);
        file(
                "shots/commented-again.png",
                TestPictures.withChunk(image, "tEXt", TestPictures.latin("Comment\0so")),
                FileOutcome.COPY);
    }

    private void addSidecars() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            added("sidecars/" + name + ".jpg", photo());
        }
        text("sidecars/a.xmp", "<x photoshop:DateCreated='2019-06'/>", FileOutcome.SIDECAR);
        text("sidecars/b.jpg.xmp", "<x photoshop:DateCreated='2019-06'/>", FileOutcome.SIDECAR);
        text("sidecars/A.XMP", "not even XML", FileOutcome.SIDECAR);
        text("sidecars/b.AAE", "<plist/>", FileOutcome.SIDECAR);
        text("sidecars/b.jpg.pp3", "[Version]", FileOutcome.SIDECAR);
        String takeout = "{\"title\": \"c\", \"photoTakenTime\": {\"timestamp\": \"1577934245\"}}";
        text("sidecars/c.jpg.json", takeout, FileOutcome.SIDECAR);
        text("sidecars/d.jpg.supplemental-metadata.json", takeout, FileOutcome.SIDECAR);
        text("sidecars/metadata.json", "{\"title\": \"album\"}", FileOutcome.NOT_A_PICTURE);
        text("sidecars/.picasa.ini", "[a.jpg]\nstar=yes\n", FileOutcome.LEFT_OUT);
    }

    private void addFoldersOfSystems() throws IOException {
        for (String folder : List.of(
                "@eaDir",
                "#recycle",
                "$RECYCLE.BIN",
                "System Volume Information",
                "lost+found",
                ".Trash-1000",
                ".@__thumb",
                ".thumbnails",
                "Previews.lrdata",
                ".hidden",
                "Mine.photoslibrary/resources")) {
            hidden("systems/" + folder + "/a.jpg");
            hidden("systems/" + folder + "/deep/b.jpg");
            expect(FileOutcome.LEFT_OUT);
        }
        added("systems/Mine.photoslibrary/originals/0/a.jpg", photo());
        hidden("systems/chat/.nomedia");
        hidden("systems/chat/a.jpg");
        expect(FileOutcome.LEFT_OUT);
        for (String name : List.of(".DS_Store", "._a.jpg", ".hidden.jpg", ".~lock.a.odt#")) {
            file("systems/" + name, photo(), FileOutcome.LEFT_OUT);
        }
        text("systems/Thumbs.db", "x", FileOutcome.NOT_A_PICTURE);
        text("systems/desktop.ini", "[x]", FileOutcome.NOT_A_PICTURE);
    }

    private void addIgnoreFiles() throws IOException {
        text("ignored/.likenessignore", "*.png\n/private/\n# comment\n", FileOutcome.LEFT_OUT);
        added("ignored/a.jpg", photo());
        file("ignored/b.png", png(), FileOutcome.LEFT_OUT);
        hidden("ignored/private/c.jpg");
        expect(FileOutcome.LEFT_OUT);
        text("ignored/trip/.likenessignore", "!d.png\n", FileOutcome.LEFT_OUT);
        added("ignored/trip/d.png", png());
        file("ignored/trip/e.png", png(), FileOutcome.LEFT_OUT);
    }

    private void addLinks() throws IOException {
        Path links = Files.createDirectories(root.resolve("links"));
        Path elsewhere = Files.createDirectories(root.resolveSibling(root.getFileName() + "-elsewhere"));
        Files.write(elsewhere.resolve("a.jpg"), photo());
        Files.createSymbolicLink(links.resolve("folder"), elsewhere);
        expect(FileOutcome.ADDED);
        byte[] linked = photo();
        added("links/a.jpg", linked);
        Files.createSymbolicLink(links.resolve("b.jpg"), links.resolve("a.jpg"));
        expect(FileOutcome.COPY);
        Files.createLink(links.resolve("c.jpg"), links.resolve("a.jpg"));
        expect(FileOutcome.COPY);
        Files.createSymbolicLink(links.resolve("up"), root);
        expect(FileOutcome.LOOP);
        Files.createSymbolicLink(links.resolve("self"), links.resolve("self"));
        expect(FileOutcome.NOT_SEARCHED);
        Files.createSymbolicLink(links.resolve("gone.jpg"), links.resolve("nowhere.jpg"));
        expect(FileOutcome.UNREADABLE);
        Files.createSymbolicLink(links.resolve("gone"), links.resolve("nowhere"));
        expect(FileOutcome.NOT_SEARCHED);
    }

    private void addSpecialFiles() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(root.resolve("special"));
        for (String name : List.of("pipe", "pipe.jpg")) {
            if (isInstalled("mkfifo")
                    && new ProcessBuilder("mkfifo", folder.resolve(name).toString())
                                    .start()
                                    .waitFor()
                            == 0) {
                expect(FileOutcome.SPECIAL_FILE);
            }
        }
        Files.createSymbolicLink(folder.resolve("endless.jpg"), Path.of("/dev/zero"));
        expect(FileOutcome.SPECIAL_FILE);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        if (address.toString().length() < 100) { // Systems limit the names of sockets.
            try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(address);
            }
            expect(FileOutcome.SPECIAL_FILE);
        }
    }

    private void addOtherFiles() throws IOException {
        for (String extension : List.of("mp4", "AVI", "mkv", "3gp", "svg", "eps", "xcf", "tga", "ppm", "ico", "exr")) {
            text("others/a." + extension, "x", FileOutcome.NOT_READ);
        }
        text("others/video-without-a-name", "\0\0\0\24ftypisom\0\0\2\0", FileOutcome.NOT_READ);
        for (String extension : List.of("txt", "pdf", "docx", "zip", "mp3", "html", "db", "log", "abc")) {
            text("others/b." + extension.toLowerCase(Locale.ROOT), "x", FileOutcome.NOT_A_PICTURE);
        }
        file("others/photo.txt", photo(), FileOutcome.NOT_A_PICTURE);
        file("others/empty", new byte[0], FileOutcome.NOT_A_PICTURE);
        Files.createDirectories(root.resolve("others/empty folder"));
    }
}
