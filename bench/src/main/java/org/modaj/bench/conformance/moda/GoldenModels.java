package org.modaj.bench.conformance.moda;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.CaseRunner;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenFill;
import org.modaj.bench.conformance.GoldenFill.MaskRule;
import org.modaj.engine.Shape;
import org.modaj.moda.ModuleSet;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.model.Models;

/**
 * The networks that cases of modularization are about, with the weights and masks of the golden
 * README. The network asked for last is kept: cases of one network stand next to each other in the
 * manifest, and making a large one takes longer than the cases themselves.
 */
public final class GoldenModels {
  private static final Shape INPUT = Shape.of(32, 32, 3);
  private static final int DEFAULT_CLASSES = 10;

  private String builtFor = "";
  private String filledFor = "";
  private Network network;

  /** Computes a case about a network. */
  @FunctionalInterface
  public interface ModelCase {
    /** Returns what the case expects. */
    CaseResult run(GoldenCase golden, GoldenModels models);
  }

  /** Returns a runner that skips cases of architectures this library does not have. */
  public CaseRunner runner(ModelCase modelCase) {
    return new CaseRunner() {
      @Override
      public CaseResult run(GoldenCase golden, Algorithms algorithms) {
        return modelCase.run(golden, GoldenModels.this);
      }

      @Override
      public Optional<String> missing(GoldenCase golden) {
        String architecture = golden.params().text("arch");
        return Models.names().contains(architecture) ? Optional.empty() : Optional.of(architecture);
      }
    };
  }

  /** Returns a network of the case's architecture with any weights, not to be changed. */
  Network unfilled(CaseParams params) {
    String architecture = params.text("arch");
    int classes = params.has("num_classes") ? params.integer("num_classes") : DEFAULT_CLASSES;
    String wanted = architecture + " " + classes;
    if (!builtFor.equals(wanted)) {
      network = Models.named(architecture).build(INPUT, classes, 1, 0);
      builtFor = wanted;
      filledFor = "";
    }
    return network;
  }

  /** Returns a network of the case's architecture with any weights, for a case that fills it. */
  Network unfilledToChange(CaseParams params) {
    Network changing = unfilled(params);
    filledFor = "";
    return changing;
  }

  /** Returns the case's network with the case's weights, not to be changed. */
  Network filled(CaseParams params) {
    Network shared = unfilled(params);
    String seed = params.text("fill_seed");
    double gain = params.number("fill_gain");
    String wanted = seed + " " + gain;
    if (!filledFor.equals(wanted)) {
      new TorchState(shared).fill((name, shape) -> GoldenFill.state(seed, gain, name, shape));
      filledFor = wanted;
    }
    return shared;
  }

  /** Returns the case's network with the case's weights, for a case that changes it. */
  Network filledToChange(CaseParams params) {
    Network changing = filled(params);
    filledFor = "";
    return changing;
  }

  /** Returns the modules of all classes by the case's mask rule. */
  static ModuleSet modules(Network network, CaseParams params) {
    MaskRule rule = MaskRule.of(params);
    String prefix = params.has("mask_seed_prefix") ? params.text("mask_seed_prefix") : "";
    List<NetworkNode> tracked = network.trackedNodes();
    int classes = network.outputShape().elements();
    int[] units = new int[tracked.size()];
    BitSet[][] kept = new BitSet[units.length][classes];
    for (int l = 0; l < units.length; l++) {
      units[l] = tracked.get(l).shape().dim(-1);
      for (int c = 0; c < classes; c++) {
        kept[l][c] = bits(GoldenFill.mask(rule, prefix, c, l, units[l]));
      }
    }
    return new ModuleSet(tracked.stream().map(NetworkNode::name).toList(), units, kept);
  }

  static BitSet bits(boolean[] mask) {
    BitSet bits = new BitSet();
    for (int i = 0; i < mask.length; i++) {
      bits.set(i, mask[i]);
    }
    return bits;
  }
}
