package dev.likeness.xmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Box;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands in a sidecar, and what is kept of it when it is written again.
class XmpDocumentTest {
    private static final String AREA = "<r:Area a:x='.25' a:y='.5' a:w='.1' a:h='.2' a:unit='normalized'/>";

    @TempDir
    private Path folder;

    @Test
    void digikam_isReadInBothItsForms() {
        XmpDocument document = parse(SidecarTexts.digikam("Ada", 600, 400, .25, .5, .125, .25));

        assertThat(document.faceRegions()).hasSize(2);
        FaceRegions mwg = document.faceRegions().getFirst();
        assertThat(mwg.schema()).isEqualTo(RegionSchema.MWG);
        assertThat(mwg.appliedTo()).isEqualTo(new FaceRegions.Dimensions(600, 400));
        assertThat(mwg.problems()).isEmpty();
        assertThat(mwg.regions()).containsExactly(new FaceRegion(1, "Ada", new Box(.1875f, .375f, .3125f, .625f)));
        FaceRegions microsoft = document.faceRegions().getLast();
        assertThat(microsoft.schema()).isEqualTo(RegionSchema.MICROSOFT);
        assertThat(microsoft.appliedTo()).isNull();
        assertThat(microsoft.regions()).isEqualTo(mwg.regions());
    }

    @Test
    void lightroom_attributesAndNestedDescription_areRead() {
        FaceRegions regions = only(SidecarTexts.lightroom("Grüße 家族", 6000, 4000, .5, .25, .25, .125));

        assertThat(regions.regions())
                .containsExactly(new FaceRegion(1, "Grüße 家族", new Box(.375f, .1875f, .625f, .3125f)));
    }

    @Test
    void acdsee_isReadLikeMwg() {
        FaceRegions regions = only("""
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about="" xmlns:acdsee-rs="http://ns.acdsee.com/regions/"
                    xmlns:acdsee-stArea="http://ns.acdsee.com/sType/Area#"
                    xmlns:acdsee-stDim="http://ns.acdsee.com/sType/Dimensions#">
                   <acdsee-rs:Regions rdf:parseType="Resource">
                    <acdsee-rs:AppliedToDimensions acdsee-stDim:w="600" acdsee-stDim:h="400"/>
                    <acdsee-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">
                     <acdsee-rs:Type>Face</acdsee-rs:Type><acdsee-rs:Name>Ada</acdsee-rs:Name>
                     <acdsee-rs:DLYArea acdsee-stArea:x="0.5" acdsee-stArea:y="0.5" acdsee-stArea:w="0.5" acdsee-stArea:h="0.5"/>
                    </rdf:li></rdf:Bag></acdsee-rs:RegionList>
                   </acdsee-rs:Regions>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                """);

        assertThat(regions.schema()).isEqualTo(RegionSchema.ACDSEE);
        assertThat(regions.appliedTo()).isEqualTo(new FaceRegions.Dimensions(600, 400));
        assertThat(regions.regions()).containsExactly(new FaceRegion(1, "Ada", new Box(.25f, .25f, .75f, .75f)));
    }

    @Test
    void orderedList_otherPrefixes_missingTypeAndName_areRead() {
        String region = "<rdf:li rdf:parseType='Resource'>%s</rdf:li>";
        FaceRegions regions = only(SidecarTexts.withRegions("<rdf:Seq>"
                + region.formatted("<r:Name> Ada </r:Name>" + AREA)
                + region.formatted("<r:Type>Pet</r:Type><r:Name>Rex</r:Name>" + AREA)
                + region.formatted("<r:Type>face</r:Type>" + AREA)
                + "</rdf:Seq>"));

        assertThat(regions.problems()).isEmpty();
        assertThat(regions.regions()).extracting(FaceRegion::item).containsExactly(1, 3);
        assertThat(regions.regions()).extracting(FaceRegion::name).containsExactly("Ada", null);
    }

    @Test
    void pixelUnit_isDividedByTheDimensions() {
        FaceRegions regions =
                only(SidecarTexts.withRegion("<r:Area a:x='150' a:y='200' a:w='60' a:h='80' a:unit='pixel'/>"));

        Box area = regions.regions().getFirst().area();
        assertThat(area.left()).isCloseTo(.2f, within(1e-6f));
        assertThat(area.bottom()).isCloseTo(.6f, within(1e-6f));
    }

    @Test
    void commaDecimals_areRefusedWithTheValue_andTheNextRegionIsRead() {
        FaceRegions regions = only(SidecarTexts.withRegions("<rdf:Bag>"
                + "<rdf:li rdf:parseType='Resource'><r:Area a:x='0,25' a:y='.5' a:w='.1' a:h='.2'/></rdf:li>"
                + "<rdf:li rdf:parseType='Resource'>" + AREA + "</rdf:li></rdf:Bag>"));

        assertThat(regions.problems())
                .containsExactly("region 1: XMP must have x as a number with a decimal point, got: 0,25");
        assertThat(regions.regions()).extracting(FaceRegion::item).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<r:Area a:x='.5' a:y='.5' a:w='NaN' a:h='.2'/>",
                "<r:Area a:x='.5' a:y='.5' a:w='0' a:h='.2'/>",
                "<r:Area a:x='.5' a:y='.5' a:w='-.1' a:h='.2'/>",
                "<r:Area a:x='.5' a:y='.5' a:w='1.5' a:h='.2'/>",
                "<r:Area a:x='7' a:y='.5' a:w='.1' a:h='.2'/>",
                "<r:Area a:x='.5' a:y='.5' a:d='0'/>",
                "<r:Area a:x='.5' a:y='.5' a:w='.1'/>",
                "<r:Area a:x='.5'/>",
                "<r:Area a:x='1.5' a:y='.5'/>",
                "<r:Area>somewhere</r:Area>",
                "<r:Area a:x='1e999' a:y='.5' a:w='.1' a:h='.2'/>",
                "<r:Name>Ada&#9;Lovelace</r:Name>" + AREA,
                "<r:Name><rdf:Bag><rdf:li>Ada</rdf:li></rdf:Bag></r:Name><r:Area a:x='.5'/>"
            })
    void oddRegion_isAProblemAndNoRegion(String fields) {
        FaceRegions regions = only(SidecarTexts.withRegion(fields));

        assertThat(regions.regions()).isEmpty();
        assertThat(regions.problems()).singleElement().asString().startsWith("region 1: XMP must ");
    }

    @Test
    void circle_isTheSquareAroundIt() {
        XmpDocument document =
                parse(SidecarTexts.withRegion("<r:Name>Ada</r:Name><r:Area a:x='.5' a:y='.5' a:d='.2'/>"));

        // The diameter is a share of the shorter side: 80 of 600×400 pixels.
        assertBox(document.faceRegions().getFirst().regions().getFirst().area(), .43333f, .4f, .56667f, .6f);
    }

    @Test
    void point_isASpeck() {
        FaceRegions regions = only(SidecarTexts.withRegion("<r:Name>Ada</r:Name><r:Area a:x='.5' a:y='.25'/>"));

        assertThat(regions.regions()).singleElement().satisfies(region -> {
            assertThat(region.isPoint()).isTrue();
            assertThat(region.name()).isEqualTo("Ada");
            assertThat(region.area().centre().x()).isEqualTo(.5f, within(1e-5f));
            assertThat(region.area().centre().y()).isEqualTo(.25f, within(1e-5f));
        });
    }

    @Test
    void iptcRegions_ofEveryShapeAndUnit_areRead() {
        String details = "<i:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType='Resource'><i:PersonName><rdf:Alt>"
                + "<rdf:li xml:lang='x-default'>Ada</rdf:li></rdf:Alt></i:PersonName></rdf:li></rdf:Bag>"
                + "</i:PersonInImageWDetails><i:Name>Speaker</i:Name>";
        String vertices = "<i:rbVertices><rdf:Seq><rdf:li i:rbX='.1' i:rbY='.2'/><rdf:li i:rbX='.3' i:rbY='.25'/>"
                + "<rdf:li i:rbX='.2' i:rbY='.6'/></rdf:Seq></i:rbVertices>";
        String dog = "<i:rCtype><rdf:Bag><rdf:li rdf:parseType='Resource'><xmp:Identifier><rdf:Bag><rdf:li>"
                + "http://cv.iptc.org/newscodes/imageregiontype/animal</rdf:li></rdf:Bag></xmp:Identifier></rdf:li>"
                + "</rdf:Bag></i:rCtype>";
        XmpDocument document = parse(SidecarTexts.withIptcRegions(
                details
                        + "<i:RegionBoundary i:rbShape='rectangle' i:rbUnit='relative' i:rbX='.1' i:rbY='.2' i:rbW='.3' i:rbH='.4'/>",
                "<i:Name><rdf:Alt><rdf:li xml:lang='de'>Bob</rdf:li></rdf:Alt></i:Name>"
                        + "<i:RegionBoundary i:rbShape='circle' i:rbUnit='pixel' i:rbX='400' i:rbY='200' i:rbRx='80'/>",
                "<i:Name>Cyd</i:Name><i:RegionBoundary rdf:parseType='Resource'><i:rbShape>polygon</i:rbShape>"
                        + "<i:rbUnit>relative</i:rbUnit>" + vertices + "</i:RegionBoundary>",
                "<i:Name>Rex</i:Name>" + dog
                        + "<i:RegionBoundary i:rbShape='rectangle' i:rbUnit='relative' i:rbX='.1' i:rbY='.2' i:rbW='.3' i:rbH='.4'/>",
                "<i:Name>Dan</i:Name><i:RegionBoundary i:rbShape='star' i:rbUnit='relative'/>"));

        FaceRegions regions =
                document.faceRegions(new FaceRegions.Dimensions(800, 400)).getFirst();

        assertThat(regions.schema()).isEqualTo(RegionSchema.IPTC);
        assertThat(regions.regions()).extracting(FaceRegion::name).containsExactly("Ada", "Bob", "Cyd");
        assertBox(regions.regions().get(0).area(), .1f, .2f, .4f, .6f);
        assertBox(regions.regions().get(1).area(), .4f, .3f, .6f, .7f);
        assertBox(regions.regions().get(2).area(), .1f, .2f, .3f, .6f);
        assertThat(regions.problems())
                .containsExactly("region 5: XMP must have rbShape rectangle, circle or polygon, got: star");
        assertThat(document.faceRegions().getFirst().problems())
                .contains(
                        "region 2: XMP must have rbUnit relative, because the picture's size is not known, got: pixel");
    }

    private static void assertBox(Box box, float left, float top, float right, float bottom) {
        assertThat(new float[] {box.left(), box.top(), box.right(), box.bottom()})
                .containsExactly(new float[] {left, top, right, bottom}, within(1e-5f));
    }

    @Test
    void regionListThatIsNoList_isAProblem() {
        assertThat(only(SidecarTexts.withRegions("nothing")).problems())
                .singleElement()
                .asString()
                .startsWith("RegionList must be a list of regions, got: ");
    }

    @Test
    void thousandsOfRegions_areRefused() {
        String region = "<rdf:li rdf:parseType='Resource'>" + AREA + "</rdf:li>";

        FaceRegions regions = only(SidecarTexts.withRegions("<rdf:Bag>" + region.repeat(1001) + "</rdf:Bag>"));

        assertThat(regions.regions()).isEmpty();
        assertThat(regions.problems()).containsExactly("RegionList must have at most 1000 regions, got: 1001");
    }

    @Test
    void externalEntity_isRefusedAndNeverRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");
        String hostile = SidecarTexts.digikam("&secret;", 600, 400, .25, .5, .1, .2)
                .replace("?>\n", "?>\n<!DOCTYPE x [<!ENTITY secret SYSTEM '" + secret.toUri() + "'>]>\n");

        assertRefused(hostile, "XMP must have no document type (DOCTYPE), got one");
    }

    @Test
    void entityBomb_isRefused() {
        String hostile = "<!DOCTYPE x [<!ENTITY a0 'ha'>"
                + IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "<!ENTITY a%d '&a%d;&a%d;'>".formatted(i, i - 1, i - 1))
                        .collect(Collectors.joining())
                + "]>" + SidecarTexts.withRegion("<r:Name>&a40;</r:Name>" + AREA);

        assertRefused(hostile, "XMP must have no document type (DOCTYPE), got one");
    }

    @Test
    void externalDocumentType_isRefused() {
        assertRefused(
                "<!DOCTYPE x SYSTEM 'file:///nowhere.dtd'>" + SidecarTexts.withRegion(AREA),
                "XMP must have no document type (DOCTYPE), got one");
    }

    @Test
    void entityWithoutDocumentType_isRefused() {
        assertThatThrownBy(() -> parse(SidecarTexts.withRegion("<r:Name>&unknown;</r:Name>" + AREA)))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void deepNesting_isRefused() {
        String deep = "<r:Extensions rdf:parseType='Resource'>".repeat(50_000);

        assertRefused(SidecarTexts.withRegion(deep), "XMP must be nested at most 90 deep, got more");
    }

    @Test
    void otherXmlThanXmp_isRefused_forWritingWouldLoseIt() {
        assertRefused("<html><body/></html>", "XMP must contain RDF only, got: html");
        assertRefused("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "XMP must contain one rdf:RDF, got: 0");
        assertRefused(
                SidecarTexts.withRegion(AREA).replace("</x:xmpmeta>", "<mine/></x:xmpmeta>"),
                "XMP must contain RDF only, got: mine");
    }

    @Test
    void tornFile_isRefused() {
        String whole = SidecarTexts.digikam("Ada", 600, 400, .25, .5, .1, .2);

        assertThatThrownBy(() -> parse(whole.substring(0, whole.length() / 2)))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("XMP must be well-formed XML, got: ");
    }

    @Test
    void tooManyBytes_areRefusedBeforeTheyAreParsed() {
        assertThatThrownBy(() -> XmpDocument.parse(new byte[(16 << 20) + 1]))
                .isInstanceOf(LikenessException.class)
                .hasMessage("XMP must have at most 16777216 bytes, got: 16777217");
    }

    @Test
    void packetWithWrapperAndZerosBehind_isRead() {
        String packet = "<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?>"
                + SidecarTexts.withRegion("<r:Name>Ada</r:Name>" + AREA) + "<?xpacket end='w'?>\0\0\0";

        assertThat(only(packet).regions()).extracting(FaceRegion::name).containsExactly("Ada");
    }

    @Test
    void hundredsOfDevelopSettings_areReadAndKept() {
        String settings = IntStream.range(0, 450)
                .mapToObj(i -> "crs:Setting%d=\"%d\"".formatted(i, i))
                .collect(Collectors.joining("\n"));
        XmpDocument document = parse(
                SidecarTexts.lightroom("Ada", 600, 400, .25, .5, .1, .2).replace("crs:Version=\"15.4\"", settings));

        assertThat(document.faceRegions().getFirst().regions()).hasSize(1);
        assertThat(written(document)).contains("crs:Setting0", "crs:Setting449").contains("449");
        assertThat(parse(written(document)).faceRegions()).isEqualTo(document.faceRegions());
    }

    @Test
    void added_isReadAgainAsItWas() {
        XmpDocument document = XmpDocument.empty();
        document.setAppliedToDimensions(600, 400);
        document.addFaceRegion("Ada & <Bob>", new Box(.125f, .25f, .25f, .5f));
        document.addFaceRegion(null, new Box(.5f, .25f, .75f, .5f));

        FaceRegions regions = only(written(document));

        assertThat(regions.appliedTo()).isEqualTo(new FaceRegions.Dimensions(600, 400));
        assertThat(regions.regions())
                .containsExactly(
                        new FaceRegion(1, "Ada & <Bob>", new Box(.125f, .25f, .25f, .5f)),
                        new FaceRegion(2, null, new Box(.5f, .25f, .75f, .5f)));
        assertThat(written(document)).contains("stArea:unit=\"normalized\"", "mwg-rs:Type=\"Face\"", "<rdf:Bag>");
    }

    @Test
    void renamedAndAdded_keepsEverythingElseOfTheFile() {
        XmpDocument document = parse(SidecarTexts.lightroom("Ada", 600, 400, .25, .5, .1, .2));
        document.renameFaceRegion(1, "Augusta");
        document.addFaceRegion("Bob", new Box(.5f, .25f, .75f, .5f));

        XmpDocument again = parse(written(document));

        assertThat(again.faceRegions().getFirst().regions())
                .extracting(FaceRegion::name)
                .containsExactly("Augusta", "Bob");
        assertThat(written(again)).contains("Rotation", "crs:Version=\"15.4\"", "crs:Temperature=\"5450\"");
        XmpDocument digikam = parse(SidecarTexts.digikam("Ada", 600, 400, .25, .5, .125, .25));
        digikam.renameFaceRegion(1, "Augusta");
        assertThat(written(digikam)).contains("People/Ada", "xmp:Rating=\"4\"", "MPReg:Rectangle");
    }

    @Test
    void takeRegions_copiesTheWholeList() {
        XmpDocument document = parse("""
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                 <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3"/>
                </rdf:RDF>
                """);
        XmpDocument other = parse(SidecarTexts.lightroom("Ada", 600, 400, .25, .5, .1, .2));

        document.copyRegionsFrom(other);

        assertThat(parse(written(document)).faceRegions()).isEqualTo(other.faceRegions());
        assertThat(written(document)).contains("xmp:Rating=\"3\"", "Rotation").doesNotContain("crs:");
    }

    private static XmpDocument parse(String xml) {
        return XmpDocument.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String written(XmpDocument document) {
        return new String(document.toBytes(), StandardCharsets.UTF_8);
    }

    private static FaceRegions only(String xml) {
        assertThat(parse(xml).faceRegions()).hasSize(1);
        return parse(xml).faceRegions().getFirst();
    }

    private static void assertRefused(String xml, String message) {
        assertThatThrownBy(() -> parse(xml))
                .isInstanceOf(LikenessException.class)
                .hasMessage(message);
    }
}
