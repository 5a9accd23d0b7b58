package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Attention;
import org.modaj.engine.ops.Dense;
import org.modaj.engine.ops.Gelu;
import org.modaj.engine.ops.LayerNorm;
import org.modaj.engine.ops.MultiHeadAttention;
import org.modaj.engine.ops.Relu;

/** Cases of attention and what is built of it. */
public final class AttentionCases {
  private AttentionCases() {}

  /** Runs {@code attention}. */
  public static CaseResult attention(GoldenCase golden, Algorithms algorithms) {
    String scale = golden.params().text("scale");
    if (!scale.equals("1/sqrt(d)")) {
      throw new GoldenCaseException(
          golden.name(), "scale is \"%s\", expected \"1/sqrt(d)\"".formatted(scale));
    }
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        Attention.apply(
            tensors.input("q", Layout.SAME),
            tensors.input("k", Layout.SAME),
            tensors.input("v", Layout.SAME),
            causal(golden),
            lengths(golden));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code multi_head_attention}. */
  public static CaseResult multiHead(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    Tensor y = selfAttention(golden, tensors, x, "in_proj_", "out_proj_");
    return tensors.output("y", y, Layout.SAME).result();
  }

  /**
   * Runs {@code transformer_encoder_layer}: attention and a feed-forward part, each with a skip.
   */
  public static CaseResult encoderLayer(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    boolean normFirst = golden.params().flag("norm_first");
    Norm first = norm(golden, tensors, "norm1");
    Norm second = norm(golden, tensors, "norm2");
    Tensor attended =
        selfAttention(
            golden,
            tensors,
            normFirst ? first.apply(x) : x,
            "self_attn.in_proj_",
            "self_attn.out_proj.");
    Tensor h = Add.apply(x, attended);
    h = normFirst ? h : first.apply(h);
    Tensor y = Add.apply(h, feedForward(golden, tensors, normFirst ? second.apply(h) : h));
    return tensors.output("y", normFirst ? y : second.apply(y), Layout.SAME).result();
  }

  private record Norm(Tensor gamma, Tensor beta, double epsilon) {
    Tensor apply(Tensor x) {
      return LayerNorm.apply(x, gamma.shape(), gamma, beta, epsilon);
    }
  }

  private static Norm norm(GoldenCase golden, OperatorCase tensors, String name) {
    return new Norm(
        tensors.input(name + ".weight", Layout.SAME),
        tensors.input(name + ".bias", Layout.SAME),
        golden.params().number("eps"));
  }

  private static Tensor feedForward(GoldenCase golden, OperatorCase tensors, Tensor x) {
    Tensor hidden = linear(tensors, "linear1.", x);
    String activation = golden.params().text("activation");
    return switch (activation) {
      case "relu" -> linear(tensors, "linear2.", Relu.apply(hidden));
      case "gelu" -> linear(tensors, "linear2.", Gelu.apply(hidden));
      default ->
          throw new GoldenCaseException(
              golden.name(),
              "activation is \"%s\", expected \"relu\" or \"gelu\"".formatted(activation));
    };
  }

  private static Tensor linear(OperatorCase tensors, String prefix, Tensor x) {
    return Dense.apply(
        x,
        tensors.input(prefix + "weight", Layout.DENSE_WEIGHT),
        tensors.optionalInput(prefix + "bias", Layout.SAME));
  }

  private static Tensor selfAttention(
      GoldenCase golden, OperatorCase tensors, Tensor x, String in, String out) {
    MultiHeadAttention.Weights weights =
        new MultiHeadAttention.Weights(
            tensors.input(in + "weight", Layout.DENSE_WEIGHT),
            tensors.optionalInput(in + "bias", Layout.SAME),
            tensors.input(out + "weight", Layout.DENSE_WEIGHT),
            tensors.optionalInput(out + "bias", Layout.SAME));
    return MultiHeadAttention.apply(
        x, weights, golden.params().integer("heads"), causal(golden), lengths(golden));
  }

  private static boolean causal(GoldenCase golden) {
    CaseParams params = golden.params();
    return params.has("causal") && params.flag("causal");
  }

  private static int[] lengths(GoldenCase golden) {
    CaseParams params = golden.params();
    return params.has("lengths") ? params.integers("lengths") : null;
  }
}
