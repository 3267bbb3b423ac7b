package dev.likeness.support;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.type.LogicalType;

/// Values of JSON have the type they are written in. Jackson bends them otherwise: `true` and `5` to texts,
/// `"5"`, `1.5` and `true` to numbers, `0` and `"true"` to `false` and `true`, and `0` to the first constant of
/// an enum.
public final class StrictTypes {
    private StrictTypes() {}

    /// Makes readers that refuse a value of another type.
    public static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B of(B builder) {
        return builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> refuse(
                                config,
                                CoercionInputShape.Integer,
                                CoercionInputShape.Float,
                                CoercionInputShape.Boolean))
                .withCoercionConfig(
                        LogicalType.Integer,
                        config -> refuse(
                                config,
                                CoercionInputShape.Float,
                                CoercionInputShape.Boolean,
                                CoercionInputShape.String,
                                CoercionInputShape.EmptyString));
    }

    private static void refuse(MutableCoercionConfig config, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }
}
