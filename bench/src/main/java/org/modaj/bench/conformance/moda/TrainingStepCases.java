package org.modaj.bench.conformance.moda;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.train.TrainingObjective;

/** Cases about one step of modular training: losses, gradients of all parameters, statistics. */
public final class TrainingStepCases {
  private static final int SAMPLES = 32;

  private TrainingStepCases() {}

  /** Runs {@code train_step}. */
  public static CaseResult run(GoldenCase golden, GoldenModels models) {
    CaseParams params = golden.params();
    Network network = models.filledToChange(params);
    Tensor x = Layout.CHANNELS_SECOND.read(golden.input("x"));
    TrackedOutput output = network.forwardTracked(x, Mode.TRAIN);
    ModularObjective objective =
        new ModularObjective(params.number("alpha"), params.number("beta"), params.number("gamma"));
    TrainingObjective.Value value = objective.compute(output, golden.labels("labels"));
    value.total().backward();

    CaseResult result = new CaseResult();
    result.output(Layout.SAME.write("logits", output.output()));
    result.output(Layout.SAME.write("total", value.total()));
    value.terms().forEach((name, term) -> result.output(NamedArray.of(name, new double[] {term})));
    addGradients(result, new TorchState(network), names(golden.description("parameters")));
    if (golden.outputs().stream().anyMatch(o -> o.role().equals("buffers_after_forward"))) {
      result.output(buffers(network, names(golden.description("buffers"))));
    }
    network.parameters().values().forEach(Tensor::zeroGrad);
    return result;
  }

  private static List<String> names(JsonElement list) {
    List<String> names = new ArrayList<>();
    list.getAsJsonArray().forEach(name -> names.add(name.getAsString()));
    return names;
  }

  /** Adds the Euclidean norm of each parameter's gradient, and some of its elements. */
  private static void addGradients(CaseResult result, TorchState state, List<String> parameters) {
    double[] norms = new double[parameters.size()];
    float[] samples = new float[parameters.size() * SAMPLES];
    for (int p = 0; p < norms.length; p++) {
      float[] gradient = state.gradient(parameters.get(p));
      double squares = 0;
      for (float g : gradient) {
        squares += (double) g * g;
      }
      norms[p] = Math.sqrt(squares);
      CounterRandom positions = CounterRandom.of("sample/" + parameters.get(p));
      for (int j = 0; j < SAMPLES; j++) {
        samples[p * SAMPLES + j] = gradient[positions.bits24(j) % gradient.length];
      }
    }
    result
        .output(NamedArray.of("grad_l2", norms, norms.length))
        .output(NamedArray.of("grad_samples", samples, norms.length, SAMPLES));
  }

  private static NamedArray buffers(Network network, List<String> names) {
    Map<String, Tensor> state = new LinkedHashMap<>(network.state());
    float[] all = new float[names.stream().mapToInt(name -> state.get(name).elements()).sum()];
    int at = 0;
    for (String name : names) {
      float[] values = state.get(name).data();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return NamedArray.of("buffers_after_forward", all, all.length);
  }
}
