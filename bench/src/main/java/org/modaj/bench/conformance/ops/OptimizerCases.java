package org.modaj.bench.conformance.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Narrow;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.optim.Adam;
import org.modaj.nn.optim.AdamW;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Optimizer;
import org.modaj.nn.optim.Sgd;

/** Cases of optimizers and schedules. */
public final class OptimizerCases {
  private static final String GRADIENT = "grad_";

  private OptimizerCases() {}

  /** The optimizer that a case names, of these parameters. */
  static Optimizer optimizer(GoldenCase golden, Map<String, Tensor> parameters) {
    CaseParams params = golden.params();
    double decay = params.has("weight_decay") ? params.number("weight_decay") : 0;
    String name = params.text("optimizer");
    return switch (name) {
      case "sgd" ->
          new Sgd(
              parameters,
              params.has("momentum") ? params.number("momentum") : 0,
              params.has("nesterov") && params.flag("nesterov"),
              decay);
      case "adam" -> new Adam(parameters, adam(params, decay));
      case "adamw" -> new AdamW(parameters, adam(params, decay));
      default ->
          throw new GoldenCaseException(
              golden.name(), "optimizer is \"%s\", expected sgd, adam or adamw".formatted(name));
    };
  }

  private static Adam.Settings adam(CaseParams params, double decay) {
    Adam.Settings defaults = Adam.Settings.DEFAULT;
    double[] betas =
        params.has("betas")
            ? params.numbers("betas")
            : new double[] {defaults.beta1(), defaults.beta2()};
    double epsilon = params.has("eps") ? params.number("eps") : defaults.epsilon();
    return new Adam.Settings(betas[0], betas[1], epsilon, decay);
  }

  /** Runs {@code optimizer}: for every parameter {@code p} the gradients {@code grad_p} by step. */
  public static CaseResult givenGradients(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    for (String role : golden.inputRoles()) {
      Tensor tensor = tensors.input(role, Layout.SAME);
      if (role.startsWith(GRADIENT)) {
        gradients.put(role.substring(GRADIENT.length()), tensor);
      } else {
        parameters.put(role, tensor.requireGrad(true));
      }
    }
    Optimizer optimizer = optimizer(golden, parameters);
    StepHistory history = new StepHistory();
    for (int step = 0; step < golden.params().integer("steps"); step++) {
      for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
        Tensor all = gradients.get(parameter.getKey());
        Tensor gradient = Narrow.apply(all, 0, step, 1);
        parameter.getValue().setGrad(Reshape.apply(gradient, parameter.getValue().shape()));
      }
      optimizer.step(golden.params().number("lr"));
      parameters.forEach((name, p) -> history.add(name + "_after_each_step", p, Layout.SAME));
    }
    return history.addTo(new CaseResult());
  }

  /** Runs {@code cosine_annealing}: the rates of the epochs 0 to {@code T_max}. */
  public static CaseResult cosine(GoldenCase golden, Algorithms algorithms) {
    CaseParams params = golden.params();
    int epochs = params.integer("T_max");
    LearningRateSchedule schedule =
        LearningRateSchedule.cosine(params.number("base_lr"), params.number("eta_min"), epochs);
    double[] rates = new double[epochs + 1];
    for (int epoch = 0; epoch <= epochs; epoch++) {
      rates[epoch] = schedule.rate(epoch);
    }
    return new CaseResult().output(NamedArray.of("lr", rates, rates.length));
  }
}
