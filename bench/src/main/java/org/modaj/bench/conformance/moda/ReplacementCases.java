package org.modaj.bench.conformance.moda;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.CaseRunner;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.GoldenFill;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.moda.Composer;
import org.modaj.moda.replace.Calibration;
import org.modaj.moda.replace.OutputBatches;
import org.modaj.moda.replace.Replacement;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.model.Models;

/**
 * Cases about a weak network with one output replaced by a module of a strong one: outputs, the
 * calibration layer's gradients, and the layer after training.
 */
public final class ReplacementCases implements CaseRunner {
  private static final Shape INPUT = Shape.of(32, 32, 3);
  private static final Pattern MODEL = Pattern.compile("(\\w+) with (\\d+) outputs");
  private static final String WEIGHT = "layer.weight";
  private static final String BIAS = "layer.bias";

  /** A network as a case names it. */
  private record Model(String architecture, int outputs) {
    static Model of(GoldenCase golden, String role) {
      String text = golden.params().text(role);
      Matcher matcher = MODEL.matcher(text);
      if (!matcher.matches()) {
        throw new GoldenCaseException(
            golden.name(), "'%s' is '%s', expected 'NAME with N outputs'".formatted(role, text));
      }
      return new Model(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
  }

  @Override
  public Optional<String> missing(GoldenCase golden) {
    return List.of("weak", "strong").stream()
        .map(role -> Model.of(golden, role).architecture())
        .filter(architecture -> !Models.names().contains(architecture))
        .findFirst();
  }

  @Override
  public CaseResult run(GoldenCase golden, Algorithms algorithms) {
    CaseParams params = golden.params();
    Network weak = filled(golden, "weak");
    Network strong = filled(golden, "strong");
    Network module =
        new Composer(strong, GoldenModels.modules(strong, params))
            .compose(params.integer("module_class"));
    Replacement replacement =
        Replacement.ofLogits(weak, module, params.integer("patch_output_index"));
    Tensor x = Layout.CHANNELS_SECOND.read(golden.input("x"));
    int[] labels = golden.labels("labels");
    CaseResult result = new CaseResult().fact("module_param_count", module.parameterCount());
    Tensor joined;
    Network layer = layer(replacement.outputs(), params);
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor repaired = replacement.calibrated(layer).forward(x, Mode.EVALUATE);
      result
          .output(Layout.SAME.write("weak_logits", weak.forward(x, Mode.EVALUATE)))
          .output(Layout.SAME.write("module_logits", module.forward(x, Mode.EVALUATE)))
          .output(Layout.SAME.write("repaired_logits", repaired));
      joined = replacement.joined().forward(x, Mode.EVALUATE);
    }
    Tensor loss = CrossEntropy.apply(layer.forward(joined, Mode.TRAIN), labels);
    loss.backward();
    result
        .output(Layout.SAME.write("cross_entropy", loss))
        .output(weight("grad_calibration_weight", layer.parameters().get(WEIGHT).grad()))
        .output(Layout.SAME.write("grad_calibration_bias", layer.parameters().get(BIAS).grad()));
    train(layer, params, batches(joined, labels, params));
    return result
        .output(weight("calibration_weight_after_training", layer.parameters().get(WEIGHT)))
        .output(Layout.SAME.write("calibration_bias_after_training", layer.parameters().get(BIAS)));
  }

  private static NamedArray weight(String name, Tensor tensor) {
    return Layout.DENSE_WEIGHT.write(name, tensor);
  }

  private static Network filled(GoldenCase golden, String role) {
    Model model = Model.of(golden, role);
    String seed = golden.params().text(role + "_fill_seed");
    double gain = golden.params().number(role + "_fill_gain");
    Network network = Models.named(model.architecture()).build(INPUT, model.outputs(), 1, 0);
    new TorchState(network).fill((name, shape) -> GoldenFill.state(seed, gain, name, shape));
    return network;
  }

  private static Network layer(int outputs, CaseParams params) {
    JsonObject fill = params.json("calibration_fill").getAsJsonObject();
    Network layer = Calibration.paper(0).layer(outputs);
    new TorchState(layer)
        .fill((name, shape) -> {
          JsonArray rule = fill.getAsJsonArray(name.equals(WEIGHT) ? "weight" : "bias");
          int count = IntStream.of(shape).reduce(1, Math::multiplyExact);
          return GoldenFill.fill(rule.get(0).getAsString(), count, rule.get(1).getAsFloat(), 0);
        });
    return layer;
  }

  private static void train(Network layer, CaseParams params, OutputBatches batches) {
    JsonObject training = params.json("training").getAsJsonObject();
    int epochs = training.get("epochs").getAsInt();
    if (!training.get("nesterov").getAsBoolean()
        || training.get("cosine_T_max").getAsInt() != epochs) {
      throw new EngineException(
          "replace",
          null,
          "the calibration is trained with Nesterov momentum and a cosine over all its epochs, not "
              + training);
    }
    new Calibration(
            epochs, training.get("lr").getAsDouble(), training.get("momentum").getAsDouble(), 0)
        .fit(layer, batches);
  }

  /** The samples of each of the case's ranges {@code [from, to)}. */
  private static OutputBatches batches(Tensor outputs, int[] labels, CaseParams params) {
    JsonObject training = params.json("training").getAsJsonObject();
    int width = outputs.dim(1);
    List<Batch> batches = new ArrayList<>();
    for (JsonElement range : training.getAsJsonArray("batches")) {
      int from = range.getAsJsonArray().get(0).getAsInt();
      int to = range.getAsJsonArray().get(1).getAsInt();
      batches.add(
          new Batch(
              Arrays.copyOfRange(outputs.data(), from * width, to * width),
              new int[] {to - from, width},
              Arrays.copyOfRange(labels, from, to)));
    }
    List<String> names = IntStream.range(0, width).mapToObj(i -> "output " + i).toList();
    return new OutputBatches(batches, names);
  }
}
