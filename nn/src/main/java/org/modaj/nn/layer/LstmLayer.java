package org.modaj.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Concat;
import org.modaj.engine.ops.Lstm;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * One LSTM layer in one or two directions, from zero states; see {@link Lstm}. Layers on top of
 * each other are several of these.
 *
 * <p>Shapes: input {@code [n, steps, in]}; {@code weight_ih [in, 4h]}, {@code weight_hh [h, 4h]},
 * {@code bias [4h]} with the gates in the order i, f, g, o; the second direction, which reads from
 * the end, has {@code weight_ih_reverse}, {@code weight_hh_reverse} and {@code bias_reverse}.
 * Output {@code [n, steps, h]}, or {@code [n, steps, 2h]} with the backward direction after the
 * forward one; 0 after the end of a sequence. The directions of a cut layer may have different
 * {@code h}. Units: makes {@code h} for each direction; each gate has them once, the recurrent
 * weights read them. A unit's mean activation is that of {@code |h|} over the valid steps; it is
 * never exactly 0.
 */
public final class LstmLayer
    implements OverTime,
        ActivationLayer,
        ReadsFromEnd,
        FoldsConstants,
        CountsOperations,
        KeepsMemory {
  private static final String NAME = "lstm";
  private static final String INPUT = "weight_ih";
  private static final String RECURRENT = "weight_hh";
  private static final String BIAS = "bias";
  private static final String[] SUFFIXES = {"", "_reverse"};
  private static final int GATES = 4;

  private final List<Lstm.Weights> directions;

  /**
   * Creates the layer around its tensors.
   *
   * @param directions forward, or forward and backward; all three tensors of each
   * @throws ShapeException when the tensors are not of these shapes
   */
  public LstmLayer(List<Lstm.Weights> directions) {
    if (directions.isEmpty() || directions.size() > SUFFIXES.length) {
      throw new ShapeException(
          NAME, null, "weights of 1 or 2 directions", "of " + directions.size(), null);
    }
    this.directions = List.copyOf(directions);
    for (int d = 0; d < directions.size(); d++) {
      check(directions.get(d), SUFFIXES[d]);
    }
  }

  private void check(Lstm.Weights w, String suffix) {
    TensorShapes.ofRank(NAME, RECURRENT + suffix, "[h, 4h]", 2, w.recurrent());
    int columns = GATES * w.recurrent().dim(0);
    TensorShapes.ofRank(NAME, INPUT + suffix, "[in, 4h]", 2, w.input());
    TensorShapes.vector(NAME, BIAS + suffix, columns, w.bias());
    int features = directions.get(0).input().dim(0);
    if (w.recurrent().dim(1) != columns || !w.input().shape().equals(Shape.of(features, columns))) {
      throw new ShapeException(
          NAME,
          null,
          INPUT + suffix + " [" + features + ", 4h] and " + RECURRENT + suffix + " [h, 4h]",
          w.input().shape() + " and " + w.recurrent().shape(),
          null);
    }
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return around(tensors, settings.integer("directions"));
  }

  private static LstmLayer around(Map<String, Tensor> tensors, int count) {
    List<Lstm.Weights> directions = new ArrayList<>();
    for (int d = 0; d < Math.min(count, SUFFIXES.length); d++) {
      String suffix = SUFFIXES[d];
      directions.add(
          new Lstm.Weights(
              TensorShapes.given(NAME, tensors, INPUT + suffix),
              TensorShapes.given(NAME, tensors, RECURRENT + suffix),
              tensors.get(BIAS + suffix)));
    }
    return new LstmLayer(directions);
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("directions", directions.size());
  }

  @Override
  public LayerTensors tensors() {
    LayerTensors tensors = LayerTensors.of();
    for (int d = 0; d < directions.size(); d++) {
      Lstm.Weights w = directions.get(d);
      tensors =
          tensors
              .parameter(INPUT + SUFFIXES[d], w.input())
              .parameter(RECURRENT + SUFFIXES[d], w.recurrent())
              .parameter(BIAS + SUFFIXES[d], w.bias());
    }
    return tensors;
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return around(tensors, directions.size());
  }

  /** Units of each direction, forward first. */
  public List<Integer> hidden() {
    return directions.stream().map(w -> w.recurrent().dim(0)).toList();
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.KEPT;
  }

  @Override
  public boolean[] readsFromEnd() {
    boolean[] fromEnd = new boolean[hidden().stream().mapToInt(Integer::intValue).sum()];
    Arrays.fill(fromEnd, hidden().get(0), fromEnd.length, true);
    return fromEnd;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    int features = directions.get(0).input().dim(0);
    if (input.rank() != 2 || input.dim(1) != features) {
      throw new ShapeException(
          NAME,
          null,
          "sequences [steps, " + features + "]",
          "input " + input,
          "Images are read by conv2d.");
    }
    return input.with(1, hidden().stream().mapToInt(Integer::intValue).sum());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    int[] lengths = context.lengths();
    Tensor x = inputs.get(0);
    if (hidden().stream().distinct().count() == 1) {
      return Lstm.apply(x, directions, directions.size() == 2, null, lengths).y();
    }
    Tensor forward = Lstm.apply(x, directions.subList(0, 1), false, null, lengths).y();
    return Concat.apply(-1, forward, Lstm.fromEnd(x, directions.get(1), lengths).y());
  }

  @Override
  public boolean hasExactZeros() {
    return false;
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    long perStep = 0;
    for (Lstm.Weights w : directions) {
      perStep += w.input().elements() + w.recurrent().elements();
    }
    return perStep * inputs.get(0).dim(0);
  }

  /** The output, the four gates of every step, and both states before every step. */
  @Override
  public long keptElements(List<Shape> inputs) {
    return (long) (1 + GATES + 2) * outputShape(inputs).elements();
  }

  @Override
  public Layer absorbing(float[] shift) {
    List<Lstm.Weights> shifted = new ArrayList<>();
    for (Lstm.Weights w : directions) {
      Tensor bias = Shifts.plus(Objects.requireNonNull(w.bias()), Shifts.product(shift, w.input()));
      shifted.add(new Lstm.Weights(w.input(), w.recurrent(), bias));
    }
    return new LstmLayer(shifted);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int width = hidden().stream().mapToInt(Integer::intValue).sum();
    UnitFlow flow = UnitFlow.mixing(width, inputs).recurrent(hidden().toArray(Integer[]::new));
    int from = 0;
    for (int d = 0; d < directions.size(); d++) {
      UnitLayout units = UnitLayout.output(width).part(from, from + hidden().get(d));
      UnitLayout gates = units.tile(GATES);
      flow =
          flow.bind(INPUT + SUFFIXES[d], 0, inputs.get(0))
              .bind(INPUT + SUFFIXES[d], 1, gates)
              .bind(RECURRENT + SUFFIXES[d], 0, units)
              .bind(RECURRENT + SUFFIXES[d], 1, gates)
              .bind(BIAS + SUFFIXES[d], 0, gates);
      from += hidden().get(d);
    }
    return flow;
  }
}
