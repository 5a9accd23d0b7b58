package org.modaj.bench.conformance.ops;

import java.util.Locale;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.CaseRunner;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.BceWithLogits;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.HuberLoss;
import org.modaj.engine.ops.KlDivergence;
import org.modaj.engine.ops.L1Loss;
import org.modaj.engine.ops.LossReduction;
import org.modaj.engine.ops.MseLoss;
import org.modaj.engine.ops.SmoothL1Loss;

/** Cases of the losses. */
public final class LossCases {
  private LossCases() {}

  /** A loss of {@code x} and {@code target}. */
  private interface Loss {
    Tensor apply(Tensor x, Tensor target, CaseParams params, LossReduction reduction);
  }

  /** Runs {@code cross_entropy} and {@code cross_entropy_last_axis}: classes on the last axis. */
  public static CaseResult crossEntropy(GoldenCase golden, Algorithms algorithms) {
    CaseParams params = golden.params();
    OperatorCase tensors = new OperatorCase(golden);
    CrossEntropy.Options options = CrossEntropy.Options.DEFAULT.withReduction(reduction(golden));
    if (params.has("label_smoothing")) {
      options = options.withLabelSmoothing(params.number("label_smoothing"));
    }
    if (params.has("ignore_index")) {
      options = options.withIgnoredLabel(params.integer("ignore_index"));
    }
    if (golden.hasInput("weight")) {
      options = options.withClassWeights(tensors.input("weight", Layout.SAME).data());
    }
    Tensor loss =
        CrossEntropy.apply(tensors.input("x", Layout.SAME), golden.labels("target"), options);
    return tensors.output("loss", loss, Layout.SAME).result();
  }

  /** Runs {@code bce_with_logits}. */
  public static CaseResult bceWithLogits(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor loss =
        BceWithLogits.apply(
            tensors.input("x", Layout.SAME),
            tensors.input("target", Layout.SAME),
            tensors.optionalInput("weight", Layout.SAME),
            tensors.optionalInput("pos_weight", Layout.SAME),
            reduction(golden));
    return tensors.output("loss", loss, Layout.SAME).result();
  }

  /** Runs {@code mse_loss}. */
  public static CaseRunner mse() {
    return of((x, target, params, reduction) -> MseLoss.apply(x, target, reduction));
  }

  /** Runs {@code l1_loss}. */
  public static CaseRunner l1() {
    return of((x, target, params, reduction) -> L1Loss.apply(x, target, reduction));
  }

  /** Runs {@code smooth_l1}. */
  public static CaseRunner smoothL1() {
    return of((x, target, params, reduction) ->
        SmoothL1Loss.apply(x, target, params.number("beta"), reduction));
  }

  /** Runs {@code huber}. */
  public static CaseRunner huber() {
    return of((x, target, params, reduction) ->
        HuberLoss.apply(x, target, params.number("delta"), reduction));
  }

  /** Runs {@code kl_div}: both are logits, the sum is divided by the batch. */
  public static CaseRunner klDivergence() {
    return of((x, target, params, reduction) -> KlDivergence.apply(x, target));
  }

  private static CaseRunner of(Loss loss) {
    return (golden, algorithms) -> {
      OperatorCase tensors = new OperatorCase(golden);
      Tensor value =
          loss.apply(
              tensors.input("x", Layout.SAME),
              tensors.input("target", Layout.SAME),
              golden.params(),
              reduction(golden));
      return tensors.output("loss", value, Layout.SAME).result();
    };
  }

  private static LossReduction reduction(GoldenCase golden) {
    if (!golden.params().has("reduction")) {
      return LossReduction.MEAN;
    }
    String name = golden.params().text("reduction");
    for (LossReduction reduction : LossReduction.values()) {
      if (reduction.name().toLowerCase(Locale.ROOT).equals(name)) {
        return reduction;
      }
    }
    throw new GoldenCaseException(
        golden.name(), "reduction is \"%s\", expected mean, sum or none".formatted(name));
  }
}
