package org.modaj.nn.layer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.ops.AvgPool2d;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.SequenceMask;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Pooling along the steps of sequences, of as many steps as all have; see {@link MaxPool2d} and
 * {@link AvgPool2d}. Input {@code [n, steps, c]}, output {@code [n, osteps, c]}. What is after a
 * sequence's end counts as padding: missing for the maximum, 0 for the mean. The units are those of
 * the input.
 */
public final class Pool1dLayer implements OverTime {
  private final boolean average;
  private final MaxPool2d.Window window;
  private final boolean countPadding;

  /**
   * Creates the layer.
   *
   * @param average mean of each window, otherwise its maximum
   * @param window of one row
   * @param countPadding whether the zeros of the padding count as values of a mean
   * @throws ShapeException when the window has several rows
   */
  public Pool1dLayer(boolean average, MaxPool2d.Window window, boolean countPadding) {
    if (window.kernelHeight() != 1 || window.padHeight() != 0) {
      throw new ShapeException("pool1d", null, "a window of one row", "" + window, null);
    }
    this.average = average;
    this.window = window;
    this.countPadding = countPadding;
  }

  static Layer restoreAverage(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Pool1dLayer(true, window(settings), settings.flag("countPadding", true));
  }

  static Layer restoreMax(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Pool1dLayer(false, window(settings), true);
  }

  private static MaxPool2d.Window window(LayerSettings settings) {
    return new MaxPool2d.Window(
            1, settings.integer("kernel"), 1, settings.integer("stride"), 0, settings.integer("pad"))
        .withDilation(1, settings.integer("dilation", 1))
        .withCeil(settings.flag("ceil", false));
  }

  @Override
  public String type() {
    return average ? "avg_pool1d" : "max_pool1d";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("kernel", window.kernelWidth());
    settings.put("stride", window.strideWidth());
    settings.put("pad", window.padWidth());
    settings.put("dilation", window.dilationWidth());
    settings.put("ceil", window.ceil());
    if (average) {
      settings.put("countPadding", countPadding);
    }
    return settings;
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.KEPT;
  }

  /** Steps of the output that read at least one valid step; at least 1. */
  @Override
  public int[] lengths(int[] lengths) {
    return Arrays.stream(lengths).map(this::outputSteps).toArray();
  }

  private int outputSteps(int steps) {
    int span = window.dilationWidth() * (window.kernelWidth() - 1) + 1;
    int free = steps + 2 * window.padWidth() - span;
    return free < 0 ? 1 : Math.max(1, free / window.strideWidth() + 1);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = inputs.get(0);
    if (in.rank() != 2) {
      throw new ShapeException(type(), null, "sequences [steps, features]", "input " + in, null);
    }
    if (average) {
      PoolSettings.refuseDilation(type(), window);
    }
    PoolGeometry g = window.on(Shape.of(1, 1, in.dim(0), in.dim(1)));
    return Shape.of(g.outWidth(), g.channels());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    Tensor valid =
        SequenceMask.apply(x, context.lengths(), average ? 0f : Float.NEGATIVE_INFINITY);
    Tensor image = Reshape.apply(valid, Shape.of(x.dim(0), 1, x.dim(1), x.dim(2)));
    Tensor pooled =
        average ? AvgPool2d.apply(image, window, countPadding) : MaxPool2d.apply(image, window);
    Tensor y = Reshape.apply(pooled, Shape.of(x.dim(0), pooled.dim(2), x.dim(2)));
    int[] lengths = context.lengths();
    return lengths == null ? y : SequenceMask.apply(y, lengths(lengths));
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
