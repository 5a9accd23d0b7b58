package org.modaj.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.TestTensors;
import org.modaj.engine.check.GradientCheck;
import org.modaj.engine.check.GradientComparison;

/** What docs/adding-an-op.md shows compiles, works and is what the page shows. */
class CustomOpExampleTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void values_and_gradients() {
    Tensor x = Tensor.vector(-2, 3).requireGrad(true);
    Tensor slope = Tensor.scalar(0.25f).requireGrad(true);

    Tensor y = Prelu.apply(x, slope);
    y.backward(Tensor.vector(10, 100));

    assertThat(y.data()).containsExactly(-0.5f, 3);
    assertThat(x.grad().data()).containsExactly(2.5f, 100);
    assertThat(slope.grad().item()).isEqualTo(-20);
  }

  @Test
  void the_gradient_check_of_the_page_passes() {
    Tensor x = TestTensors.awayFromZero("x", 3, 5);
    Tensor slope = Tensor.scalar(0.25f).requireGrad(true);
    List<GradientComparison> found =
        GradientCheck.standard().verify(in -> Prelu.apply(in[0], in[1]), x, slope);
    assertThat(found).allMatch(c -> c.isDecisive(0.002));
  }

  @Test
  void a_frozen_slope_collects_nothing() {
    Tensor x = Tensor.vector(-2, 3).requireGrad(true);
    Tensor slope = Tensor.scalar(0.25f);

    Prelu.apply(x, slope).backward(Tensor.vector(1, 1));

    assertThat(slope.grad()).isNull();
    assertThat(x.grad().data()).containsExactly(0.25f, 1);
  }

  @Test
  void several_slopes_are_an_error_with_fields() {
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class,
            () -> Prelu.apply(Tensor.vector(1, 2), Tensor.vector(0.1f, 0.2f)));

    assertThat(e.operation()).isEqualTo("prelu");
    assertThat(e.actual()).isEqualTo("shape [2]");
  }

  @Test
  void the_page_shows_this_code() throws IOException {
    Path module = Path.of(System.getProperty("basedir", "."));
    Path sources = module.resolve("src/test/java/org/modaj/engine/docs");
    String page = Files.readString(module.resolve("../docs/adding-an-op.md"));

    List<String> shown = CODE.matcher(page).results().map(CustomOpExampleTest::code).toList();

    assertThat(shown).hasSize(2);
    assertThat(unindented(Files.readString(sources.resolve("Prelu.java")))).endsWith(shown.get(0));
    assertThat(unindented(Files.readString(sources.resolve("CustomOpExampleTest.java"))))
        .contains(shown.get(1));
    assertThat(shown.get(0)).startsWith("import ");
  }

  private static String code(MatchResult block) {
    return unindented(block.group(1));
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
