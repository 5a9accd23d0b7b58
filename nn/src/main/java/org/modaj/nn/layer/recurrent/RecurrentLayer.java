package org.modaj.nn.layer.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Concat;
import org.modaj.nn.Context;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.FoldsConstants;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.ReadsFromEnd;
import org.modaj.nn.layer.Shifts;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * What recurrent layers have in common: one or two directions from zero states, each with its own
 * tensors. The gates of a unit are columns of the tensors, {@code h} for each gate; the tensors of
 * the second direction, which reads from the end, have names that end in {@code _reverse}. The
 * directions of a cut layer may have different {@code h}. Units: makes {@code h} for each
 * direction; each gate has them once, the recurrent weights read them. A unit's mean activation is
 * that of {@code |h|} over the valid steps; it is never exactly 0.
 */
abstract class RecurrentLayer
    implements OverTime,
        ActivationLayer,
        ReadsFromEnd,
        FoldsConstants,
        CountsOperations,
        KeepsMemory {
  static final String INPUT = "weight_ih";
  static final String RECURRENT = "weight_hh";
  private static final String[] SUFFIXES = {"", "_reverse"};

  private final String type;
  private final int gates;
  private final List<String> biases;

  /** For each direction: input weight, recurrent weight, biases. */
  private final List<List<Tensor>> directions;

  /**
   * Creates the layer around its tensors.
   *
   * @param gates of a unit
   * @param biases names of the biases, {@code [gates·h]} each
   * @param directions for each direction input weight {@code [in, gates·h]}, recurrent weight
   *     {@code [h, gates·h]}, biases
   * @throws ShapeException when the tensors are not of these shapes
   */
  RecurrentLayer(String type, int gates, List<String> biases, List<List<Tensor>> directions) {
    this.type = type;
    this.gates = gates;
    this.biases = biases;
    if (directions.isEmpty() || directions.size() > SUFFIXES.length) {
      throw new ShapeException(
          type, null, "weights of 1 or 2 directions", "of " + directions.size(), null);
    }
    this.directions = List.copyOf(directions);
    for (int d = 0; d < directions.size(); d++) {
      check(directions.get(d), SUFFIXES[d]);
    }
  }

  private void check(List<Tensor> own, String suffix) {
    String wide = gates + "h]";
    TensorShapes.ofRank(type, RECURRENT + suffix, "[h, " + wide, 2, own.get(1));
    int columns = gates * own.get(1).dim(0);
    TensorShapes.ofRank(type, INPUT + suffix, "[in, " + wide, 2, own.get(0));
    for (int b = 0; b < biases.size(); b++) {
      TensorShapes.vector(type, biases.get(b) + suffix, columns, own.get(2 + b));
    }
    int features = directions.get(0).get(0).dim(0);
    if (own.get(1).dim(1) != columns || !own.get(0).shape().equals(Shape.of(features, columns))) {
      throw new ShapeException(
          type,
          null,
          INPUT + suffix + " [" + features + ", " + wide + " and " + RECURRENT + suffix + " [h, "
              + wide,
          own.get(0).shape() + " and " + own.get(1).shape(),
          null);
    }
  }

  /** The tensors of each direction by the names of {@link #tensors}; null where one is missing. */
  static List<List<@Nullable Tensor>> read(
      Map<String, Tensor> tensors, int count, List<String> biases) {
    List<List<@Nullable Tensor>> directions = new ArrayList<>();
    for (int d = 0; d < Math.min(count, SUFFIXES.length); d++) {
      List<@Nullable Tensor> own = new ArrayList<>();
      own.add(tensors.get(INPUT + SUFFIXES[d]));
      own.add(tensors.get(RECURRENT + SUFFIXES[d]));
      for (String bias : biases) {
        own.add(tensors.get(bias + SUFFIXES[d]));
      }
      directions.add(own);
    }
    return directions;
  }

  /** The same kind of layer around other tensors. */
  abstract Layer around(List<List<Tensor>> tensors);

  /**
   * Runs directions with the same number of units.
   *
   * @param own tensors of one or two directions
   */
  abstract Tensor run(Tensor x, List<List<Tensor>> own, int @Nullable [] lengths);

  /** Runs one direction from the end. */
  abstract Tensor runFromEnd(Tensor x, List<Tensor> own, int @Nullable [] lengths);

  @Override
  public final String type() {
    return type;
  }

  @Override
  public final Map<String, Object> settings() {
    return Map.of("directions", directions.size());
  }

  @Override
  public final LayerTensors tensors() {
    LayerTensors tensors = LayerTensors.of();
    for (int d = 0; d < directions.size(); d++) {
      List<Tensor> own = directions.get(d);
      tensors =
          tensors
              .parameter(INPUT + SUFFIXES[d], own.get(0))
              .parameter(RECURRENT + SUFFIXES[d], own.get(1));
      for (int b = 0; b < biases.size(); b++) {
        tensors = tensors.parameter(biases.get(b) + SUFFIXES[d], own.get(2 + b));
      }
    }
    return tensors;
  }

  @Override
  public final Layer withTensors(Map<String, Tensor> tensors) {
    return around(read(tensors, directions.size(), biases));
  }

  /** All tensors of each direction, forward first. */
  final List<List<Tensor>> directions() {
    return directions;
  }

  /** Units of each direction, forward first. */
  public final List<Integer> hidden() {
    return directions.stream().map(own -> own.get(1).dim(0)).toList();
  }

  private int width() {
    return hidden().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public final TimeAxis timeAxis() {
    return TimeAxis.KEPT;
  }

  @Override
  public final boolean[] readsFromEnd() {
    boolean[] fromEnd = new boolean[width()];
    Arrays.fill(fromEnd, hidden().get(0), fromEnd.length, true);
    return fromEnd;
  }

  @Override
  public final Shape outputShape(List<Shape> inputs) {
    Shape input = TensorShapes.only(type(), inputs);
    int features = directions.get(0).get(0).dim(0);
    if (input.rank() != 2 || input.dim(1) != features) {
      throw new ShapeException(
          type,
          null,
          "sequences [steps, " + features + "]",
          "input " + input,
          "Images are read by conv2d.");
    }
    return input.with(1, width());
  }

  @Override
  public final Tensor forward(List<Tensor> inputs, Context context) {
    int[] lengths = context.lengths();
    Tensor x = inputs.get(0);
    if (hidden().stream().distinct().count() == 1) {
      return run(x, directions, lengths);
    }
    Tensor forward = run(x, directions.subList(0, 1), lengths);
    return Concat.apply(-1, forward, runFromEnd(x, directions.get(1), lengths));
  }

  @Override
  public final boolean hasExactZeros() {
    return false;
  }

  @Override
  public final long multiplyAdds(List<Shape> inputs) {
    long perStep = 0;
    for (List<Tensor> own : directions) {
      perStep += own.get(0).elements() + own.get(1).elements();
    }
    return perStep * inputs.get(0).dim(0);
  }

  /** Floats that a step of training takes for each unit and step of the sequence. */
  abstract int keptPerUnit();

  @Override
  public final long keptElements(List<Shape> inputs) {
    return (long) keptPerUnit() * outputShape(inputs).elements();
  }

  @Override
  public final Layer absorbing(float[] shift) {
    List<List<Tensor>> shifted = new ArrayList<>();
    for (List<Tensor> own : directions) {
      List<Tensor> tensors = new ArrayList<>(own);
      tensors.set(2, Shifts.plus(own.get(2), Shifts.product(shift, own.get(0))));
      shifted.add(tensors);
    }
    return around(shifted);
  }

  @Override
  public final UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow = UnitFlow.mixing(width(), inputs).recurrent(hidden().toArray(Integer[]::new));
    int from = 0;
    for (int d = 0; d < directions.size(); d++) {
      UnitLayout units = UnitLayout.output(width()).part(from, from + hidden().get(d));
      UnitLayout columns = units.tile(gates);
      flow =
          flow.bind(INPUT + SUFFIXES[d], 0, inputs.get(0))
              .bind(INPUT + SUFFIXES[d], 1, columns)
              .bind(RECURRENT + SUFFIXES[d], 0, units)
              .bind(RECURRENT + SUFFIXES[d], 1, columns);
      for (String bias : biases) {
        flow = flow.bind(bias + SUFFIXES[d], 0, columns);
      }
      from += hidden().get(d);
    }
    return flow;
  }
}
