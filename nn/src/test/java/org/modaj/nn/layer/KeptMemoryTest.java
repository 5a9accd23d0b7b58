package org.modaj.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.StepKey;

/** What layers say they keep, against what a workspace has handed out. */
class KeptMemoryTest {
  private static final int BATCH = 64;

  private static Set<String> types() {
    return new TreeSet<>(EveryType.examples().keySet());
  }

  /**
   * The factor leaves room for statistics and for the padding of small sizes, and below for what a
   * GRU takes only on the way back.
   */
  @ParameterizedTest
  @MethodSource("types")
  void a_layer_keeps_what_it_says(String type) {
    EveryType.Example example = EveryType.examples().get(type);
    List<Tensor> inputs = new ArrayList<>();
    for (Shape shape : example.inputs()) {
      inputs.add(Tensor.full(shape.prepend(BATCH), 1).requireGrad(true));
    }
    long estimated = BATCH * KeepsMemory.keptElements(example.layer(), example.inputs());

    Workspace.trim();
    try (Workspace _ = Workspace.open()) {
      example.layer().forward(inputs, context(example));
    }
    long taken = Workspace.freeBytes() / Float.BYTES;
    Workspace.trim();

    assertThat(taken).isBetween(estimated / 2, estimated + estimated / 3);
  }

  private static Context context(EveryType.Example example) {
    Context context = Context.of(Mode.TRAIN).at("layer").withKey(StepKey.of(1, 0, BATCH));
    int[] lengths = new int[BATCH];
    Arrays.setAll(lengths, n -> 2 + n % 5);
    return example.sequences() ? context.withLengths(lengths) : context;
  }
}
