package dev.likeness.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.evaluation.verification.FixturePairs;
import dev.likeness.evaluation.verification.VerificationReport;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFormatTest {
    private static final Provenance PROVENANCE =
            new Provenance("abc123", "mobilefacenet-128", "ab".repeat(32), "a machine", parameters());
    private static final VerificationReport REPORT = VerificationReport.of(FixturePairs.all(), 10);

    private static Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("pairs", "<pairs> & \"more\".txt");
        parameters.put("images", "lfw");
        return parameters;
    }

    @Test
    void json_hasStableKeysInOrder() {
        JsonNode root = JsonMapper.shared().readTree(ReportFormat.JSON.render(REPORT, PROVENANCE));

        assertThat(root.propertyNames())
                .containsExactly(
                        "kind",
                        "provenance",
                        "mated",
                        "impostors",
                        "accuracy",
                        "accuracyStandardDeviation",
                        "accuracyStandardError",
                        "threshold",
                        "folds",
                        "equalErrorRate",
                        "tarAtFar",
                        "curve",
                        "matedScores",
                        "impostorScores",
                        "notes");
        assertThat(root.get("accuracy").doubleValue())
                .isEqualTo(REPORT.accuracy().value().orElseThrow());
        assertThat(root.get("mated").longValue()).isEqualTo(300);
        assertThat(root.at("/tarAtFar/1/tar").isNull()).isTrue();
        assertThat(root.at("/tarAtFar/1/impostors").longValue()).isEqualTo(300);
        assertThat(root.get("provenance").propertyNames())
                .containsExactly("revision", "model", "modelSha256", "machine", "parameters");
        assertThat(root.at("/provenance/parameters").propertyNames()).containsExactly("pairs", "images");
        assertThat(root.get("notes").values().stream().map(JsonNode::stringValue))
                .contains("TAR at FAR 0.01 needs at least 1,000 impostor pairs, got: 300");
    }

    @Test
    void text_alignsNamesLeftAndNumbersRight() {
        assertThat(ReportFormat.TEXT.render(REPORT, PROVENANCE))
                .startsWith("""
                Verification
                                            value
                  mated pairs                 300
                  impostor pairs              300
                  accuracy        0.7300 ± 0.0172
                  threshold                0.6363
                  EER                      0.2833

                True accept rate
                  at FAR                      TAR  threshold  false matches  impostor pairs
                  0.1                      0.5567     0.5820             30             300
                  0.01      too few (300 < 1,000)          –              2             300
                  0.001    too few (300 < 10,000)          –              0             300
                  0.0001  too few (300 < 100,000)          –              0             300
                """)
                .endsWith("revision abc123, model mobilefacenet-128, a machine\n");
    }

    @Test
    void html_isOnePageWithoutScriptOrNetwork() {
        String html = ReportFormat.HTML.render(REPORT, PROVENANCE);

        assertThat(html)
                .startsWith("<!doctype html>")
                .doesNotContain("<script", "http://", "https://", "NaN", "Infinity", "@import", "url(")
                .contains(
                        "&lt;pairs&gt; &amp; &quot;more&quot;.txt", "prefers-color-scheme: dark", "impostor (n = 300)");
    }

    @Test
    void html_everyPlot_isWellFormed() throws Exception {
        String html = ReportFormat.HTML.render(REPORT, PROVENANCE);
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + 7);

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)));

        assertThat(document.getElementsByTagName("section").getLength())
                .isEqualTo(REPORT.parts().size() + 2);
    }

    @Test
    void svg_logarithmicAxis_placesADecadeEvenly() {
        // Frame from x = 66 to 662: 0.01 at the left edge, 0.1 in the middle, 1 at the right; 0 is drawn at the edge.
        String svg = SvgPlot.lines(new ReportPart.LinePlot(
                "plot",
                new ReportPart.Axis("x", .01, 1, true),
                new ReportPart.Axis("y", 0, 1, false),
                List.of(new ReportPart.Line(
                        "line",
                        List.of(
                                new ReportPart.PlotPoint(0, 0),
                                new ReportPart.PlotPoint(.1, .5),
                                new ReportPart.PlotPoint(1, 1))))));

        assertThat(svg).contains("d=\"M66.0 330.0L364.0 172.0L662.0 14.0\"").contains(">0.01<", ">0.1<", ">1<");
    }

    @Test
    void svg_longLabelAtTheEdge_isMovedInside() {
        String svg = SvgPlot.lines(new ReportPart.LinePlot(
                "plot",
                new ReportPart.Axis("x", 1e5, 1e6, true),
                new ReportPart.Axis("y", 0, 1, false),
                List.of(new ReportPart.Line("line", List.of(new ReportPart.PlotPoint(1e6, 1))))));

        assertThat(svg)
                .contains("x=\"66.0\" y=\"348\" text-anchor=\"middle\">100,000<")
                .contains("x=\"680.0\" y=\"348\" text-anchor=\"end\">1,000,000<");
    }

    @Test
    void thisMachine_namesSystemAndJava() {
        assertThat(Provenance.thisMachine())
                .contains(System.getProperty("os.name"), "processors", System.getProperty("java.version"));
    }
}
