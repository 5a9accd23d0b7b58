package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Evaluation;
import org.modaj.nn.train.Trainer;

/** A network with a layer of our own is trained, cut, saved and loaded as any other. */
public final class CustomLayer {
  private static final int EPOCHS = 3;
  private static final int[] WANTED = {0, 3};

  public static void main(String[] args) throws IOException {
    var data = EmbeddedImages.generate(1, 1000, 500);
    var net = new NetworkBuilder("own-layers", Shape.of(32, 32, 3), 1);
    var x = net.conv2d("conv1", net.input(), Conv.of(16, 3).stride(2).pad(1));
    x = net.add("swish1", Swish.of(16), net.batchNorm("bn1", x));
    x = net.conv2d("conv2", x, Conv.of(32, 3).stride(2).pad(1));
    x = net.add("swish2", Swish.of(32), net.batchNorm("bn2", x));
    net.dense("fc", net.globalAveragePool("pool", x), Dense.of(10));
    Network network = net.build();

    var optimizer = new Sgd(network.parameters(), 0.9, true, 0);
    var schedule = LearningRateSchedule.cosine(0.05, EPOCHS);
    new Trainer(network, optimizer, schedule, ModularObjective.paper())
        .fit(data.trainingBatches(64, 1), null, EPOCHS);

    var rates = ActivityRates.measure(network, data.plainTraining());
    var modules = ModuleSet.recognize(rates, Recognition.at(0.9));
    Network part = new Composer(network, modules).compose(WANTED);

    Path file = Files.createDirectories(Path.of("target")).resolve("own-layers.safetensors");
    Checkpoint.of(part, Map.of("classes", "0,3")).save(file, Swish.TYPES);
    Network loaded = Checkpoint.load(file, Swish.TYPES).network();
    if (!loaded.sha256().equals(part.sha256())) {
      throw new IllegalStateException("what was loaded is not what was saved");
    }

    var test = data.testBatchesOf(WANTED);
    print("whole network: %d parameters, accuracy on the two classes %.2f",
        network.parameterCount(), Evaluation.of(network, test).accuracyOn(WANTED));
    print("cut network:   %d parameters, accuracy %.2f, saved to %s",
        loaded.parameterCount(), Evaluation.of(loaded, test).accuracyOfComposed(WANTED), file);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
