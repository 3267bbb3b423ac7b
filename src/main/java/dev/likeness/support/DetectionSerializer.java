package dev.likeness.support;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/// Writes a detection as the general serializer of records does, in a fraction of its time: two thirds of the
/// values in the answer of a search are those of detections.
final class DetectionSerializer extends StdSerializer<Detection> {
    private static final SerializedString BOX = new SerializedString("box");
    private static final SerializedString LEFT = new SerializedString("left");
    private static final SerializedString TOP = new SerializedString("top");
    private static final SerializedString RIGHT = new SerializedString("right");
    private static final SerializedString BOTTOM = new SerializedString("bottom");
    private static final SerializedString LANDMARKS = new SerializedString("landmarks");
    private static final SerializedString LEFT_EYE = new SerializedString("leftEye");
    private static final SerializedString RIGHT_EYE = new SerializedString("rightEye");
    private static final SerializedString NOSE = new SerializedString("nose");
    private static final SerializedString LEFT_MOUTH = new SerializedString("leftMouth");
    private static final SerializedString RIGHT_MOUTH = new SerializedString("rightMouth");
    private static final SerializedString X = new SerializedString("x");
    private static final SerializedString Y = new SerializedString("y");
    private static final SerializedString SCORE = new SerializedString("score");

    DetectionSerializer() {
        super(Detection.class);
    }

    @Override
    public void serialize(Detection detection, JsonGenerator json, SerializationContext context) {
        json.writeStartObject();
        json.writeName(BOX);
        write(json, detection.box());
        json.writeName(LANDMARKS);
        write(json, detection.landmarks());
        write(json, SCORE, detection.score());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Box box) {
        json.writeStartObject();
        write(json, LEFT, box.left());
        write(json, TOP, box.top());
        write(json, RIGHT, box.right());
        write(json, BOTTOM, box.bottom());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Landmarks landmarks) {
        json.writeStartObject();
        write(json, LEFT_EYE, landmarks.leftEye());
        write(json, RIGHT_EYE, landmarks.rightEye());
        write(json, NOSE, landmarks.nose());
        write(json, LEFT_MOUTH, landmarks.leftMouth());
        write(json, RIGHT_MOUTH, landmarks.rightMouth());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SerializedString name, Point point) {
        json.writeName(name);
        json.writeStartObject();
        write(json, X, point.x());
        write(json, Y, point.y());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SerializedString name, float number) {
        json.writeName(name);
        json.writeNumber(number);
    }
}
