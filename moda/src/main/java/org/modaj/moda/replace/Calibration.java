package org.modaj.moda.replace;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;
import org.modaj.nn.train.TrainingObjective;

/**
 * How a calibration layer learns: cross-entropy only, stochastic gradient descent with Nesterov
 * momentum, a cosine from the learning rate to 0 over its epochs.
 *
 * @param epochs passes over the samples
 * @param learningRate of the first epoch
 * @param momentum in [0, 1)
 * @param seed of the layer's first weights
 */
public record Calibration(int epochs, double learningRate, double momentum, long seed) {
  private static final double WEIGHT_DEVIATION = 0.01;

  /** Checks the numbers. */
  public Calibration {
    if (epochs < 1 || !(learningRate > 0) || !(momentum >= 0 && momentum < 1)) {
      throw new ModularizationException(
          "calibration",
          null,
          "expected at least 1 epoch, a learning rate above 0 and a momentum in [0, 1),"
              + " actual "
              + epochs
              + ", "
              + learningRate
              + ", "
              + momentum);
    }
  }

  /** The paper's: 5 epochs, learning rate 0.05, momentum 0.9. */
  public static Calibration paper(long seed) {
    return new Calibration(5, 0.05, 0.9, seed);
  }

  /**
   * A fresh layer {@code y = x·W + b}: W normal with standard deviation 0.01, b = 0.
   *
   * @param outputs n; the layer is {@code [n] -> [n]}
   */
  public Network layer(int outputs) {
    NetworkBuilder net = new NetworkBuilder("calibration", Shape.of(outputs), seed);
    net.dense(
        "layer",
        net.input(),
        Dense.of(outputs).init(Initializer.normal(WEIGHT_DEVIATION), Initializer.constant(0)));
    return net.build();
  }

  /**
   * Trains a layer.
   *
   * @param layer trained in place
   * @param outputs what it reads, see {@link OutputBatches}
   * @return results of the epochs
   */
  public List<EpochResult> fit(Network layer, BatchSource outputs, TrainingListener... listeners) {
    Trainer trainer =
        new Trainer(
            layer,
            new Sgd(layer.parameters(), momentum, true, 0),
            LearningRateSchedule.cosine(learningRate, epochs),
            TrainingObjective.crossEntropy());
    List.of(listeners).forEach(trainer::listen);
    return trainer.fit(outputs, null, epochs);
  }
}
