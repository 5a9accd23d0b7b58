package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Shape;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.model.LeNet5;

/** The README's program for predictions compiles, runs and prints classes. */
class PredictionOfReadmeTest {
  @TempDir Path dir;

  @Test
  void it_prints_the_likeliest_classes() throws Exception {
    Path checkpoint = dir.resolve("pets.safetensors");
    float[] half = {0.5f, 0.5f, 0.5f};
    ModelInfo info =
        ModelInfo.ofClasses(List.of("cat", "dog")).withScaling(InputScaling.of(half, half, true));
    Checkpoint.of(LeNet5.build(Shape.of(32, 32, 3), 2, 1, 1), info).save(checkpoint);
    Path photo = dir.resolve("photo.jpg");
    ImageIO.write(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB), "jpg", photo.toFile());
    FencedBlock block =
        MarkdownPage.of("README.md").blocks().stream()
            .filter(b -> b.isJava() && b.text().contains("Predictor.load"))
            .findFirst()
            .orElseThrow();
    JavaSnippet program =
        new JavaSnippet(
            block
                .text()
                .replace("cat-dog.safetensors", checkpoint.toString())
                .replace("photo.jpg", photo.toString()));

    program.compile(dir);

    List<String> lines = program.run(dir).lines().toList();
    assertThat(lines).hasSize(2).allMatch(line -> line.matches("(cat|dog) \\d+\\.\\d %"));
  }
}
