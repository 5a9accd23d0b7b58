package org.modaj.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.layer.Activation;
import org.modaj.nn.layer.FunctionLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.conv.Conv2dLayer;
import org.modaj.nn.layer.dense.DenseLayer;
import org.modaj.nn.layer.join.AddLayer;
import org.modaj.nn.layer.norm.BatchNormLayer;

/**
 * The chains of layers that are computed together, longest first. Each layer of a chain reads the
 * one before it, and no one else reads that. The bits are those of the layers one after another.
 * This and {@link PreparedLayers} are the only places that know kinds of layers.
 */
final class Fusions {
  private static final Predicate<Layer> CONVOLUTION = Conv2dLayer.class::isInstance;
  private static final Predicate<Layer> NORMALIZATION = BatchNormLayer.class::isInstance;
  private static final Predicate<Layer> DENSE = DenseLayer.class::isInstance;
  private static final Predicate<Layer> SUM = AddLayer.class::isInstance;
  private static final Predicate<Layer> RELU =
      layer -> layer instanceof FunctionLayer f && f.function() == Activation.RELU;

  /** What computes in any mode, with gradients. */
  static final List<Pattern> TRAINING =
      List.of(
          new Pattern(NormalizationAndRelu::new, List.of(NORMALIZATION, SUM, RELU)),
          new Pattern(NormalizationAndRelu::new, List.of(NORMALIZATION, RELU)));

  /** What computes in evaluation mode without gradients. */
  static final List<Pattern> INFERENCE = inference();

  private Fusions() {}

  private static List<Pattern> inference() {
    List<Pattern> patterns = new ArrayList<>();
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, NORMALIZATION, SUM, RELU)));
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, NORMALIZATION, SUM)));
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, NORMALIZATION, RELU)));
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, NORMALIZATION)));
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, SUM, RELU)));
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, SUM)));
    patterns.add(new Pattern(Convolution::new, List.of(CONVOLUTION, RELU)));
    patterns.add(new Pattern(DenseAndRelu::new, List.of(DENSE, RELU)));
    patterns.addAll(TRAINING);
    return List.copyOf(patterns);
  }

  /** How a chain that matches is computed. */
  @FunctionalInterface
  interface Maker {
    /** The computation; its inputs are the first layer's, then the other input of a sum. */
    Operation make(List<Layer> chain);
  }

  /** A chain of kinds of layers. */
  record Pattern(Maker maker, List<Predicate<Layer>> chain) {
    /** Whether these layers are of its kinds. */
    boolean fits(List<Layer> layers) {
      for (int i = 0; i < chain.size(); i++) {
        if (!chain.get(i).test(layers.get(i))) {
          return false;
        }
      }
      return layers.size() == chain.size();
    }
  }

  /** Several layers of which all but the first keep the shape. */
  private abstract static class Chain implements Operation {
    final List<Layer> layers;

    Chain(List<Layer> layers) {
      this.layers = List.copyOf(layers);
    }

    @Override
    public final String name() {
      return layers.stream().map(Layer::type).collect(Collectors.joining("+"));
    }

    @Override
    public final Shape outputShape(List<Shape> inputs) {
      return layers.getFirst().outputShape(inputs.subList(0, 1));
    }

    @Override
    public final long keptElements(List<Shape> inputs) {
      return outputShape(inputs).elements();
    }
  }

  /** A normalization, perhaps a sum with a second input, and a ReLU in one pass. */
  private static final class NormalizationAndRelu extends Chain {
    private final BatchNormLayer norm;

    NormalizationAndRelu(List<Layer> chain) {
      super(chain);
      norm = (BatchNormLayer) chain.getFirst();
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      Tensor x = inputs.get(0);
      Tensor skip = inputs.size() > 1 ? inputs.get(1) : null;
      BatchNorm.Statistics statistics = norm.statistics(context);
      Tensor weight = norm.weight();
      Tensor bias = norm.bias();
      if (!context.wantsUnitMeans()) {
        return skip == null
            ? BatchNorm.withRelu(x, weight, bias, statistics)
            : BatchNorm.withSkipAndRelu(x, weight, bias, statistics, skip);
      }
      UnitActivations result =
          skip == null
              ? BatchNorm.withReluAndUnitMeans(x, weight, bias, statistics)
              : BatchNorm.withSkipReluAndUnitMeans(x, weight, bias, statistics, skip);
      context.deliverUnitMeans(result.unitMeans());
      return result.activation();
    }
  }

  /** A dense layer and a ReLU. */
  private static final class DenseAndRelu extends Chain {
    DenseAndRelu(List<Layer> chain) {
      super(chain);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      return layers.getFirst().forward(inputs, context).relu();
    }

    @Override
    public Operation prepare(boolean forBatch) {
      return PreparedLayers.chain(this, layers, forBatch);
    }
  }

  /** A convolution and what follows as its epilogue, in one pass over memory. */
  private static final class Convolution extends Chain {
    private final Conv2dLayer convolution;
    private final List<Layer> after;

    Convolution(List<Layer> chain) {
      super(chain);
      convolution = (Conv2dLayer) chain.getFirst();
      after = chain.subList(1, chain.size());
    }

    @Override
    public Operation prepare(boolean forBatch) {
      return PreparedLayers.chain(this, layers, forBatch);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      Epilogue epilogue = Epilogue.NONE;
      for (Layer layer : after) {
        epilogue =
            switch (layer) {
              case BatchNormLayer norm -> {
                BatchNorm.Affine map =
                    BatchNorm.affine(norm.weight(), norm.bias(), norm.statistics(context));
                yield epilogue.withAffine(map.mean(), map.scale(), map.shift());
              }
              case AddLayer _ -> epilogue.withSkip(inputs.get(1).data());
              default -> epilogue.withRelu();
            };
      }
      return Conv2d.inference(
          inputs.get(0), convolution.weight(), convolution.bias(), convolution.options(), epilogue);
    }
  }
}
