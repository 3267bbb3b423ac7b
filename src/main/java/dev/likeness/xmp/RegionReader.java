package dev.likeness.xmp;

import com.adobe.internal.xmp.XMPConst;
import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPPathFactory;
import com.adobe.internal.xmp.properties.XMPProperty;
import dev.likeness.face.Box;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonName;
import dev.likeness.xmp.FaceRegions.Dimensions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the region list of one schema. An invalid region is reported and skipped; the others are read.
final class RegionReader {
    static final String NS_MWG = "http://www.metadataworkinggroup.com/schemas/regions/";
    static final String NS_AREA = "http://ns.adobe.com/xmp/sType/Area#";
    static final String NS_MICROSOFT = "http://ns.microsoft.com/photo/1.2/";
    static final String NS_MICROSOFT_INFO = "http://ns.microsoft.com/photo/1.2/t/RegionInfo#";
    static final String NS_MICROSOFT_REGION = "http://ns.microsoft.com/photo/1.2/t/Region#";
    static final String NS_ACDSEE = "http://ns.acdsee.com/regions/";
    static final String NS_ACDSEE_AREA = "http://ns.acdsee.com/sType/Area#";
    static final String NS_ACDSEE_DIMENSIONS = "http://ns.acdsee.com/sType/Dimensions#";

    /// Maximum length of a list. Adobe's library finds each item from the start of the list, so the time is
    /// quadratic in the length.
    private static final int MAX_REGIONS = 1000;

    private static final int MAX_NAME_LENGTH = 500;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    /// Tolerance for sizes that exceed 1 by rounding.
    private static final double TOLERANCE = 1e-3;

    /// The side of the area of a point, in shares of the picture's.
    private static final double POINT_SIDE = 1e-4;

    private final XMPMeta meta;
    private final @Nullable Dimensions picture;
    private final List<FaceRegion> regions = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private RegionReader(XMPMeta meta, @Nullable Dimensions picture) {
        this.meta = meta;
        this.picture = picture;
    }

    /// @param picture size of the picture as stored; null if it is not known
    static List<FaceRegions> read(XMPMeta meta, @Nullable Dimensions picture) {
        List<FaceRegions> lists = new ArrayList<>();
        if (meta.doesPropertyExist(NS_MWG, "Regions")) {
            lists.add(new RegionReader(meta, picture)
                    .readMwgStyle(RegionSchema.MWG, NS_MWG, "Area", NS_AREA, XMPConst.TYPE_DIMENSIONS));
        }
        if (meta.doesPropertyExist(NS_MICROSOFT, "RegionInfo")) {
            lists.add(new RegionReader(meta, picture).readMicrosoft());
        }
        if (meta.doesPropertyExist(NS_ACDSEE, "Regions")) {
            lists.add(new RegionReader(meta, picture)
                    .readMwgStyle(RegionSchema.ACDSEE, NS_ACDSEE, "DLYArea", NS_ACDSEE_AREA, NS_ACDSEE_DIMENSIONS));
        }
        if (meta.doesPropertyExist(IptcRegionReader.NAMESPACE, IptcRegionReader.LIST)) {
            lists.add(new RegionReader(meta, picture).readIptc());
        }
        return lists;
    }

    private FaceRegions readMwgStyle(
            RegionSchema form, String schema, String area, String areaSchema, String dimensionsSchema) {
        Dimensions appliedTo = appliedTo(schema, dimensionsSchema);
        eachItem(schema, "Regions", schema, "RegionList", (item, number) -> {
            Optional<String> type = field(schema, item, schema, "Type");
            if (type.isPresent() && !type.get().strip().equalsIgnoreCase("Face")) {
                return;
            }
            String place = item + XMPPathFactory.composeStructFieldPath(schema, area);
            double x = share(schema, place, areaSchema, "x");
            double y = share(schema, place, areaSchema, "y");
            boolean isPixels = field(schema, place, areaSchema, "unit")
                    .filter(unit -> unit.strip().equalsIgnoreCase("pixel") && appliedTo != null)
                    .isPresent();
            Dimensions unit = isPixels && appliedTo != null ? appliedTo : new Dimensions(1, 1);
            Optional<String> diameter = field(schema, place, areaSchema, "d");
            Optional<String> name = field(schema, item, schema, "Name");
            boolean hasSides = field(schema, place, areaSchema, "w")
                    .or(() -> field(schema, place, areaSchema, "h"))
                    .isPresent();
            if (hasSides) {
                double width = share(schema, place, areaSchema, "w") / unit.width();
                double height = share(schema, place, areaSchema, "h") / unit.height();
                addAround(number, name, x / unit.width(), y / unit.height(), width, height);
            } else if (diameter.isPresent()) {
                // The guidelines state a diameter in shares of the picture's shorter side.
                Dimensions size = Objects.requireNonNullElse(
                        appliedTo, Objects.requireNonNullElse(picture, new Dimensions(1, 1)));
                double pixels = number("d", diameter.get()) * (isPixels ? 1 : Math.min(size.width(), size.height()));
                addAround(
                        number,
                        name,
                        x / unit.width(),
                        y / unit.height(),
                        pixels / size.width(),
                        pixels / size.height());
            } else {
                addPoint(number, name, x / unit.width(), y / unit.height());
            }
        });
        return new FaceRegions(form, appliedTo, regions, problems);
    }

    private FaceRegions readIptc() {
        IptcRegionReader iptc = new IptcRegionReader(meta, picture);
        eachItem(
                IptcRegionReader.NAMESPACE,
                IptcRegionReader.LIST,
                IptcRegionReader.LIST,
                (item, number) -> iptc.read(item).ifPresent(region -> {
                    if (region.width() > 0 || region.height() > 0) {
                        add(number, region.name(), region.left(), region.top(), region.width(), region.height());
                    } else {
                        addPoint(number, region.name(), region.left(), region.top());
                    }
                }));
        return new FaceRegions(RegionSchema.IPTC, null, regions, problems);
    }

    private FaceRegions readMicrosoft() {
        eachItem(NS_MICROSOFT, "RegionInfo", NS_MICROSOFT_INFO, "Regions", (item, number) -> {
            Optional<String> rectangle = field(NS_MICROSOFT, item, NS_MICROSOFT_REGION, "Rectangle");
            if (rectangle.isEmpty()) {
                return; // a person who is in the photo, without a position
            }
            String[] parts = rectangle.get().split(",", -1);
            if (parts.length != 4) {
                throw XmlSanitizer.invalid("must have Rectangle as left, top, width, height with a decimal point, got: "
                        + truncated(rectangle.get()));
            }
            add(
                    number,
                    field(NS_MICROSOFT, item, NS_MICROSOFT_REGION, "PersonDisplayName"),
                    number("Rectangle", parts[0]),
                    number("Rectangle", parts[1]),
                    number("Rectangle", parts[2]),
                    number("Rectangle", parts[3]));
        });
        return new FaceRegions(RegionSchema.MICROSOFT, null, regions, problems);
    }

    private interface ItemReader {
        void read(String path, int number) throws XMPException;
    }

    private void eachItem(String schema, String struct, String listSchema, String list, ItemReader reader) {
        try {
            eachItem(schema, struct + XMPPathFactory.composeStructFieldPath(listSchema, list), list, reader);
        } catch (XMPException e) {
            problems.add("%s must be a list of regions, got: %s".formatted(list, e.getMessage()));
        }
    }

    private void eachItem(String schema, String path, String list, ItemReader reader) {
        try {
            int count = meta.doesPropertyExist(schema, path) ? meta.countArrayItems(schema, path) : 0;
            if (count > MAX_REGIONS) {
                problems.add("%s must have at most %d regions, got: %d".formatted(list, MAX_REGIONS, count));
                return;
            }
            for (int number = 1; number <= count; number++) {
                try {
                    reader.read(path + "[" + number + "]", number);
                } catch (LikenessException e) {
                    problems.add("region %d: %s".formatted(number, e.getMessage()));
                }
            }
        } catch (XMPException e) {
            problems.add("%s must be a list of regions, got: %s".formatted(list, e.getMessage()));
        }
    }

    private @Nullable Dimensions appliedTo(String schema, String dimensionsSchema) {
        try {
            String path = "Regions" + XMPPathFactory.composeStructFieldPath(schema, "AppliedToDimensions");
            Optional<String> width = field(schema, path, dimensionsSchema, "w");
            Optional<String> height = field(schema, path, dimensionsSchema, "h");
            if (width.isPresent() && height.isPresent()) {
                double w = number("AppliedToDimensions", width.get());
                double h = number("AppliedToDimensions", height.get());
                return w > 0 && h > 0 ? new Dimensions(w, h) : null;
            }
        } catch (XMPException | LikenessException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return null;
    }

    private Optional<String> field(String schema, String struct, String fieldSchema, String field) {
        try {
            XMPProperty property = meta.getStructField(schema, struct, fieldSchema, field);
            return property == null || property.getValue() == null
                    ? Optional.empty()
                    : Optional.of(property.getValue());
        } catch (XMPException e) {
            throw XmlSanitizer.invalid("must have %s as a plain value, got: %s".formatted(field, e.getMessage()), e);
        }
    }

    private double share(String schema, String struct, String fieldSchema, String field) {
        String text = field(schema, struct, fieldSchema, field)
                .orElseThrow(() ->
                        XmlSanitizer.invalid("must define a face as a rectangle with x, y, w and h, got no " + field));
        return number(field, text);
    }

    static double number(String field, String text) {
        String stripped = text.strip();
        if (!NUMBER.matcher(stripped).matches()) {
            throw XmlSanitizer.invalid(
                    "must have %s as a number with a decimal point, got: %s".formatted(field, truncated(stripped)));
        }
        return Double.parseDouble(stripped);
    }

    private void addAround(int number, Optional<String> name, double x, double y, double width, double height) {
        add(number, name, x - width / 2, y - height / 2, width, height);
    }

    private void addPoint(int number, Optional<String> name, double x, double y) {
        add(number, name, x - POINT_SIDE / 2, y - POINT_SIDE / 2, POINT_SIDE, POINT_SIDE, true);
    }

    private void add(int number, Optional<String> name, double left, double top, double width, double height) {
        add(number, name, left, top, width, height, false);
    }

    private void add(
            int number, Optional<String> name, double left, double top, double width, double height, boolean isPoint) {
        double right = left + width;
        double bottom = top + height;
        boolean sized = width > 0 && height > 0 && width <= 1 + TOLERANCE && height <= 1 + TOLERANCE;
        boolean inside = right > 0 && bottom > 0 && left < 1 && top < 1;
        if (!sized || !inside) {
            throw XmlSanitizer.invalid(
                    "must have face coordinates between 0 and 1, got: left %s, top %s, width %s, height %s"
                            .formatted((float) left, (float) top, (float) width, (float) height));
        }
        regions.add(new FaceRegion(
                number,
                name.map(RegionReader::printable)
                        .filter(text -> !text.isEmpty() && !PersonName.isDotSegment(text))
                        .orElse(null),
                new Box((float) left, (float) top, (float) right, (float) bottom),
                isPoint));
    }

    /// A name in composed Unicode form (NFC), without surrounding space.
    private static String printable(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        if (composed.length() > MAX_NAME_LENGTH || composed.chars().anyMatch(Character::isISOControl)) {
            throw XmlSanitizer.invalid("must have names of at most %d characters without control characters, got: %s"
                    .formatted(MAX_NAME_LENGTH, truncated(composed)));
        }
        return composed;
    }

    private static String truncated(String text) {
        String line = text.codePoints()
                .limit(80)
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() < text.length() ? line + "…" : line;
    }
}
