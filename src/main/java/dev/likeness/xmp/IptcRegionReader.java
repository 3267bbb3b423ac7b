package dev.likeness.xmp;

import com.adobe.internal.xmp.XMPConst;
import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPPathFactory;
import com.adobe.internal.xmp.properties.XMPProperty;
import dev.likeness.xmp.FaceRegions.Dimensions;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads image regions of the IPTC Photo Metadata Standard 2019.1, section Image Region, as far as they show
/// people.
final class IptcRegionReader {
    static final String NAMESPACE = XMPConst.NS_IPTCEXT;
    static final String LIST = "ImageRegion";

    private static final int MAX_VERTICES = 1000;

    private final XMPMeta meta;
    private final @Nullable Dimensions picture;

    /// @param picture size of the picture as stored, for coordinates in pixels; null if it is not known
    IptcRegionReader(XMPMeta meta, @Nullable Dimensions picture) {
        this.meta = meta;
        this.picture = picture;
    }

    /// The smallest rectangle around a region, in shares of the picture's sides; of a point, both sides are 0.
    record Region(Optional<String> name, double left, double top, double width, double height) {}

    /// Reads one region; empty if it shows something else than a person.
    ///
    /// @param item path of the region
    Optional<Region> read(String item) throws XMPException {
        if (isOfSomethingElse(item)) {
            return Optional.empty();
        }
        String boundary = item + field("RegionBoundary");
        String shape =
                text(boundary + field("rbShape")).orElse("rectangle").strip().toLowerCase(Locale.ROOT);
        Dimensions unit = unit(boundary);
        Optional<String> name = name(item);
        return Optional.of(
                switch (shape) {
                    case "rectangle" ->
                        new Region(
                                name,
                                value(boundary, "rbX") / unit.width(),
                                value(boundary, "rbY") / unit.height(),
                                value(boundary, "rbW") / unit.width(),
                                value(boundary, "rbH") / unit.height());
                    case "circle" -> circle(name, boundary, unit);
                    case "polygon" -> polygon(name, boundary, unit);
                    default ->
                        throw XmlSanitizer.invalid("must have rbShape rectangle, circle or polygon, got: " + shape);
                });
    }

    private Region circle(Optional<String> name, String boundary, Dimensions unit) throws XMPException {
        double radius = value(boundary, "rbRx") / unit.width();
        // The radius is measured along the width.
        double ratio = picture == null ? 1 : picture.width() / picture.height();
        return new Region(
                name,
                value(boundary, "rbX") / unit.width() - radius,
                value(boundary, "rbY") / unit.height() - radius * ratio,
                2 * radius,
                2 * radius * ratio);
    }

    private Region polygon(Optional<String> name, String boundary, Dimensions unit) throws XMPException {
        String vertices = boundary + field("rbVertices");
        int count = meta.doesPropertyExist(NAMESPACE, vertices) ? meta.countArrayItems(NAMESPACE, vertices) : 0;
        if (count < 1 || count > MAX_VERTICES) {
            throw XmlSanitizer.invalid(
                    "must have 1 to %d vertices in rbVertices, got: %d".formatted(MAX_VERTICES, count));
        }
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 1; i <= count; i++) {
            String vertex = vertices + "[" + i + "]";
            double x = value(vertex, "rbX") / unit.width();
            double y = value(vertex, "rbY") / unit.height();
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x);
            bottom = Math.max(bottom, y);
        }
        return new Region(name, left, top, right - left, bottom - top);
    }

    /// What coordinates are divided by.
    private Dimensions unit(String boundary) throws XMPException {
        String unit = text(boundary + field("rbUnit")).orElse("relative").strip();
        if (!unit.equalsIgnoreCase("pixel")) {
            return new Dimensions(1, 1);
        }
        if (picture == null) {
            throw XmlSanitizer.invalid(
                    "must have rbUnit relative, because the picture's size is not known, got: pixel");
        }
        return picture;
    }

    private double value(String struct, String field) throws XMPException {
        String text = text(struct + field(field))
                .orElseThrow(() -> XmlSanitizer.invalid("must have a boundary with " + field + ", got none"));
        return RegionReader.number(field, text);
    }

    private Optional<String> name(String item) throws XMPException {
        Optional<String> detailed = text(item + field("PersonInImageWDetails") + "[1]" + field("PersonName"));
        Optional<String> plain = detailed.isPresent() ? detailed : text(item + field("PersonInImage"));
        return plain.isPresent() ? plain : text(item + field("Name"));
    }

    /// A region says by its types what it shows: as names or as addresses of IPTC's vocabulary.
    private boolean isOfSomethingElse(String item) throws XMPException {
        boolean isTyped = false;
        for (String list : new String[] {"rCtype", "RCtype"}) {
            String types = item + field(list);
            int count = meta.doesPropertyExist(NAMESPACE, types) ? meta.countArrayItems(NAMESPACE, types) : 0;
            for (int i = 1; i <= Math.min(count, 20); i++) {
                String type = types + "[" + i + "]";
                String identifier = type + XMPPathFactory.composeStructFieldPath(XMPConst.NS_XMP, "Identifier");
                String text = (text(type + field("Name")).orElse("")
                                + ' '
                                + text(identifier).orElse(""))
                        .toLowerCase(Locale.ROOT);
                if (text.contains("human") || text.contains("face") || text.contains("person")) {
                    return false;
                }
                isTyped |= !text.isBlank();
            }
        }
        return isTyped;
    }

    /// A plain value, or the first of a list or of several languages.
    private Optional<String> text(String path) throws XMPException {
        if (!meta.doesPropertyExist(NAMESPACE, path)) {
            return Optional.empty();
        }
        XMPProperty property = meta.getProperty(NAMESPACE, path);
        if (property.getOptions().isArray()) {
            property = meta.countArrayItems(NAMESPACE, path) > 0 ? meta.getArrayItem(NAMESPACE, path, 1) : null;
        }
        return property == null
                ? Optional.empty()
                : Optional.ofNullable(property.getValue()).filter(value -> !value.isBlank());
    }

    private static String field(String name) throws XMPException {
        return XMPPathFactory.composeStructFieldPath(NAMESPACE, name);
    }
}
