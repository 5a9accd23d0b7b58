package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.Mode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Batch normalization over the last axis; see {@link BatchNorm}.
 *
 * <p>Shapes: input and output {@code [n, ..., c]}; {@code weight}, {@code bias}, {@code
 * running_mean}, {@code running_var [c]}. Units: those of the input.
 */
public final class BatchNormLayer implements EpilogueLayer {
  private static final String NAME = "batch norm";

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private final float momentum;
  private final float epsilon;

  /**
   * Creates the layer around its tensors.
   *
   * @param momentum share of a new batch in the running statistics
   * @param epsilon added to the variance
   * @throws ShapeException when the tensors are not vectors of one size
   */
  public BatchNormLayer(
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      float momentum,
      float epsilon) {
    this.weight = LayerTensors.ofRank(NAME, "weight", "[channels]", 1, weight);
    int channels = weight.elements();
    this.bias = LayerTensors.vector(NAME, "bias", channels, bias);
    this.runningMean = LayerTensors.vector(NAME, "running_mean", channels, runningMean);
    this.runningVariance = LayerTensors.vector(NAME, "running_var", channels, runningVariance);
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  static Layer restore(LayerConfig config, Map<String, Tensor> tensors) {
    return around(tensors, (float) config.number("momentum"), (float) config.number("epsilon"));
  }

  private static BatchNormLayer around(Map<String, Tensor> tensors, float momentum, float epsilon) {
    return new BatchNormLayer(
        tensors.get("weight"),
        tensors.get("bias"),
        tensors.get("running_mean"),
        tensors.get("running_var"),
        momentum,
        epsilon);
  }

  @Override
  public String type() {
    return "batch_norm";
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("momentum", momentum);
    config.put("epsilon", epsilon);
    return config;
  }

  @Override
  public Map<String, Tensor> parameters() {
    return LayerTensors.of("weight", weight, "bias", bias);
  }

  @Override
  public Map<String, Tensor> buffers() {
    return LayerTensors.of("running_mean", runningMean, "running_var", runningVariance);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return around(tensors, momentum, epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.rank() < 1 || input.dim(-1) != weight.elements()) {
      throw new ShapeException(
          NAME, null, weight.elements() + " channels", "input " + input, null);
    }
    return input;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Mode mode) {
    return BatchNorm.apply(inputs.get(0), weight, bias, statistics(mode));
  }

  private BatchNorm.Statistics statistics(Mode mode) {
    return new BatchNorm.Statistics(
        runningMean, runningVariance, momentum, epsilon, mode == Mode.TRAIN);
  }

  @Override
  public long extraOperations(List<Shape> inputs) {
    return 2L * inputs.get(0).elements();
  }

  @Override
  public Layer absorbing(float[] shift) {
    float[] less = shift.clone();
    for (int c = 0; c < less.length; c++) {
      less[c] = -less[c];
    }
    Tensor mean = LayerTensors.plus(runningMean, less);
    return new BatchNormLayer(weight, bias, mean, runningVariance, momentum, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitLayout in = inputs.get(0);
    return UnitFlow.passThrough(in)
        .bind("weight", 0, in)
        .bind("bias", 0, in)
        .bind("running_mean", 0, in)
        .bind("running_var", 0, in);
  }

  @Override
  public Part part() {
    return Part.NORMALIZATION;
  }

  @Override
  public Epilogue addTo(Epilogue epilogue, Tensor skip) {
    BatchNorm.Affine map = BatchNorm.affine(weight, bias, statistics(Mode.EVALUATE));
    return epilogue.withAffine(map.mean(), map.scale(), map.shift());
  }

  @Override
  public Layer fusedWith(Layer next, int input) {
    if (next instanceof ReluLayer) {
      return new WithRelu(next);
    }
    return next instanceof AddLayer ? new WithSkip(next) : null;
  }

  /** This normalization and the ReLU behind it in one pass. */
  private final class WithRelu extends FusedLayer implements ActivationLayer {
    WithRelu(Layer relu) {
      super(BatchNormLayer.this, relu);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Mode mode) {
      return BatchNorm.withRelu(inputs.get(0), weight, bias, statistics(mode));
    }

    @Override
    public UnitActivations forwardWithUnitMeans(
        List<Tensor> inputs, int[] lengths, Mode mode) {
      return BatchNorm.withReluAndUnitMeans(inputs.get(0), weight, bias, statistics(mode));
    }
  }

  /** This normalization and the sum with a second input: worth something with a ReLU behind it. */
  private final class WithSkip extends FusedLayer {
    WithSkip(Layer add) {
      super(BatchNormLayer.this, add);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Mode mode) {
      Tensor normalized = BatchNormLayer.this.forward(inputs, mode);
      return Add.apply(normalized, inputs.get(1));
    }

    @Override
    public long keptElements(List<Shape> inputs) {
      return 2L * inputs.get(0).elements();
    }

    @Override
    public Layer fusedWith(Layer next, int input) {
      return next instanceof ReluLayer ? new WithSkipAndRelu(this, next) : null;
    }
  }

  /** This normalization, the sum with a second input, and the ReLU behind it in one pass. */
  private final class WithSkipAndRelu extends FusedLayer implements ActivationLayer {
    WithSkipAndRelu(Layer withSkip, Layer relu) {
      super(withSkip, relu);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Mode mode) {
      return BatchNorm.withSkipAndRelu(
          inputs.get(0), weight, bias, statistics(mode), inputs.get(1));
    }

    @Override
    public UnitActivations forwardWithUnitMeans(
        List<Tensor> inputs, int[] lengths, Mode mode) {
      return BatchNorm.withSkipReluAndUnitMeans(
          inputs.get(0), weight, bias, statistics(mode), inputs.get(1));
    }
  }
}
