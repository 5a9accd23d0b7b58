package org.modaj.nn.layer.norm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.nn.Context;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.FoldsConstants;
import org.modaj.nn.layer.KeepsStatistics;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.LearnsFromBatch;
import org.modaj.nn.layer.Shifts;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Batch normalization over the last axis; see {@link BatchNorm}.
 *
 * <p>Shapes: input and output {@code [n, ..., c]}; {@code weight}, {@code bias}, {@code
 * running_mean}, {@code running_var [c]}. Units: those of the input. With fixed statistics it
 * computes the same in training as in evaluation, and the running statistics stay as they are.
 */
public final class BatchNormLayer
    implements FoldsConstants, CountsOperations, LearnsFromBatch, KeepsStatistics {
  private static final String NAME = "batch norm";

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private final float momentum;
  private final float epsilon;
  private final boolean fixed;

  /**
   * Creates the layer around its tensors; in training it normalizes by the batch.
   *
   * @throws ShapeException when the tensors are not vectors of one size
   */
  public BatchNormLayer(
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      float momentum,
      float epsilon) {
    this(weight, bias, runningMean, runningVariance, momentum, epsilon, false);
  }

  /**
   * Creates the layer around its tensors.
   *
   * @param momentum share of a new batch in the running statistics
   * @param epsilon added to the variance
   * @param fixed whether the running statistics stand still and normalize in training as well
   * @throws ShapeException when the tensors are not vectors of one size
   */
  public BatchNormLayer(
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      float momentum,
      float epsilon,
      boolean fixed) {
    this.weight = TensorShapes.ofRank(NAME, "weight", "[channels]", 1, weight);
    int channels = weight.elements();
    this.bias = TensorShapes.vector(NAME, "bias", channels, bias);
    this.runningMean = TensorShapes.vector(NAME, "running_mean", channels, runningMean);
    this.runningVariance = TensorShapes.vector(NAME, "running_var", channels, runningVariance);
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.fixed = fixed;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return around(
        tensors,
        (float) settings.number("momentum"),
        (float) settings.number("epsilon"),
        settings.flag("fixed", false));
  }

  private static BatchNormLayer around(
      Map<String, Tensor> tensors, float momentum, float epsilon, boolean fixed) {
    return new BatchNormLayer(
        TensorShapes.given(NAME, tensors, "weight"),
        TensorShapes.given(NAME, tensors, "bias"),
        TensorShapes.given(NAME, tensors, "running_mean"),
        TensorShapes.given(NAME, tensors, "running_var"),
        momentum,
        epsilon,
        fixed);
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
    if (fixed) {
      settings.put("fixed", true);
    }
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
    return around(tensors, momentum, epsilon, fixed);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return TensorShapes.channels(NAME, weight.elements(), TensorShapes.only(NAME, inputs));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return BatchNorm.apply(inputs.get(0), weight, bias, statistics(context));
  }

  @Override
  public Layer withFixedStatistics(boolean stand) {
    return new BatchNormLayer(weight, bias, runningMean, runningVariance, momentum, epsilon, stand);
  }

  /**
   * What it normalizes by: in training the batch's statistics unless they are fixed, otherwise the
   * running ones.
   */
  public BatchNorm.Statistics statistics(Context context) {
    return new BatchNorm.Statistics(
        runningMean, runningVariance, momentum, epsilon, context.isTraining() && !fixed);
  }

  /** Two values of each channel: one alone has no variance. */
  @Override
  public int leastSamples(List<Shape> inputs) {
    boolean oneValue = inputs.get(0).elements() == weight.elements();
    return oneValue && weight.requiresGrad() && !fixed ? 2 : 1;
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
    return new BatchNormLayer(weight, bias, mean, runningVariance, momentum, epsilon, fixed);
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
