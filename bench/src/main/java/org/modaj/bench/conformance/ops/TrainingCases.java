package org.modaj.bench.conformance.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AdaptiveAvgPool2d;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.BatchNorm;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.Dense;
import org.modaj.engine.ops.Embedding;
import org.modaj.engine.ops.Lstm;
import org.modaj.engine.ops.MatMul;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Pow;
import org.modaj.engine.ops.Relu;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.Sub;
import org.modaj.engine.ops.Sum;
import org.modaj.engine.ops.Tanh;
import org.modaj.nn.optim.Optimizer;

/** Cases that train for some steps: values, gradients and parameters along the way. */
public final class TrainingCases {
  private static final float MOMENTUM = 0.1f;
  private static final float EPSILON = 1e-5f;

  private TrainingCases() {}

  /** The trained tensors of a case by role, each with its stored layout. */
  private record Parameters(Map<String, Tensor> tensors, Map<String, Layout> layouts) {
    static Parameters of(GoldenCase golden, Function<String, Layout> layout) {
      Parameters parameters = new Parameters(new LinkedHashMap<>(), new LinkedHashMap<>());
      for (String role : golden.inputRoles()) {
        if (layout.apply(role) != null) {
          parameters.layouts.put(role, layout.apply(role));
          Tensor tensor = layout.apply(role).read(golden.input(role));
          parameters.tensors.put(role, tensor.requireGrad(true));
        }
      }
      return parameters;
    }

    Tensor get(String role) {
      return tensors.get(role);
    }
  }

  /** What is reported of the steps of a loop. */
  private enum Report {
    /** Gradients and parameters of every step, {@code grad_p_each_step, p_after_each_step}. */
    EACH_STEP,
    /** Gradients of the first and parameters after the last step. */
    FIRST_AND_LAST
  }

  private static CaseResult train(
      GoldenCase golden, Parameters parameters, Supplier<Tensor> loss, Report report) {
    Optimizer optimizer = OptimizerCases.optimizer(golden, parameters.tensors);
    StepHistory history = new StepHistory();
    CaseResult result = new CaseResult();
    int steps = golden.params().integer("steps");
    for (int step = 0; step < steps; step++) {
      boolean first = step == 0;
      Tensor value = loss.get();
      history.add("loss_before_each_step", value, Layout.SAME);
      optimizer.zeroGrad();
      value.backward();
      parameters.tensors.forEach((role, p) -> {
        Layout layout = parameters.layouts.get(role);
        if (report == Report.EACH_STEP) {
          history.add("grad_" + role + "_each_step", p.grad(), layout);
        } else if (first) {
          result.output(layout.write("grad_step0/" + role, p.grad()));
        }
      });
      optimizer.step(golden.params().number("lr"));
      if (report == Report.EACH_STEP) {
        parameters.tensors.forEach(
            (role, p) -> history.add(role + "_after_each_step", p, parameters.layouts.get(role)));
      }
    }
    if (report == Report.FIRST_AND_LAST) {
      parameters.tensors.forEach(
          (role, p) -> result.output(parameters.layouts.get(role).write("param_after/" + role, p)));
    }
    return history.addTo(result);
  }

  /** Runs {@code train_quadratic}: {@code loss = ½‖a·x - b‖²}. */
  public static CaseResult quadratic(GoldenCase golden, Algorithms algorithms) {
    Tensor a = Layout.SAME.read(golden.input("a"));
    Tensor b = Layout.SAME.read(golden.input("b"));
    Parameters parameters = Parameters.of(golden, r -> r.equals("x") ? Layout.SAME : null);
    return train(
        golden,
        parameters,
        () -> {
          Tensor column = Reshape.apply(parameters.get("x"), -1, 1);
          Tensor rest = Sub.apply(Reshape.apply(MatMul.apply(a, column), b.shape()), b);
          return Mul.apply(Tensor.scalar(0.5f), Sum.apply(Pow.apply(rest, 2)));
        },
        Report.EACH_STEP);
  }

  private static Layout mlpLayout(String role) {
    return switch (role) {
      case "x", "y" -> null;
      case "w1", "w2" -> Layout.DENSE_WEIGHT;
      default -> Layout.SAME;
    };
  }

  /** Runs {@code train_mlp}: two dense layers with a tanh between them. */
  public static CaseResult mlp(GoldenCase golden, Algorithms algorithms) {
    Parameters p = Parameters.of(golden, TrainingCases::mlpLayout);
    Tensor x = Layout.SAME.read(golden.input("x"));
    return train(
        golden,
        p,
        () -> {
          Tensor hidden = Tanh.apply(Dense.apply(x, p.get("w1"), p.get("b1")));
          Tensor logits = Dense.apply(hidden, p.get("w2"), p.get("b2"));
          return CrossEntropy.apply(logits, golden.labels("y"));
        },
        Report.EACH_STEP);
  }

  private static Layout bilstmLayout(String role) {
    return switch (role) {
      case "tokens", "y" -> null;
      case "emb" -> Layout.SAME;
      case "fc.w" -> Layout.DENSE_WEIGHT;
      default -> role.startsWith("weight") ? Layout.DENSE_WEIGHT : Layout.SAME;
    };
  }

  /** Runs {@code train_bilstm}: embedding, LSTM in both directions, mean over time, dense. */
  public static CaseResult bilstm(GoldenCase golden, Algorithms algorithms) {
    Parameters p = Parameters.of(golden, TrainingCases::bilstmLayout);
    Shape tokens = Shape.of(golden.input("tokens").shape());
    return train(
        golden,
        p,
        () -> {
          Tensor x = Embedding.apply(p.get("emb"), golden.labels("tokens"), tokens);
          List<Lstm.Weights> weights =
              List.of(
                  RecurrentCases.lstmWeights("_l0", (role, layout) -> p.get(role)),
                  RecurrentCases.lstmWeights("_l0_reverse", (role, layout) -> p.get(role)));
          Tensor y = Lstm.apply(x, weights, true, null, null).y();
          Tensor means = Mean.apply(y, new int[] {1}, false);
          Tensor logits = Dense.apply(means, p.get("fc.w"), p.get("fc.b"));
          return CrossEntropy.apply(logits, golden.labels("y"));
        },
        Report.FIRST_AND_LAST);
  }

  private static Layout cnnLayout(String role) {
    return switch (role) {
      case "x", "y" -> null;
      case "conv1.w", "conv2.w", "dw.w", "pw.w" -> Layout.CONVOLUTION_WEIGHT;
      case "fc.w" -> Layout.DENSE_WEIGHT;
      default -> Layout.SAME;
    };
  }

  /** Runs {@code train_cnn}: two convolutions with a skip, pooling, a separable convolution. */
  public static CaseResult cnn(GoldenCase golden, Algorithms algorithms) {
    Parameters p = Parameters.of(golden, TrainingCases::cnnLayout);
    Tensor x = Layout.CHANNELS_SECOND.read(golden.input("x"));
    Running first = Running.of(p.get("bn1.weight").shape());
    Running second = Running.of(p.get("bn2.weight").shape());
    CaseResult result =
        train(
            golden,
            p,
            () -> CrossEntropy.apply(cnn(p, x, first, second, true), golden.labels("y")),
            Report.FIRST_AND_LAST);
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor logits = cnn(p, x, first, second, false);
      result.output(Layout.SAME.write("eval_logits_after", logits));
    }
    return result
        .output(Layout.SAME.write("running/rm1", first.mean))
        .output(Layout.SAME.write("running/rv1", first.variance))
        .output(Layout.SAME.write("running/rm2", second.mean))
        .output(Layout.SAME.write("running/rv2", second.variance));
  }

  /** Running statistics of a batch norm. */
  private record Running(Tensor mean, Tensor variance) {
    static Running of(Shape shape) {
      return new Running(Tensor.full(shape, 0), Tensor.full(shape, 1));
    }

    Tensor normalize(Tensor x, Tensor weight, Tensor bias, boolean training) {
      return BatchNorm.apply(
          x, weight, bias, new BatchNorm.Statistics(mean, variance, MOMENTUM, EPSILON, training));
    }
  }

  private static Tensor cnn(
      Parameters p, Tensor x, Running first, Running second, boolean training) {
    Conv2d.Options padded = Conv2d.Options.of(1, 1);
    Tensor h = Conv2d.apply(x, p.get("conv1.w"), null, padded);
    Tensor skip = Relu.apply(first.normalize(h, p.get("bn1.weight"), p.get("bn1.bias"), training));
    h = Conv2d.apply(skip, p.get("conv2.w"), p.get("conv2.b"), padded);
    h = second.normalize(h, p.get("bn2.weight"), p.get("bn2.bias"), training);
    h = MaxPool2d.apply(Relu.apply(Add.apply(h, skip)), MaxPool2d.Window.square(2));
    h = Relu.apply(Conv2d.apply(h, p.get("dw.w"), null, padded.withGroups(h.dim(-1))));
    h = Conv2d.apply(h, p.get("pw.w"), null, Conv2d.Options.of(1, 0));
    h = Reshape.flatten(AdaptiveAvgPool2d.apply(h, 1, 1));
    return Dense.apply(h, p.get("fc.w"), p.get("fc.b"));
  }
}
