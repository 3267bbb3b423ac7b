package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DetectionSerializerTest {
    @Test
    void serialize_detection_isAsTheGeneralSerializerWritesIt() {
        Detection detection = new Detection(
                new Box(-1.5f, 2, 3e9f, 4.25f),
                new Landmarks(
                        new Point(1, 2), new Point(3, 0.1f), new Point(1e-9f, 6), new Point(7, 8), new Point(9, 10)),
                0.87f);

        assertThat(Json.line(detection)).isEqualTo(JsonMapper.shared().writeValueAsString(detection));
    }
}
