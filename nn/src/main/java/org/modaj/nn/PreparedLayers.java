package org.modaj.nn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.PreparedConv2d;
import org.modaj.engine.ops.PreparedLstm;
import org.modaj.engine.ops.PreparedSeparable;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.conv.Conv2dLayer;
import org.modaj.nn.layer.dense.DenseLayer;
import org.modaj.nn.layer.join.AddLayer;
import org.modaj.nn.layer.norm.BatchNormLayer;
import org.modaj.nn.layer.recurrent.LstmLayer;

/** Operations of a {@link PreparedNetwork}: what they compute from weights they compute once. */
final class PreparedLayers {
  private PreparedLayers() {}

  /**
   * A layer by itself.
   *
   * @param plain the layer as it is computed without preparation; the result where there is nothing
   *     to prepare
   */
  static Operation layer(Operation plain, Layer layer, boolean forBatch) {
    return switch (layer) {
      case Conv2dLayer convolution -> chain(plain, List.of(convolution), forBatch);
      case DenseLayer dense -> chain(plain, List.of(dense), forBatch);
      case LstmLayer lstm when lstm.hidden().stream().distinct().count() == 1 ->
          new Recurrent(plain, new PreparedLstm(lstm.weights()));
      default -> plain;
    };
  }

  /**
   * A convolution or a dense layer, then perhaps a normalization, a sum and a ReLU, in this order.
   *
   * @param plain the chain as it is computed without preparation
   */
  static Operation chain(Operation plain, List<Layer> layers, boolean forBatch) {
    return new Chain(plain, layers, forBatch);
  }

  /**
   * Two steps of which the second alone reads the first, in one pass: a depthwise convolution and a
   * 1 x 1 convolution, each with what follows it.
   *
   * @return null when there is no such way
   */
  static @Nullable Operation pair(Operation first, Operation second) {
    if (!(first instanceof Chain a && second instanceof Chain b) || a.sums || a.dense || b.dense) {
      return null;
    }
    PreparedSeparable both = PreparedSeparable.of(a.convolution, b.convolution);
    return both == null ? null : new Separable(a, b, both);
  }

  /** A depthwise convolution and a 1 x 1 convolution; the sum's other input comes second. */
  private record Separable(Chain first, Chain second, PreparedSeparable both) implements Operation {
    @Override
    public String name() {
      return first.name() + "+" + second.name();
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      return both.apply(
          inputs.getFirst(), first.ending(context, inputs), second.ending(context, inputs));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return second.outputShape(List.of(first.outputShape(inputs.subList(0, 1))));
    }

    @Override
    public long keptElements(List<Shape> inputs) {
      return outputShape(inputs).elements();
    }
  }

  private static final class Chain implements Operation {
    /** What is constant of the epilogue, while the tensors it was made of are the same. */
    private record Ending(long stamp, Epilogue epilogue) {}

    private final Operation plain;
    private final List<Layer> after;
    private final boolean dense;
    private final boolean sums;
    private final PreparedConv2d convolution;
    private final List<Tensor> constants = new ArrayList<>();
    private volatile @Nullable Ending ending;

    Chain(Operation plain, List<Layer> layers, boolean forBatch) {
      this.plain = plain;
      this.after = layers.subList(1, layers.size());
      this.sums = after.stream().anyMatch(AddLayer.class::isInstance);
      Layer first = layers.getFirst();
      this.dense = first instanceof DenseLayer;
      this.convolution =
          first instanceof DenseLayer d
              ? dense(d, forBatch)
              : convolution((Conv2dLayer) first, forBatch);
      for (Layer layer : after) {
        if (layer instanceof BatchNormLayer) {
          constants.addAll(layer.tensors().all().values());
        }
      }
    }

    private static PreparedConv2d convolution(Conv2dLayer layer, boolean forBatch) {
      return new PreparedConv2d(layer.weight(), layer.bias(), layer.options(), forBatch);
    }

    /* A kernel of 1 x 1 that shares the weight's elements and its count of modifications. */
    private static PreparedConv2d dense(DenseLayer layer, boolean forBatch) {
      Tensor weight = layer.weight();
      Tensor kernel = weight.view(Shape.of(1, 1, weight.dim(0), weight.dim(1)));
      return new PreparedConv2d(kernel, layer.bias(), Conv2d.Options.of(1, 0), forBatch);
    }

    @Override
    public String name() {
      return plain.name();
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      Epilogue epilogue = ending(context, inputs);
      return dense
          ? convolution.applyToRows(inputs.get(0), epilogue)
          : convolution.apply(inputs.get(0), epilogue);
    }

    private Epilogue ending(Context context, List<Tensor> inputs) {
      Epilogue constant = constant(context);
      return sums ? constant.withSkip(inputs.get(1).data()) : constant;
    }

    private Epilogue constant(Context context) {
      long stamp = 0;
      for (Tensor tensor : constants) {
        stamp += tensor.modifications();
      }
      Ending known = ending;
      if (known == null || known.stamp != stamp) {
        known = new Ending(stamp, epilogue(context));
        ending = known;
      }
      return known.epilogue;
    }

    private Epilogue epilogue(Context context) {
      Epilogue epilogue = Epilogue.NONE;
      for (Layer layer : after) {
        epilogue =
            switch (layer) {
              case BatchNormLayer norm -> {
                BatchNorm.Affine map =
                    BatchNorm.affine(norm.weight(), norm.bias(), norm.statistics(context));
                yield epilogue.withAffine(map.mean(), map.scale(), map.shift());
              }
              case AddLayer _ -> epilogue;
              default -> epilogue.withRelu();
            };
      }
      return epilogue;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return plain.outputShape(inputs);
    }

    @Override
    public long keptElements(List<Shape> inputs) {
      return plain.keptElements(inputs);
    }
  }

  /** An LSTM layer with packed weights. */
  private record Recurrent(Operation plain, PreparedLstm lstm) implements Operation {
    @Override
    public String name() {
      return plain.name();
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      return lstm.apply(inputs.get(0), context.lengths());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return plain.outputShape(inputs);
    }

    @Override
    public long keptElements(List<Shape> inputs) {
      return plain.keptElements(inputs);
    }
  }
}
