package dev.likeness.evaluation.report;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// Renders a report as JSON, its keys in the order of the record's components.
final class JsonRenderer {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addModule(new SimpleModule().addSerializer(Figure.class, new FigureSerializer()))
            .build();

    private JsonRenderer() {}

    static String render(Report report, Provenance provenance) {
        ObjectNode root = JSON.createObjectNode();
        root.put("kind", report.kind());
        root.set("provenance", JSON.valueToTree(provenance));
        root.setAll(JSON.<ObjectNode>valueToTree(report));
        root.set("notes", JSON.valueToTree(report.notes()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    /// A number or null.
    private static final class FigureSerializer extends ValueSerializer<Figure> {
        @Override
        public void serialize(Figure figure, JsonGenerator generator, SerializationContext context) {
            switch (figure) {
                case Figure.Measured(double number, var _) -> generator.writeNumber(number);
                case Figure.Withheld _ -> generator.writeNull();
            }
        }
    }
}
