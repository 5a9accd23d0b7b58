package org.modaj.bench.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;

/** Which cells a scale has. */
class GridTest {
  private static final DataSplit DATA = EmbeddedImages.generate(7, 200, 100);

  private static Map<String, Cell> cells(Scale scale, String model, Question... questions) {
    return cells(scale, model, null, questions);
  }

  private static Map<String, Cell> cells(
      Scale scale, String model, @Nullable List<Competitor> methods, Question... questions) {
    Selection selection =
        new Selection(
            scale, Set.of(questions), List.of(model), List.of("embedded"), methods, List.of(1L));
    Map<String, Cell> cells = new TreeMap<>();
    Grid.cells(selection, name -> DATA).forEach(cell -> cells.put(cell.id(), cell));
    return cells;
  }

  @Test
  void mwtOfMobileNetStartsBothWaysWhenAskedAndIsTimedOnce() {
    List<Competitor> methods =
        List.of(Competitor.ST, Competitor.MWT, Competitor.MWT_ARTIFACT, Competitor.MODA);
    Map<String, Cell> cells = cells(Scale.SMOKE, "mobilenet", methods, Question.RQ1, Question.RQ2);

    assertThat(cells)
        .containsKeys(
            "training/mobilenet-embedded-mwt-e3-s1",
            "training/mobilenet-embedded-mwt-artifact-e3-s1",
            "modules/mobilenet-embedded-mwt-artifact-e3-s1",
            "timing/mobilenet-embedded-st-mwt-moda");
    assertThat(cells.get("training/mobilenet-embedded-mwt-e3-s1").settings())
        .containsEntry("mask_start", "proper");
    assertThat(cells.get("training/mobilenet-embedded-mwt-artifact-e3-s1").settings())
        .containsEntry("mask_start", "artifact")
        .containsEntry("method", "mwt-artifact");
    assertThat(cells(Scale.SMOKE, "mobilenet", Question.RQ1).keySet())
        .noneMatch(id -> id.contains("artifact"));
  }

  @Test
  void objectivesAreMeasuredOnFewerSetsUnlessAsThePaperDid() {
    String name = "modules/vgg16-embedded-moda-a1-b1-g1-e%d-s1";
    assertThat(subTasks(cells(Scale.SMOKE, "vgg16", Question.RQ3), name.formatted(4)))
        .isEqualTo(8 * 10 + 1);
    assertThat(subTasks(cells(Scale.QUICK, "vgg16", Question.RQ3), name.formatted(8)))
        .isEqualTo(8 * 10 + 1);
    assertThat(subTasks(cells(Scale.PAPER, "vgg16", Question.RQ3), name.formatted(200)))
        .isEqualTo(1013);
    assertThat(
            subTasks(
                cells(Scale.SMOKE, "vgg16", Question.RQ1), "modules/vgg16-embedded-moda-e8-s1"))
        .isEqualTo(1013);
  }

  private static Object subTasks(Map<String, Cell> cells, String id) {
    return cells.get(id).settings().get("sub_tasks");
  }
}
