package org.modaj.bench.conformance.moda;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenFill;
import org.modaj.bench.conformance.GoldenFill.MaskRule;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.FloatCrc32;
import org.modaj.engine.io.TorchLayout.Arranged;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.baseline.MwtModules;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;

/** Cases about whole networks with mask generators and the networks cut out of them. */
public final class MwtNetworkCases {
  private static final float HEAD_WEIGHT = (float) Math.sqrt(0.5);
  private static final float HEAD_BIAS = 0.1f;

  private MwtNetworkCases() {}

  /** Runs {@code mwt_masked_model}: the network that is trained. */
  public static CaseResult masked(GoldenCase golden, GoldenModels models) {
    CaseParams params = golden.params();
    Network plain = models.unfilledToChange(params);
    MwtNames names = new MwtNames(params.text("arch"), plain);
    Network masked = MwtNetwork.masked(plain, MwtNetwork.Start.PROPER, 0);
    TorchState state = new TorchState(masked);
    fill(state, params, names);

    CaseResult result = new CaseResult().fact("param_count", masked.parameterCount());
    List<List<Object>> rows = new ArrayList<>();
    state.state().forEach((name, tensor) -> rows.add(row(names.tensor(name), tensor)));
    result.fact("state", rows);
    List<List<Object>> layers = new ArrayList<>();
    SequencedMap<String, Tensor> heads;
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor x = Layout.CHANNELS_SECOND.read(golden.input("x"));
      heads = masked.forwardHeads(NetworkInput.of(x), Mode.EVALUATE);
    }
    List<Tensor> values = new ArrayList<>(heads.values());
    Tensor logits = values.removeFirst();
    List<String> convolutions = MwtNetwork.maskedConvolutions(masked);
    for (int l = 0; l < values.size(); l++) {
      layers.add(List.of(names.masked(convolutions.get(l)), values.get(l).dim(1)));
    }
    return result
        .fact("mask_layers", layers)
        .output(Layout.SAME.write("logits", logits))
        .output(joined(values));
  }

  /** All layers' masks beside each other, {@code [batch, units of all layers]}. */
  private static NamedArray joined(List<Tensor> masks) {
    int batch = masks.getFirst().dim(0);
    int width = masks.stream().mapToInt(mask -> mask.dim(1)).sum();
    float[] all = new float[batch * width];
    int from = 0;
    for (Tensor mask : masks) {
      int units = mask.dim(1);
      for (int n = 0; n < batch; n++) {
        System.arraycopy(mask.data(), n * units, all, n * width + from, units);
      }
      from += units;
    }
    return NamedArray.of("masks", all, batch, width);
  }

  private static List<Object> row(String name, Arranged tensor) {
    List<Integer> shape = new ArrayList<>();
    for (int size : tensor.shape()) {
      shape.add(size);
    }
    return List.of(name, shape);
  }

  private static void fill(TorchState state, CaseParams params, MwtNames names) {
    String seed = params.text("fill_seed");
    double gain = params.number("fill_gain");
    state.fill((name, shape) -> GoldenFill.state(seed, gain, names.tensor(name), shape));
  }

  /** Runs {@code mwt_compose}. */
  public static CaseResult compose(GoldenCase golden, GoldenModels models) {
    CaseParams params = golden.params();
    Network plain = models.unfilledToChange(params);
    MwtNames names = new MwtNames(params.text("arch"), plain);
    fill(new TorchState(plain), params, names);
    ModuleSet modules = modules(plain, params);
    MwtModules mwt =
        new MwtModules(plain, modules, MwtModules.FineTuning.of(0, 0), new NoSamples());
    int[] targets = params.integers("target_classes");
    SlicePlan plan = mwt.plan(targets);
    Network cut = plan.build("cut");
    CaseResult result = new CaseResult();
    result.check("planned parameters", plan.parameterCount(), cut.parameterCount(), 0);
    result
        .fact("param_count_without_head", cut.parameterCount())
        .fact(
            "kept_kernels",
            modules.union(targets).values().stream().mapToInt(BitSet::cardinality).sum())
        .fact("widths", widths(cut, names))
        .fact("state_crc32", checksum(cut));
    Network headed = MwtModules.withHead(cut, targets.length, 0);
    fillHead(headed, params.text("fill_seed"));
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor x = Layout.CHANNELS_SECOND.read(golden.input("x"));
      result
          .output(Layout.SAME.write("logits10_before_head", cut.forward(x, Mode.EVALUATE)))
          .output(Layout.SAME.write("head_logits", headed.forward(x, Mode.EVALUATE)));
    }
    return result;
  }

  /** The modules of all classes by the case's mask rule, layers as MwT numbers them. */
  private static ModuleSet modules(Network plain, CaseParams params) {
    Network masked = MwtNetwork.masked(plain, MwtNetwork.Start.PROPER, 0);
    List<String> layers = MwtNetwork.maskedConvolutions(masked);
    MaskRule rule = MaskRule.of(params);
    int classes = plain.outputShape().elements();
    int[] units = new int[layers.size()];
    BitSet[][] kept = new BitSet[layers.size()][classes];
    List<Integer> heads = List.copyOf(masked.heads().values());
    for (int l = 0; l < units.length; l++) {
      units[l] = masked.nodes().get(heads.get(l + 1)).shape().dim(-1);
      for (int c = 0; c < classes; c++) {
        kept[l][c] =
            GoldenModels.bits(
                GoldenFill.mask(rule, params.text("mask_seed_prefix"), c, l, units[l]));
      }
    }
    return new ModuleSet(layers, units, kept);
  }

  /** Golden name and outputs of every convolution. */
  private static List<List<Object>> widths(Network network, MwtNames names) {
    List<List<Object>> widths = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      Tensor weight = node.layer().parameters().get("weight");
      if (weight != null && weight.shape().rank() == 4) {
        widths.add(List.of(names.layer(node.name()), weight.dim(-1)));
      }
    }
    return widths;
  }

  private static long checksum(Network network) {
    FloatCrc32 all = new FloatCrc32();
    new TorchState(network).state().values().forEach(tensor -> all.add(tensor.values()));
    return all.value();
  }

  private static void fillHead(Network headed, String seed) {
    Map<String, Tensor> parameters = headed.parameters();
    String name = "module_head.1.";
    Tensor weight = parameters.get(name + "weight");
    String text = seed + "/" + name;
    int in = weight.dim(0);
    int out = weight.dim(1);
    float[] torch = GoldenFill.fill(text + "weight", weight.elements(), HEAD_WEIGHT, 0);
    float[] ours = Layout.DENSE_WEIGHT.fromTorch(torch, new int[] {out, in}).values();
    System.arraycopy(ours, 0, weight.data(), 0, ours.length);
    weight.markModified();
    Tensor bias = parameters.get(name + "bias");
    System.arraycopy(GoldenFill.fill(text + "bias", out, HEAD_BIAS, 0), 0, bias.data(), 0, out);
    bias.markModified();
  }
}
