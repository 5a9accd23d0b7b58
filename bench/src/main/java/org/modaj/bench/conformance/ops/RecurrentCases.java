package org.modaj.bench.conformance.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Gru;
import org.modaj.engine.ops.Lstm;
import org.modaj.engine.ops.Transpose;

/** Cases of recurrent layers. */
public final class RecurrentCases {
  private RecurrentCases() {}

  /** Runs {@code lstm}. */
  public static CaseResult lstm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    boolean initial = golden.hasInput("h0");
    Lstm.State state =
        initial
            ? new Lstm.State(tensors.input("h0", Layout.SAME), tensors.input("c0", Layout.SAME))
            : null;
    List<Lstm.Weights> weights = new ArrayList<>();
    for (String suffix : suffixes(golden)) {
      weights.add(lstmWeights(suffix, tensors::optionalInput));
    }
    Lstm.Result result =
        Lstm.apply(inOrder(golden, x), weights, bidirectional(golden), state, lengths(golden));
    return tensors
        .output("y", inOrder(golden, result.y()), Layout.SAME)
        .output("hN", result.last().hidden(), Layout.SAME)
        .output("cN", result.last().cell(), Layout.SAME)
        .result();
  }

  /** Runs {@code gru}. */
  public static CaseResult gru(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    Tensor state = tensors.optionalInput("h0", Layout.SAME);
    List<Gru.Weights> weights = new ArrayList<>();
    for (String suffix : suffixes(golden)) {
      weights.add(
          new Gru.Weights(
              tensors.input("weight_ih" + suffix, Layout.DENSE_WEIGHT),
              tensors.input("weight_hh" + suffix, Layout.DENSE_WEIGHT),
              tensors.optionalInput("bias_ih" + suffix, Layout.SAME),
              tensors.optionalInput("bias_hh" + suffix, Layout.SAME)));
    }
    Gru.Result result =
        Gru.apply(inOrder(golden, x), weights, bidirectional(golden), state, lengths(golden));
    return tensors
        .output("y", inOrder(golden, result.y()), Layout.SAME)
        .output("hN", result.last(), Layout.SAME)
        .result();
  }

  /**
   * The weights of one direction of an LSTM layer; PyTorch's two biases add up to ours.
   *
   * @param suffix what the roles end in, for instance {@code _l0_reverse}
   * @param tensors gives the tensor of a role and layout, or null
   */
  static Lstm.Weights lstmWeights(String suffix, BiFunction<String, Layout, Tensor> tensors) {
    Tensor input = tensors.apply("weight_ih" + suffix, Layout.DENSE_WEIGHT);
    Tensor recurrent = tensors.apply("weight_hh" + suffix, Layout.DENSE_WEIGHT);
    Tensor inputBias = tensors.apply("bias_ih" + suffix, Layout.SAME);
    Tensor recurrentBias = tensors.apply("bias_hh" + suffix, Layout.SAME);
    Tensor bias = inputBias == null ? null : Add.apply(inputBias, recurrentBias);
    return new Lstm.Weights(input, recurrent, bias);
  }

  private static List<String> suffixes(GoldenCase golden) {
    List<String> suffixes = new ArrayList<>();
    for (int layer = 0; layer < golden.params().integer("layers"); layer++) {
      suffixes.add("_l" + layer);
      if (bidirectional(golden)) {
        suffixes.add("_l" + layer + "_reverse");
      }
    }
    return suffixes;
  }

  private static boolean bidirectional(GoldenCase golden) {
    return golden.params().flag("bidirectional");
  }

  private static int[] lengths(GoldenCase golden) {
    CaseParams params = golden.params();
    if (golden.hasInput("lengths")) {
      return golden.labels("lengths");
    }
    return params.has("lengths") ? params.integers("lengths") : null;
  }

  /** [steps, n, ...] from or to [n, steps, ...], unless the case has that already. */
  private static Tensor inOrder(GoldenCase golden, Tensor sequences) {
    return golden.params().flag("batch_first") ? sequences : Transpose.apply(sequences, 0, 1);
  }
}
