package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Evaluation;
import org.modaj.nn.train.Trainer;

/** Trains a modular network, cuts the part that two classes need, and saves it. */
public final class TrainAndCut {
  private static final int EPOCHS = 3;
  private static final int[] WANTED = {0, 3};

  public static void main(String[] args) throws IOException {
    var data = EmbeddedImages.generate(1, 2000, 500);
    Network network = LeNet5.build(Shape.of(32, 32, 3), data.train().classes(), 1.0, 1);

    var optimizer = new Sgd(network.parameters(), 0.9, true, 0);
    var schedule = LearningRateSchedule.cosine(0.05, EPOCHS);
    new Trainer(network, optimizer, schedule, ModularObjective.paper())
        .fit(data.trainingBatches(64, 1), null, EPOCHS);

    var rates = ActivityRates.measure(network, data.plainTraining());
    var composer = new Composer(network, ModuleSet.recognize(rates, Recognition.at(0.9)));
    Network part = composer.compose(WANTED);

    Path file = Files.createDirectories(Path.of("target")).resolve("part.safetensors");
    Checkpoint.of(part, Map.of("classes", "0,3")).save(file);
    Network loaded = Checkpoint.load(file).network();

    var metrics = ModuleMetrics.of(network, composer);
    var test = data.testBatchesOf(WANTED);
    print("mean module size %.1f %%, mean overlap %.1f %%",
        100 * metrics.meanSize(), 100 * metrics.meanOverlap());
    print("whole network: %d parameters, accuracy on the two classes %.2f",
        network.parameterCount(), Evaluation.of(network, test).accuracyOn(WANTED));
    print("cut network:   %d parameters, accuracy %.2f, saved to %s",
        loaded.parameterCount(), Evaluation.of(loaded, test).accuracyOfComposed(), file);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
