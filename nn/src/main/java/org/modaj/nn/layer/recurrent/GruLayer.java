package org.modaj.nn.layer.recurrent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Gru;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;

/**
 * One GRU layer in one or two directions, from zero states; see {@link Gru}. Layers on top of each
 * other are several of these.
 *
 * <p>Shapes: input {@code [n, steps, in]}; {@code weight_ih [in, 3h]}, {@code weight_hh [h, 3h]},
 * {@code bias_ih [3h]}, {@code bias_hh [3h]} with the gates in the order r, z, n; names of the
 * second direction, which reads from the end, end in {@code _reverse}. Output {@code [n, steps,
 * h]}, or {@code [n, steps, 2h]} with the backward direction after the forward one; 0 after the end
 * of a sequence.
 */
public final class GruLayer extends RecurrentLayer {
  private static final List<String> BIASES = List.of("bias_ih", "bias_hh");
  private static final int GATES = 3;

  /**
   * Creates the layer around its tensors.
   *
   * @param directions forward, or forward and backward; all tensors of each
   * @throws ShapeException when the tensors are not of these shapes
   */
  public GruLayer(List<Gru.Weights> directions) {
    this(directions.stream().map(GruLayer::tensors).toList(), true);
  }

  private GruLayer(List<List<Tensor>> directions, boolean asTensors) {
    super("gru", GATES, BIASES, directions);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new GruLayer(read(tensors, settings.integer("directions"), BIASES), true);
  }

  private static List<Tensor> tensors(Gru.Weights w) {
    return Arrays.asList(w.input(), w.recurrent(), w.inputBias(), w.recurrentBias());
  }

  private static Gru.Weights weights(List<Tensor> own) {
    return new Gru.Weights(own.get(0), own.get(1), own.get(2), own.get(3));
  }

  @Override
  Layer around(List<List<Tensor>> tensors) {
    return new GruLayer(tensors, true);
  }

  @Override
  Tensor run(Tensor x, List<List<Tensor>> own, int @Nullable [] lengths) {
    List<Gru.Weights> weights = own.stream().map(GruLayer::weights).toList();
    return Gru.apply(x, weights, own.size() == 2, null, lengths).y();
  }

  @Override
  Tensor runFromEnd(Tensor x, List<Tensor> own, int @Nullable [] lengths) {
    return Gru.fromEnd(x, weights(own), lengths).y();
  }

  /**
   * The output, the gates, their two parts and the gradients of these, and the state before the
   * step.
   */
  @Override
  int keptPerUnit() {
    return 12;
  }
}
