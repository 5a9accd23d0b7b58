package org.modaj.engine.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedLstm;
import org.modaj.engine.ops.recurrent.RecurrentSizes;

/**
 * One LSTM layer for inference whose weights are packed once, with the bits of {@link Lstm#apply}
 * from zero states. A change of a weight that is marked ({@link Tensor#markModified}) is noticed.
 * Any number of threads may compute with it while the weights do not change.
 */
public final class PreparedLstm {
  private record Packed(int modifications, List<PackedLstm> directions) {}

  private final List<Lstm.Weights> weights;
  private final List<@Nullable Tensor[]> tensors = new ArrayList<>();
  private volatile @Nullable Packed packed;

  /**
   * Takes the weights; nothing is packed yet.
   *
   * @param weights forward, or forward and backward, of the same number of units
   */
  public PreparedLstm(List<Lstm.Weights> weights) {
    this.weights = List.copyOf(weights);
    for (Lstm.Weights w : weights) {
      tensors.add(new Tensor[] {w.input(), w.recurrent(), w.bias()});
    }
  }

  /**
   * Runs the layer.
   *
   * @param x {@code [n, steps, in]}
   * @param lengths steps of each sequence, in [0, steps], or null when all have all
   * @return {@code [n, steps, directions·h]}
   * @throws ShapeException when the sizes do not fit together
   * @throws EngineException when a gradient would have to be recorded
   */
  public Tensor apply(Tensor x, int @Nullable [] lengths) {
    RecurrentSizes sizes = RecurrentSizes.of("lstm", 4, x, tensors, new Tensor[0], lengths);
    if (Autograd.needsRecord(x, weights.getFirst().input(), weights.getFirst().recurrent())) {
      throw new EngineException(
          "lstm inference", null, "records no gradients; use it inside Autograd.noGrad()");
    }
    Tensor y = Tensor.result(sizes.output());
    List<PackedLstm> directions = packed(sizes);
    for (int d = 0; d < directions.size(); d++) {
      directions.get(d).forward(sizes.direction(d), d == 1, x.data(), y.data());
    }
    return y;
  }

  private List<PackedLstm> packed(RecurrentSizes sizes) {
    int modifications =
        tensors.stream()
            .flatMap(Arrays::stream)
            .mapToInt(t -> t == null ? 0 : t.modifications())
            .sum();
    Packed known = packed;
    if (known == null || known.modifications != modifications) {
      List<PackedLstm> directions = new ArrayList<>();
      for (Lstm.Weights w : weights) {
        Tensor bias = w.bias();
        directions.add(
            Kernels.current()
                .recurrent()
                .packLstm(
                    sizes.features(),
                    sizes.hidden(),
                    w.input().data(),
                    w.recurrent().data(),
                    bias == null ? new float[4 * sizes.hidden()] : bias.data()));
      }
      known = new Packed(modifications, List.copyOf(directions));
      packed = known;
    }
    return known.directions;
  }
}
