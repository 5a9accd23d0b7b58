package org.modaj.bench.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.TrainingObjective;

/**
 * Times training steps or inference of a network on random images of 32x32 or random sequences of
 * 128 steps of 64 features: what other engines are compared with, in the same minute on the same
 * machine.
 *
 * @param model architecture
 * @param work what a step does
 * @param width multiplier of channels and hidden units
 * @param batch samples of a step
 * @param warmUp steps before the first that counts; the compiler needs some
 * @param steps steps that count
 */
public record StepTiming(
    String model, Work work, double width, int batch, int warmUp, int steps) {
  private static final Shape IMAGE = Shape.of(32, 32, 3);
  private static final Shape SEQUENCE = Shape.of(128, 64);
  private static final int CLASSES = 10;
  private static final double RATE = 0.01;

  /** What a step does. */
  public enum Work {
    /** Forward, backward and update, standard training. */
    ST,
    /** The same with the modular objectives. */
    MODA,
    /** Forward in evaluation mode. */
    INFER
  }

  /**
   * What was measured.
   *
   * @param timing what was timed
   * @param seconds of each counted step
   */
  public record Times(StepTiming timing, List<Double> seconds) {
    /** The middle step's seconds. */
    public double median() {
      List<Double> sorted = seconds.stream().sorted().toList();
      return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    /** The result by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("engine", "modaj");
      map.put("model", timing.model);
      map.put("method", timing.work.name().toLowerCase(Locale.ROOT));
      map.put("width", timing.width);
      map.put("batch", timing.batch);
      map.put("moda", timing.work == Work.MODA);
      map.put("infer", timing.work == Work.INFER);
      map.put("warm_up", timing.warmUp);
      map.put("seconds", median());
      map.put("images_per_s", timing.batch / median());
      map.put("times", seconds);
      return map;
    }
  }

  /** Measures. */
  public Times run() {
    Shape input = Models.input(model) == InputKind.IMAGES ? IMAGE : SEQUENCE;
    Network network = Models.named(model).build(input, CLASSES, width, 1);
    Sgd optimizer = new Sgd(network.parameters(), TrainingSettings.MOMENTUM, true, 0);
    TrainingObjective objective =
        work == Work.MODA ? ModularObjective.paper() : TrainingObjective.crossEntropy();
    Tensor x = Tensor.of(input.prepend(batch), new float[batch * input.elements()]);
    CounterRandom.of(1, "input").fillNormal(x.data(), 1);
    CounterRandom random = CounterRandom.of(1, "labels");
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = random.below(CLASSES, i);
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < warmUp + steps; i++) {
      long start = System.nanoTime();
      try (Workspace _ = Workspace.open()) {
        if (work == Work.INFER) {
          infer(network, x);
        } else {
          train(network, objective, optimizer, x, labels);
        }
      }
      if (i >= warmUp) {
        seconds.add((System.nanoTime() - start) * 1e-9);
      }
    }
    return new Times(this, seconds);
  }

  private static void infer(Network network, Tensor x) {
    try (Autograd.Scope _ = Autograd.noGrad()) {
      network.forward(x, Mode.EVALUATE);
    }
  }

  private static void train(
      Network network, TrainingObjective objective, Sgd optimizer, Tensor x, int[] labels) {
    TrackedOutput output =
        objective.tracksUnits()
            ? network.forwardTracked(x, Mode.TRAIN)
            : new TrackedOutput(network.forward(x, Mode.TRAIN), List.of());
    Tensor loss = objective.compute(output, labels).total();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step(RATE);
  }
}
