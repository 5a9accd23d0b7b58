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
import org.modaj.nn.optim.GradientClipping;
import org.modaj.nn.optim.LearningRateSchedule;

/** Cases of learning-rate schedules and of gradient clipping. */
public final class ScheduleCases {
  private static final int RATES = 30;
  private static final String GRADIENT = "grad_";

  private ScheduleCases() {}

  /** Runs {@code schedule}: the rates of the first 30 steps. */
  public static CaseResult schedule(GoldenCase golden, Algorithms algorithms) {
    LearningRateSchedule schedule = named(golden);
    double[] rates = new double[RATES];
    for (int i = 0; i < RATES; i++) {
      rates[i] = schedule.rate(i);
    }
    return new CaseResult().output(NamedArray.of("lr", rates, RATES));
  }

  private static LearningRateSchedule named(GoldenCase golden) {
    CaseParams params = golden.params();
    double base = params.number("base_lr");
    String name = params.text("schedule");
    return switch (name) {
      case "step" ->
          LearningRateSchedule.step(base, params.integer("step_size"), params.number("gamma"));
      case "multi_step" ->
          LearningRateSchedule.multiStep(
              base, params.number("gamma"), params.integers("milestones"));
      case "exponential" -> LearningRateSchedule.exponential(base, params.number("gamma"));
      case "one_cycle" ->
          LearningRateSchedule.oneCycle(
              params.number("max_lr"),
              params.integer("total_steps"),
              params.number("pct_start"),
              params.number("div_factor"),
              params.number("final_div_factor"));
      case "warmup_cosine" ->
          LearningRateSchedule.cosine(base, params.number("eta_min"), params.integer("T_max"))
              .afterWarmUp(params.integer("warmup_steps"), params.number("warmup_start_factor"));
      case "cosine_restarts" ->
          LearningRateSchedule.cosineRestarts(
              base, params.number("eta_min"), params.integer("T_0"), params.integer("T_mult"));
      default -> throw new GoldenCaseException(golden.name(), "no schedule \"%s\"".formatted(name));
    };
  }

  /**
   * Runs {@code clip_grad_norm}: the gradients {@code grad_p} of parameters p, clipped together.
   */
  public static CaseResult clipByNorm(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (String role : golden.inputRoles()) {
      Tensor gradient = tensors.input(role, Layout.SAME);
      Tensor parameter = Tensor.full(gradient.shape(), 0).requireGrad(true);
      parameter.setGrad(gradient.copy());
      parameters.put(role.substring(GRADIENT.length()), parameter);
    }
    double norm = GradientClipping.byNorm(parameters, golden.params().number("max_norm"));
    CaseResult result = new CaseResult();
    parameters.forEach((name, p) -> result.output(Layout.SAME.write(name, p.grad())));
    return result.output(NamedArray.of("norm", new float[] {(float) norm}));
  }
}
