package org.modaj.bench.conformance.moda;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.FloatCrc32;
import org.modaj.engine.io.TorchLayout.Arranged;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.slice.Joins;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.TrackedOutput;

/** Cases about whole networks and the networks cut out of them. */
public final class SliceCases {
  private SliceCases() {}

  /** Runs {@code original_model}: the network before any cut. */
  public static CaseResult original(GoldenCase golden, GoldenModels models) {
    CaseResult result = new CaseResult();
    describe(golden, models.filled(golden.params()), result);
    return result;
  }

  /** Runs {@code compose}: the network for some of the classes. */
  public static CaseResult compose(GoldenCase golden, GoldenModels models) {
    CaseParams params = golden.params();
    Network whole = models.filled(params);
    ModuleSet modules = GoldenModels.modules(whole, params);
    Composer composer = new Composer(whole, modules).with(Joins.ARTIFACT);
    int[] targets = params.integers("target_classes");
    Network composed = composer.compose(targets);
    List<Integer> counts =
        modules.union(targets).values().stream().map(BitSet::cardinality).toList();
    CaseResult result = new CaseResult().fact("union_mask_counts", counts);
    long planned = composer.plan(targets).parameterCount();
    result.check("planned parameters", planned, composed.parameterCount(), 0);
    describe(golden, composed, result);
    return result;
  }

  private static void describe(GoldenCase golden, Network network, CaseResult result) {
    result
        .fact("param_count", network.parameterCount())
        .fact("macs", network.multiplyAdds())
        .fact("flops_fvcore_rule", network.flops())
        .fact("widths", widths(network));
    FloatCrc32 all = new FloatCrc32();
    List<List<Object>> state = new ArrayList<>();
    new TorchState(network)
        .state()
        .forEach((name, tensor) -> {
          all.add(tensor.values());
          state.add(row(name, tensor));
        });
    result.fact("state", state).fact("state_crc32", all.value());
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor x = Layout.CHANNELS_SECOND.read(golden.input("x"));
      TrackedOutput output = network.forwardTracked(x, Mode.EVALUATE);
      result
          .output(Layout.SAME.write("logits", output.output()))
          .output(activationMeans(output.unitMeans()));
    }
  }

  private static List<Object> row(String name, Arranged tensor) {
    List<Integer> shape = new ArrayList<>();
    for (int size : tensor.shape()) {
      shape.add(size);
    }
    return List.of(name, shape, FloatCrc32.of(tensor.values()));
  }

  /** Name and outputs of every convolution and dense layer. */
  private static List<List<Object>> widths(Network network) {
    List<List<Object>> widths = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      Tensor weight = node.layer().parameters().get("weight");
      if (weight != null && weight.shape().rank() >= 2) {
        widths.add(List.of(node.name(), weight.dim(-1)));
      }
    }
    return widths;
  }

  /** Means over the batch of each layer's unit means, one layer after the other. */
  private static NamedArray activationMeans(List<Tensor> unitMeans) {
    float[] means = new float[unitMeans.stream().mapToInt(t -> t.dim(1)).sum()];
    int at = 0;
    for (Tensor layer : unitMeans) {
      int batch = layer.dim(0);
      int units = layer.dim(1);
      for (int u = 0; u < units; u++) {
        double sum = 0;
        for (int n = 0; n < batch; n++) {
          sum += layer.data()[n * units + u];
        }
        means[at++] = (float) (sum / batch);
      }
    }
    return NamedArray.of("act_mean", means, means.length);
  }

  /** Runs {@code overlap}: the modules of single classes, their sizes, what pairs of them share. */
  public static CaseResult overlap(GoldenCase golden, GoldenModels models) {
    Network whole = models.unfilled(golden.params());
    Composer composer =
        new Composer(whole, GoldenModels.modules(whole, golden.params())).with(Joins.ARTIFACT);
    int classes = golden.params().integer("classes");
    // PyTorch's batch counters are state elements that every cut keeps
    long counters =
        whole.nodes().stream().filter(node -> !node.layer().buffers().isEmpty()).count();
    List<SlicePlan> plans = new ArrayList<>();
    List<Long> parameters = new ArrayList<>();
    List<Long> elements = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      SlicePlan plan = composer.plan(c);
      plans.add(plan);
      parameters.add(plan.parameterCount());
      elements.add(plan.sharedStateElements(plan) + counters);
    }
    long[] shared = new long[classes * (classes - 1) / 2];
    for (int a = 0, pair = 0; a < classes; a++) {
      for (int b = a + 1; b < classes; b++, pair++) {
        shared[pair] = plans.get(a).sharedStateElements(plans.get(b)) + counters;
      }
    }
    ModuleMetrics metrics = ModuleMetrics.of(whole, composer);
    return new CaseResult()
        .output(NamedArray.of("pair_intersections", shared, shared.length))
        .fact("model_param_count", whole.parameterCount())
        .fact("module_param_counts", parameters)
        .fact("module_state_elements", elements)
        .fact("mean_module_size", metrics.meanSize())
        .fact("mean_overlap", metrics.meanStateOverlap());
  }
}
