package org.modaj.bench.experiment;

import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.baseline.MwtNetwork.Start;
import org.modaj.moda.baseline.MwtObjective;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.PreparedNetwork;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.TrainingObjective;

/**
 * A network and one batch of random images of 32x32 or random sequences of 128 steps of 64
 * features: what is needed to run the same training or inference step again and again.
 */
public final class RandomStep {
  private static final Shape IMAGE = Shape.of(32, 32, 3);
  private static final Shape SEQUENCE = Shape.of(128, 64);
  private static final Shape FEATURES = Shape.of(64);
  private static final int CLASSES = 10;
  private static final double RATE = 0.01;

  /** What a step does. */
  public enum Work {
    /** Forward, backward and update, standard training. */
    ST,
    /** The same with the modular objectives. */
    MODA,
    /** The same of a network with mask generators, with MwT's objective. */
    MWT,
    /** Inference with the prepared network. */
    INFER
  }

  private final Work work;
  private final Network network;
  private final PreparedNetwork prepared;
  private final Sgd optimizer;
  private final TrainingObjective objective;
  private final Tensor x;
  private final Batch batch;

  /**
   * Builds the network and the batch.
   *
   * @param model architecture
   * @param width multiplier of channels and hidden units
   * @param samples of a step
   */
  public RandomStep(String model, Work work, double width, int samples) {
    this.work = work;
    Shape input = input(Models.input(model));
    Network plain = Models.named(model).build(input, CLASSES, width, 1);
    network = work == Work.MWT ? MwtNetwork.masked(plain, Start.PROPER, 1) : plain;
    prepared = network.prepare();
    optimizer = new Sgd(network.parameters(), TrainingSettings.MOMENTUM, true, 0);
    objective =
        switch (work) {
          case MODA -> ModularObjective.paper();
          case MWT -> MwtObjective.published();
          case ST, INFER -> TrainingObjective.crossEntropy();
        };
    x = Tensor.of(input.prepend(samples), new float[samples * input.elements()]);
    CounterRandom.of(1, "input").fillNormal(x.data(), 1);
    CounterRandom random = CounterRandom.of(1, "labels");
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = random.below(CLASSES, i);
    }
    batch = new Batch(x.data(), x.shape().toArray(), labels);
  }

  private static Shape input(InputKind kind) {
    return switch (kind) {
      case IMAGES -> IMAGE;
      case SEQUENCES -> SEQUENCE;
      case FEATURES -> FEATURES;
    };
  }

  /** Runs one step. */
  public void run() {
    try (Workspace _ = Workspace.open()) {
      if (work == Work.INFER) {
        infer();
      } else {
        train();
      }
    }
  }

  private void infer() {
    prepared.forward(x);
  }

  private void train() {
    HeadOutputs outputs =
        network.forwardHeads(NetworkInput.of(x), Mode.TRAIN, objective.tracksUnits());
    Tensor loss = objective.compute(outputs, batch).total();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step(RATE);
  }
}
