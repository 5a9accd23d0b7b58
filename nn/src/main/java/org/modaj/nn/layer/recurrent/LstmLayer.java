package org.modaj.nn.layer.recurrent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Lstm;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;

/**
 * One LSTM layer in one or two directions, from zero states; see {@link Lstm}. Layers on top of
 * each other are several of these.
 *
 * <p>Shapes: input {@code [n, steps, in]}; {@code weight_ih [in, 4h]}, {@code weight_hh [h, 4h]},
 * {@code bias [4h]} with the gates in the order i, f, g, o; the second direction, which reads from
 * the end, has {@code weight_ih_reverse}, {@code weight_hh_reverse} and {@code bias_reverse}.
 * Output {@code [n, steps, h]}, or {@code [n, steps, 2h]} with the backward direction after the
 * forward one; 0 after the end of a sequence.
 */
public final class LstmLayer extends RecurrentLayer {
  private static final List<String> BIASES = List.of("bias");
  private static final int GATES = 4;

  /**
   * Creates the layer around its tensors.
   *
   * @param directions forward, or forward and backward; all tensors of each
   * @throws ShapeException when the tensors are not of these shapes
   */
  public LstmLayer(List<Lstm.Weights> directions) {
    this(directions.stream().map(LstmLayer::tensors).toList(), true);
  }

  private LstmLayer(List<List<Tensor>> directions, boolean asTensors) {
    super("lstm", GATES, BIASES, directions);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new LstmLayer(read(tensors, settings.integer("directions"), BIASES), true);
  }

  private static List<Tensor> tensors(Lstm.Weights w) {
    return Arrays.asList(w.input(), w.recurrent(), w.bias());
  }

  private static Lstm.Weights weights(List<Tensor> own) {
    return new Lstm.Weights(own.get(0), own.get(1), own.get(2));
  }

  /** The tensors of each direction, forward first. */
  public List<Lstm.Weights> weights() {
    return directions().stream().map(LstmLayer::weights).toList();
  }

  @Override
  Layer around(List<List<Tensor>> tensors) {
    return new LstmLayer(tensors, true);
  }

  @Override
  Tensor run(Tensor x, List<List<Tensor>> own, int @Nullable [] lengths) {
    List<Lstm.Weights> weights = own.stream().map(LstmLayer::weights).toList();
    return Lstm.apply(x, weights, own.size() == 2, null, lengths).y();
  }

  @Override
  Tensor runFromEnd(Tensor x, List<Tensor> own, int @Nullable [] lengths) {
    return Lstm.fromEnd(x, weights(own), lengths).y();
  }

  /** The output, the four gates, and both states before the step. */
  @Override
  int keptPerUnit() {
    return 7;
  }
}
