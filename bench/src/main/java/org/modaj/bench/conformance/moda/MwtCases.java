package org.modaj.bench.conformance.moda;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.baseline.MaskMeasures;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.baseline.MwtObjective;
import org.modaj.moda.baseline.MwtRecognition;
import org.modaj.moda.objective.ModularLosses;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Value;

/** Cases about MwT's parts: mask generators, losses on masks, modules from masks. */
public final class MwtCases {
  private static final String GENERATOR = "mask_generator";
  private static final List<String> GENERATOR_TENSORS = List.of("0.weight", "2.weight", "2.bias");

  private MwtCases() {}

  /** Runs {@code mwt_mask_generator}. */
  public static CaseResult generator(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.CHANNELS_SECOND);
    NetworkBuilder net = new NetworkBuilder("generator", x.shape().withoutFirst(), 0);
    MwtNetwork.generator(net, GENERATOR, net.input(), golden.params().integer("out"));
    Network network = net.build();
    fillGenerator(golden, network, "");
    Tensor mask = network.forward(x, Mode.TRAIN);
    CaseResult result = tensors.output("mask", mask, Layout.SAME).result();
    addGeneratorGradients(result, network, "");
    return result;
  }

  /** Runs {@code mwt_mask_conv_bn}: a convolution, its normalization and its mask. */
  public static CaseResult maskedConvolution(GoldenCase golden, Algorithms algorithms) {
    CaseParams params = golden.params();
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.CHANNELS_SECOND);
    Shape kernel = Layout.CONVOLUTION_WEIGHT.read(golden.input("conv.weight")).shape();
    NetworkBuilder net = new NetworkBuilder("masked convolution", x.shape().withoutFirst(), 0);
    Conv conv =
        Conv.of(kernel.dim(3), params.integer("kernel_size"))
            .stride(params.integer("stride"))
            .pad(params.integer("padding"));
    conv = params.flag("bias") ? conv.withBias() : conv;
    Value y = net.batchNorm("bn", net.conv2d("conv", net.input(), conv));
    Value mask = MwtNetwork.generator(net, GENERATOR, net.input(), kernel.dim(3));
    net.head("y", net.multiply("masked", y, mask));
    net.head("mask", mask);
    Network network = net.build();
    fill(network, "conv.weight", Layout.CONVOLUTION_WEIGHT.read(golden.input("conv.weight")));
    List<String> plain = new ArrayList<>(List.of("bn.weight", "bn.bias"));
    if (params.flag("bias")) {
      plain.add("conv.bias");
    }
    plain.forEach(name -> fill(network, name, Layout.SAME.read(golden.input(name))));
    fillGenerator(golden, network, GENERATOR + ".");
    Mode mode = params.flag("train") ? Mode.TRAIN : Mode.EVALUATE;
    Map<String, Tensor> heads = network.forwardHeads(NetworkInput.of(x), mode);
    CaseResult result =
        tensors
            .output("y", heads.get("y"), Layout.CHANNELS_SECOND)
            .output("mask", heads.get("mask"), Layout.SAME)
            .result();
    addGeneratorGradients(result, network, GENERATOR + ".");
    Tensor weights = network.parameters().get("conv.weight").grad();
    result.grad(Layout.CONVOLUTION_WEIGHT.write("conv.weight", weights));
    for (String name : plain) {
      result.grad(Layout.SAME.write(name, network.parameters().get(name).grad()));
    }
    return result;
  }

  private static Layout layout(String tensor) {
    return tensor.endsWith("weight") ? Layout.DENSE_WEIGHT : Layout.SAME;
  }

  private static void fillGenerator(GoldenCase golden, Network network, String prefix) {
    for (String tensor : GENERATOR_TENSORS) {
      String name = GENERATOR + "." + tensor;
      fill(network, name, layout(tensor).read(golden.input(prefix + name)));
    }
  }

  private static void addGeneratorGradients(CaseResult result, Network network, String prefix) {
    for (String tensor : GENERATOR_TENSORS) {
      String name = GENERATOR + "." + tensor;
      Tensor gradient = network.parameters().get(name).grad();
      result.grad(layout(tensor).write(prefix + name, gradient));
    }
  }

  private static void fill(Network network, String name, Tensor values) {
    Tensor to = network.parameters().get(name);
    System.arraycopy(values.data(), 0, to.data(), 0, to.elements());
    to.markModified();
  }

  /**
   * Runs {@code mwt_losses}, with the gradient of all-zero rows that dividing by the clamped norm
   * gives literally, as {@link ObjectiveCases#losses}.
   */
  public static CaseResult losses(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    List<Tensor> masks = masks(golden, tensors);
    ModularLosses losses =
        ModularLosses.of(masks, golden.labels("labels"), ModularLosses.ZeroRows.CLAMPED_NORM);
    CaseParams params = golden.params();
    Tensor total =
        WeightedSum.apply(
            new Tensor[] {losses.affinity(), losses.dispersion()},
            new double[] {params.number("alpha"), params.number("beta")});
    total.backward();
    boolean allDefined = losses.hasSamePairs() && losses.hasDifferentPairs();
    return tensors
        .result()
        .output(scalar("cohesion", losses.affinity(), losses.hasSamePairs()))
        .output(scalar("coupling", losses.dispersion(), losses.hasDifferentPairs()))
        .output(scalar("compactness_l1", losses.compactness(), true))
        .output(scalar("total", total, allDefined))
        .output(NamedArray.of("kernel_rate", new double[] {MwtObjective.kernelRate(masks)}));
  }

  private static NamedArray scalar(String name, Tensor value, boolean defined) {
    return NamedArray.of(name, new float[] {defined ? value.item() : Float.NaN});
  }

  /** Inputs {@code mask0, mask1, ...}, one for each layer. */
  private static List<Tensor> masks(GoldenCase golden, OperatorCase tensors) {
    List<Tensor> masks = new ArrayList<>();
    while (golden.hasInput("mask" + masks.size())) {
      masks.add(tensors.input("mask" + masks.size(), Layout.SAME));
    }
    return masks;
  }

  /** Runs {@code mwt_modularize}. */
  public static CaseResult modularize(GoldenCase golden, Algorithms algorithms) {
    List<Tensor> masks = masks(golden, new OperatorCase(golden));
    int[] labels = golden.labels("labels");
    int classes = golden.params().integer("classes");
    List<String> names = golden.inputRoles().stream().filter(r -> r.startsWith("mask")).toList();
    int[] units = masks.stream().mapToInt(mask -> mask.dim(1)).toArray();
    ActivityRates frequencies = ActivityRates.counting(names, units, classes);
    frequencies.add(masks, labels);
    ModuleSet modules =
        new MwtRecognition(golden.params().number("threshold")).recognize(frequencies);
    MaskMeasures measures = MaskMeasures.of(modules, positive(masks, labels.length), labels);
    return new CaseResult()
        .output(joined(modules))
        .output(NamedArray.of("cohesion", new double[] {measures.cohesion()}))
        .output(NamedArray.of("coupling", new double[] {measures.coupling()}))
        .output(NamedArray.of("kernel_retention_rate", new double[] {measures.kernelRetention()}));
  }

  /** The channels above 0 of each sample, concatenated over the layers. */
  private static List<BitSet> positive(List<Tensor> masks, int samples) {
    List<BitSet> above = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      BitSet own = new BitSet();
      int from = 0;
      for (Tensor mask : masks) {
        int units = mask.dim(1);
        for (int u = 0; u < units; u++) {
          own.set(from + u, mask.data()[i * units + u] > 0);
        }
        from += units;
      }
      above.add(own);
    }
    return above;
  }

  /** One row for each class, concatenated over the layers. */
  private static NamedArray joined(ModuleSet modules) {
    int width = 0;
    for (int l = 0; l < modules.layers().size(); l++) {
      width += modules.units(l);
    }
    boolean[] rows = new boolean[modules.classes() * width];
    int from = 0;
    for (int l = 0; l < modules.layers().size(); l++) {
      for (int c = 0; c < modules.classes(); c++) {
        int at = c * width + from;
        modules.kept(l, c).stream().forEach(u -> rows[at + u] = true);
      }
      from += modules.units(l);
    }
    return NamedArray.of("module_masks", rows, modules.classes(), width);
  }
}
