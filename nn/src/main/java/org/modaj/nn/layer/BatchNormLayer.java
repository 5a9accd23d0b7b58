package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Batch normalization over the last axis; see {@link BatchNorm}.
 *
 * <p>Shapes: input and output {@code [n, ..., c]}; {@code weight}, {@code bias}, {@code
 * running_mean}, {@code running_var [c]}. Units: those of the input.
 */
public final class BatchNormLayer implements FoldsConstants, CountsOperations, LearnsFromBatch {
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
    this.weight = TensorShapes.ofRank(NAME, "weight", "[channels]", 1, weight);
    int channels = weight.elements();
    this.bias = TensorShapes.vector(NAME, "bias", channels, bias);
    this.runningMean = TensorShapes.vector(NAME, "running_mean", channels, runningMean);
    this.runningVariance = TensorShapes.vector(NAME, "running_var", channels, runningVariance);
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return around(tensors, (float) settings.number("momentum"), (float) settings.number("epsilon"));
  }

  private static BatchNormLayer around(Map<String, Tensor> tensors, float momentum, float epsilon) {
    return new BatchNormLayer(
        TensorShapes.given(NAME, tensors, "weight"),
        TensorShapes.given(NAME, tensors, "bias"),
        TensorShapes.given(NAME, tensors, "running_mean"),
        TensorShapes.given(NAME, tensors, "running_var"),
        momentum,
        epsilon);
  }

  @Override
  public String type() {
    return "batch_norm";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("momentum", momentum);
    settings.put("epsilon", epsilon);
    return settings;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of()
        .parameter("weight", weight)
        .parameter("bias", bias)
        .buffer("running_mean", runningMean)
        .buffer("running_var", runningVariance);
  }

  /** The scale, {@code [c]}. */
  public Tensor weight() {
    return weight;
  }

  /** The shift, {@code [c]}. */
  public Tensor bias() {
    return bias;
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return around(tensors, momentum, epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.rank() < 1 || input.dim(-1) != weight.elements()) {
      throw new ShapeException(NAME, null, weight.elements() + " channels", "input " + input, null);
    }
    return input;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return BatchNorm.apply(inputs.get(0), weight, bias, statistics(context));
  }

  /** What it normalizes by: in training the batch's statistics, otherwise the running ones. */
  public BatchNorm.Statistics statistics(Context context) {
    return new BatchNorm.Statistics(
        runningMean, runningVariance, momentum, epsilon, context.isTraining());
  }

  /** Two values of each channel: one alone has no variance. */
  @Override
  public int leastSamples(List<Shape> inputs) {
    Tensor scale = weight;
    return inputs.get(0).elements() == scale.elements() && scale.requiresGrad() ? 2 : 1;
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
    Tensor mean = Shifts.plus(runningMean, less);
    return new BatchNormLayer(weight, bias, mean, runningVariance, momentum, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs)
        .neverZero()
        .bind("weight", 0)
        .bind("bias", 0)
        .bind("running_mean", 0)
        .bind("running_var", 0);
  }
}
