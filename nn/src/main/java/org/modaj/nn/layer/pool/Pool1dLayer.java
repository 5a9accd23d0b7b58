package org.modaj.nn.layer.pool;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.ops.AvgPool2d;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Narrow;
import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.SequenceMask;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;

/**
 * Pooling along the steps of sequences, of as many steps as all have; see {@link MaxPool2d} and
 * {@link AvgPool2d}. Input {@code [n, steps, c]}, output {@code [n, osteps, c]}. What is after a
 * sequence's end counts as padding, so a sequence gives what it gives alone. The units are those of
 * the input.
 */
public final class Pool1dLayer implements OverTime, KeepsMemory, KeepsUnits {
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
            1,
            settings.integer("kernel"),
            1,
            settings.integer("stride"),
            0,
            settings.integer("pad"))
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

  /** Steps of the output that the sequence gives alone; at least 1. */
  @Override
  public int[] lengths(int[] lengths) {
    return Arrays.stream(lengths).map(this::outputSteps).toArray();
  }

  private int outputSteps(int steps) {
    int span = window.dilationWidth() * (window.kernelWidth() - 1) + 1;
    int free = steps + 2 * window.padWidth() - span;
    return free < 0 ? 1 : Math.max(1, window.on(Shape.of(1, 1, steps, 1)).outWidth());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.sequence(type(), TensorShapes.only(type(), inputs));
    if (average) {
      PoolSettings.refuseDilation(type(), window);
    }
    PoolGeometry g = window.on(Shape.of(1, 1, in.dim(0), in.dim(1)));
    return Shape.of(g.outWidth(), g.channels());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    int[] lengths = context.lengths();
    Tensor valid = SequenceMask.apply(x, lengths, average ? 0f : Float.NEGATIVE_INFINITY);
    Tensor image = Reshape.apply(valid, Shape.of(x.dim(0), 1, x.dim(1), x.dim(2)));
    Tensor pooled = average ? means(image, lengths) : MaxPool2d.apply(image, window);
    Tensor y = Reshape.apply(pooled, Shape.of(x.dim(0), pooled.dim(2), x.dim(2)));
    return lengths == null ? y : SequenceMask.apply(y, lengths(lengths));
  }

  /** Whether every window of a mean counts all its positions. */
  private boolean isPlain() {
    return countPadding && !window.ceil();
  }

  /** Means of whole windows, then of the part that counts for each sequence by its own end. */
  private Tensor means(Tensor image, int @Nullable [] lengths) {
    if (isPlain()) {
      return AvgPool2d.apply(image, window, true);
    }
    int steps = window.on(image.shape()).outWidth();
    Pad2d.Sides after = new Pad2d.Sides(0, window.kernelWidth() + window.strideWidth(), 0, 0);
    Tensor longer = Pad2d.apply(image, Pad2d.Mode.CONSTANT, after, 0);
    Tensor whole = AvgPool2d.apply(longer, window.withCeil(false), true);
    return Mul.apply(Narrow.apply(whole, 2, 0, steps), shares(image.shape(), steps, lengths));
  }

  /** Positions of a window by those that count, {@code [n, 1, steps, 1]}. */
  private Tensor shares(Shape image, int steps, int @Nullable [] lengths) {
    Tensor shares = Tensor.zeros(image.dim(0), 1, steps, 1);
    for (int i = 0; i < shares.elements(); i++) {
      int length = lengths == null ? image.dim(2) : lengths[i / steps];
      int first = i % steps * window.strideWidth() - window.padWidth();
      int last = Math.min(first + window.kernelWidth(), length + window.padWidth());
      int counted = countPadding ? last - first : Math.min(last, length) - Math.max(first, 0);
      shares.data()[i] = (float) window.kernelWidth() / Math.max(1, counted);
    }
    return shares;
  }

  /**
   * Input and output once more, without what is after the ends of sequences; of means that count by
   * the window, the padded input and its means besides.
   */
  @Override
  public long keptElements(List<Shape> inputs) {
    Shape in = inputs.get(0);
    long out = outputShape(inputs).elements();
    long plain = in.elements() + 2 * out;
    int more = window.kernelWidth() + window.strideWidth();
    return !average || isPlain() ? plain : plain + (in.dim(0) + more + 2L) * in.dim(1) + 2 * out;
  }
}
