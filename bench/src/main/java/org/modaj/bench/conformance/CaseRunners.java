package org.modaj.bench.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.modaj.bench.conformance.moda.GoldenModels;
import org.modaj.bench.conformance.moda.MwtCases;
import org.modaj.bench.conformance.moda.MwtNetworkCases;
import org.modaj.bench.conformance.moda.ObjectiveCases;
import org.modaj.bench.conformance.moda.ReplacementCases;
import org.modaj.bench.conformance.moda.SliceCases;
import org.modaj.bench.conformance.moda.TrainingStepCases;
import org.modaj.bench.conformance.ops.AttentionCases;
import org.modaj.bench.conformance.ops.ConvolutionCases;
import org.modaj.bench.conformance.ops.ExpressionCases;
import org.modaj.bench.conformance.ops.IndexCases;
import org.modaj.bench.conformance.ops.InitializerCases;
import org.modaj.bench.conformance.ops.LayerCases;
import org.modaj.bench.conformance.ops.LossCases;
import org.modaj.bench.conformance.ops.NormCases;
import org.modaj.bench.conformance.ops.OptimizerCases;
import org.modaj.bench.conformance.ops.PointwiseCases;
import org.modaj.bench.conformance.ops.PoolCases;
import org.modaj.bench.conformance.ops.ProductCases;
import org.modaj.bench.conformance.ops.RecurrentCases;
import org.modaj.bench.conformance.ops.ReductionCases;
import org.modaj.bench.conformance.ops.ResampleCases;
import org.modaj.bench.conformance.ops.ScheduleCases;
import org.modaj.bench.conformance.ops.ShapeCases;
import org.modaj.bench.conformance.ops.TrainingCases;
import org.modaj.engine.ops.Abs;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.BatchMatMul;
import org.modaj.engine.ops.Celu;
import org.modaj.engine.ops.Div;
import org.modaj.engine.ops.Elu;
import org.modaj.engine.ops.Exp;
import org.modaj.engine.ops.Gelu;
import org.modaj.engine.ops.HardSigmoid;
import org.modaj.engine.ops.HardSwish;
import org.modaj.engine.ops.Log;
import org.modaj.engine.ops.LogSigmoid;
import org.modaj.engine.ops.LogSoftmax;
import org.modaj.engine.ops.Max;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.Min;
import org.modaj.engine.ops.Mish;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Neg;
import org.modaj.engine.ops.Relu6;
import org.modaj.engine.ops.Selu;
import org.modaj.engine.ops.Sigmoid;
import org.modaj.engine.ops.Silu;
import org.modaj.engine.ops.Softmax;
import org.modaj.engine.ops.Softplus;
import org.modaj.engine.ops.Softsign;
import org.modaj.engine.ops.Sqrt;
import org.modaj.engine.ops.Sub;
import org.modaj.engine.ops.Sum;
import org.modaj.engine.ops.Tanh;

/** The runners there are, by name of the operator. */
public final class CaseRunners {
  /**
   * Numbers at the end of an operator's name repeat its parameters: {@code leaky_relu_0p01}, {@code
   * clamp_m0p5_0p75} (p is the point, m the minus).
   */
  private static final Pattern TRAILING_NUMBERS = Pattern.compile("(_m?[0-9]+(p[0-9]+)?)+$");

  private final SortedMap<String, CaseRunner> byOp;

  /** Copies the runners; a key is a whole name or one without its trailing numbers. */
  public CaseRunners(Map<String, CaseRunner> byOp) {
    this.byOp = new TreeMap<>(byOp);
  }

  /** Returns the runners of all operators this library has. */
  public static CaseRunners standard() {
    Map<String, CaseRunner> runners = new TreeMap<>();
    runners.put("batch_norm1d", LayerCases::batchNorm);
    runners.put("batch_norm2d", LayerCases::batchNorm);
    runners.put("conv1d", ConvolutionCases::conv1d);
    runners.put("conv2d", ConvolutionCases::conv2d);
    runners.put("conv_transpose2d", ConvolutionCases::transposed);
    runners.put("cross_entropy", LossCases::crossEntropy);
    runners.put("cross_entropy_last_axis", LossCases::crossEntropy);
    runners.put("linear", ProductCases::linear);
    runners.put("matmul", ProductCases::matmul);
    runners.put("relu", LayerCases::relu);

    runners.put("add", PointwiseCases.binary(Add::apply));
    runners.put("sub", PointwiseCases.binary(Sub::apply));
    runners.put("mul", PointwiseCases.binary(Mul::apply));
    runners.put("div", PointwiseCases.binary(Div::apply));
    runners.put("matmul_batched", PointwiseCases.binary(BatchMatMul::apply));
    runners.put("abs", PointwiseCases.unary(Abs::apply));
    runners.put("neg", PointwiseCases.unary(Neg::apply));
    runners.put("sqrt", PointwiseCases.unary(Sqrt::apply));
    runners.put("exp", PointwiseCases.unary(Exp::apply));
    runners.put("log", PointwiseCases.unary(Log::apply));
    runners.put("tanh", PointwiseCases.unary(Tanh::apply));
    runners.put("sigmoid", PointwiseCases.unary(Sigmoid::apply));
    runners.put("silu", PointwiseCases.unary(Silu::apply));
    runners.put("softplus", PointwiseCases.unary(Softplus::apply));
    runners.put("gelu_exact", PointwiseCases.unary(Gelu::apply));
    runners.put("gelu_tanh", PointwiseCases.unary(Gelu::approximate));
    runners.put("relu6", PointwiseCases.unary(Relu6::apply));
    runners.put("hardswish", PointwiseCases.unary(HardSwish::apply));
    runners.put("hardsigmoid", PointwiseCases.unary(HardSigmoid::apply));
    runners.put("selu", PointwiseCases.unary(Selu::apply));
    runners.put("mish", PointwiseCases.unary(Mish::apply));
    runners.put("logsigmoid", PointwiseCases.unary(LogSigmoid::apply));
    runners.put("softsign", PointwiseCases.unary(Softsign::apply));
    runners.put("elu", PointwiseCases.withAlpha(Elu::apply));
    runners.put("celu", PointwiseCases.withAlpha(Celu::apply));
    runners.put("prelu", PointwiseCases::prelu);
    runners.put("leaky_relu", PointwiseCases::leakyRelu);
    runners.put("pow", PointwiseCases::pow);
    runners.put("clamp", PointwiseCases::clamp);
    runners.put("clamp_min", PointwiseCases::clamp);
    runners.put("clamp_max", PointwiseCases::clamp);

    runners.put("sum", ReductionCases.over(Sum::apply));
    runners.put("mean", ReductionCases.over(Mean::apply));
    runners.put("max", ReductionCases.over(Max::apply));
    runners.put("min", ReductionCases.over(Min::apply));
    runners.put("var", ReductionCases::variance);
    runners.put("argmax", ReductionCases::argMax);

    runners.put("reshape", ShapeCases::reshape);
    runners.put("permute", ShapeCases::permute);
    runners.put("transpose", ShapeCases::transpose);
    runners.put("expand", ShapeCases::expand);
    runners.put("narrow", ShapeCases::narrow);
    runners.put("slice", ExpressionCases::run);
    runners.put("graph", ExpressionCases::run);
    runners.put("concat", ShapeCases::concat);
    runners.put("stack", ShapeCases::stack);
    runners.put("embedding", IndexCases::embedding);
    runners.put("index_select", IndexCases::indexSelect);
    runners.put("where", IndexCases::where);
    runners.put("scatter_channels", IndexCases::scatterChannels);
    runners.put("add_channels", IndexCases::addChannels);

    runners.put("softmax", ReductionCases.along(Softmax::apply));
    runners.put("log_softmax", ReductionCases.along(LogSoftmax::apply));
    runners.put("max_pool2d", PoolCases::max);
    runners.put("avg_pool2d", PoolCases::average);
    runners.put("adaptive_avg_pool2d", PoolCases::adaptiveAverage);
    runners.put("adaptive_max_pool2d", PoolCases::adaptiveMax);
    runners.put("upsample", ResampleCases.upsample());
    runners.put("pixel_shuffle", ResampleCases.pixelShuffle());
    runners.put("pixel_unshuffle", ResampleCases.pixelUnshuffle());
    runners.put("channel_shuffle", ResampleCases.channelShuffle());
    runners.put("pad2d", ResampleCases.pad());
    runners.put("layer_norm", NormCases::layerNorm);
    runners.put("group_norm", NormCases::groupNorm);
    runners.put("instance_norm", NormCases::instanceNorm);
    runners.put("rms_norm", NormCases::rmsNorm);
    runners.put("normalize", NormCases::normalize);
    runners.put("mse_loss", LossCases.mse());
    runners.put("l1_loss", LossCases.l1());
    runners.put("smooth_l1", LossCases.smoothL1());
    runners.put("huber", LossCases.huber());
    runners.put("kl_div", LossCases.klDivergence());
    runners.put("bce_with_logits", LossCases::bceWithLogits);

    runners.put("attention", AttentionCases::attention);
    runners.put("multi_head_attention", AttentionCases::multiHead);
    runners.put("transformer_encoder_layer", AttentionCases::encoderLayer);

    runners.put("lstm", RecurrentCases::lstm);
    runners.put("gru", RecurrentCases::gru);

    runners.put("optimizer", OptimizerCases::givenGradients);
    runners.put("schedule", ScheduleCases::schedule);
    runners.put("clip_grad_norm", ScheduleCases::clipByNorm);
    runners.put("cosine_annealing", OptimizerCases::cosine);
    runners.put("initialisation", InitializerCases::run);
    runners.put("train_quadratic", TrainingCases::quadratic);
    runners.put("train_mlp", TrainingCases::mlp);
    runners.put("train_bilstm", TrainingCases::bilstm);
    runners.put("train_cnn", TrainingCases::cnn);

    runners.put("activation_rates_and_masks", ObjectiveCases::ratesAndMasks);
    runners.put("moda_losses", ObjectiveCases::losses);

    GoldenModels models = new GoldenModels();
    runners.put("compose", models.runner(SliceCases::compose));
    runners.put("original_model", models.runner(SliceCases::original));
    runners.put("overlap", models.runner(SliceCases::overlap));
    runners.put("train_step", models.runner(TrainingStepCases::run));
    runners.put("replacement", new ReplacementCases());

    runners.put("mwt_mask_generator", MwtCases::generator);
    runners.put("mwt_mask_conv_bn", MwtCases::maskedConvolution);
    runners.put("mwt_losses", MwtCases::losses);
    runners.put("mwt_modularize", MwtCases::modularize);
    runners.put("mwt_masked_model", models.runner(MwtNetworkCases::masked));
    runners.put("mwt_compose", models.runner(MwtNetworkCases::compose));
    return new CaseRunners(runners);
  }

  /** Returns the runner for {@code op}, or for {@code op} without its trailing numbers. */
  public Optional<CaseRunner> find(String op) {
    CaseRunner exact = byOp.get(op);
    return Optional.ofNullable(exact != null ? exact : byOp.get(family(op)));
  }

  /**
   * Returns what this library lacks to compute the case: the operator, or {@code "compose of
   * alexnet"} where the operator is there and its model is not. Usually nothing.
   */
  public Optional<String> lacking(GoldenCase golden) {
    Optional<CaseRunner> runner = find(golden.op());
    return runner.isEmpty()
        ? Optional.of(golden.op())
        : runner.get().missing(golden).map(part -> golden.op() + " of " + part);
  }

  static String family(String op) {
    return TRAILING_NUMBERS.matcher(op).replaceFirst("");
  }
}
